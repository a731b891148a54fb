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
		"CRMKPI_ROLLUP_QUESTIONS=1000", "CRMKPI_ORACLE_OFTEN=3"}
	if os.Getenv("CRMKPI_ORACLE_SEED") == "" {
		settings = append(settings, fmt.Sprintf("CRMKPI_ORACLE_SEED=%d", rand.Uint32()))
	}
	err := Run(ctx, settings, "go", "test", "-count=1", "-timeout=2h", "-v", "./pkg/internal/testing/oracle/...")
	if err != nil {
		return errors.Join(errors.New("the output names the seed and the number of each question that differs"), err)
	}
	return nil
}

// Properties tests each property for 10,000 draws, other ones in each run, in the packages whose tests import package property.
func Properties(ctx context.Context) error {
	const having = `{{$path := .ImportPath}}{{range .TestImports}}{{if eq . "` + propertyPackage + `"}}{{$path}}{{end}}{{end}}` +
		`{{range .XTestImports}}{{if eq . "` + propertyPackage + `"}}{{$path}}{{end}}{{end}}`
	packages, err := output(ctx, "go", "list", "-f", having, "./pkg/...")
	if err != nil {
		return err
	}
	arguments := append([]string{"test", "-count=1", "-timeout=1h"}, strings.Fields(packages)...)
	return Run(ctx, []string{"CRMKPI_PROPERTY_SEED=0"}, "go", append(arguments, "-rapid.checks=10000")...)
}

const propertyPackage = "github.com/crmkpi/crm-datasource/pkg/internal/testing/property"
