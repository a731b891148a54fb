package oracle_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/reshape"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// Whatever types the columns of the company have, the engine answers behind the mapping that reads them as the oracle does, which has never
// seen them. One question in 25 of a run is asked so, half of them over other types than the rest.
func TestTypesOfColumnsAgreeWithOracle(t *testing.T) {
	w := company(t)
	dsn := odd.Copy(t)
	var err error
	w.db, err = postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = w.db.Close() })
	db := pgtest.Open(t, dsn)
	seed, count, answered := number(t, "CRMKPI_ORACLE_SEED", everyday), number(t, "CRMKPI_ORACLE_QUESTIONS", 500)/25, uint64(0)
	first := number(t, "CRMKPI_ORACLE_FIRST", 0)
	for shape := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 1<<42|shape))
		name := fmt.Sprintf("shape%d", shape)
		mapping := reshape.Tables(t, db, name, one(random, reshape.OrderedKeys...), random)
		e, err := engine.Open(t.Context(), w.definitions(), mapping, plan.Settings{ReportingCurrency: "USD"}, w.db)
		require.NoError(t, err)
		w.mapping = e.Mapping // with the types of the columns
		require.Empty(t, w.mapping.Unreadable)
		for n := first; n < first+count/2; n++ {
			q := w.generator(seed, 1<<42|shape<<41|n).any()
			q.Zone = "Europe/Berlin" // where the days of the company begin
			expected, err := w.compute(q)
			if err != nil {
				continue
			}
			result, err := w.ask(q)
			if err == nil {
				err = differ(byName(expected, result))
			}
			if err != nil {
				text, _ := json.Marshal(q)
				t.Errorf("CRMKPI_ORACLE_SEED=%d CRMKPI_ORACLE_FIRST=%d, %s\n%s\n%v", seed, n, name, text, err)
			}
			answered++
		}
	}
	if count >= 20 {
		require.Greater(t, answered, count*3/5)
	}
}

// byName compares groups by what they are called, as keys are others: those of one name are in the order of their values.
func byName(expected *oracle.Answer, result *answer.Result) (*oracle.Answer, *answer.Result) {
	groups := make([]string, len(expected.Groups))
	for g, group := range expected.Groups {
		expected.Groups[g] = oracle.Group{Labels: names(group.Labels)}
		groups[g] = strings.Join(expected.Groups[g].Labels, "\x00")
		for _, column := range expected.Columns {
			groups[g] += rounded(expected.Values[column][g])
		}
	}
	order := sorted(groups)
	expected.Groups = reordered(expected.Groups, order)
	for column, values := range expected.Values {
		expected.Values[column] = reordered(values, order)
	}
	groups = make([]string, len(result.Groups))
	for g, group := range result.Groups {
		result.Groups[g] = answer.Group{Labels: names(group.Labels)}
		groups[g] = strings.Join(result.Groups[g].Labels, "\x00")
		for _, values := range result.Values {
			groups[g] += rounded(values[g])
		}
	}
	order = sorted(groups)
	result.Groups = reordered(result.Groups, order)
	for c, values := range result.Values {
		result.Values[c] = reordered(values, order)
	}
	return expected, result
}

// names are labels without the keys that tell namesakes apart.
func names(labels []string) []string {
	labels = slices.Clone(labels)
	for i := range labels {
		labels[i], _, _ = strings.Cut(labels[i], " #")
	}
	return labels
}

// rounded is a series with six digits, which are the same however its numbers were added up.
func rounded(series []*float64) (text string) {
	for _, v := range series {
		if v == nil {
			text += " null"
		} else {
			text += fmt.Sprintf(" %.6g", *v)
		}
	}
	return text
}

// sorted is the order of texts: the places of them.
func sorted(texts []string) []int {
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(texts[x], texts[y]) })
	return order
}

func reordered[T any](items []T, order []int) []T {
	other := make([]T, len(items))
	for i, place := range order {
		other[i] = items[place]
	}
	return other
}
