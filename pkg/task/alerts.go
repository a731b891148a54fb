package task

import (
	"context"
	"errors"
	"os"
)

// Alerts tries the alert rules in the Grafana of GRAFANA_HOME, with a database and an SMTP server of its own.
func Alerts(ctx context.Context) error {
	if os.Getenv("GRAFANA_HOME") == "" {
		return errors.New("GRAFANA_HOME is not set: set it to the folder of an unpacked Grafana (https://grafana.com/grafana/download)")
	}
	return Run(ctx, nil, "go", "test", "-count=1", "-timeout=1h", "-v", "-run=TestRulesInGrafana", "./pkg/internal/testing/alerting")
}
