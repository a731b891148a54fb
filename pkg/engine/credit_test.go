package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// brought is a March in which four deals are won: 1 (1,000) after three touches, two weeks, one week and no time before; 2 (300) after one
// that names its lead; 3 (5,000) after none but one that came too late; 4 (64 EUR at 1.25) after one by a channel without a campaign.
const brought = `
	insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-01', 1.25);
	insert into crm.accounts (id, name, segment, created_at) values (1, 'Acme', 'SMB', '2026-01-01'), (2, 'Big', 'Enterprise', '2026-01-01');
	insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob');
	insert into crm.campaigns (id, name, starts_on, ends_on) values (1, 'Fair', '2026-02-20', '2026-03-05'), (2, 'Ads', null, null), (3, 'Radio', '2026-04-01', null);
	insert into crm.leads (id, name, status, created_at) values (9, 'lead', 'new', '2026-01-01');
	insert into crm.deals (id, name, account, owner, lead, campaign, status, amount, currency, created_at, closed_at) values
		(1, 'one', 1, 1, null, 2, 'won', 1000, null, '2026-01-01', '2026-03-15 12:00Z'), (2, 'two', 2, 1, 9, null, 'won', 300, 'USD', '2026-01-01', '2026-03-20'),
		(3, 'three', 2, 2, null, 1, 'won', 5000, null, '2026-01-01', '2026-03-21'), (4, 'four', null, null, null, null, 'won', 64, 'EUR', '2026-01-01', '2026-03-22'),
		(5, 'five', 1, 1, null, null, 'lost', 900, null, '2026-01-01', '2026-03-23'), (6, 'six', 1, 1, null, null, 'won', 200, null, '2026-01-01', '2026-02-10');
	insert into crm.touches (deal, lead, campaign, channel, occurred_at) values (1, null, 1, 'events', '2026-03-01 12:00Z'), (1, null, 2, 'search', '2026-03-08 12:00Z'),
		(1, null, 1, 'events', '2026-03-15 11:59:59.999999Z'), (null, 9, 2, 'search', '2026-02-01'), (3, null, 1, 'events', '2026-03-21'), (4, null, null, 'referral', '2026-03-01'),
		(6, null, 1, 'events', '2026-02-09');
	insert into crm.campaign_costs (campaign, spent_on, amount) values (1, '2026-01-15', 100), (1, '2026-03-02', 400), (2, '2026-03-03', 250), (null, '2026-03-10', 50),
		(3, '2026-04-02', 10), (1, '2026-04-09', 20), (1, '2026-04-11', 7000)`

// byLabel are the values of a column by the labels of the groups.
func byLabel(r *answer.Result, column int) map[string]float64 {
	values := map[string]float64{}
	for g, group := range r.Groups {
		if v := r.Values[column][g][0]; v != nil {
			values[group.Labels[0]] = *v
		}
	}
	return values
}

func TestAttributedAndUnattributedAreAllRevenue(t *testing.T) {
	e := over(t, handMade(t, brought), crm.Reference())
	q := query.Question{KPIs: []string{"attributed_revenue", "unattributed_revenue", "revenue"}, Grain: calendar.None}
	for _, model := range []string{"last", "first", "linear", "position", "time_decay"} {
		q.Parameters = map[string]string{"attribution": model}
		for by, want := range map[string][3]map[string]float64{
			// 1,000 + 300 + 64 EUR × 1.25 after touches, 5,000 without any.
			"": {{"": 1380}, {"": 5000}, {"": 6380}},
			// A group has what its own deals bring.
			"segment": {{"SMB": 1000, "Enterprise": 300, "(none)": 80}, {"SMB": 0, "Enterprise": 5000, "(none)": 0}, {"SMB": 1000, "Enterprise": 5300, "(none)": 80}},
			"rep":     {{"Ann": 1300, "Bob": 0, "(none)": 80}, {"Ann": 0, "Bob": 5000, "(none)": 0}, {"Ann": 1300, "Bob": 5000, "(none)": 80}},
			"stage":   {{"(none)": 1380}, {"(none)": 5000}, {"(none)": 6380}},
		} {
			q.GroupBy = nil
			if by != "" {
				q.GroupBy = []string{by}
			}
			r := ask(t, e, q, thisMarch(t))
			for column, values := range want {
				if by == "" {
					require.InDelta(t, values[""], *r.Values[column][0][0], 1e-9, model)
					continue
				}
				require.InDeltaMapValues(t, values, byLabel(r, column), 1e-9, "%s by %s", model, by)
			}
		}
	}
}

