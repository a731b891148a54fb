// Command gpx_crm is the plugin's backend, which Grafana starts.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"

	"github.com/crmkpi/crm-datasource/pkg/plugin"
)

func main() {
	if err := datasource.Manage("crmkpi-crm-datasource", plugin.NewDatasource, datasource.ManageOpts{}); err != nil {
		backend.Logger.Error("The plugin stopped", "error", err)
		os.Exit(1)
	}
}
