package oracle

import "github.com/crmkpi/crm-datasource/pkg/calendar"

// The pipeline of a question is what is expected to close on a day of its range. A version of a deal is inside it, or not.

// days are the days of a range, the last of them not included.
type days struct{ from, to calendar.Date }

func (a *asking) days(r calendar.Range) days {
	return days{a.calendar.FirstDayAtOrAfter(r.From), a.calendar.FirstDayAtOrAfter(r.To)}
}

// inside tells whether a version is open and expected to close on one of the days.
func (v *version) inside(d days) bool {
	return v.open() && v.ExpectedCloseOn != nil && !v.ExpectedCloseOn.Before(d.from) && v.ExpectedCloseOn.Before(d.to)
}

// pipelineOf is a leaf of the versions inside, as long as they hold.
func pipelineOf(r calendar.Range) *leaf {
	return &leaf{"pipeline " + r.From.String() + r.To.String(), func(a *asking) (facts []fact) {
		expected := a.days(r)
		for _, v := range a.versions {
			if v.inside(expected) && (v.ValidTo == nil || v.ValidFrom.Before(*v.ValidTo)) {
				f := a.state(v, v.ValidFrom, v.ValidTo)
				f.money(a, v.Amount, v.Currency)
				facts = append(facts, f)
			}
		}
		return facts
	}}
}

// move is a version that enters or leaves the pipeline.
type move struct {
	*version
	kind string
}

// The kinds of moves.
var pipelineMoves = []string{"new", "resized", "pushed_in", "pushed_out", "won", "lost"}

func (m *move) dimension(id string) (value, bool) {
	if id == "pipeline_move" {
		return text(&m.kind)
	}
	return m.version.dimension(id)
}

// movesOf is a leaf of what changes the pipeline: a version adds its amount when it begins and takes it away when it ends, in
// the same rate both times.
func movesOf(r calendar.Range) *leaf {
	return &leaf{"moves " + r.From.String() + r.To.String(), func(a *asking) (facts []fact) {
		expected := a.days(r)
		for _, f := range pipelineOf(r).rows(a) {
			v := f.subject.(*version)
			f.subject, f.event = &move{v, v.entering(expected)}, instant
			facts = append(facts, f)
			if v.ValidTo != nil {
				f.subject, f.from, f.value = &move{v, v.leaving(expected)}, *v.ValidTo, -f.value
				facts = append(facts, f)
			}
		}
		return facts
	}}
}

func (v *version) entering(d days) string {
	switch {
	case !v.older.open():
		return "new"
	case v.older.inside(d):
		return "resized"
	default:
		return "pushed_in"
	}
}

func (v *version) leaving(d days) string {
	switch {
	case v.newer == nil:
		return "pushed_out"
	case !v.newer.open():
		return v.newer.Status
	case v.newer.inside(d):
		return "resized"
	default:
		return "pushed_out"
	}
}

// pipelineBefore is what the pipeline was worth just before the part began, or just before its end or now.
func (c *cell) pipelineBefore(end bool) *float64 {
	facts := c.asking.facts(pipelineOf(c.part.whole))
	if !c.part.begun || c.part.empty() {
		return nil
	}
	t := c.part.aims.From
	if end {
		t = c.part.instant
	}
	var found []fact
	for _, key := range c.keys {
		found = append(found, holding(facts[key], t)...)
	}
	c.touched = c.touched || len(found) > 0
	return c.total(found)
}
