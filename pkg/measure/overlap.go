package measure

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { timings.add("overlap", func() Timing { return &Overlap{} }) }

// Overlap spreads a sum over the time from Start (null for always) to End (exclusive, null for still): what counts is the part
// that falls into a bucket.
type Overlap struct {
	timing
	Start expression.Expression `yaml:"start"`
	End   expression.Expression `yaml:"end"`
	// ShareOf says what the common time is divided by: the row's own time, so that a budget is spread over its days, or that of
	// the bucket, so that a head counts by the part of the month it was there.
	ShareOf OverlapShare `yaml:"share_of"`
}

// OverlapShare is what the common time of a row and a bucket is a share of.
type OverlapShare string

// What the common time can be a share of.
const (
	OfRow    OverlapShare = "row"
	OfBucket OverlapShare = "bucket"
)

// Kind is a simple one.
func (*Overlap) Kind() string { return "" }

// Fields are the ends and the share.
func (o *Overlap) Fields() any { return o }

// Check wants both ends and a sum.
func (o *Overlap) Check(m *Measure) error {
	if o.Start.Empty() || o.End.Empty() {
		return in("overlap", fault.New("catalog.both_fields", "one", "start", "another", "end"))
	}
	if _, ok := m.Aggregation.(*Sum); !ok || o.ShareOf != OfRow && o.ShareOf != OfBucket {
		return fault.New("catalog.overlap_without_sum")
	}
	return m.needTime(false)
}

// Expressions are the ends.
func (o *Overlap) Expressions() []expression.Expression {
	return []expression.Expression{o.Start, o.End}
}

// AddsUpOverTime is true of what is spread, not of heads.
func (o *Overlap) AddsUpOverTime() bool { return o.ShareOf == OfRow }

// overlapShape is comparable.
type overlapShape struct {
	start, end string
	of         OverlapShare
}

// Shape is the ends and the share.
func (o *Overlap) Shape(*Measure) any {
	return overlapShape{o.Start.String(), o.End.String(), o.ShareOf}
}

// Axis is what has elapsed for heads, and whole windows for what is spread.
func (o *Overlap) Axis(s *axis.Set, from *axis.Axis) *axis.Axis {
	if o.ShareOf == OfBucket {
		return s.Elapsed(from)
	}
	return s.Whole(from)
}

// Windowed is nil: what counts is the part that falls into a window, whichever it is.
func (*Overlap) Windowed(*Measure) error { return nil }

// Explains is false: what an overlap looks at is more than a range of rows.
func (*Overlap) Explains() bool { return false }

// Read adds up the parts that fall into the windows.
func (o *Overlap) Read(r *Reading) (Run, error) {
	windows := r.windows()
	if len(windows) == 0 {
		return Run{}, nil
	}
	aggregates, err := r.aggregates()
	if err != nil {
		return Run{}, err
	}
	overlaps := o.overlaps(r.first().Measure, windows)
	overlaps.Scope, overlaps.Aggregates = r.Scope, aggregates
	statement, err := overlaps.Statement(r.Context)
	places := axis.Places(r.Layouts)
	return Run{Parts: []Part{{statement, rows(len(r.Scope.Keys), width(aggregates), AnyMoney(aggregates), func(c cells) {
		r.put(c.keys, c.taken(aggregates), places[windows[c.bucket]])
	})}}}, err
}

// overlaps is the shape in windows.
func (o *Overlap) overlaps(m *Measure, windows []calendar.Range) sqlgen.Overlaps {
	over := sqlgen.Overlaps{Start: o.Start, End: o.End, Type: crm.Time, OfRow: o.ShareOf == OfRow, Windows: windows}
	if f, err := m.model.Resolve(m.Entity, o.Start.Paths()[0]); err == nil {
		over.Type = f.Type
	}
	return over
}

// Records keeps the rows that have time in common with the window.
func (o *Overlap) Records(m *Measure, l *axis.Layout, _ time.Time, _ sqlgen.Context, into *sqlgen.Records) bool {
	over := o.overlaps(m, l.Windows[:1])
	into.Range, into.RatedAt, into.Overlap = l.Windows[0], m.RatedAt, &over
	return true
}

// Text tells the ends and the share.
func (o *Overlap) Text(*Measure) (what, when i18n.Text) {
	return none, i18n.T("catalog.measure_overlap", "start", o.Start, "end", o.End, "of", o.ShareOf)
}

// Words tell the ends and the share.
func (o *Overlap) Words(*Measure) (what, when i18n.Text) {
	return none, i18n.T("kind.overlap_of_"+string(o.ShareOf), "start", o.Start, "end", o.End)
}

// Times are the ends.
func (o *Overlap) Times(*Measure) []expression.Expression { return o.Expressions() }
