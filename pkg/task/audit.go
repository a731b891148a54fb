package task

import (
	"context"
	"errors"
	"strings"
)

// The programs of an audit.
const (
	vulnerabilities = "golang.org/x/vuln/cmd/govulncheck@v1.9.0"
	security        = "github.com/securego/gosec/v2/cmd/gosec@v2.22.10"
	licences        = "github.com/google/go-licenses@v1.6.0"
	npmLicences     = "license-checker-rseidelsohn@4.4.2"
)

// allowed are the licences of what the product may be made of: permissive ones, and the MPL, which asks for nothing of files that are not
// changed.
var allowed = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0", "ISC", "MIT", "MPL-2.0", "Python-2.0", "Unlicense"}

// Audit looks for known vulnerabilities, for patterns of insecure code, and for licences that the product may not take over. It goes on
// after a finding, and needs the network.
func Audit(ctx context.Context) error {
	var faults []error
	for _, check := range []func(context.Context) error{knownVulnerabilities, insecureCode, goLicences, npmAudit, npmLicencesOf} {
		if err := check(ctx); err != nil {
			faults = append(faults, err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return errors.Join(faults...)
}

func knownVulnerabilities(ctx context.Context) error {
	return runTool(ctx, vulnerabilities, "./...")
}

// insecureCode looks at the plugin; the tasks, the demo and the tests run what developers say. Errors that are not looked at (G104) are those of
// strings.Builder, which has none.
func insecureCode(ctx context.Context) error {
	return runTool(ctx, security, "-quiet", "-exclude=G104", "-exclude-generated",
		"-exclude-dir=pkg/task", "-exclude-dir=pkg/demo", "-exclude-dir=pkg/cmd", "-exclude-dir=pkg/dashboards", "-exclude-dir=pkg/internal", "-exclude-dir=pkg/postgres/embedded", "./pkg/...")
}

func goLicences(ctx context.Context) error {
	return runTool(ctx, licences, "check", "./pkg", "./pkg/cmd/crmkpi", "--allowed_licenses="+strings.Join(allowed, ","))
}

// npmAudit is of what the front end is built from; the packages of development are not shipped.
func npmAudit(ctx context.Context) error {
	return NPM(ctx, "audit", "--omit=dev", "--audit-level=low")
}

// npmLicencesOf looks at what the front end is built with. Grafana itself brings get-document, which names no licence; it is in no bundle of ours.
func npmLicencesOf(ctx context.Context) error {
	return Run(ctx, nil, "npx", "--yes", npmLicences, "--production", "--excludePrivatePackages", "--excludePackages", "get-document@1.0.0", "--summary",
		"--onlyAllow", strings.Join(append(allowed, "Public Domain", "Zlib"), ";"))
}

func runTool(ctx context.Context, program string, args ...string) error {
	path, err := tool(ctx, program)
	if err != nil {
		return err
	}
	return Run(ctx, nil, path, args...)
}
