package postgres

import (
	"bytes"
	"io"
	"net"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// Whatever comes over a connection, in whatever pieces, is heard alike; the driver gets all of it up to what is none of PostgreSQL's messages.
func FuzzWire(f *testing.F) {
	ready := "Z\x00\x00\x00\x05I"
	for _, said := range []string{
		"", "R\x00\x00\x00\x08\x00\x00\x00\x00K\x00\x00\x00\x0c\x00\x00\x00\x07\x00\x00\x00\x09" + ready, "R\x00\x00\x00\x08\x00\x00\x00\x05", "R\x00\x00\x00\x05\x00", "K\x00\x00\x00\x04" + ready,
		"E\x00\x00\x00\x1aSFATAL\x00C57P01\x00Mended\x00\x00", "E\x00\x00\x00\x04" + ready, "Ecould not fork new process: no memory\n\x00", "A\x00\x00\x00\x10\x00\x00\x00\x07ch\x00deals\x00" + ready, "A\x00\x00\x00\x04",
		"T\x00\x00\x00\x03", "T\x7f\xff\xff\xff", "X\x00\x00\x00\x04", "D\x00\x00\x00\x0b\x00\x01\x00\x00\x00\x01x" + ready, "HTTP/1.1 400 Bad Request\r\n",
	} {
		f.Add([]byte(said))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		type heard struct {
			key, text string
			last      any
			payloads  []string
			garbled   bool
		}
		listen := func(from io.Reader) heard {
			var h heard
			w := &wire{Conn: saying{Reader: from}, opening: &openConn{}, heard: func(payload string) { h.payloads = append(h.payloads, payload) }}
			text, err := io.ReadAll(w)
			h.garbled = err != nil
			if !h.garbled { // else it depends on the pieces how much came before
				h.text = string(text)
			}
			h.key, h.last = string(w.key), w.last
			return h
		}
		whole := listen(bytes.NewReader(said))
		if !whole.garbled {
			require.Equal(t, string(said), whole.text)
		}
		require.Equal(t, whole, listen(iotest.OneByteReader(bytes.NewReader(said))))
		require.Equal(t, whole, listen(iotest.HalfReader(bytes.NewReader(said))))
	})
}

// saying is a connection on which a server says something.
type saying struct {
	net.Conn
	io.Reader
}

func (s saying) Read(p []byte) (int, error) { return s.Reader.Read(p) }
