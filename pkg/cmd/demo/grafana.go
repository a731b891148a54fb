package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/demodb"
	"github.com/crmkpi/crm-datasource/pkg/task"
)

const howToGetOne = "To see this in Grafana, download it (https://grafana.com/grafana/download), unpack it, set GRAFANA_HOME to its folder and run this again; Docker with compose will do as well."

// installation is a Grafana on this machine.
type installation struct {
	program, home string
}

// findGrafana returns the Grafana of GRAFANA_HOME or, without that variable, the one on the PATH; nil when there is none.
func findGrafana() (*installation, error) {
	if home := os.Getenv("GRAFANA_HOME"); home != "" {
		for _, name := range []string{"grafana", "grafana.exe"} {
			if program := filepath.Join(home, "bin", name); isFile(program) {
				return &installation{program, home}, nil
			}
		}
		return nil, fmt.Errorf("GRAFANA_HOME is %s, but there is no bin/grafana in it: set it to the folder of an unpacked Grafana, or unset it", home)
	}
	found, err := exec.LookPath("grafana")
	if err != nil {
		return nil, nil
	}
	program, err := filepath.EvalSymlinks(found)
	if err != nil {
		return nil, err
	}
	prefix := filepath.Dir(filepath.Dir(program))
	homes := []string{prefix, filepath.Join(prefix, "share", "grafana"), "/usr/share/grafana"}
	if i := slices.IndexFunc(homes, func(dir string) bool { return isFile(filepath.Join(dir, "conf", "defaults.ini")) }); i >= 0 {
		return &installation{program, homes[i]}, nil
	}
	return nil, fmt.Errorf("%s is on the PATH, but its conf/defaults.ini is not found: set GRAFANA_HOME to the folder that holds it", found)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// run starts Grafana with the plugin, the data source on the company's database, the dashboards and the alert rules, calls ready
// with its address, and returns when ctx ends.
func (g *installation) run(ctx context.Context, c *company, ready func(address string)) error {
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	data := filepath.Join(here, folder, "grafana")
	if err := linkPlugin(here, filepath.Join(data, "plugins")); err != nil {
		return err
	}
	port, err := choosePort()
	if err != nil {
		return err
	}
	// Grafana resolves a relative program in its working directory.
	program, err := filepath.Abs(g.program)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "server", "--homepath", g.home)
	cmd.Dir = g.home
	cmd.Env = append(os.Environ(),
		"GF_PATHS_DATA="+data,
		"GF_PATHS_LOGS="+filepath.Join(data, "log"),
		"GF_PATHS_PLUGINS="+filepath.Join(data, "plugins"),
		"GF_PATHS_PROVISIONING="+filepath.Join(here, "provisioning"),
		"GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS="+dashboards.PluginID,
		"GF_PLUGINS_PREINSTALL_DISABLED=true",
		"GF_SERVER_HTTP_ADDR="+host, "GF_SERVER_HTTP_PORT="+strconv.Itoa(port),
		"GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH="+filepath.Join(here, "dashboards", "overview.json"),
		"GF_ANALYTICS_REPORTING_ENABLED=false", "GF_ANALYTICS_CHECK_FOR_UPDATES=false", "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false",
		"GF_NEWS_NEWS_FEED_ENABLED=false",
		"GF_LOG_MODE=file",
		"CRM_DB_HOST="+host, "CRM_DB_PORT="+strconv.Itoa(c.Port()), "CRM_DB_NAME="+demodb.Name,
		"CRM_DB_USER="+reader, "CRM_DB_PASSWORD="+c.password, "CRM_DB_TLS_MODE=disable",
		"CRM_TIMEZONE="+zone, "CRM_CURRENCY="+currency,
		"CRM_DASHBOARDS="+filepath.Join(here, "dashboards"),
	)
	return serve(ctx, cmd, fmt.Sprintf("http://localhost:%d", port), ready, filepath.Join(folder, "grafana", "log", "grafana.log"))
}

// linkPlugin puts dist/ among the plugins, as a copy where links are not allowed.
func linkPlugin(here, plugins string) error {
	place := filepath.Join(plugins, dashboards.PluginID)
	if err := errors.Join(os.RemoveAll(place), os.MkdirAll(plugins, 0o755)); err != nil {
		return err
	}
	dist := filepath.Join(here, task.Dist)
	if os.Symlink(dist, place) == nil {
		return nil
	}
	return os.CopyFS(place, os.DirFS(dist))
}

// runDocker starts Grafana and a database of its own with docker-compose.yaml, calls ready with the address, and removes the
// containers when ctx ends. The database and Grafana's data stay in volumes.
func runDocker(ctx context.Context, ready func(address string)) (err error) {
	// The container needs the plugin for Linux, whatever this machine is.
	if err := task.Backend(ctx, task.Docker); err != nil {
		return err
	}
	port, err := choosePort()
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, task.Run(context.WithoutCancel(ctx), nil, "docker", "compose", "down"))
	}()
	address := fmt.Sprintf("http://localhost:%d", port)
	err = task.Run(ctx, []string{"GRAFANA_PORT=" + strconv.Itoa(port)}, "docker", "compose", "up", "--detach", "--quiet-pull")
	if err == nil {
		err = waitHealthy(ctx, address)
	}
	if ctx.Err() != nil {
		return nil // it was asked to end
	}
	if err != nil {
		return err
	}
	ready(address)
	<-ctx.Done()
	return nil
}

// dockerAnswers tells whether there is a Docker engine with compose.
func dockerAnswers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return exec.CommandContext(ctx, "docker", "info").Run() == nil && exec.CommandContext(ctx, "docker", "compose", "version").Run() == nil
}

// choosePort is that of the environment variable GRAFANA_PORT, else 3000 or, if that is taken, a free one.
func choosePort() (int, error) {
	if wanted := os.Getenv("GRAFANA_PORT"); wanted != "" {
		port, err := strconv.ParseUint(wanted, 10, 16)
		if err != nil {
			return 0, fmt.Errorf("GRAFANA_PORT is %q; it must be a port such as 3000", wanted)
		}
		return int(port), nil
	}
	const usual = 3000
	if port, err := freePort(usual); err == nil {
		return port, nil
	}
	return freePort(0)
}
