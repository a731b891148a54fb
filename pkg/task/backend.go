package task

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/build/buildinfo"
)

// Dist is the folder of the built plugin, as Grafana loads it.
const Dist = "dist"

// Platform is an operating system and an architecture in Go's terms.
type Platform struct{ OS, Arch string }

// Host is the platform of this machine.
var Host = Platform{runtime.GOOS, runtime.GOARCH}

// Docker is the platform of containers on this machine.
var Docker = Platform{"linux", runtime.GOARCH}

// Platforms are those of a release.
var Platforms = []Platform{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"},
}

func (p Platform) String() string { return p.OS + "_" + p.Arch }

// program is a file name with the ending that the platform's programs have.
func (p Platform) program(name string) string {
	if p.OS == "windows" {
		return name + ".exe"
	}
	return name
}

// Binary is the path of the plugin's executable for a platform, named as Grafana expects.
func Binary(p Platform) string { return filepath.Join(Dist, p.program("gpx_crm_"+p.String())) }

// Command is the path of the crmkpi command for this machine.
func Command() string { return filepath.Join(Dist, Host.program("crmkpi")) }

// Backend builds the plugin's executable for a platform.
func Backend(ctx context.Context, p Platform) error {
	flags, err := versionFlags(ctx)
	if err != nil {
		return err
	}
	return goBuild(ctx, p, Binary(p), "./pkg", "-tags", buildTags, "-ldflags", "-s -w "+flags)
}

// BuildAlike has all that is compiled from now on be compiled as the plugin is: lint, build and tests then share what they are made of.
func BuildAlike() error {
	flags := strings.TrimSpace(os.Getenv("GOFLAGS") + " -trimpath -tags=" + buildTags)
	return errors.Join(os.Setenv("GOFLAGS", flags), os.Setenv("CGO_ENABLED", "0"))
}

// buildTags spare the binary a second JSON library.
const buildTags = "arrow_json_stdlib"

// CLI builds the crmkpi command for this machine.
func CLI(ctx context.Context) error {
	return goBuild(ctx, Host, Command(), "./pkg/cmd/crmkpi", "-ldflags", "-s -w")
}

// Demo builds the demo command and runs it. It is not `go run`, which reports a failure after every Ctrl-C.
func Demo(ctx context.Context, flags ...string) error {
	program := filepath.Join(demoFolder, Host.program("demo"))
	if err := goBuild(ctx, Host, program, "./pkg/cmd/demo"); err != nil {
		return err
	}
	return Run(ctx, nil, program, flags...)
}

func goBuild(ctx context.Context, p Platform, file, pkg string, flags ...string) error {
	args := append([]string{"build", "-trimpath", "-o", file}, flags...)
	return Run(ctx, []string{"CGO_ENABLED=0", "GOOS=" + p.OS, "GOARCH=" + p.Arch}, "go", append(args, pkg)...)
}

// versionFlags tell the binary its version and the time of its sources.
func versionFlags(ctx context.Context) (string, error) {
	version, err := Version()
	if err != nil {
		return "", err
	}
	info := buildinfo.Info{PluginID: pluginID, Version: version, Time: sourceTime(ctx) * 1000}
	values := map[string]string{}
	info.AppendFlags(values)
	var flags []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		flags = append(flags, fmt.Sprintf("-X '%s=%s'", name, values[name]))
	}
	return strings.Join(flags, " "), nil
}

// sourceTime is when the sources were committed, in seconds since 1970, so that equal sources give equal files: SOURCE_DATE_EPOCH, else
// the time of the newest commit, else 0.
func sourceTime(ctx context.Context) int64 {
	text := os.Getenv(sourceDate)
	if text == "" {
		text, _ = output(ctx, "git", "log", "-1", "--format=%ct") // an archive of the sources has no history
	}
	at, _ := strconv.ParseInt(text, 10, 64)
	return at
}

// sourceDate is the variable in which builds that can be repeated are given their time: https://reproducible-builds.org/specs/source-date-epoch/
const sourceDate = "SOURCE_DATE_EPOCH"

// Frontend builds the front end, whose plugin.json says when the sources were committed.
func Frontend(ctx context.Context) error {
	return Run(ctx, []string{sourceDate + "=" + strconv.FormatInt(sourceTime(ctx), 10)}, "npm", "run", "build")
}

// Version is that of package.json.
func Version() (string, error) {
	text, err := os.ReadFile("package.json")
	if err != nil {
		return "", err
	}
	var manifest struct{ Version string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return "", fmt.Errorf("package.json: %w", err)
	}
	return manifest.Version, nil
}
