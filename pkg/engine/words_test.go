package engine_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// wordsRows are four deals that are won in March, in Berlin on a Monday, a Thursday (in UTC it is still Wednesday), a Thursday and a
// Sunday, two tickets and a week of adverts. The company has columns that the model lacks.
const wordsRows = `
	alter table crm.accounts add tier text, add employees int;
	alter table crm.deals add x_line text, add margin_cents int, add signed timestamp, add strategic bool, add partner bigint, add discount float8;
	insert into crm.accounts (id, name, tier, employees, created_at) values ('1', 'Acme', 'gold', 50, '2026-01-01'), ('2', 'Beta', null, 900, '2026-01-01');
	insert into crm.deals (id, account, status, amount, currency, created_at, closed_at, x_line, margin_cents, signed, strategic, partner, discount) values
		('1', '1', 'won', 100, 'USD', '2026-02-01 12:00Z', '2026-03-02 09:00Z', 'hardware', 2550, '2026-03-02 08:00', true, '2', 0.1),
		('2', '2', 'won', 200, 'USD', '2026-03-02 12:00Z', '2026-03-04 23:30Z', 'software', 5000, '2026-03-04 20:00', false, '1', 'NaN'),
		('3', '1', 'won', 50, 'USD', '2026-03-04 23:30Z', '2026-03-05 12:00Z', null, null, null, null, null, null),
		('4', '2', 'won', 1000, 'USD', '2025-01-01 12:00Z', '2026-03-08 12:00Z', 'hardware', 100, '2026-03-08 12:00', true, 9, 0.5);
	insert into crm.tickets (id, account, channel, priority, category, kind, status, created_at) values
		('7', '1', 'mail', 'high', 'billing', 'question', 'new', '2026-03-02 09:00Z'), ('8', '2', 'phone', 'low', 'login', 'incident', 'new', '2026-03-03 09:00Z');
	insert into crm.ticket_events (ticket, kind, actor, occurred_at) values ('7', 'created', 'customer', '2026-03-02 09:00Z'), ('8', 'created', 'customer', '2026-03-03 09:00Z');
	insert into crm.campaigns (id, name, channel) values (11, 'Spring', 'search'), (12, 'Fair', 'event');
	create schema ads;
	create table ads.format (code text, label text);
	insert into ads.format values ('v', 'Video'), ('b', 'Banner');
	create table ads.daily (day date, campaign int, format text, clicks int, spent_cents int);
	insert into ads.daily values ('2026-03-01', 11, 'v', 10, 100), ('2026-03-02', 11, 'b', 20, 250), ('2026-03-02', 12, 'b', 40, 0),
		('2026-03-09', null, null, 80, null)`

const wordsMapping = `
base: reference
entities:
  accounts:
    extra: {tier: {text: tier, title: {en: Tier, ru: Уровень}}, employees: {number: employees}}
  deals:
    extra:
      product_line: {text: x_line, title: {en: Product line, ru: Линейка}}
      margin: {money: {cents: margin_cents}}
      signed_at: {time: {local: signed, zone: Europe/Berlin}}
      strategic: {bool: strategic}
      partner: {to: accounts, key: partner}
      discount: {number: discount}
  ad_formats:
    title: Ad formats
    from: ads.format
    fields: {id: {key: code}, name: {text: label}}
  ad_statistics:
    title: {en: Ad statistics, ru: Статистика рекламы}
    from: ads.daily as a
    fields:
      day: {date: a.day}
      campaign: {to: campaigns, key: a.campaign}
      ad_format: {to: ad_formats, key: a.format, title: {en: Ad format, ru: Формат}}
      clicks: {number: a.clicks}
      spent: {money: {cents: a.spent_cents}}
dimensions:
  deal_size: {entity: deals, buckets: amount, at: [100, 500], title: {en: Deal size, ru: Размер сделки}}
  signed_weekday: {entity: deals, weekday: signed_at}
  cycle: {entity: deals, age: created_at, until: closed_at, at: [1, 30]}
  big_customer: {entity: accounts, flag: employees >= 100, labels: {true: {en: Big, ru: Крупный}, false: {en: Small, ru: Мелкий}}}
  discount_class: {entity: deals, buckets: discount, at: [0.2]}
`

