package faults

import (
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// die ends the plugin's process while a question is answered, whose statement the server then ends, too.
func die(t *testing.T, c company, n network, binary string, signal os.Signal) observed {
	plugin := start(t, binary)
	source := c.source("dying", n.port(t), i18n.English, nil)
	release := c.hold(t)
	defer release()
	failed := make(chan error, 1)
	go func() {
		_, err := ask(t.Context(), plugin, source, byMonth)
		failed <- err
	}()
	c.waiting(t, 1)
	require.NoError(t, plugin.Signal(signal))
	err := <-failed
	if signal == os.Kill && c.major(t) < 14 {
		release() // such a server learns of it when it has something to send
	}
	eventually(t, func() bool { return c.asked(t) == 0 })
	seen := observed{source: byGrafana}
	if signal == os.Kill {
		require.Equal(t, codes.Unavailable, status.Code(err), err)
	}
	release()
	again, err := ask(t.Context(), start(t, binary), source, byMonth)
	require.NoError(t, err)
	numbers(t, again)
	return seen
}

// killed is a process that cannot say a word.
func killed(t *testing.T, c company, n network, binary string) observed {
	return die(t, c, n, binary, os.Kill)
}

// terminated is a process that is asked to end, as by a service manager: it ends its statements by itself.
func terminated(t *testing.T, c company, n network, binary string) observed {
	if c.major(t) >= 14 { // the server would see to it, too
		c.exec(t, `alter role `+c.reader+` set client_connection_check_interval = '1h'`)
		defer c.exec(t, `alter role `+c.reader+` reset all`)
	}
	return die(t, c, n, binary, syscall.SIGTERM)
}
