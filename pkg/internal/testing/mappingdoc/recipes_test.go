package mappingdoc_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/mappingdoc"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// recipe is what is known by hand about the rows over which a recipe of the page is tried, asked for January to March 2024 in UTC.
type recipe struct {
	tables  string // and rows, as SQL
	asks    []ask
	cannot  []string // KPIs that must be unavailable
	january bool     // ask for January alone
}

type ask struct {
	kpi, by string
	want    map[string]float64 // by label, "" without by
}

func one(kpi string, value float64) ask { return ask{kpi: kpi, want: map[string]float64{"": value}} }

var recipes = map[string]recipe{
	"Quoted, camelCase, hyphenated and reserved names": {
		tables: `create table "order" ("dealId" int, "is-won" bool, "grossAmount" numeric, "end" timestamptz);
			insert into "order" values (1, true, 100, '2024-01-10Z'), (2, true, 50, '2024-02-10Z'), (3, false, 1000, null)`,
		asks: []ask{one("revenue", 150)},
	},
	"Several schemas": {
		tables: `create schema sales; create schema hr;
			create table hr.employee (employee_no int, full_name text);
			create table sales.opportunity (id int, employee int, state text, total numeric, closed timestamptz);
			insert into hr.employee values (1, 'Ann'), (2, 'Bob');
			insert into sales.opportunity values (1, 1, 'won', 10, '2024-01-10Z'), (2, 2, 'won', 20, '2024-01-11Z'), (3, 2, 'won', 5, '2024-01-12Z')`,
		asks: []ask{{"revenue", "rep", map[string]float64{"Ann": 10, "Bob": 25}}},
	},
	"Views": {
		tables: `create schema reporting; create table deal (no int, kind char, net numeric, at timestamptz);
			insert into deal values (1, 'w', 70, '2024-01-10Z'), (2, 'l', 30, '2024-01-10Z');
			create view reporting.won_deals as select no as deal_no, net, at as won_at from deal where kind = 'w'`,
		asks: []ask{one("revenue", 70)},
	},
	// Read as month, day and year, the first would be of December and the second no day at all.
	"Dates kept as text": {
		tables: `create table deal (id int, amount numeric, closed text);
			insert into deal values (1, 10, '12.01.2024'), (2, 20, '31.03.2024'), (3, 40, '01.12.2024'), (4, 80, '')`,
		asks: []ask{one("revenue", 30)},
	},
	// From 10:00 UTC to 11:00 in Berlin, which is 10:00 UTC, two days later; the other closes half an hour before February, in UTC.
	"Timestamps without a zone, in UTC or in local time": {
		tables: `create table deal (id int, amount numeric, created_utc timestamp, closed_local timestamp);
			insert into deal values (1, 10, '2024-01-10 10:00', '2024-01-12 11:00'), (2, 20, '2024-01-29 23:30', '2024-02-01 00:30'),
				(3, 40, '2024-01-30 00:00', '2024-02-01 01:00')`,
		asks: []ask{one("revenue", 30), one("sales_cycle", 2)}, january: true,
	},
	// The first of February in Berlin begins in January, in UTC.
	"Days where an instant is wanted": {
		tables: `create table deal (id int, amount numeric, closed_on date, expected_on date);
			insert into deal values (1, 10, '2024-01-01', '2024-01-01'), (2, 20, '2024-01-31', null), (3, 40, '2024-02-01', null), (4, 80, '2024-02-02', null)`,
		asks: []ask{one("revenue", 60)}, january: true,
	},
	// 1704067200 is 2024-01-01, 1706745600 is 2024-02-01.
	"Epoch seconds and milliseconds": {
		tables: `create table deal (id int, amount numeric, created_s bigint, closed_ms bigint);
			insert into deal values (1, 10, 1704067200, 1704067200000), (2, 20, 1704067200, 1706745599999), (3, 40, 1704067200, 1706745600000);
			create index on deal (to_timestamp(closed_ms::numeric / 1000))`,
		asks: []ask{one("revenue", 30), one("new_deals", 3)}, january: true,
	},
	"Money in cents or micros": {
		tables: `create table deal (id int, amount_cents bigint, closed_at timestamptz); create table purchase (id int, amount_micros bigint, bought_at timestamptz);
			insert into deal values (1, 1999, '2024-01-10Z'), (2, 5, '2024-01-10Z');
			insert into purchase values (1, 12500000, '2024-01-10Z'), (2, 500000, '2024-01-10Z')`,
		asks: []ask{one("revenue", 20.04), one("average_order_value", 6.5)},
	},
	"Money as text or real": {
		tables: `create table deal (id int, amount text, closed_at timestamptz); create table purchase (id int, amount real, bought_at timestamptz);
			insert into deal values (1, '1.234,50 €', '2024-01-10Z'), (2, '-4,50', '2024-01-10Z'), (3, '', '2024-01-10Z');
			insert into purchase values (1, 0.1, '2024-01-10Z'), (2, 0.2, '2024-01-10Z'), (3, 0.6, '2024-01-10Z')`,
		asks: []ask{one("revenue", 1230), one("average_order_value", 0.3)},
	},
	"Money as an expression over lines": {
		tables: `create table deal (id int, closed_at timestamptz); create table deal_line (deal_id int, price numeric, quantity int, discount numeric);
			insert into deal values (1, '2024-01-10Z'), (2, '2024-01-11Z'); insert into deal_line values (1, 10, 3, 0), (1, 100, 1, 0.25)`,
		asks: []ask{one("revenue", 105), one("deals_won", 2)},
	},
	// 10 EUR at the rate since ever, 20 at that of February, 40 and 80 in the reporting currency.
	"Amounts in several currencies": {
		tables: `create table deal (id int, amount numeric, currency text, closed_at timestamptz); create table rate (code text, valid_on date, rate numeric);
			insert into deal values (1, 10, 'eur', '2024-01-10Z'), (2, 20, ' EUR', '2024-02-01Z'), (3, 40, ' ', '2024-01-10Z'), (4, 80, null, '2024-01-10Z');
			insert into rate values ('EUR', null, 1.5), ('EUR', '2024-02-01', 2)`,
		asks: []ask{one("revenue", 175)},
	},
	"Statuses as integers": {
		tables: `create table deal (id int, state int, closed_at timestamptz);
			insert into deal values (1, 20, '2024-01-10Z'), (2, 30, '2024-01-10Z'), (3, 30, '2024-01-10Z'), (4, 20, '2024-01-10Z'), (5, 30, '2024-01-10Z'), (6, 10, null)`,
		asks: []ask{one("win_rate", 0.4)},
	},
	"Statuses as enums or free text": {
		tables: `create type state as enum ('Closed Won', 'Closed Lost', 'signed', 'Talking'); create table deal (id int, state state, closed_at timestamptz);
			insert into deal values (1, 'Closed Won', '2024-01-10Z'), (2, 'Closed Lost', '2024-01-10Z'), (3, 'signed', '2024-01-10Z'), (4, 'Talking', null)`,
		asks: []ask{one("deals_won", 2), one("deals_lost", 1)},
	},
	"Statuses as pairs of booleans": {
		tables: `create table deal (id int, is_closed bool, is_won bool, closed_at timestamptz);
			insert into deal values (1, true, true, '2024-01-10Z'), (2, true, false, '2024-01-10Z'), (3, true, null, '2024-01-10Z'), (4, false, false, '2024-01-10Z')`,
		asks: []ask{one("deals_won", 1), one("deals_lost", 2)},
	},
	"Statuses only as a flag on the stage": {
		tables: `create table stage (id int, label text, flag char); create table deal (id int, stage_id int, closed_at timestamptz);
			insert into stage values (1, 'Talk', null), (2, 'Signed', 'W'), (3, 'Gone', 'L');
			insert into deal values (1, 2, '2024-01-10Z'), (2, 3, '2024-01-10Z'), (3, 2, '2024-01-10Z'), (4, 2, '2024-01-10Z'), (5, 1, null)`,
		asks: []ask{one("win_rate", 0.75), {"deals_won", "stage", map[string]float64{"Signed": 3}}},
	},
	"Soft deletes": {
		tables: `create table deal (id int, is_deleted bool, "deletedAt" timestamptz, amount numeric, closed_at timestamptz);
			insert into deal values (1, false, null, 10, '2024-01-10Z'), (2, null, null, 20, '2024-01-10Z'), (3, true, null, 40, '2024-01-10Z'),
				(4, false, '2024-02-01Z', 80, '2024-01-10Z')`,
		asks: []ask{one("revenue", 30)},
	},
	"Rows in several versions, the newest wins": {
		tables: `create table deal_version (deal_no int, version int, state text, amount numeric, closed_at timestamptz);
			insert into deal_version values (1, 1, 'open', 10, null), (1, 2, 'won', 15, '2024-01-10Z'), (2, 1, 'won', 40, '2024-01-10Z'), (2, 2, 'lost', 40, '2024-01-10Z')`,
		asks: []ask{one("revenue", 15), one("deals_lost", 1)},
	},
	"Composite keys": {
		tables: `create table customer (branch text, customer_no int, name text); create table deal (branch text, deal_no int, customer_no int, amount numeric, closed_at timestamptz);
			insert into customer values ('N', 1, 'North one'), ('S', 1, 'South one');
			insert into deal values ('N', 1, 1, 10, '2024-01-10Z'), ('S', 1, 1, 20, '2024-01-10Z'), ('S', 2, 1, 5, '2024-01-10Z')`,
		asks: []ask{{"revenue", "account", map[string]float64{"North one": 10, "South one": 25}}},
	},
	"A key that is bigint on one side and text on the other": {
		tables: `create table staff (id bigint, name text); create table deal (id int, owner_ref text, amount numeric, closed_at timestamptz);
			insert into staff values (1, 'Ann'), (2, 'Bob');
			insert into deal values (1, '1', 10, '2024-01-10Z'), (2, '2', 20, '2024-01-10Z'), (3, 'n/a', 40, '2024-01-10Z')`,
		asks: []ask{{"revenue", "rep", map[string]float64{"Ann": 10, "Bob": 20, "n/a": 40}}},
	},
	"Owners by e-mail or name": {
		tables: `create table staff (email text, name text); create table deal (id int, owner_email text, amount numeric, closed_at timestamptz);
			insert into staff values ('Ann@example.com', 'Ann'), ('bob@example.com', 'Bob');
			insert into deal values (1, 'ann@example.com ', 10, '2024-01-10Z'), (2, 'ANN@EXAMPLE.COM', 20, '2024-01-10Z'), (3, 'bob@example.com', 40, '2024-01-10Z')`,
		asks: []ask{{"revenue", "rep", map[string]float64{"Ann": 30, "Bob": 40}}},
	},
	// The user of another tenant has the same name and no deal counts twice.
	"Several tenants in one table": {
		tables: `create table staff (tenant_id int, id int, name text); create table rate (code text, valid_on date, rate numeric);
			create table deal (company_id int, id int, owner_id int, amount numeric, currency text, closed_at timestamptz);
			insert into staff values (7, 1, 'Ann'), (8, 2, 'Ann'); insert into rate values ('EUR', '2024-01-01', 2), ('USD', '2024-01-01', 1);
			insert into deal values (7, 1, 1, 10, 'EUR', '2024-01-10Z'), (7, 2, 1, 5, 'USD', '2024-01-10Z'), (8, 3, 2, 1000, 'EUR', '2024-01-10Z')`,
		asks: []ask{one("revenue", 25), {"deals_won", "rep", map[string]float64{"Ann": 2}}},
	},
	"Custom fields in jsonb": {
		tables: `create table deal (id int, custom jsonb, closed_at timestamptz);
			insert into deal values (1, '{"amount": "12.50", "lostReason": "price"}', '2024-01-10Z'), (2, '{"lostReason": "price"}', '2024-01-10Z'),
				(3, '{"amount": 4, "lostReason": "time"}', '2024-01-10Z')`,
		asks: []ask{{"deals_lost", "lost_reason", map[string]float64{"price": 2, "time": 1}}},
	},
	"Custom fields in a key-value table": {
		tables: `create table deal (id int, closed_at timestamptz); create table custom_value (deal_id int, field text, value text);
			insert into deal values (1, '2024-01-10Z'), (2, '2024-01-10Z'), (3, '2024-01-10Z');
			insert into custom_value values (1, 'lost_reason', 'price'), (1, 'colour', 'red'), (2, 'lost_reason', 'time')`,
		asks: []ask{{"deals_lost", "lost_reason", map[string]float64{"price": 1, "time": 1, "(none)": 1}}},
	},
	// The deal slips once, from February to March; it is open with 120 before it is won in February.
	"History as a log of changed fields": {
		tables: `create table change_log (deal_id int, field text, value text, changed_at timestamptz);
			insert into change_log values
				(1, 'status', 'open', '2024-01-02Z'), (1, 'stage', '1', '2024-01-02Z'), (1, 'amount', '100', '2024-01-02Z'), (1, 'close', '2024-02-10', '2024-01-02Z'),
				(1, 'amount', '120', '2024-01-05Z'), (1, 'note', 'hello', '2024-01-06Z'), (1, 'close', '2024-03-01', '2024-01-20Z'),
				(1, 'close', '2024-03-05', '2024-01-22Z'), (1, 'status', 'won', '2024-02-03Z'),
				(2, 'status', 'open', '2024-01-15Z'), (2, 'amount', '7', '2024-01-15Z'), (2, 'close', '2024-01-25', '2024-01-15Z')`,
		asks: []ask{one("slipped_deals", 1), one("pipeline_opening", 0), one("pipeline_closing", 7)}, january: true,
	},
	"Durations in seconds": {
		tables: `create table call (id int, started_at timestamptz, seconds int);
			insert into call values (1, '2024-01-10Z', 5400), (2, '2024-01-11Z', 900)`,
		asks: []ask{one("hours_logged", 1.75), one("activities_done", 2)},
	},
	"One table as two entities": {
		tables: `create table contact (id int, kind text, name text, created timestamptz, bought timestamptz);
			insert into contact values (1, 'lead', 'Ann', '2024-01-10Z', null), (2, 'customer', 'Acme', '2024-01-11Z', '2024-02-01Z'),
				(3, 'lead', 'Bob', '2024-02-10Z', null), (4, 'supplier', 'Beta', '2024-01-10Z', null)`,
		asks: []ask{one("new_leads", 2), one("new_customers", 1)},
	},
	"A table without a key": {
		tables: `create table spend (day date, medium text, campaign text, amount numeric);
			insert into spend values ('2024-01-10', 'mail', 'spring', 10), ('2024-01-10', 'mail', 'spring', 10), ('2024-01-11', 'search', 'spring', 5)`,
		asks: []ask{one("marketing_cost", 25), {"marketing_cost", "campaign", map[string]float64{"spring #mail/spring": 20, "spring #search/spring": 5}}},
	},
	"Rows without a date": {
		tables: `create table ticket (id int, closed_at timestamptz); create table remark (id int, kind text, ticket_id int, written_at timestamptz);
			insert into ticket values (1, '2024-01-10Z'), (2, '2025-01-10Z');
			insert into remark values (1, 'praise', 1, null), (2, 'praise', 2, null), (3, 'praise', 2, '2024-01-10Z')`,
		asks: []ask{one("praise", 2)},
	},
	"Columns from joined tables": {
		tables: `create table offer (id int, total numeric); create table reason (code text, label text);
			create table deal (id int, state text, offer_id int, reason text, closed_at timestamptz);
			insert into offer values (1, 10), (2, 20); insert into reason values ('p', 'Price');
			insert into deal values (1, 'won', 1, null, '2024-01-10Z'), (2, 'won', 2, null, '2024-01-10Z'), (3, 'won', null, null, '2024-01-10Z'),
				(4, 'lost', 2, 'p', '2024-01-10Z'), (5, 'lost', 1, 'x', '2024-01-10Z')`,
		asks: []ask{one("revenue", 30), one("deals_won", 3), {"deals_lost", "lost_reason", map[string]float64{"Price": 1, "(none)": 1}}},
	},
	"Fields of your own": {
		tables: `create table customer (id int, name text, tier text);
			create table deal (id int, customer_id int, amount numeric, closed_at timestamptz, x_line text, margin_cents int, vendor_id int);
			insert into customer values (1, 'Acme', 'gold'), (2, 'Beta', null), (3, 'Cast', 'tin');
			insert into deal values (1, 1, 10, '2024-01-10Z', 'pumps', 250, 3), (2, 2, 20, '2024-01-10Z', 'pumps', 100, null), (3, 1, 40, '2024-01-10Z', null, null, 3)`,
		asks: []ask{
			{"revenue", "product_line", map[string]float64{"pumps": 30, "(none)": 40}}, {"revenue", "tier", map[string]float64{"gold": 50, "(none)": 20}},
			{"revenue", "vendor", map[string]float64{"Cast": 50, "(none)": 20}}, one("total_margin", 3.5),
		},
	},
	"Own entities": {
		tables: `create schema ads; create table ads.daily (day date, campaign_id int, format text, clicks int);
			create table campaign (id int, name text, channel text); insert into campaign values (1, 'Spring', 'search'), (2, 'Fair', 'event');
			insert into ads.daily values ('2024-01-01', 1, 'video', 5), ('2024-03-31', 1, 'banner', 7), ('2024-01-02', 2, 'video', 11), ('2024-04-01', 1, 'video', 100)`,
		asks: []ask{
			one("ad_clicks", 23), {"ad_clicks", "campaign", map[string]float64{"Spring": 12, "Fair": 11}},
			{"ad_clicks", "channel", map[string]float64{"search": 12, "event": 11}}, {"ad_clicks", "ad_format", map[string]float64{"video": 16, "banner": 7}},
			{"ad_clicks", "month_of_year", map[string]float64{"January": 16, "March": 7}},
		},
	},
	// The first of January 2024 is a Monday, the tenth a Wednesday; of the last one nothing is known.
	"Dimensions made of fields": {
		tables: `create table deal (id int, amount numeric, created_at timestamptz, closed_at timestamptz);
			insert into deal values (1, 999.99, '2024-01-01Z', '2024-01-10Z'), (2, 1000, '2024-01-01Z', '2024-01-31Z'), (3, 5000, '2023-01-02Z', '2024-01-10Z'),
				(4, null, null, '2024-01-10Z')`,
		asks: []ask{
			{"deals_won", "deal_size", map[string]float64{"under 1,000": 1, "1,000–5,000": 1, "5,000 and more": 1, "(none)": 1}},
			{"deals_won", "begun_on", map[string]float64{"Monday": 3, "(none)": 1}}, {"deals_won", "weekday", map[string]float64{"Wednesday": 4}},
			{"deals_won", "took", map[string]float64{"under 30 days": 1, "30–90 days": 1, "90 days and more": 1, "(none)": 1}},
			{"deals_won", "key_deal", map[string]float64{"Key deal": 1, "Other deal": 2, "(none)": 1}},
		},
	},
	"No stage, no currency, no history": {
		tables: `create table sale (id int, amount numeric, sold_at timestamptz); insert into sale values (1, 10, '2024-01-10Z'), (2, 30, '2024-01-10Z')`,
		asks:   []ask{one("revenue", 40), one("average_deal_size", 20)},
		cannot: []string{"stage_conversion", "stage_duration", "slipped_deals", "pipeline_closing", "weighted_pipeline"},
	},
}

