package task

import (
	"context"
	"os"
	"os/signal"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// helper makes the test's own program a command to run.
const helper = "CRMKPI_TASK_TEST_HELPER"

func TestMain(m *testing.M) {
	switch os.Getenv(helper) {
	case "":
		os.Exit(m.Run())
	case "fail":
		os.Exit(3)
	case "until interrupted":
		interrupts := make(chan os.Signal, 1)
		signal.Notify(interrupts, os.Interrupt)
		if err := os.WriteFile(os.Getenv("READY"), nil, 0o600); err != nil {
			panic(err)
		}
		<-interrupts
	}
}

func TestFailureNamesTheCommand(t *testing.T) {
	err := Run(t.Context(), []string{helper + "=fail"}, os.Args[0], "-test.run=none")
	require.ErrorContains(t, err, os.Args[0]+" -test.run=none: exit status 3")
}

// A command that ends well after Ctrl-C has not failed.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ready := t.TempDir() + "/ready"
	done := make(chan error, 1)
	go func() { done <- Run(ctx, []string{helper + "=until interrupted", "READY=" + ready}, os.Args[0]) }()
	require.Eventually(t, func() bool { _, err := os.Stat(ready); return err == nil }, time.Minute, 10*time.Millisecond)
	cancel()
	require.NoError(t, <-done)
}
