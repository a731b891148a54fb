package engine_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/reshape"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Whatever types the columns of a company have, the numbers are the same.
func TestTypesOfColumnsChangeNoNumber(t *testing.T) {
	dsn := tinyCompany.Copy(t)
	canonical := over(t, dsn, crm.Reference())
	admin := pgtest.Open(t, dsn)
	for _, seed := range share.Of([]uint64{0, 1}, 2, 1) {
		random := rand.New(rand.NewPCG(seed, 1))
		key := reshape.BlankForNull
		if seed == 0 {
			key = reshape.Keys[random.IntN(len(reshape.Keys))]
		}
		other := over(t, dsn, reshape.Tables(t, admin, fmt.Sprintf("shape%d", seed), key, random))
		require.Empty(t, other.Mapping.Unreadable, seed)
		for _, k := range share.Of(catalog.Default().KPIs(), 4, int(seed)) {
			q := query.Question{Type: query.KPI, KPIs: []string{k.ID}, Grain: []calendar.Grain{calendar.None, calendar.Month, calendar.Quarter}[random.IntN(3)]}
			if dimensions := canonical.Dimensions(k); len(dimensions) > 0 && random.IntN(2) == 0 {
				q.GroupBy = []string{dimensions[random.IntN(len(dimensions))]}
			}
			assert.Equal(t, numbers(t, canonical, q), numbers(t, other, q), "%d: %s %s %v", seed, k.ID, q.Grain, q.GroupBy)
		}
	}
}

// numbers are the values by group, as texts of nine digits: float8 columns add up in another order.
func numbers(t *testing.T, e *engine.Engine, q query.Question) map[string][]string {
	found, err := take.Figures(e.Ask(t.Context(), q, thisYear(t)))
	if wrong, ok := errors.AsType[*fault.Error](err); ok && q.Grain != calendar.None { // a single figure, not a series
		require.Equal(t, "grain", wrong.Field, "%v", err)
		q.Grain = calendar.None
		return numbers(t, e, q)
	}
	if !assert.NoError(t, err, "%v", q) {
		return nil
	}
	return byLabels(found)
}

func byLabels(r *answer.Result) map[string][]string {
	all := map[string][]string{}
	for _, column := range r.Values {
		for g, group := range r.Groups {
			for _, value := range column[g] {
				text := "null"
				if value != nil {
					text = fmt.Sprintf("%.9g", *value)
				}
				label := strings.Join(group.Labels, " / ")
				all[label] = append(all[label], text)
			}
		}
	}
	return all
}

// An enum with all words of the model is compared as it is, except with what a statement is given: scopes of targets, by which they are grouped
// and told apart.
func TestScopesOfTargetsAreAnEnum(t *testing.T) {
	dsn := handMade(t, `
		create type level as enum ('company', 'team', 'user', 'channel', 'campaign', 'pipeline', 'region');
		create table quota (what text, of level, whom text, starts date, ends date, value numeric);
		insert into crm.users (id, name) values (1, 'Ann');
		insert into quota values ('revenue', 'company', null, '2026-03-01', '2026-04-01', 900), ('revenue', 'user', '1', '2026-03-01', '2026-04-01', 400)`)
	m, err := crm.ParseMapping(`
base: reference
entities: {targets: {from: quota as q, fields: {metric: q.what, scope: q.of, scope_id: q.whom, period_start: q.starts, period_end: q.ends, value: q.value}}}`)
	require.NoError(t, err)
	e := over(t, dsn, m)
	r := ask(t, e, query.Question{KPIs: []string{"revenue_target"}, Grain: calendar.None}, thisMarch(t))
	require.InDelta(t, 900, *r.Values[0][0][0], 1e-9)
	r = ask(t, e, query.Question{KPIs: []string{"revenue_target"}, GroupBy: []string{"rep"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, map[string]float64{"Ann": 400}, byLabel(r, 0))
}