const wordsKPIs = `
measures:
  margin_won: {entity: deals, time: closed_at, sum: margin, where: status = 'won'}
  margin_signed: {entity: deals, time: signed_at, sum: margin, where: strategic and account.employees > 10}
  ad_clicks: {entity: ad_statistics, time: day, sum: clicks}
  ad_spent: {entity: ad_statistics, time: day, sum: spent}
kpis:
  margin_total: {title: Margin, description: Margin., measure: margin_won, unit: money, better: higher, horizon: past}
  strategic_margin: {title: Strategic margin, description: Margin., measure: margin_signed, unit: money, better: higher, horizon: past}
  clicks_total: {title: Clicks, description: Clicks., measure: ad_clicks, unit: count, better: higher, horizon: past}
  cost_per_click: {title: Cost per click, description: Cost., derived: ad_spent / ad_clicks, unit: money, better: lower, horizon: past}
`

// words is an engine over the company's own words.
func words(t testing.TB, mapping, kpis string) *engine.Engine {
	db := opened(t.(*testing.T), handMade(t, wordsRows))
	setup := crm.Setup{Own: mapping}
	require.NoError(t, setup.Check())
	m, err := setup.Mapping(nil)
	require.NoError(t, err)
	c, err := catalog.Default().Over(setup.Words())
	require.NoError(t, err)
	c, err = c.With("kpis", kpis)
	require.NoError(t, err)
	e, err := engine.Open(t.Context(), c, m, settings(t), db)
	require.NoError(t, err)
	require.Empty(t, e.Mapping.Unreadable)
	return e
}

// grouped are the values of a KPI in March by the labels of its groups, in their order.
func grouped(t testing.TB, e *engine.Engine, q query.Question) (labels []string, values map[string]float64) {
	q.Grain = calendar.None
	r := ask(t, e, q, thisMarch(t))
	values = map[string]float64{}
	for i, g := range r.Groups {
		labels = append(labels, g.Labels[0])
		if v := r.Values[0][i][0]; v != nil {
			values[g.Labels[0]] = *v
		}
	}
	return labels, values
}

func TestOwnDimensions(t *testing.T) {
	e := words(t, wordsMapping, wordsKPIs)
	for _, test := range []struct {
		kpi, by string
		labels  []string
		values  []float64
	}{
		{"revenue", "product_line", []string{"hardware", "software", "(none)"}, []float64{1100, 200, 50}},
		{"revenue", "strategic", []string{"Yes", "No", "(none)"}, []float64{1100, 200, 50}},
		{"revenue", "partner", []string{"9", "Acme", "Beta", "(none)"}, []float64{1000, 200, 100, 50}},
		{"revenue", "tier", []string{"gold", "(none)"}, []float64{150, 1200}},
		{"tickets_created", "tier", []string{"gold", "(none)"}, []float64{1, 1}},
		{"tickets_created", "big_customer", []string{"Big", "Small"}, []float64{1, 1}},
		{"revenue", "big_customer", []string{"Big", "Small"}, []float64{1200, 150}},
		{"revenue", "deal_size", []string{"under 100", "100–500", "500 and more"}, []float64{50, 300, 1000}},
		{"revenue", "discount_class", []string{"under 0.2", "0.2 and more", "(none)"}, []float64{100, 1000, 250}},
		{"revenue", "cycle", []string{"under 1 day", "1–30 days", "30 days and more"}, []float64{50, 300, 1000}},
		{"revenue", "weekday", []string{"Monday", "Thursday", "Sunday"}, []float64{100, 250, 1000}},
		{"revenue", "signed_weekday", []string{"Monday", "Wednesday", "Sunday", "(none)"}, []float64{100, 200, 1000, 50}},
		{"revenue", "hour_of_day", []string{"00:00", "10:00", "13:00"}, []float64{200, 100, 1050}},
		{"margin_total", "product_line", []string{"hardware", "software", "(none)"}, []float64{26.5, 50, 0}},
		{"clicks_total", "campaign", []string{"Fair", "Spring", "(none)"}, []float64{40, 30, 80}},
		{"clicks_total", "channel", []string{"event", "search", "(none)"}, []float64{40, 30, 80}},
		{"clicks_total", "ad_format", []string{"Banner", "Video", "(none)"}, []float64{60, 10, 80}},
		{"clicks_total", "weekday", []string{"Monday", "Sunday"}, []float64{140, 10}},
	} {
		labels, values := grouped(t, e, query.Question{KPIs: []string{test.kpi}, GroupBy: []string{test.by}})
		require.Equal(t, test.labels, labels, "%s by %s", test.kpi, test.by)
		for i, label := range labels {
			require.InDelta(t, test.values[i], values[label], 1e-9, "%s by %s, %s", test.kpi, test.by, label)
		}
	}
}

