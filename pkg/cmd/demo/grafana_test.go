package main

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func touch(t *testing.T, path string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, nil, 0o755))
	return path
}

func TestGrafanaOfTheEnvironment(t *testing.T) {
	home := t.TempDir()
	t.Setenv("GRAFANA_HOME", home)
	_, err := findGrafana()
	require.ErrorContains(t, err, "there is no bin/grafana in it")

	program := touch(t, filepath.Join(home, "bin", "grafana"))
	found, err := findGrafana()
	require.NoError(t, err)
	require.Equal(t, &installation{program, home}, found)
}

func TestGrafanaOnThePath(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("programs have another name there")
	}
	prefix, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	t.Setenv("GRAFANA_HOME", "")
	t.Setenv("PATH", filepath.Join(prefix, "links"))
	found, err := findGrafana()
	require.NoError(t, err)
	require.Nil(t, found)

	// As a package installs it: a link to the program, its files beside.
	program := touch(t, filepath.Join(prefix, "opt", "bin", "grafana"))
	require.NoError(t, os.Mkdir(filepath.Join(prefix, "links"), 0o755))
	require.NoError(t, os.Symlink(program, filepath.Join(prefix, "links", "grafana")))
	home := filepath.Join(prefix, "opt", "share", "grafana")
	touch(t, filepath.Join(home, "conf", "defaults.ini"))
	found, err = findGrafana()
	require.NoError(t, err)
	require.Equal(t, &installation{program, home}, found)
}

func TestPortOfGrafana(t *testing.T) {
	t.Setenv("GRAFANA_PORT", "4321")
	port, err := choosePort()
	require.NoError(t, err)
	require.Equal(t, 4321, port)

	t.Setenv("GRAFANA_PORT", "many")
	_, err = choosePort()
	require.ErrorContains(t, err, "it must be a port such as 3000")

	listener, err := net.Listen("tcp", host+":0")
	require.NoError(t, err)
	defer listener.Close()
	_, taken, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	number, err := strconv.Atoi(taken)
	require.NoError(t, err)
	_, err = freePort(number)
	require.Error(t, err)
}
