package task

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
)

// Versions runs the Go tests on an older major version of PostgreSQL, which it installs; "" is each that the project supports.
func Versions(ctx context.Context, major string) error {
	majors := embedded.Versions()
	if major != "" {
		if !slices.Contains(majors, major) {
			return fmt.Errorf("CRMKPI_POSTGRES_VERSION is %q: name one of %s, or none for all of them", major, strings.Join(majors, ", "))
		}
		majors = []string{major}
	}
	for _, major := range majors {
		if err := embedded.Prepare(major); err != nil {
			return err
		}
		if err := NPM(ctx, "ci", "--prefix", embedded.Folder(major), "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
			return err
		}
		fmt.Println("The tests, on PostgreSQL " + major + ":")
		if err := Run(ctx, []string{"CRMKPI_POSTGRES_VERSION=" + major}, "go", "test", "-count=1", "-timeout=2h", "./..."); err != nil {
			return err
		}
	}
	return nil
}