func TestOwnNumbers(t *testing.T) {
	e := words(t, wordsMapping, wordsKPIs)
	r := ask(t, e, query.Question{KPIs: []string{"margin_total", "strategic_margin", "clicks_total", "cost_per_click"}, Grain: calendar.None}, thisMarch(t))
	for i, want := range []float64{76.5, 26.5, 150, 3.5 / 150} {
		require.InDelta(t, want, *r.Values[i][0][0], 1e-9)
	}
}

func TestFiltersOnOwnDimensions(t *testing.T) {
	e := words(t, wordsMapping, wordsKPIs)
	for _, test := range []struct {
		filter query.Filter
		want   float64
	}{
		{query.Filter{Dimension: "product_line", Operator: query.In, Values: []string{"hardware"}}, 1100},
		{query.Filter{Dimension: "strategic", Operator: query.NotIn, Values: []string{"Да"}}, 250},
		{query.Filter{Dimension: "weekday", Operator: query.Equals, Values: []string{"Thursday"}}, 250},
		{query.Filter{Dimension: "weekday", Operator: query.Equals, Values: []string{"четверг"}}, 0},
		{query.Filter{Dimension: "weekday", Operator: query.In, Values: []string{"Четверг", "7"}}, 1250},
		{query.Filter{Dimension: "weekday", Operator: query.NotContains, Values: []string{"SUN"}}, 350},
		{query.Filter{Dimension: "deal_size", Operator: query.In, Values: []string{"100..500"}}, 300},
		{query.Filter{Dimension: "deal_size", Operator: query.StartsWith, Values: []string{"до"}}, 50},
		{query.Filter{Dimension: "signed_weekday", Operator: query.IsNone}, 50},
		{query.Filter{Dimension: "big_customer", Operator: query.Equals, Values: []string{"Крупный"}}, 1200},
		{query.Filter{Dimension: "month_of_year", Operator: query.Equals, Values: []string{"March"}}, 1350},
		{query.Filter{Dimension: "day_of_month", Operator: query.In, Values: []string{"5", "8"}}, 1250},
	} {
		r := ask(t, e, query.Question{KPIs: []string{"revenue"}, Filters: []query.Filter{test.filter}, Grain: calendar.None}, thisMarch(t))
		require.InDelta(t, test.want, *r.Values[0][0][0], 1e-9, "%v", test.filter)
		unknown := test.want == 0
		warned := slices.ContainsFunc(r.Notices, func(n answer.Notice) bool { return n.Warning })
		require.Equal(t, unknown, warned, "%v: %v", test.filter, r.Notices)
	}
}

