package embedded

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// envHelper makes the test binary a program that starts a server in the named folder ("-" for a
// temporary one), prints its connection string and process id, and waits for its standard input
// to end.
const envHelper = "CRMKPI_EMBEDDED_TEST_HELPER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(envHelper); dir != "" {
		os.Exit(helper(strings.TrimPrefix(dir, "-")))
	}
	os.Exit(m.Run())
}

func helper(dir string) int {
	server, err := Start(context.Background(), Options{DataDir: dir})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(server.DSN("postgres"))
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// startHelper runs the helper and returns the connection string of its server.
func startHelper(t *testing.T, cmd *exec.Cmd, dir string) string {
	t.Helper()
	cmd.Env = append(os.Environ(), append(cmd.Env, envHelper+"="+dir)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err, "the helper process said nothing")
	return strings.TrimSpace(line)
}

func start(t *testing.T, options Options) *Server {
	t.Helper()
	server, err := Start(t.Context(), options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Stop()) })
	return server
}

func connect(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := open(dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func setting(t *testing.T, db *sql.DB, name string) string {
	t.Helper()
	var value string
	require.NoError(t, db.QueryRow(`SELECT current_setting($1)`, name).Scan(&value))
	return value
}
