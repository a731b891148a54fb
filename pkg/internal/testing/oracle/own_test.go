package oracle_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
)

// ownAsked are the KPIs that are asked about a company's own words: those over its own fields and entities, and some of the catalogue.
var ownAsked = []string{"purchase_value", "purchases_made", "quarter_won", "strategic_won", "revenue", "deals_won", "deals_lost", "new_deal_value", "win_rate",
	"average_deal_size", "open_deals", "pipeline_value", "activities_done", "tickets_created", "open_tickets", "orders", "order_value", "payments_received"}

// inOwnWords is the company with words of its own.
func inOwnWords(t testing.TB) world {
	w := company(t)
	setup := crm.Setup{Own: oracle.OwnMapping}
	require.NoError(t, setup.Check())
	var err error
	w.mapping, err = setup.Mapping(nil)
	require.NoError(t, err)
	w.catalog, err = catalog.Default().Over(setup.Words())
	require.NoError(t, err)
	w.catalog, err = w.catalog.With("own", oracle.OwnKPIs)
	require.NoError(t, err)
	e, err := w.engine(asked{Zone: "UTC"})
	require.NoError(t, err)
	w.labels, w.dimensions = maps.Clone(w.labels), map[string][]string{}
	maps.Copy(w.labels, w.company.OwnLabels())
	familiar := []string{"segment", "rep", "weekday", "currency"}
	for _, id := range ownAsked {
		k, err := w.catalog.KPI(id)
		require.NoError(t, err)
		w.dimensions[id] = both(e.Dimensions(k), append(slices.Clone(oracle.OwnDimensions), familiar...))
		w.dimensions[id] = slices.DeleteFunc(w.dimensions[id], func(d string) bool { return d == "purchase" }) // too many groups
	}
	return w
}

// The engine answers questions in the company's own words as the oracle does.
func TestOwnWordsAgreeWithOracle(t *testing.T) {
	w := inOwnWords(t)
	seed := number(t, "CRMKPI_ORACLE_SEED", everyday)
	answered := uint64(0)
	count, first := number(t, "CRMKPI_ORACLE_QUESTIONS", 60), number(t, "CRMKPI_ORACLE_FIRST", 0)
	for n := first; n < first+count; n++ {
		g := w.generator(seed, 1<<40|n)
		ids := []string{one(g.Rand, ownAsked...)}
		if other := one(g.Rand, ownAsked...); other != ids[0] && len(both(w.dimensions[ids[0]], w.dimensions[other])) > 0 {
			ids = append(ids, other)
		}
		q := g.about(ids...)
		g.shape(&q.Question)
		if d := oracle.OwnDimensions[n%uint64(len(oracle.OwnDimensions))]; slices.Contains(both(w.dimensions[ids[0]], w.dimensions[ids[len(ids)-1]]), d) && q.Question.Limit == nil {
			q.Question.GroupBy = []string{d} // so that each is drawn
		}
		ok, err := w.agree(q)
		if err != nil {
			text, _ := json.Marshal(q)
			t.Errorf("CRMKPI_ORACLE_SEED=%d CRMKPI_ORACLE_FIRST=%d CRMKPI_ORACLE_QUESTIONS=1\n%s\n%v", seed, n, text, err)
		}
		if ok {
			answered++
		}
	}
	if count < 100 {
		return
	}
	require.Greater(t, answered, count*3/4)
}

// A KPI over an own entity is the same as one of the catalogue over the same rows, and the groups of own dimensions add up to the whole.
func TestOwnWordsAddUp(t *testing.T) {
	w := inOwnWords(t)
	seed := number(t, "CRMKPI_ORACLE_SEED", everyday)
	twins := map[string]string{"purchase_value": "order_value", "purchases_made": "orders"}
	compared := 0
	for n := range uint64(60) {
		g := w.generator(seed, 1<<41|n)
		id := one(g.Rand, "purchase_value", "purchases_made", "quarter_won", "revenue", "deals_won", "open_deals", "pipeline_value", "tickets_created", "activities_done")
		q := g.about(id)
		q.Question.GroupBy, q.Question.Groups = nil, ""
		q.Question.Filters = nil
		whole, err := w.ask(q)
		if err != nil {
			continue // a rate is missing
		}
		if twin := twins[id]; twin != "" {
			other := q
			other.Question.KPIs = []string{twin}
			same, err := w.ask(other)
			require.NoError(t, err)
			require.Equal(t, same.Values, whole.Values, "%s: %+v", id, q)
		}
		by := q
		by.Question.GroupBy = []string{one(g.Rand, both(w.dimensions[id], oracle.OwnDimensions)...)}
		parts, err := w.ask(by)
		require.NoError(t, err)
		for b := range whole.Values[0][0] {
			sum, known := 0.0, false
			for g := range parts.Values[0] {
				if v := parts.Values[0][g][b]; v != nil {
					sum, known = sum+*v, true
				}
			}
			if v := whole.Values[0][0][b]; v != nil && known {
				require.InDelta(t, *v, sum, 1e-6*max(1, *v), "%s by %v", id, by.Question.GroupBy)
				compared++
			}
		}
	}
	require.Greater(t, compared, 30)
}
