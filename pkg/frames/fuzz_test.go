package frames_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	_ "github.com/crmkpi/crm-datasource/pkg/internal/testing/property" // the same draws in each run
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Whatever the answer, Grafana gets its cells, each once and where it belongs.
func FuzzFrames(f *testing.F) {
	for _, seed := range randomBytes(8) {
		f.Add(seed)
	}
	f.Fuzz(rapid.MakeFuzz(requireCells))
}

func TestFramesHaveAllCells(t *testing.T) { rapid.Check(t, requireCells) }

// Whatever the rows, Grafana gets those cells that are of their column's type.
func FuzzTable(f *testing.F) {
	for _, seed := range randomBytes(8) {
		f.Add(seed)
	}
	f.Fuzz(rapid.MakeFuzz(requireRows))
}

func TestTablesHaveAllRows(t *testing.T) { rapid.Check(t, requireRows) }

// randomBytes are what draws are made of.
func randomBytes(count int) [][]byte {
	all, random := make([][]byte, count), rand.NewChaCha8([32]byte{})
	for i := range all {
		all[i] = make([]byte, 4096)
		_, _ = random.Read(all[i])
	}
	return all
}

// instant is any that may be in a database or the calendar.
var instant = rapid.Custom(func(t *rapid.T) time.Time {
	return time.Date(rapid.OneOf(rapid.IntRange(2000, 2040), rapid.IntRange(1, 9999)).Draw(t, "year"), time.January, rapid.IntRange(1, 365).Draw(t, "day"), 0, 0, 0, 0, berlin)
})

// shown reports whether a frame can hold an instant: it counts nanoseconds from 1970 in 64 bits, whole years of which are used.
func shown(at time.Time) bool { return at.Year() >= 1678 && at.Year() <= 2261 }

// cell is where a figure stands: its column, when, and the labels by dimension.
type cell struct{ column, at, labels string }

func requireCells(t *rapid.T) {
	names := rapid.StringMatching(`[a-z_]{1,6}`)
	r := &answer.Result{Grain: rapid.SampledFrom([]calendar.Grain{calendar.None, calendar.Day, calendar.Year}).Draw(t, "grain"), Groups: []answer.Group{{}}}
	dimensions := rapid.SliceOfNDistinct(names, 0, 3, rapid.ID).Draw(t, "dimensions")
	for _, id := range dimensions {
		r.Dimensions = append(r.Dimensions, answer.Dimension{ID: id, Title: i18n.Untranslated(rapid.String().Draw(t, "title"))})
	}
	if len(dimensions) > 0 {
		r.Groups = nil
		labels := rapid.SliceOfN(rapid.String(), len(dimensions), len(dimensions))
		for _, group := range rapid.SliceOfNDistinct(labels, 0, 4, func(l []string) string { return fmt.Sprintf("%q", l) }).Draw(t, "groups") {
			r.Groups = append(r.Groups, answer.Group{Keys: labels.Draw(t, "keys"), Labels: group})
		}
	}
	starts := []time.Time{instant.Draw(t, "from")}
	if r.Grain != calendar.None {
		starts = rapid.SliceOfNDistinct(instant, 0, 4, time.Time.Unix).Draw(t, "starts")
		slices.SortFunc(starts, time.Time.Compare)
	}
	for _, start := range starts {
		r.Buckets = append(r.Buckets, answer.Bucket{Bucket: calendar.Bucket{Start: start, Range: calendar.Range{From: start}}, Incomplete: rapid.Bool().Draw(t, "incomplete"), Immature: rapid.Bool().Draw(t, "immature")})
	}
	var far []data.Notice
	if count := len(slices.DeleteFunc(slices.Clone(starts), shown)); r.Grain != calendar.None && count > 0 {
		far = []data.Notice{{Severity: data.NoticeSeverityWarning, Text: i18n.T("notice.far_periods", "count", count).In(i18n.English)}}
	}
	want := map[cell]*float64{}
	for c, id := range rapid.SliceOfNDistinct(names, 1, 3, rapid.ID).Draw(t, "columns") {
		unit := rapid.SampledFrom(append(catalog.Units(), "")).Draw(t, "unit")
		r.Columns = append(r.Columns, answer.Column{ID: id, Title: i18n.Untranslated(rapid.String().Draw(t, "title")), Unit: unit, KPI: &catalog.KPI{ID: id}})
		r.Values = append(r.Values, make([][]*float64, len(r.Groups)))
		for g, group := range r.Groups {
			for b := range r.Buckets {
				value := rapid.Ptr(rapid.Float64(), true).Draw(t, "value")
				r.Values[c][g] = append(r.Values[c][g], value)
				of := map[string]string{}
				for i, id := range dimensions {
					of[id] = group.Labels[i]
				}
				at := ""
				if r.Grain != calendar.None {
					if !shown(starts[b]) {
						continue
					}
					at = starts[b].UTC().String()
				}
				want[cell{id, at, fmt.Sprintf("%q", of)}] = value
			}
		}
	}
	format := rapid.SampledFrom([]query.Format{"", query.TimeSeries, query.Table}).Draw(t, "format")
	currency := rapid.SampledFrom([]string{"", "EUR", "XTS"}).Draw(t, "currency")
	received := sent(t, frames.Of(r, frames.Options{Language: i18n.English, Currency: currency, Format: format}))
	require.Equal(t, far, received[0].Meta.Notices)
	got := map[cell]*float64{}
	for _, frame := range received {
		for row := range frame.Rows() {
			for _, field := range frame.Fields {
				if field.Type() != data.FieldTypeNullableFloat64 {
					continue
				}
				at, labels := whereIs(frame, row)
				for name, label := range field.Labels {
					labels[name] = label
				}
				c := cell{field.Name, at, fmt.Sprintf("%q", labels)}
				require.NotContains(t, got, c)
				got[c] = field.At(row).(*float64)
			}
		}
	}
	require.Len(t, got, len(want))
	for c, value := range want {
		require.Contains(t, got, c)
		requireSame(t, value, got[c])
	}
}

