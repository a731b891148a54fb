// Package embedded runs a private PostgreSQL server for the demo, the tests and the benchmarks.
//
// The server is a real one, from binaries that npm installs with the project or that the machine
// already has. It listens on the loopback interface only, asks for a random password, works for an
// ordinary user and for root, and does not outlive the process that started it.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/lib/pq"
)

const (
	host      = "127.0.0.1"
	superuser = "postgres"

	// A fast shutdown writes a checkpoint, which may take a while on a large data directory.
	stopTimeout = 60 * time.Second
)

// Options say where the server keeps its data and which binaries it runs. The zero value is a
// throw-away server on a free port.
type Options struct {
	// DataDir keeps the data between runs; it is created when missing. Empty means a temporary
	// directory, removed when the server stops, whose server trades durability for speed.
	DataDir string
	// Port on the loopback interface; 0 takes a free one.
	Port int
	// Binaries is the folder with initdb and postgres. Empty means the environment variable
	// CRMKPI_POSTGRES_BIN, then the project's node_modules, then an installed PostgreSQL; with
	// CRMKPI_POSTGRES_VERSION, the first of them that has this major version.
	Binaries string
	// Settings are server parameters (as in postgresql.conf) that override the defaults.
	Settings map[string]string
	// Log receives the server's log; nil discards it.
	Log io.Writer
}

// Server is a running PostgreSQL server. Its methods may be called concurrently.
type Server struct {
	port     int
	password string
	version  string
	stop     func() error
}

// Start starts a server and returns when it accepts connections. ctx bounds the start, not the
// life of the server: call [Server.Stop] for that. Should the process die without calling it, the
// operating system stops the server (not on Windows).
func Start(ctx context.Context, options Options) (_ *Server, err error) {
	bin, err := findBinaries(ctx, options.Binaries)
	if err != nil {
		return nil, err
	}
	dir, err := openDirectory(ctx, options.DataDir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, dir.close())
		}
	}()
	password, err := dir.initialize(ctx, bin)
	if err != nil {
		return nil, err
	}
	port, proc, err := startProcess(ctx, bin, dir, password, options)
	if err != nil {
		return nil, err
	}
	return &Server{
		port:     port,
		password: password,
		version:  bin.version,
		stop: sync.OnceValue(func() error {
			return errors.Join(proc.stop(stopTimeout), dir.close())
		}),
	}, nil
}

// DSN is the connection string of the superuser for a database. The database "postgres" always
// exists; see [Server.CreateDatabase] for others.
func (s *Server) DSN(database string) string { return dsn(s.port, s.password, database) }

// Port is the TCP port on 127.0.0.1.
func (s *Server) Port() int { return s.port }

// Version is what the binaries say of themselves, such as "18.4".
func (s *Server) Version() string { return s.version }

// CreateDatabase creates a database unless it exists.
func (s *Server) CreateDatabase(ctx context.Context, name string) error {
	db, err := open(s.DSN("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(name))
	if pq.As(err, "42P04") != nil { // duplicate_database
		return nil
	}
	if err != nil {
		return fmt.Errorf("create database %q: %w", name, err)
	}
	return nil
}

// Stop shuts the server down cleanly, ending open sessions, and removes a temporary data
// directory. Further calls return what the first returned.
func (s *Server) Stop() error { return s.stop() }

func dsn(port int, password, database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(superuser, password),
		Host:     net.JoinHostPort(host, strconv.Itoa(port)),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return 0, fmt.Errorf("find a free port on %s: %w", host, err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