// The week begins where the settings say, and a group is named in the language of the reader.
func TestWeekdaysInOrder(t *testing.T) {
	e := words(t, wordsMapping, wordsKPIs)
	s := e.Settings
	s.Calendar.WeekStart = 0
	sunday := engine.New(e.Catalog, e.Mapping, s, e.DB)
	labels, _ := grouped(t, sunday, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"weekday"}})
	require.Equal(t, []string{"Sunday", "Monday", "Thursday"}, labels)
	all, values := grouped(t, sunday, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"weekday"}, Groups: query.AllGroups})
	require.Equal(t, []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}, all)
	require.InDelta(t, 0, values["Tuesday"], 0)
	r := ask(t, sunday, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"signed_weekday"}, Grain: calendar.None}, thisMarch(t)).In(i18n.Russian)
	require.Equal(t, "Воскресенье", r.Groups[0].Labels[0])
	require.Equal(t, "7", r.Groups[0].Keys[0])
}

// A state has no time of an event, nor has a day an hour.
func TestPartsOfTimeOfWhatHasNone(t *testing.T) {
	e := words(t, wordsMapping, wordsKPIs)
	for kpi, by := range map[string]string{"open_deals": "weekday", "revenue_target": "weekday", "clicks_total": "hour_of_day", "retention_rate": "month_of_year"} {
		_, err := e.Ask(t.Context(), query.Question{KPIs: []string{kpi}, GroupBy: []string{by}, Grain: calendar.None}, thisMarch(t))
		require.ErrorContains(t, err, kpi+" has no "+by+": it is a part of the time at which events happen")
	}
}

func TestRecordsOfOwnWords(t *testing.T) {
	e := words(t, wordsMapping, wordsKPIs)
	q := take.Of(query.Records, query.Question{Entity: "ad_statistics", Filters: []query.Filter{{Dimension: "ad_format", Operator: query.Equals, Values: []string{"Banner"}}}})
	table, err := take.Table(e.Ask(t.Context(), q, thisMarch(t)))
	require.NoError(t, err)
	var titles []string
	for _, c := range table.Columns {
		titles = append(titles, c.Title.In(i18n.Russian))
	}
	require.Equal(t, []string{"Spent", "День", "Кампания", "Формат", "Clicks"}, titles)
	require.Len(t, table.Rows, 2)
	require.ElementsMatch(t, []any{"Fair", "Spring"}, []any{table.Rows[0][2], table.Rows[1][2]})

	behind, err := take.Table(e.Ask(t.Context(), take.Of(query.Records, query.Question{KPIs: []string{"revenue"}, Filters: []query.Filter{
		{Dimension: "weekday", Operator: query.Equals, Values: []string{"Thursday"}}}}), thisMarch(t)))
	require.NoError(t, err)
	require.Len(t, behind.Rows, 2)
	require.GreaterOrEqual(t, behind.Column("product_line"), 0)
	require.GreaterOrEqual(t, behind.Column("margin"), 0)
}

func TestValuesOfOwnDimensions(t *testing.T) {
	e := words(t, wordsMapping, wordsKPIs)
	values := func(q query.Question) (found []any) {
		table, err := take.Table(e.Ask(t.Context(), take.Of(query.Values, q), thisMarch(t)))
		require.NoError(t, err)
		for _, row := range table.Rows {
			found = append(found, row[0])
		}
		return found
	}
	require.Equal(t, []any{"hardware", "software"}, values(query.Question{Dimension: "product_line"}))
	require.Equal(t, []any{"gold"}, values(query.Question{Dimension: "tier"}))
	require.Equal(t, []any{"Banner", "Video"}, values(query.Question{Dimension: "ad_format"}))
	require.Equal(t, []any{"<100", "100..500", ">=500"}, values(query.Question{Dimension: "deal_size"}))
	require.Equal(t, []any{"4"}, values(query.Question{Dimension: "weekday", Search: "четв"}))
}

