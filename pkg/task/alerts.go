package task

import (
	"context"
	"errors"
	"os"
)

// Alerts tries the alert rules in the Grafana of GRAFANA_HOME, with a database and an SMTP server of its own. A Grafana that runs already
// will not do: the rules are tried by changing the data, by cutting the line to the database and by reading all mails.
func Alerts(ctx context.Context) error {
	switch home, url := os.Getenv("GRAFANA_HOME"), os.Getenv("GRAFANA_URL"); {
	case home == "" && url != "":
		return errors.New("the alert rules cannot be tried in the running Grafana of GRAFANA_URL, because the data are changed, the line to the database is cut and all mails are read: " +
			"set GRAFANA_HOME to the folder of an unpacked Grafana, which is started for that with a database and an SMTP server of its own")
	case home == "":
		return errors.New("GRAFANA_HOME is not set: set it to the folder of an unpacked Grafana (https://grafana.com/grafana/download)")
	}
	return Run(ctx, nil, "go", "test", "-count=1", "-timeout=1h", "-v", "-run=TestRulesInGrafana", "./pkg/internal/testing/alerting")
}
