package task

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	pluginID = "crmkpi-crm-datasource"
	// demoFolder is where the demo keeps its database and the data of Grafana.
	demoFolder = ".demo"
	// Release is the folder of what is released.
	Release = "release"
	// staged is where each archive lies unpacked, so that it can be signed.
	staged = ".cache/release"
	// signer asks Grafana for the signature of a folder, validator is what Grafana looks at plugins with.
	signer    = "@grafana/sign-plugin@3.3.3"
	validator = "@grafana/plugin-validator@0.31.0"
)

// bundle is one archive of a release: the plugin for all platforms, as Grafana's catalogue wants it, or for one.
type bundle struct{ platforms []Platform }

func bundles() []bundle {
	all := []bundle{{Platforms}}
	for _, p := range Platforms {
		all = append(all, bundle{[]Platform{p}})
	}
	return all
}

// name is PLUGIN-VERSION.zip, with the platform of an archive that has only one.
func (b bundle) name(version string) string {
	if len(b.platforms) > 1 {
		return pluginID + "-" + version + ".zip"
	}
	return pluginID + "-" + version + "." + b.platforms[0].String() + ".zip"
}

func (b bundle) folder(version string) string {
	return filepath.Join(staged, strings.TrimSuffix(b.name(version), ".zip"), pluginID)
}

// Archives lays out what is in dist/, but for the crmkpi command, and zips it into release/: the plugin for all platforms and for each,
// with the SHA-256 of each archive in a file beside it.
func Archives() error {
	version, err := Version()
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(staged), os.RemoveAll(Release)); err != nil {
		return err
	}
	for _, b := range bundles() {
		if err := b.stage(b.folder(version)); err != nil {
			return err
		}
	}
	return zipStaged(version)
}

// Sign signs each archive that [Archives] has laid out, and zips it anew. Without GRAFANA_ACCESS_POLICY_TOKEN nothing is signed.
func Sign(ctx context.Context) error {
	if os.Getenv("GRAFANA_ACCESS_POLICY_TOKEN") == "" {
		fmt.Println("GRAFANA_ACCESS_POLICY_TOKEN is not set: the archives stay unsigned, and Grafana has to be told to load the plugin")
		return nil
	}
	version, err := Version()
	if err != nil {
		return err
	}
	for _, b := range bundles() {
		if err := Run(ctx, nil, "npx", "--yes", signer, "--distDir", b.folder(version)); err != nil {
			return err
		}
	}
	return zipStaged(version)
}

// Validate looks at the archive for all platforms and at its sources, as Grafana does before it lists a plugin.
func Validate(ctx context.Context) error {
	version, err := Version()
	if err != nil {
		return err
	}
	return Run(ctx, nil, "npx", "--yes", validator, "-sourceCodeUri", "file://.", filepath.Join(Release, bundle{Platforms}.name(version)))
}

func zipStaged(version string) error {
	if err := os.MkdirAll(Release, 0o755); err != nil {
		return err
	}
	for _, b := range bundles() {
		name := filepath.Join(Release, b.name(version))
		if err := writeZip(name, b.folder(version)); err != nil {
			return errors.Join(err, os.Remove(name))
		}
		sum, err := checksum(name)
		if err != nil {
			return err
		}
		fmt.Println(b.name(version), sum)
		if err := os.WriteFile(name+".sha256", []byte(sum+"  "+b.name(version)+"\n"), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// stage links what of dist/ belongs into an archive into a folder.
func (b bundle) stage(folder string) error {
	programs := map[string]bool{}
	for _, p := range Platforms {
		programs[Binary(p)] = false
	}
	for _, p := range b.platforms {
		programs[Binary(p)] = true
	}
	return eachFile(Dist, func(path, inside string) error {
		if wanted, program := programs[path]; program && !wanted || path == Command() {
			return nil
		}
		to := filepath.Join(folder, inside)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.Link(path, to)
	})
}

// Clean removes everything that the tasks made, with the demo's database.
func Clean() error {
	var err error
	for _, path := range []string{Release, Dist, "coverage", demoFolder, ".cache", "node_modules"} {
		err = errors.Join(err, os.RemoveAll(path))
	}
	return err
}
