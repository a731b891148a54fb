package task

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Screens looks at every dashboard in the Grafana of GRAFANA_URL, which shows the demo company: no error and no panel without data, in
// both languages, on a desk and on a phone, dark and light. With pictures, it takes those of the docs.
func Screens(ctx context.Context, pictures bool) error {
	if err := needGrafana(); err != nil {
		return err
	}
	var settings []string
	if pictures {
		folder, err := filepath.Abs(filepath.Join("docs", "img", "dashboards"))
		if err != nil {
			return err
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		settings = []string{"CRMKPI_PICTURES=" + folder}
	}
	return Run(ctx, settings, "go", "test", "-count=1", "-timeout=1h", "-v", "-run=TestScreens", "./pkg/internal/testing/browser")
}

func needGrafana() error {
	if os.Getenv("GRAFANA_URL") == "" {
		return errors.New("GRAFANA_URL is not set: set it to a Grafana that shows the demo company, with a user, as http://admin:admin@localhost:3000 while go tool mage demo runs")
	}
	return nil
}