// whereIs tells a row's time, "" for none, and its labels.
func whereIs(frame *data.Frame, row int) (at string, labels map[string]string) {
	labels = map[string]string{}
	for _, field := range frame.Fields {
		switch v := field.At(row).(type) {
		case time.Time:
			at = v.UTC().String()
		case string:
			labels[field.Name] = v
		}
	}
	return at, labels
}

func requireSame(t require.TestingT, want, got *float64) {
	if want == nil || got == nil {
		require.Equal(t, want, got)
		return
	}
	require.Equal(t, math.Float64bits(*want), math.Float64bits(*got))
}

// sent are frames as Grafana receives them.
func sent(t require.TestingT, all data.Frames) data.Frames {
	require.NotEmpty(t, all)
	written, err := all.MarshalArrow()
	require.NoError(t, err)
	received, err := data.UnmarshalArrowFrames(written)
	require.NoError(t, err)
	return received
}

func requireRows(t *rapid.T) {
	kinds := []crm.Type{crm.Key, crm.String, crm.Money, crm.Currency, crm.Number, crm.Bool, crm.Time, crm.Date}
	values := map[crm.Type]*rapid.Generator[any]{
		crm.Money: rapid.Float64().AsAny(), crm.Number: rapid.Float64().AsAny(), crm.Bool: rapid.Bool().AsAny(), crm.Time: instant.AsAny(), crm.Date: instant.AsAny(),
	}
	table := &answer.Table{Title: i18n.Untranslated(rapid.String().Draw(t, "title"))}
	for range rapid.IntRange(0, 4).Draw(t, "columns") {
		table.Columns = append(table.Columns, answer.TableColumn{
			ID: rapid.SampledFrom([]string{"id", "url", "other"}).Draw(t, "id"), Title: i18n.Untranslated(rapid.String().Draw(t, "title")),
			Type: rapid.SampledFrom(kinds).Draw(t, "type"), Unit: rapid.SampledFrom(append(catalog.Units(), "")).Draw(t, "unit"),
		})
	}
	for range rapid.IntRange(0, 4).Draw(t, "rows") {
		row := make([]any, len(table.Columns))
		for i, c := range table.Columns {
			of, ok := values[c.Type]
			if !ok {
				of = rapid.String().AsAny()
			}
			row[i] = rapid.OneOf(of, rapid.Just[any](nil)).Draw(t, "cell")
		}
		table.Rows = append(table.Rows, row)
	}
	frame := sent(t, frames.OfTable(table, frames.Options{}))[0]
	require.Len(t, frame.Fields, len(table.Columns))
	for i, c := range table.Columns {
		field := frame.Fields[i]
		require.Equal(t, c.ID, field.Name)
		require.Equal(t, len(table.Rows), field.Len())
		for row := range table.Rows {
			want := table.Rows[row][i]
			at, isTime := want.(time.Time)
			switch {
			case want == nil, c.Type == crm.Time && !shown(at):
				require.True(t, field.NilAt(row))
				continue
			case c.Type == crm.Date:
				want = at.Format(time.DateOnly)
			}
			got, ok := field.ConcreteAt(row)
			require.True(t, ok)
			switch got := got.(type) {
			case float64:
				number := want.(float64)
				requireSame(t, &number, &got)
			case time.Time:
				require.True(t, isTime && at.Equal(got))
			default:
				require.Equal(t, want, got)
			}
		}
	}
}
