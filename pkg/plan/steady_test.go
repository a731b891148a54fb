package plan_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// A condition by which sums are kept must hold whoever looks at the row, and when.
func TestSteady(t *testing.T) {
	for condition, expected := range map[string]bool{
		"status = 'won' and closed_at >= created_at and closed_at < created_at + :window":                true,
		"status = 'won' and closed_at >= created_at and closed_at < created_at + '60 seconds'::interval": true,
		"coalesce(least(closed_at, created_at), 'infinity') = 'infinity'":                                true,
		"account.segment in ('large', 'small') and not (closed_at is null)":                              true,
		"account.created_at < created_at":                                                                true,
		"closed_at <= :now":                                                                              false, // another one with the time
		"closed_at < 'now'":                                                                              false,
		"closed_at < ' Tomorrow '":                                                                       false,
		"closed_at < '2026-01-01'":                                                                       false, // of a session's time zone
		"closed_at < created_at + '1 month'::interval":                                                   false,
		"closed_at::date = created_at::date":                                                             false,
		"date_trunc('day', closed_at) = created_at":                                                      false,
		"closed_at <= expected_close_on":                                                                 false, // a time and a day
		"amount > 1000":                                                                                  false, // may be no number
		"account.region = 'north' and owner.team = 'south'":                                              false, // two references
		"account.owner.team = 'north'":                                                                   false,
		"owner.team.name = 'north'":                                                                      false,
		"rep = 'a' and closed_at is not null":                                                            true, // made of what the deal has itself
		"nonsense = 'a'":                                                                                 false,
	} {
		require.Equal(t, expected, plan.Steady(crm.Reference(), "deals", expression.MustParse(condition)), condition)
	}
}