// A KPI over an entity of the company's own is the same as one over the model's with the same rows.
func TestAnOwnEntityCountsAsACanonicalOne(t *testing.T) {
	e := words(t, `
base: reference
entities:
  sales:
    from: crm.deals as d
    fields:
      id: {key: d.id}
      account: {to: accounts, key: d.account}
      status: {text: d.status}
      amount: {money: d.amount}
      currency: {currency: d.currency}
      created_at: {time: d.created_at}
      closed_at: {time: d.closed_at}
`, `
measures:
  sold: {entity: sales, time: closed_at, sum: amount, where: status = 'won'}
  selling: {entity: sales, snapshot: {start: created_at, end: closed_at}, count: id}
kpis:
  sales_revenue: {title: Sales, description: Sales., measure: sold, unit: money, better: higher, horizon: past}
  open_sales: {title: Open, description: Open., measure: selling, unit: count, better: higher, horizon: current}
`)
	for own, canonical := range map[string]string{"sales_revenue": "revenue", "open_sales": "open_deals"} {
		for _, by := range []string{"account", "segment", "currency", "region"} {
			q := query.Question{KPIs: []string{own, canonical}, GroupBy: []string{by}, Grain: calendar.Day}
			r := ask(t, e, q, thisMarch(t))
			require.NotEmpty(t, r.Groups)
			require.Equal(t, r.Values[1], r.Values[0], "%s by %s", own, by)
		}
	}
}

// The groups of a dimension of the company's own add up to the whole, over the demo company.
func TestOwnGroupsAddUp(t *testing.T) {
	setup := crm.Setup{Own: `
base: reference
entities:
  accounts: {extra: {initial: {text: "upper(left(name, 1))"}, of_europe: {bool: region = 'EMEA'}}}
  deals: {extra: {first_letter: {text: "nullif(left(name, 1), 'A')"}, brought_by: {to: users, key: closed_by}}}
dimensions:
  deal_size: {entity: deals, buckets: amount, at: [5000, 20000, 100000]}
  cycle: {entity: deals, age: created_at, until: closed_at, at: [7, 30, 90]}
  begun_at: {entity: deals, hour_of_day: created_at}
  of_large: {entity: accounts, flag: segment = 'Enterprise'}
`}
	m, err := setup.Mapping(nil)
	require.NoError(t, err)
	e := over(t, companyDSN(t), m)
	for kpi, dimensions := range map[string][]string{
		"revenue":         {"initial", "of_europe", "first_letter", "brought_by", "deal_size", "cycle", "begun_at", "of_large", "weekday", "month_of_year", "hour_of_day"},
		"deals_won":       {"initial", "first_letter", "deal_size", "cycle", "begun_at", "day_of_month"},
		"open_deals":      {"initial", "first_letter", "deal_size", "begun_at", "of_large"},
		"pipeline_value":  {"initial", "first_letter", "deal_size", "of_europe"},
		"tickets_created": {"initial", "of_large", "of_europe", "weekday", "hour_of_day"},
		"activities_done": {"initial", "deal_size", "first_letter", "stage", "deal_type", "pipeline", "weekday"},
		"marketing_cost":  {"weekday", "month_of_year", "day_of_month"},
	} {
		whole := ask(t, e, query.Question{KPIs: []string{kpi}, Grain: calendar.None}, thisYear(t))
		for _, by := range dimensions {
			r := ask(t, e, query.Question{KPIs: []string{kpi}, GroupBy: []string{by}, Grain: calendar.None}, thisYear(t))
			sum := 0.0
			for i := range r.Groups {
				if v := r.Values[0][i][0]; v != nil {
					sum += *v
				}
			}
			require.NotZero(t, *whole.Values[0][0][0])
			require.Greater(t, len(r.Groups), 1, "%s by %s", kpi, by)
			require.InEpsilon(t, *whole.Values[0][0][0], sum, 1e-9, "%s by %s", kpi, by)
		}
	}
}
