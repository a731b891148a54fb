package engine_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// makeTenants makes tables of part of the demo company in the schema alone, and in the schema among the same with rows of another
// tenant, which have the same keys: whatever of them comes through shows. The column of the tenant is a number in some tables
// and a text in others.
func makeTenants(db *sql.DB) error {
	statements := []string{"create schema alone", "create schema among"}
	reference := crm.Reference()
	for i, name := range slices.Sorted(maps.Keys(reference.Entities)) {
		table, kind := pq.QuoteIdentifier(name), []string{"int", "text"}[i%2]
		order, limit := "", 400
		if name == "activities" || name == "commitments" {
			order = "order by id desc" // the planned ones
		}
		if name == "currency_rates" {
			limit = 1_000_000
		}
		statements = append(statements,
			fmt.Sprintf("create table alone.%s as select * from crm.%s %s limit %d", table, table, order, limit),
			fmt.Sprintf("create table among.%s as select *, '7'::%s as \"company ID\" from alone.%s union all select *, '8' from alone.%s", table, kind, table, table))
		e, err := reference.Model.Entity(name)
		if err != nil {
			return err
		}
		for _, field := range []string{"name", "subject", "region", "segment", "channel", "url"} {
			if _, ok := e.Field(field); ok {
				statements = append(statements, fmt.Sprintf("update among.%s set %s = 'foreign' where \"company ID\" = '8'", table, field))
			}
		}
	}
	statements = append(statements, `update among.currency_rates set rate = rate * 3 where "company ID" = '8'`, "analyze")
	_, err := db.Exec(strings.Join(statements, ";\n"))
	return err
}

// tenants returns an engine over the company alone, and one over the tables that it shares.
func tenants(t *testing.T) (alone, among *engine.Engine) {
	plain, shared := crm.Reference(), "entities:\n"
	for name := range plain.Entities {
		plain.Entities[name] = crm.Source{From: "alone." + name}
		shared += fmt.Sprintf("  %s: {from: among.%s, where: true or true}\n", name, name)
	}
	mapping, err := crm.Setup{Own: shared, Tenant: crm.Tenant{Column: "company ID", Value: "7"}}.Mapping(nil)
	require.NoError(t, err)
	return over(t, companyDSN(t), plain), over(t, companyDSN(t), mapping)
}

func TestNothingOfAnotherTenantIsSeen(t *testing.T) {
	alone, among := tenants(t)
	ctx, request := context.Background(), thisYear(t)
	values := 0
	for _, k := range catalog.Default().KPIs() {
		dimensions := alone.Dimensions(k)
		if len(dimensions) > 2 {
			dimensions = dimensions[:2] // the others are more of the same
		}
		for _, by := range append([]string{""}, dimensions...) {
			q := query.Question{Version: query.CurrentVersion, Type: query.KPI, KPIs: []string{k.ID}, Grain: calendar.None, Details: true}
			if by != "" {
				q.GroupBy = []string{by}
			}
			want, err := take.Figures(alone.Ask(ctx, q, request))
			if err != nil {
				continue // a limit on groups, the same for both
			}
			got, err := take.Figures(among.Ask(ctx, q, request))
			require.NoError(t, err, "%s by %s", k.ID, by)
			require.Equal(t, want.Groups, got.Groups, "%s by %s", k.ID, by)
			for c := range want.Values {
				for g := range want.Values[c] {
					a, b := want.Values[c][g][0], got.Values[c][g][0]
					require.Equal(t, a == nil, b == nil, "%s by %s", k.ID, by)
					if a != nil {
						require.InDelta(t, *a, *b, 1e-9*math.Max(1, math.Abs(*a)), "%s by %s", k.ID, by)
						values++
					}
				}
			}
			for _, s := range got.Statements {
				require.Equal(t, strings.Contains(s.SQL, "among."), strings.Contains(s.SQL, `"company ID" = $`))
				require.NotContains(t, s.SQL, "'7'", "the tenant is no part of the text")
			}
		}
	}
	require.Greater(t, values, 500)

	same := func(what string, ask func(*engine.Engine) ([]*answer.Table, error)) {
		rows := func(e *engine.Engine) (all []string) {
			tables, err := ask(e)
			require.NoError(t, err, what)
			for _, table := range tables {
				for _, row := range table.Rows {
					all = append(all, fmt.Sprint(row...))
				}
			}
			slices.Sort(all)
			return all
		}
		want := rows(alone)
		require.NotEmpty(t, want, what)
		require.Equal(t, want, rows(among), what)
	}
	long := request
	long.Range.From = long.Range.From.AddDate(-10, 0, 0)
	for name := range crm.Reference().Entities {
		same(name, func(e *engine.Engine) ([]*answer.Table, error) {
			return take.Tables(e.Ask(ctx, take.Of(query.Records, query.Question{Type: query.Records, Entity: name, Rows: plan.DefaultMaxListed}), long))
		})
	}
	for _, d := range crm.Reference().Model.Dimensions() {
		if table, err := take.Table(alone.Ask(ctx, take.Of(query.Values, query.Question{Type: query.Values, Dimension: d, Rows: plan.DefaultMaxListed}), plan.Request{})); err != nil || len(table.Rows) == 0 {
			continue
		}
		same(d, func(e *engine.Engine) ([]*answer.Table, error) {
			return take.Tables(e.Ask(ctx, take.Of(query.Values, query.Question{Type: query.Values, Dimension: d, Rows: plan.DefaultMaxListed}), plan.Request{}))
		})
	}
	same("agenda", func(e *engine.Engine) ([]*answer.Table, error) {
		return take.Tables(e.Ask(ctx, take.Of(query.Agenda, query.Question{Type: query.Agenda, Rows: plan.DefaultMaxListed}), long))
	})
	same("annotations", func(e *engine.Engine) ([]*answer.Table, error) {
		return take.Tables(e.Ask(ctx, take.Of(query.Annotations, query.Question{Type: query.Annotations, Rows: plan.DefaultMaxListed}), long))
	})
	accounts, err := take.Table(alone.Ask(ctx, take.Of(query.Values, query.Question{Type: query.Values, Dimension: "account", Rows: 1}), plan.Request{}))
	require.NoError(t, err)
	same("timeline", func(e *engine.Engine) ([]*answer.Table, error) {
		return take.Tables(e.Ask(ctx, take.Of(query.Timeline, query.Question{Type: query.Timeline, Filters: accountIs(accounts.Rows[0][1].(string)), Rows: plan.DefaultMaxListed}), long))
	})
	same("explain", func(e *engine.Engine) ([]*answer.Table, error) {
		table, err := take.Table(e.Ask(ctx, take.Of(query.Explain, query.Question{Type: query.Explain, KPIs: []string{"revenue"}}), long))
		if table != nil {
			table.Rows = slices.DeleteFunc(table.Rows, func(row []any) bool { return strings.Contains(fmt.Sprint(row...), "select") })
		}
		return []*answer.Table{table}, err
	})
}
