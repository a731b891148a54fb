package frames_test

import (
	"encoding/json"
	"flag"
	"testing"
	"time"

	"github.com/grafana/dataplane/sdata/numeric"
	"github.com/grafana/dataplane/sdata/timeseries"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental"
	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

var (
	berlin, _ = calendar.LoadZone("Europe/Berlin")
	asOf      = time.Date(2024, time.March, 20, 9, 30, 0, 0, berlin)
	region    = answer.Dimension{ID: "region", Title: i18n.New(i18n.Forms{"en": "Region", "ru": "Регион"})}
	team      = answer.Dimension{ID: "team", Title: i18n.New(i18n.Forms{"en": "Team", "ru": "Команда"})}
)

var (
	titles = map[string]i18n.Text{
		"revenue": i18n.New(i18n.Forms{"en": "Revenue", "ru": "Выручка"}), "win_rate": i18n.New(i18n.Forms{"en": "Win rate", "ru": "Доля побед"}), "csat": i18n.New(i18n.Forms{"en": "Satisfaction", "ru": "Довольство"}),
		"sales_cycle": i18n.New(i18n.Forms{"en": "Sales cycle", "ru": "Цикл"}), "deals_won": i18n.New(i18n.Forms{"en": "Deals won", "ru": "Сделки"}), "roi": i18n.New(i18n.Forms{"en": "ROI", "ru": "Окупаемость"}),
		"first_response_time": i18n.New(i18n.Forms{"en": "First response time", "ru": "Первый ответ"}), "hours": i18n.New(i18n.Forms{"en": "Hours", "ru": "Часы"}),
	}
	unitsOf = map[string]catalog.Unit{
		"revenue": catalog.Money, "win_rate": catalog.Percent, "csat": catalog.Score, "sales_cycle": catalog.Days, "deals_won": catalog.Count,
		"roi": catalog.Times, "first_response_time": catalog.Minutes, "hours": catalog.Hours,
	}
)

func TestGolden(t *testing.T) {
	for name, test := range map[string]struct {
		result  *answer.Result
		options frames.Options
	}{
		"series of one KPI":            {result(calendar.Month, nil, "revenue"), frames.Options{}},
		"series of groups":             {result(calendar.Month, []answer.Dimension{region}, "revenue"), frames.Options{Language: i18n.Russian, Currency: "RUB"}},
		"series of KPIs and groups":    {compared(result(calendar.Month, []answer.Dimension{region, team}, "revenue", "win_rate")), frames.Options{}},
		"table with a time axis":       {result(calendar.Month, []answer.Dimension{region}, "sales_cycle", "deals_won"), frames.Options{Format: query.Table}},
		"table of groups":              {result(calendar.None, []answer.Dimension{region, team}, "revenue", "csat"), frames.Options{Language: i18n.Russian, Currency: "KZT"}},
		"row of figures":               {result(calendar.None, nil, "revenue", "first_response_time", "hours", "roi"), frames.Options{}},
		"figures of groups":            {result(calendar.None, []answer.Dimension{team}, "win_rate"), frames.Options{Format: query.TimeSeries}},
		"series without groups found":  {empty(result(calendar.Month, []answer.Dimension{region}, "revenue")), frames.Options{}},
		"table without groups found":   {empty(result(calendar.None, []answer.Dimension{region}, "revenue")), frames.Options{}},
		"figures without groups found": {empty(result(calendar.None, []answer.Dimension{region}, "revenue")), frames.Options{Format: query.TimeSeries}},
	} {
		t.Run(name, func(t *testing.T) {
			if test.options.Currency == "" {
				test.options.Currency = "USD"
			}
			test.options.AsOf = asOf
			got := frames.Of(test.result, test.options)
			require.NotEmpty(t, got)
			experimental.CheckGoldenJSONFramer(t, "testdata", t.Name()[len("TestGolden/"):], framer(got), *update)
		})
	}
}

func TestGoldenTable(t *testing.T) {
	text := func(s string) i18n.Text { return i18n.Untranslated(s) }
	table := &answer.Table{
		Columns: []answer.TableColumn{
			{ID: "id", Title: text("No."), Type: crm.Key},
			{ID: "name", Title: i18n.New(i18n.Forms{"en": "Name", "ru": "Название"}), Type: crm.String},
			{ID: "amount", Title: text("Amount"), Type: crm.Money},
			{ID: "currency", Title: text("Currency"), Type: crm.Currency},
			{ID: "probability", Title: text("Probability"), Type: crm.Number, Unit: catalog.Percent},
			{ID: "is_new", Title: text("New"), Type: crm.Bool},
			{ID: "created_at", Title: text("Created"), Type: crm.Time},
			{ID: "expected_close_on", Title: text("Expected close"), Type: crm.Date},
			{ID: "url", Title: text("Link"), Type: crm.String},
		},
		Rows: [][]any{
			{"17", "Server", 1250.5, "EUR", 0.25, true, asOf, time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), "https://crm.example/deals/17"},
			{"18", nil, nil, nil, nil, nil, nil, nil, nil},
		},
		Notices: []answer.Notice{{Warning: true, Text: i18n.New(i18n.Forms{"en": "Only the first rows are shown.", "ru": "Показаны только первые строки."})}},
	}
	got := frames.OfTable(table, frames.Options{Language: i18n.Russian, AsOf: asOf})
	experimental.CheckGoldenJSONFramer(t, "testdata", "list", framer(got), *update)

	table.Rows[0][1] = i18n.New(i18n.Forms{"en": "server", "ru": "сервер"})
	name := frames.OfTable(table, frames.Options{Language: i18n.Russian})[0].Fields[1]
	require.Equal(t, "сервер", *name.At(0).(*string), "the product's own words are in the reader's language")
	require.Nil(t, name.At(1))

	// A frame counts nanoseconds in 64 bits: other centuries would come out.
	table.Rows = [][]any{{"1", nil, nil, nil, nil, nil, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), nil},
		{"2", nil, nil, nil, nil, nil, time.Date(205, 5, 5, 0, 0, 0, 0, time.UTC), nil, nil}, {"3", nil, nil, nil, nil, nil, asOf, nil, nil}}
	far := frames.OfTable(table, frames.Options{Language: i18n.English})[0]
	require.Nil(t, far.Fields[6].At(0))
	require.Nil(t, far.Fields[6].At(1))
	require.Equal(t, asOf, *far.Fields[6].At(2).(*time.Time))
	require.Equal(t, "9999-12-31", *far.Fields[7].At(0).(*string))
	require.Equal(t, "2 times lie before 1678 or after 2261, which Grafana cannot show: they are empty.", far.Meta.Notices[1].Text)

	table.Rows = nil
	got = frames.OfTable(table, frames.Options{AsOf: asOf})
	require.Len(t, got, 1)
	require.Len(t, got[0].Fields, len(table.Columns), "an empty list keeps its columns")
	require.Zero(t, got[0].Rows())
}

