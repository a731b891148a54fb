package task

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
)

// Oracle compares the engine with the naive computation of package oracle for so many random questions, as a number, and as many of persons
// who see a part of the rows; "" is 10,000. Without CRMKPI_ORACLE_SEED each run has other questions.
func Oracle(ctx context.Context, questions string) error {
	if questions == "" {
		questions = "10000"
	}
	settings := []string{"CRMKPI_ORACLE_QUESTIONS=" + questions, "CRMKPI_POLICY_QUESTIONS=" + questions,
		"CRMKPI_ROLLUP_QUESTIONS=1000", "CRMKPI_ORACLE_OFTEN=3", "CRMKPI_WHOLE=1"}
	if os.Getenv("CRMKPI_ORACLE_SEED") == "" {
		settings = append(settings, fmt.Sprintf("CRMKPI_ORACLE_SEED=%d", rand.Uint32()))
	}
	err := Run(ctx, settings, "go", "test", "-count=1", "-timeout=2h", "-v", "./pkg/internal/testing/oracle/...")
	if err != nil {
		return errors.Join(errors.New("the output names the seed and the number of each question that differs"), err)
	}
	return nil
}

// Whole runs the tests of the packages that import package share with all of what an ordinary run takes a share of.
func Whole(ctx context.Context) error {
	packages, err := importing(ctx, sharePackage)
	if err != nil {
		return err
	}
	return Run(ctx, []string{"CRMKPI_WHOLE=1"}, "go", append([]string{"test", "-count=1", "-timeout=2h"}, packages...)...)
}

// Properties tests each property for 10,000 draws, other ones in each run, in the packages whose tests import package property.
func Properties(ctx context.Context) error {
	packages, err := importing(ctx, propertyPackage)
	if err != nil {
		return err
	}
	arguments := append([]string{"test", "-count=1", "-timeout=1h"}, packages...)
	return Run(ctx, []string{"CRMKPI_PROPERTY_SEED=0"}, "go", append(arguments, "-rapid.checks=10000")...)
}

const (
	propertyPackage = "github.com/crmkpi/crm-datasource/pkg/internal/testing/property"
	sharePackage    = "github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
)

// importing returns the packages whose tests import a package, once for each kind of their tests that does.
func importing(ctx context.Context, imported string) ([]string, error) {
	having := `{{$path := .ImportPath}}{{range .TestImports}}{{if eq . "` + imported + `"}}{{$path}}{{end}}{{end}}` +
		`{{range .XTestImports}}{{if eq . "` + imported + `"}} {{$path}}{{end}}{{end}}`
	packages, err := output(ctx, "go", "list", "-f", having, "./pkg/...")
	return strings.Fields(packages), err
}
