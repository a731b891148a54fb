// Command gpx_crm is the plugin's backend, which Grafana starts.
package main

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"

	"github.com/crmkpi/crm-datasource/pkg/plugin"
)

func main() {
	go stopWhenTold()
	err := datasource.Manage("crmkpi-crm-datasource", plugin.NewDatasource, datasource.ManageOpts{})
	plugin.Stop()
	if err != nil {
		backend.Logger.Error("The plugin stopped", "error", err)
		os.Exit(1)
	}
}

// stopWhenTold ends the process as a service manager asks all processes of Grafana to, whose statements would run on.
func stopWhenTold() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	<-told
	plugin.Stop()
	os.Exit(0)
}