// Grafana's alerting reads frames with these readers.
func TestContract(t *testing.T) {
	for name, test := range map[string]struct {
		grain      calendar.Grain
		dimensions []answer.Dimension
		format     query.Format
		kind       data.FrameType
		shown      string
	}{
		"series":           {calendar.Month, nil, query.TimeSeries, data.FrameTypeTimeSeriesMulti, "graph"},
		"series by region": {calendar.Month, []answer.Dimension{region}, "", data.FrameTypeTimeSeriesMulti, "graph"},
		"table over time":  {calendar.Month, []answer.Dimension{region, team}, query.Table, data.FrameTypeTimeSeriesLong, "table"},
		"table":            {calendar.None, []answer.Dimension{region, team}, query.Table, data.FrameTypeNumericLong, "table"},
		"row":              {calendar.None, nil, "", data.FrameTypeNumericWide, "table"},
		"figures":          {calendar.None, []answer.Dimension{region}, query.TimeSeries, data.FrameTypeNumericMulti, "stat"},
	} {
		t.Run(name, func(t *testing.T) {
			full := result(test.grain, test.dimensions, "revenue", "win_rate")
			none := empty(result(test.grain, test.dimensions, "revenue", "win_rate"))
			got, without := frames.Of(full, frames.Options{Format: test.format}), frames.Of(none, frames.Options{Format: test.format})
			for _, f := range append(append(data.Frames{}, got...), without...) {
				require.Equal(t, test.kind, f.Meta.Type)
				require.Equal(t, test.shown, string(f.Meta.PreferredVisualization)+f.Meta.PreferredVisualizationPluginID)
				require.Equal(t, data.FrameTypeVersion{0, 1}, f.Meta.TypeVersion)
			}
			found, remainder, noData := read(t, got)
			require.Empty(t, remainder)
			require.False(t, noData)
			values := map[string][]*float64{}
			for c, column := range full.Columns {
				for g, group := range full.Groups {
					var labels data.Labels
					for i, d := range full.Dimensions {
						labels = merge(labels, d.ID, group.Labels[i])
					}
					values[column.ID+labels.String()] = full.Values[c][g]
				}
			}
			require.Equal(t, values, found)
			_, _, noData = read(t, without)
			require.True(t, noData)
		})
	}
}

