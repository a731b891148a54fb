package plan_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// Whatever is asked for, it makes a plan that can be bettered and told, or an error that is the asker's.
func FuzzPlan(f *testing.F) {
	for _, questions := range []map[string]query.Question{passQuestions, planQuestions} {
		for _, q := range questions {
			text, err := json.Marshal(q)
			require.NoError(f, err)
			f.Add(text)
		}
	}
	f.Add([]byte(`{"kpis":["=revenue:rolling=28d / deals_won as \"Mean\" in money","win_rate:offset=1y"],"groupBy":["region","rep"],"grain":"month","compare":"previous_period","having":[{"kpi":"deals_won","operator":">","values":["2"]}],"filters":[{"field":"amount","operator":">","values":["5"]}],"limit":{"top":2,"rest":true},"parameters":{"statistic":"p90"}}`))
	b, asked := business(f), year(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		q, err := types.Parse(text)
		if err != nil || q.Type != query.KPI {
			return
		}
		resolved, err := b.Resolve(q, asked)
		if err != nil {
			found, ok := errors.AsType[*fault.Error](err)
			require.True(t, ok, "%T: %v", err, err)
			require.Equal(t, fault.Asker, found.Owner)
			require.NotEmpty(t, err.Error())
			return
		}
		made := b.Compile(resolved)
		before := made.String()
		require.NotEmpty(t, b.Rewrite(made).String())
		require.Equal(t, before, made.String(), "what betters a plan leaves it as it is")
	})
}
