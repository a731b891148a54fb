package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"
)

const (
	startTimeout = 5 * time.Minute
	stopTimeout  = 30 * time.Second
)

// serve runs a Grafana, calls ready once it answers at its address, and returns when ctx has ended and Grafana has stopped. The
// log is where to look when it fails.
func serve(ctx context.Context, cmd *exec.Cmd, address string, ready func(address string), log string) error {
	cmd.Stdout, cmd.Stderr = nil, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = stopTimeout
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	healthy := make(chan error, 1)
	starting, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	go func() { healthy <- waitHealthy(starting, address) }()

	for {
		select {
		case err := <-healthy:
			if err == nil {
				ready(address)
				continue
			}
			if ctx.Err() == nil {
				return errors.Join(fmt.Errorf("no answer from Grafana at %s, see %s: %w", address, log, err), cmd.Process.Kill(), <-ended)
			}
		case err := <-ended:
			if ctx.Err() != nil {
				return nil // it was asked to end
			}
			return fmt.Errorf("the server of Grafana ended by itself, see %s: %w", log, cmp.Or(err, errors.New("exit status 0")))
		}
	}
}

// waitHealthy returns nil once Grafana says that it is well.
func waitHealthy(ctx context.Context, address string) error {
	retry := time.NewTicker(250 * time.Millisecond)
	defer retry.Stop()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/api/health", nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			err = response.Body.Close()
			if err == nil && response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-retry.C:
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		}
	}
}

// freePort returns the port if nobody listens on it; 0 finds one.
func freePort(port int) (int, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("%s:%d", host, port))
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