// read returns the values by name and labels, as Grafana understands them.
func read(t *testing.T, all data.Frames) (values map[string][]*float64, remainder any, noData bool) {
	t.Helper()
	values = map[string][]*float64{}
	keep := func(f *data.Field) {
		for i := range f.Len() {
			v, err := f.NullableFloatAt(i)
			require.NoError(t, err)
			values[f.Name+f.Labels.String()] = append(values[f.Name+f.Labels.String()], v)
		}
	}
	if all[0].Meta.Type.IsTimeSeries() {
		reader, err := timeseries.CollectionReaderFromFrames(all)
		require.NoError(t, err)
		c, err := reader.GetCollection(true)
		require.NoError(t, err)
		require.NoError(t, c.Warning)
		for _, ref := range c.Refs {
			keep(ref.ValueField)
		}
		return values, c.RemainderIndices, c.NoData()
	}
	reader, err := numeric.CollectionReaderFromFrames(all)
	require.NoError(t, err)
	c, err := reader.GetCollection(false)
	require.NoError(t, err)
	require.NoError(t, c.Warning)
	for _, ref := range c.Refs {
		keep(ref.ValueField)
	}
	return values, c.RemainderIndices, c.NoData()
}

func merge(labels data.Labels, name, value string) data.Labels {
	if labels == nil {
		labels = data.Labels{}
	}
	labels[name] = value
	return labels
}

type framer data.Frames

func (f framer) Frames() (data.Frames, error) { return data.Frames(f), nil }

