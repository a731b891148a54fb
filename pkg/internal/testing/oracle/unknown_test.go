package oracle_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// A value that some rows lack never changes the KPI of the rows that have it: without those rows every figure is the same. Where no row is
// left there is no figure, or what nothing adds up to.
func TestRowsWithoutAValueChangeNothing(t *testing.T) {
	w := company(t)
	unknown := 0
	every(t, w, 2, isSumOfFields, func(t *testing.T, _ *generator, q asked) bool {
		k, err := catalog.Default().KPI(q.Question.KPIs[0])
		require.NoError(t, err)
		m := k.Measures()[0]
		all, ok := w.answer(t, q)
		if !ok {
			return false
		}
		from := crm.Reference().Entities[m.Entity].From
		known, _ := w.mapped(m.Entity, crm.Source{From: from, Where: "abs(" + m.Amount().String() + ") < 1e100"}).answer(t, q)
		for g, group := range all.Groups {
			other := slices.IndexFunc(known.Groups, func(other answer.Group) bool {
				return slices.Equal(other.Keys, group.Keys) && none(other) == none(group)
			})
			for b := range all.Buckets {
				var left *float64
				if other >= 0 {
					left = known.Values[0][other][b]
				}
				if v := all.Values[0][g][b]; v != nil {
					require.True(t, same(v, orZero(left), smallest(all.Columns[0])), "%s of %v: %s with the rows that lack the value, %s without", k.ID, group.Labels, show(v), show(left))
				} else {
					require.Zero(t, *orZero(left), "%s of %v", k.ID, group.Labels)
					unknown++
				}
			}
		}
		return !nothing(all)
	})
	require.Greater(t, unknown, 50, "hardly anything is not known")
}

// isSumOfFields reports whether a KPI is the sum of what fields of the rows themselves hold.
func isSumOfFields(k *catalog.KPI) bool {
	ref, ok := k.Formula.(catalog.Ref)
	if !ok || k.Horizon == catalog.Future {
		return false
	}
	m := ref.Measure
	_, sum := m.Aggregation.(*measure.Sum)
	e, err := crm.Reference().Model.Entity(m.Entity)
	if !sum || err != nil || e.Derived() || isFrozen(m) {
		return false
	}
	return len(m.Amount().Parameters()) == 0 && !strings.ContainsAny(strings.Join(m.Amount().Paths(), " "), ".")
}