func TestRecipes(t *testing.T) {
	tried := map[string]bool{}
	for _, b := range mappingdoc.Of(blocks(t, "en"), "yaml") {
		r, ok := recipes[b.Heading]
		if !ok && len(tried) == 0 {
			continue // before the recipes
		}
		tried[b.Heading] = true
		t.Run(strings.ReplaceAll(b.Heading, " ", "_"), func(t *testing.T) {
			require.True(t, ok, "nothing is known by hand of the recipe %q", b.Heading)
			kpis := ""
			for _, k := range mappingdoc.Of(blocks(t, "en"), "yaml kpis") {
				if k.Heading == b.Heading {
					kpis = k.Text
				}
			}
			r.try(t, b.Text, kpis)
		})
	}
	for heading := range recipes {
		require.True(t, tried[heading], "the page has no recipe %q", heading)
	}
}

func (r recipe) try(t *testing.T, text, kpis string) {
	m, err := crm.ParseMapping(text)
	require.NoError(t, err)
	c, err := catalog.Default().Over(m.Model)
	require.NoError(t, err)
	c, err = c.With("kpis", kpis)
	require.NoError(t, err)
	dsn := pgtest.DSN(t)
	_, err = pgtest.Open(t, dsn).ExecContext(t.Context(), r.tables)
	require.NoError(t, err)
	db, e := with(t, dsn, m, c)
	found, err := probe.Read(t.Context(), db, m)
	require.NoError(t, err)
	require.Empty(t, found.Faults, "what the check would say")
	repeated, err := probe.Multiplies(t.Context(), db, m)
	require.NoError(t, err)
	require.Empty(t, repeated, "what the check would say")
	require.Empty(t, found.Misfits, "what the check would say")
	during := plan.Request{Now: day(t, "2024-06-01"), Range: calendar.Range{From: day(t, "2024-01-01"), To: day(t, "2024-04-01")}}
	if r.january {
		during.Range.To = day(t, "2024-02-01")
	}
	for _, a := range r.asks {
		q := query.Question{Version: query.CurrentVersion, Type: query.KPI, KPIs: []string{a.kpi}, Grain: calendar.None}
		if a.by != "" {
			q.GroupBy = []string{a.by}
		}
		answer, err := take.Figures(e.Ask(t.Context(), q, during))
		require.NoError(t, err, a.kpi)
		got := map[string]float64{}
		for g, group := range answer.Groups {
			require.NotNil(t, answer.Values[0][g][0], "%s %v", a.kpi, group.Labels)
			got[strings.Join(group.Labels, "")] = *answer.Values[0][g][0]
		}
		require.Len(t, got, len(a.want), "%s: %v", a.kpi, got)
		for label, want := range a.want {
			require.Contains(t, got, label)
			require.InDelta(t, want, got[label], 1e-9, "%s %s", a.kpi, label)
		}
	}
	for _, id := range r.cannot {
		k, err := catalog.Default().KPI(id)
		require.NoError(t, err)
		require.Error(t, e.Available(k), id)
	}
}

func over(t *testing.T, dsn string, m crm.Mapping) (*postgres.DB, *engine.Engine) {
	return with(t, dsn, m, catalog.Default())
}

func with(t *testing.T, dsn string, m crm.Mapping, kpis *catalog.Catalog) (*postgres.DB, *engine.Engine) {
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	c := calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}
	e, err := engine.Open(t.Context(), kpis, m, plan.Settings{Calendar: c, ReportingCurrency: "USD"}, db)
	require.NoError(t, err)
	return db, e
}

func day(t *testing.T, text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	require.NoError(t, err)
	return at
}
