package task

import (
	"context"
	"os"
	"path/filepath"
)

// The tools that list what a release is made of, in the form CycloneDX.
const (
	goLister  = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"
	npmLister = "@cyclonedx/cyclonedx-npm@6.0.1"
)

// SBOM lists in release/ what the plugin is made of: of the backend, the modules that its program for Linux holds, and of the
// front end, the npm packages that the build can take from, of which most are Grafana's own at run time. Equal sources give equal lists.
func SBOM(ctx context.Context) error {
	if err := os.MkdirAll(Release, 0o755); err != nil {
		return err
	}
	version, err := Version()
	if err != nil {
		return err
	}
	file := func(part string) string { return filepath.Join(Release, pluginID+"-"+version+"."+part+".cdx.json") }
	lister, err := tool(ctx, goLister)
	if err != nil {
		return err
	}
	if err := Run(ctx, nil, lister, "bin", "-json", "-licenses", "-std", "-noserial", "-notimestamp", "-version", "v"+version, "-output", file("backend"), Binary(Platforms[0])); err != nil {
		return err
	}
	return Run(ctx, nil, "npx", "--yes", npmLister, "--omit", "dev", "--omit", "optional", "--output-reproducible", "--output-format", "JSON", "--output-file", file("frontend"))
}