// The 1,000 of deal 1 are divided among the touches of Fair, Ads and Fair again, the 300 of deal 2 are Ads', and 80 nobody's but a channel's.
func TestCreditsByModel(t *testing.T) {
	e := over(t, handMade(t, brought), crm.Reference())
	for model, fair := range map[string]float64{
		"last": 1000, "first": 1000, "linear": 2000.0 / 3, "position": 800, // 40 % and 40 %
		"time_decay": 1000 * 5.0 / 7, // weights of 1/4, 1/2 and, to a microsecond, 1: (1/4 + 1) / (7/4)
	} {
		q := query.Question{KPIs: []string{"attributed_revenue", "unattributed_revenue"}, GroupBy: []string{"campaign"}, Grain: calendar.None,
			Parameters: map[string]string{"attribution": model}}
		r := ask(t, e, q, thisMarch(t))
		require.InDeltaMapValues(t, map[string]float64{"Fair": fair, "Ads": 1300 - fair, "(none)": 80}, byLabel(r, 0), 1e-6, model)
		require.InDeltaMapValues(t, map[string]float64{"Fair": 0, "Ads": 0, "(none)": 5000}, byLabel(r, 1), 1e-9, "no campaign has what nobody touched, not even the deal's own")
	}
}

func TestReturnOnMarketing(t *testing.T) {
	e := over(t, handMade(t, brought, `
		insert into crm.orders (id, status, account, campaign, ordered_at, amount, cost) values (1, 'placed', 1, 1, '2026-03-05', 2000, 600),
			(2, 'placed', 1, null, '2026-03-06', 90000, 10), (3, 'placed', 1, 1, '2026-03-07', 50, null)`),
		crm.Reference())
	r := ask(t, e, query.Question{KPIs: []string{"roi", "net_roi", "margin_roi", "marketing_cost"}, Grain: calendar.None}, thisMarch(t))
	require.InDelta(t, 1380.0/700, *r.Values[0][0][0], 1e-9, "400 + 250 + 50, which have no campaign")
	require.InDelta(t, 680.0/700, *r.Values[1][0][0], 1e-9)
	require.InDelta(t, 1.0, *r.Values[2][0][0], 1e-9, "(1,400 - 700) / 700: an order that no campaign brought is not its gain")
	r = ask(t, e, query.Question{KPIs: []string{"roi"}, GroupBy: []string{"campaign"}, Grain: calendar.None}, thisMarch(t))
	require.InDeltaMapValues(t, map[string]float64{"Fair": 1000.0 / 400, "Ads": 300.0 / 250, "(none)": 80.0 / 50}, byLabel(r, 0), 1e-9)
}

// In March, Fair ran and Ads had a cost. To date, Fair has brought 1,000 and the 200 of February for 100 + 400 + 20; what is spent
// tomorrow is not in it. Ads has brought 300 for 250. Radio began in April.
func TestCampaignReturnToDate(t *testing.T) {
	e := over(t, handMade(t, brought), crm.Reference())
	q := query.Question{KPIs: []string{"campaign_roi"}, GroupBy: []string{"campaign"}, Grain: calendar.None}
	march := thisMarch(t)
	require.InDeltaMapValues(t, map[string]float64{"Fair": 1200.0 / 520, "Ads": 300.0 / 250}, byLabel(ask(t, e, q, march), 0), 1e-9)
	q.GroupBy = nil
	require.InDelta(t, 1500.0/770, *ask(t, e, q, march).Values[0][0][0], 1e-9, "no costs without a campaign")
	q.Parameters = map[string]string{"attribution": "linear"}
	q.GroupBy = []string{"campaign"}
	require.InDeltaMapValues(t, map[string]float64{"Fair": (2000.0/3 + 200) / 520, "Ads": (1000.0/3 + 300) / 250}, byLabel(ask(t, e, q, march), 0), 1e-9)

	// Month by month from January to April: Fair; Fair; Fair and Ads; Radio and Fair, by its cost of the 9th.
	q = query.Question{KPIs: []string{"campaign_roi"}, Grain: calendar.Month}
	year := march
	year.Range.From, year.Range.To = year.Range.From.AddDate(0, -2, 0), year.Range.To.AddDate(0, 2, 0)
	r := ask(t, e, q, year)
	for i, want := range []float64{1200.0 / 520, 1200.0 / 520, 1500.0 / 770, 1200.0 / 530} {
		require.InDelta(t, want, *r.Values[0][0][i], 1e-9, "bucket %d", i)
	}
	require.Nil(t, r.Values[0][0][4], "May has not begun")
	// A run holds through its last day, not longer.
	day := march
	day.Range = calendar.Range{From: march.Range.From.AddDate(0, 0, 4).Add(23 * time.Hour), To: march.Range.From.AddDate(0, 0, 5)}
	q.Grain = calendar.None
	require.InDelta(t, 1200.0/520, *ask(t, e, q, day).Values[0][0][0], 1e-9)
	day.Range = calendar.Range{From: day.Range.To, To: day.Range.To.AddDate(0, 0, 1)}
	require.Nil(t, ask(t, e, q, day).Values[0][0][0])

	// The rows behind it are those of all time.
	tables, err := take.Tables(e.Ask(context.Background(), take.Of(query.Records, query.Question{KPIs: []string{"campaign_roi"}}), march))
	require.NoError(t, err)
	require.Len(t, tables, 2)
	require.Equal(t, []int{3, 4}, []int{len(tables[0].Rows), len(tables[1].Rows)}, "credits of deals 1, 2 and 6; costs of 100, 400, 20 and 250")
}
