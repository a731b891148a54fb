package task

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// levitate is Grafana's own comparison of what a plugin uses with what Grafana has.
const levitate = "@grafana/levitate@0.17.2"

// grafanas are the oldest and the newest Grafana that the plugin is for, with the React of each.
var grafanas = []struct{ version, react, typesOfReact string }{
	{"12.0.0", "18.3.1", "18.3.27"},
	{"13.2.3", "19.0.9", "19.3.1"},
}

// Compatible compares the front end with the oldest and the newest Grafana that it is for: TypeScript compiles it against their types, and
// levitate looks for what they do not have. It goes on after a finding, and needs the network.
func Compatible(ctx context.Context) error {
	var faults []error
	for _, g := range grafanas {
		fmt.Println("Types of Grafana " + g.version)
		if err := compiles(ctx, g.version, g.react, g.typesOfReact); err != nil {
			faults = append(faults, fmt.Errorf("the front end does not compile for Grafana %s: %w", g.version, err))
		}
		if err := levitates(ctx, g.version); err != nil {
			faults = append(faults, err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return errors.Join(faults...)
}

// compiles has TypeScript look at a copy of the front end beside packages of a Grafana; tests are not for it.
func compiles(ctx context.Context, version, react, typesOfReact string) error {
	folder := filepath.Join(".cache", "grafana-"+version)
	if err := os.RemoveAll(filepath.Join(folder, "src")); err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(folder, "src"), os.DirFS("src")); err != nil {
		return err
	}
	manifest, err := packagesOf(version, react, typesOfReact)
	if err != nil {
		return err
	}
	tsconfig, err := os.ReadFile("tsconfig.json")
	if err != nil {
		return err
	}
	plugin, err := os.ReadFile("plugin.json")
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{
		"package.json": manifest, "tsconfig.json": tsconfig, "plugin.json": plugin,
		"shipped.json": []byte(`{"extends": "./tsconfig.json", "compilerOptions": {"types": []}, "include": [], "files": ["src/module.ts", "src/locales.d.ts"]}`),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			return err
		}
	}
	if err := NPM(ctx, "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"); err != nil {
		return err
	}
	return NPM(ctx, "exec", "--prefix", folder, "--", "tsc", "--noEmit", "-p", filepath.Join(folder, "shipped.json"))
}

// packagesOf is our package.json with the packages of a Grafana, and of those for development what compiling needs.
func packagesOf(version, react, typesOfReact string) ([]byte, error) {
	text, err := os.ReadFile("package.json")
	if err != nil {
		return nil, err
	}
	var ours struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(text, &ours); err != nil {
		return nil, fmt.Errorf("package.json: %w", err)
	}
	wanted := map[string]string{"react": react, "react-dom": react, "@types/react": typesOfReact}
	for name, given := range ours.Dependencies {
		switch {
		case strings.HasPrefix(name, "@grafana/") && name != "@grafana/i18n": // which the plugin brings along
			wanted[name] = version
		case wanted[name] == "":
			wanted[name] = given
		}
	}
	for _, name := range []string{"typescript", "@types/lodash", "@types/node"} {
		wanted[name] = ours.DevDependencies[name]
	}
	one := map[string]string{"rxjs": "$rxjs"} // two copies are two types
	return json.Marshal(map[string]any{"private": true, "dependencies": wanted, "overrides": one})
}

// finding is a line of levitate that names something. It also counts changes of which it then finds no difference.
var finding = regexp.MustCompile(`(?m)^\s*\d+\) .*`)

// judgement is what levitate says, taken apart.
func judgement(version, said string) error {
	if found := finding.FindAllString(said, -1); len(found) > 0 {
		return fmt.Errorf("the front end uses what Grafana %s has not, or has otherwise:\n  %s", version, strings.Join(found, "\n  "))
	}
	if n := strings.Count(said, "Successfully compared"); n != len(compared) {
		return fmt.Errorf("%s compared %d of %d packages of Grafana %s:\n%s", levitate, n, len(compared), version, said)
	}
	return nil
}

// compared are the packages that Grafana gives to plugins while they run.
var compared = []string{"@grafana/data", "@grafana/ui", "@grafana/runtime"}

func levitates(ctx context.Context, version string) error {
	targets := make([]string, len(compared))
	for i, name := range compared {
		targets[i] = name + "@" + version
	}
	cmd := exec.CommandContext(ctx, "npx", "--yes", levitate, "is-compatible", "--markdown", "--path", "src/module.ts", "--target", strings.Join(targets, ","))
	said, err := cmd.CombinedOutput()
	if ended := (*exec.ExitError)(nil); err != nil && !errors.As(err, &ended) {
		return fmt.Errorf("%s: %w", levitate, err)
	}
	return judgement(version, string(said))
}
