package postgres

import (
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestSilenceEndsARead(t *testing.T) {
	here, there := net.Pipe()
	defer there.Close()
	conn := &answeringConn{Conn: here, silence: time.Millisecond}
	_, err := conn.Read(make([]byte, 1))
	var e *Error
	require.ErrorAs(t, Explain(err), &e)
	require.Equal(t, KindUnreachable, e.Kind)
}

func TestConnectionClosedBeforeItIsKnown(t *testing.T) {
	var opening openConn
	opening.close()
	here, there := net.Pipe()
	defer there.Close()
	opening.set(here, 0)
	_, err := here.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.ErrClosedPipe)
}
