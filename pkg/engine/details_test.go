package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// aMonthBehind has a target of 1,000 in March, of which 400 were won, and won 3 of 4 deals of 200 each in the year before.
const aMonthBehind = `
	insert into crm.targets (metric, scope, period_start, period_end, value) values ('revenue', 'company', '2026-03-01', '2026-04-01', 1000);
	insert into crm.deals (id, status, amount, created_at, closed_at) values
		(1, 'won', 400, '2026-02-01', '2026-03-02'), (2, 'won', 200, '2025-05-01', '2025-06-01'), (3, 'won', 200, '2025-05-01', '2025-06-01'),
		(4, 'won', 200, '2025-05-01', '2025-06-01'), (5, 'lost', 200, '2025-05-01', '2025-06-01')`

func notices(r *answer.Result) (texts []string) {
	for _, n := range r.Notices {
		texts = append(texts, n.Text.In(i18n.English))
	}
	return texts
}

func TestPlanningTellsItsAssumptionsAndTakesOthers(t *testing.T) {
	e := over(t, handMade(t, aMonthBehind), crm.Reference())
	q := query.Question{KPIs: []string{"deals_needed"}, Grain: calendar.None}
	r := ask(t, e, q, thisMarch(t))
	require.Len(t, r.Columns, 1, "an alert rule gets no figures that it did not ask for")
	require.InDelta(t, 4, *r.Values[0][0][0], 1e-9, "600 / (0.75 × 200)")
	require.Equal(t, []string{"Deals needed assumes: Revenue target 1000.00, Win rate 75.0 %, Average deal size 200.00."}, notices(r))

	q.Details, q.Parameters = true, map[string]string{"win_rate": "50%", "revenue_target": "2000"}
	r = ask(t, e, q, thisMarch(t))
	var columns []string
	for _, c := range r.Columns {
		columns = append(columns, c.ID)
	}
	require.Equal(t, []string{"deals_needed", "assumed_revenue_target", "assumed_win_rate", "assumed_average_deal_size"}, columns)
	require.InDelta(t, 16, *r.Values[0][0][0], 1e-9, "1,600 / (0.5 × 200)")
	require.InDelta(t, 2000, *r.Values[1][0][0], 1e-9)
	require.InDelta(t, 0.5, *r.Values[2][0][0], 1e-9)
	require.Equal(t, []string{"Deals needed assumes: Revenue target 2000.00 (given), Win rate 50.0 % (given), Average deal size 200.00."}, notices(r))
}

func TestAnEffectOfTooFewPeopleIsRefusedWithTheReason(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.users (id, name) select id, 'Agent ' || id from generate_series(1, 12) as id;
		insert into crm.trainings (id, name) values (1, 'Listening');
		insert into crm.training_enrollments (training, "user", enrolled_at, completed_at) values (1, 1, '2026-03-01', '2026-03-05'), (1, 2, '2026-03-01', '2026-03-05');
		insert into crm.surveys (id, kind, agent, sent_at, responded_at, score, scale_max)
			select 2 * id, 'csat', id, '2026-03-01', '2026-03-01'::timestamptz, 1, 5 from generate_series(1, 12) as id;
		insert into crm.surveys (id, kind, agent, sent_at, responded_at, score, scale_max)
			select 2 * id + 1, 'csat', id, '2026-03-06', '2026-03-06'::timestamptz, 5, 5 from generate_series(1, 12) as id`), crm.Reference())
	r := ask(t, e, query.Question{KPIs: []string{"training_effect"}, Grain: calendar.None, Details: true}, thisMarch(t))
	require.Nil(t, r.Values[0][0][0])
	require.Equal(t, []float64{2, 10}, []float64{*r.Values[1][0][0], *r.Values[2][0][0]})
	require.Len(t, r.Notices, 1)
	require.True(t, r.Notices[0].Warning)
	require.Contains(t, r.Notices[0].Text.In(i18n.English), "2 people trained, 10 others. Fewer than 10 on a side say nothing")
	require.Contains(t, r.Notices[0].Text.In(i18n.Russian), "обучавшихся — 2, остальных — 10")
}

func TestDataHealthTellsWhatIsWrongWithWhichEntity(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.deals (id, status, amount, currency, created_at, closed_at) values
			(1, 'won', 1, 'USD', '2026-02-01', '2026-03-01'), (2, 'won', 1, 'EUR', '2026-02-01', '2026-03-01'),
			(3, 'won', 1, 'USD', '2026-02-01', '2026-01-01'), (4, 'open', 1, 'EUR', '2026-02-01', null);
		alter table crm.deals drop constraint deals_account_fkey;
		update crm.deals set account = 99 where id = 4`), crm.Reference())
	q := query.Question{KPIs: []string{"data_health", "data_freshness"}, GroupBy: []string{"entity"}, Grain: calendar.None, Details: true,
		Filters: []query.Filter{{Dimension: "entity", Operator: query.In, Values: []string{"deals"}}}}
	r := ask(t, e, q, thisMarch(t))
	found := map[string]float64{}
	for i, c := range r.Columns {
		if v := r.Values[i][0][0]; v != nil {
			found[c.ID] = *v
		}
	}
	require.InDelta(t, 40*24+10, found["data_freshness"], 1e-9, "from the start of March, UTC, to noon of the 10th of April in Berlin")
	delete(found, "data_freshness")
	require.Equal(t, map[string]float64{"data_health": 0.25, "data_health_rows": 4, "data_health_negative_durations": 1, "data_health_missing_owners": 4,
		"data_health_missing_rates": 1, "data_health_orphan_keys": 1}, found)
}
