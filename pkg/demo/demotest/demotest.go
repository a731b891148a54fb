// Package demotest gives tests the small demo company, which the packages of a run share: seeding takes seconds, copying does not.
package demotest

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/thin"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// Today is when the past of [Company] ends: in the middle of a day, week, month and quarter.
var Today = time.Date(2026, 3, 18, 14, 25, 7, 0, time.UTC)

// Empty is the reference schema without a row.
func Empty() *pgtest.Source {
	return &pgtest.Source{Name: "reference schema", Common: true, Fill: func(db *sql.DB) error {
		_, err := schema.Migrate(context.Background(), db)
		return err
	}}
}

// Company is the company of seed 1 at [Today].
func Company() *pgtest.Source { return At(1, Today) }

// At is the company of a seed, whose past ends then.
func At(seed int64, today time.Time) *pgtest.Source {
	return &pgtest.Source{Name: fmt.Sprintf("company %d at %s", seed, today.UTC()), From: Empty(), Common: true, Fill: func(db *sql.DB) error {
		_, err := demo.Seed(context.Background(), db, demo.Options{Seed: seed, Today: today})
		return err
	}}
}

// Thin is a company of which every keep-th deal, lead and ticket is left.
func Thin(company *pgtest.Source, keep int) *pgtest.Source {
	return &pgtest.Source{Name: fmt.Sprintf("%s, one in %d", company.Name, keep), From: company, Common: true, Fill: func(db *sql.DB) error {
		return thin.Out(context.Background(), db, keep)
	}}
}