// result makes up an answer with three months, or none, and three groups, or none.
func result(grain calendar.Grain, dimensions []answer.Dimension, kpis ...string) *answer.Result {
	month := func(m time.Month) time.Time { return time.Date(2024, m, 1, 0, 0, 0, 0, berlin) }
	bucket := func(from, to time.Time) answer.Bucket {
		return answer.Bucket{Bucket: calendar.Bucket{Start: from, End: to, Range: calendar.Range{From: from, To: to}}}
	}
	r := &answer.Result{Grain: grain, Dimensions: dimensions, Groups: []answer.Group{{}}}
	r.Buckets = []answer.Bucket{bucket(month(1), month(2)), bucket(month(2), month(3)), bucket(month(3), month(4))}
	r.Buckets[1].Immature, r.Buckets[2].Immature, r.Buckets[2].Incomplete = true, true, true
	if grain == calendar.None {
		r.Buckets = []answer.Bucket{bucket(month(1), month(4))}
	}
	if len(dimensions) > 0 {
		r.Groups = nil
		for _, labels := range [][]string{{"APAC", "North"}, {"EMEA", "North"}, {"(none)", "(none)"}} {
			r.Groups = append(r.Groups, answer.Group{Keys: labels[:len(dimensions)], Labels: labels[:len(dimensions)]})
		}
		if len(dimensions) == 1 && dimensions[0].ID == "team" {
			for i, label := range []string{"North", "South", "Other"} {
				r.Groups[i].Labels = []string{label}
			}
		}
	}
	for c, id := range kpis {
		k := &catalog.KPI{ID: id, Title: titles[id], Description: i18n.New(i18n.Forms{"en": "What it means.", "ru": "Что это значит."}), Unit: unitsOf[id]}
		r.Columns = append(r.Columns, answer.Column{ID: id, KPI: k, Title: k.Title, Unit: k.Unit})
		r.Values = append(r.Values, values(c+1, len(r.Groups), len(r.Buckets)))
	}
	r.Notices = []answer.Notice{
		{Text: i18n.New(i18n.Forms{"en": "Cohorts are young.", "ru": "Когорты молоды."})},
		{Warning: true, Text: i18n.New(i18n.Forms{"en": "Extend the range.", "ru": "Продлите диапазон."})},
	}
	r.Statements = []answer.Statement{
		{SQL: "select 1\nfrom t", Args: []any{"O'Hara\n-- x", 7, nil}, Rows: 3, Duration: 12345 * time.Microsecond},
		{SQL: "select 2", Args: []any{pq.StringArray{"2024-01-01", "2024-02-01"}}, Rows: 1, Duration: 400 * time.Microsecond},
	}
	return r
}

// values are all different, and null in the last bucket of the first group.
func values(column, groups, buckets int) [][]*float64 {
	all := make([][]*float64, groups)
	for g := range all {
		all[g] = make([]*float64, buckets)
		for b := range all[g] {
			v := float64(column*100+g*10+b) / 8
			all[g][b] = &v
		}
	}
	if buckets > 1 {
		all[0][buckets-1] = nil
	}
	return all
}

// compared adds a comparison of the first KPI.
func compared(r *answer.Result) *answer.Result {
	c := r.Columns[0]
	c.ID, c.Compare, c.As, c.Unit = c.ID+"_previous_year_ratio", query.PreviousYear, query.AsRatio, catalog.Percent
	c.Title = i18n.New(i18n.Forms{"en": c.Title.In(i18n.English) + ", change to previous year", "ru": c.Title.In(i18n.Russian) + ", изменение: прошлый год"})
	r.Columns, r.Values = append(r.Columns, c), append(r.Values, values(9, len(r.Groups), len(r.Buckets)))
	return r
}

// empty leaves no group, as where no row passes the filters.
func empty(r *answer.Result) *answer.Result {
	r.Groups = nil
	for c := range r.Values {
		r.Values[c] = nil
	}
	return r
}

// A period that the range cuts stands where the range begins, so that Grafana draws it; a table tells when it began.
func TestPeriodsStandWithinTheRange(t *testing.T) {
	r := result(calendar.Month, nil, "revenue")
	began, cut := r.Buckets[0].Start, r.Buckets[0].Start.AddDate(0, 0, 9)
	r.Buckets[0].Range.From, r.Buckets[0].Incomplete = cut, true
	first := func(format query.Format) any {
		return frames.Of(r, frames.Options{Language: i18n.English, Format: format})[0].Fields[0].At(0)
	}
	require.Equal(t, cut, first(query.TimeSeries))
	require.Equal(t, began, first(query.Table))
	meta, err := json.Marshal(frames.Of(r, frames.Options{Language: i18n.English, Format: query.TimeSeries})[0].Meta.Custom)
	require.NoError(t, err)
	require.Contains(t, string(meta), `"incomplete":["2024-01-10T00:00:00+01:00"`)
}
