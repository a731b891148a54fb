package oracle

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// part is the stretch of time of a bucket for a KPI, of the period that it is compared with unless compare is "".
func (a *asking) part(k kpi, b calendar.Bucket, compare query.Compare) part {
	p := part{
		span: b.Range, aims: b.Range, whole: a.whole, begun: b.Range.From.Before(a.now), total: a.question.Grain == calendar.None || a.ranking,
		instant: first(b.Range.To, a.now),
	}
	if a.question.Transform == query.RunningTotal && !a.ranking {
		p.span.From, p.aims.From = a.whole.From, a.whole.From
	}
	p.ahead, p.horizon = a.ahead(k, p.aims)
	p.elapsed = calendar.Range{From: p.span.From, To: first(b.Range.To, a.now)}
	if compare != "" {
		p = a.before(p, a.shift(compare))
		if k.reach != "" {
			p.ahead = a.from(p.aims, a.now)
		}
	}
	return a.windowed(p)
}

// before moves a part back. Equal parts are compared: what has elapsed of the bucket.
func (a *asking) before(p part, shift calendar.Shift) part {
	p.horizon = 0
	if p.begun {
		p.span = p.elapsed
	}
	back := func(t time.Time) time.Time { return a.calendar.Back(t, shift) }
	both := func(r calendar.Range) calendar.Range { return calendar.Range{From: back(r.From), To: back(r.To)} }
	p.span, p.aims, p.whole, p.elapsed, p.instant = both(p.span), both(p.aims), both(p.whole), both(p.elapsed), back(p.instant)
	return p
}

// ahead is the part of a bucket that lies ahead of now. Over a range that has passed, it is the horizon instead.
func (a *asking) ahead(k kpi, r calendar.Range) (*calendar.Range, time.Duration) {
	within := func(horizon time.Duration) (*calendar.Range, time.Duration) {
		return &calendar.Range{From: a.now, To: a.now.Add(horizon)}, horizon
	}
	switch horizon := a.parameter("horizon", ""); {
	case k.reach == "":
		return nil, 0
	case horizon != "":
		return within(length(horizon))
	case !a.whole.To.After(a.now):
		if a.question.Grain != calendar.None {
			return nil, 0
		}
		return within(length(k.reach))
	default:
		return a.from(r, a.now), 0
	}
}

// from is the part of a range from an instant on, nil for none.
func (a *asking) from(r calendar.Range, t time.Time) *calendar.Range {
	if !t.Before(r.To) {
		return nil
	}
	if r.From.Before(t) {
		r.From = t
	}
	return &r
}

func (a *asking) shift(compare query.Compare) calendar.Shift {
	if compare == query.PreviousYear {
		return a.calendar.PreviousYear(a.question.Grain)
	}
	return a.calendar.Previous(a.whole)
}

func first(s, t time.Time) time.Time {
	if s.Before(t) {
		return s
	}
	return t
}
