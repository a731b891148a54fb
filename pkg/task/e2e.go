package task

import "context"

// E2E runs the specs of e2e/ in a browser, in the Grafana of GRAFANA_URL, which shows the demo company. Those of the settings need its
// database, too, as Grafana reaches it: CRMKPI_DSN.
func E2E(ctx context.Context) error {
	if err := needGrafana(); err != nil {
		return err
	}
	return NPM(ctx, "run", "e2e")
}
