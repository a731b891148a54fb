package task

import (
	"context"
	"fmt"
)

// Load has viewers refresh the dashboards for minutes while the server is started anew; zero is the command's default for either.
func Load(ctx context.Context, minutes float64, viewers int) error {
	arguments := []string{"run", "./pkg/cmd/load"}
	if minutes > 0 {
		arguments = append(arguments, fmt.Sprintf("-minutes=%g", minutes))
	}
	if viewers > 0 {
		arguments = append(arguments, fmt.Sprintf("-viewers=%d", viewers))
	}
	return Run(ctx, nil, "go", arguments...)
}

// Faults lets each fault happen to the plugin's process, with storms as large as the pages tell of.
func Faults(ctx context.Context) error {
	return Run(ctx, []string{"CRMKPI_FAULTS=whole"}, "go", "test", "-count=1", "-timeout=1h", "./pkg/internal/testing/faults")
}
