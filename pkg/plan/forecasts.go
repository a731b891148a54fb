package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// forecastColumn is where a frozen forecast finds its value among [sqlgen.ForecastColumns].
var forecastColumn = map[catalog.FrozenForecast]int{catalog.ForecastAmount: 0, catalog.ForecastActual: 1, catalog.ForecastError: 2}

// forecastDimensions are those that a forecast shares with the deals that came of it: those of its rep.
var forecastDimensions = []string{"rep", "team", "manager"}

// frozenFields are the fields that tell when a forecast was frozen, by the entity it is found in.
var frozenFields = map[string][]string{
	"forecast_submissions": {"owner", "category", "period_start", "period_end", "submitted_at"},
	"deal_history":         {"owner", "valid_from", "valid_to"},
}

// frozen reports whether a KPI compares frozen forecasts with deals.
func frozen(k *catalog.KPI) bool {
	for _, m := range k.Measures() {
		if m.Frozen != "" {
			return true
		}
	}
	return false
}

// readForecasts answers measures of forecasts that were frozen when their periods began.
func (p *planner) readForecasts(ctx context.Context, b batch, except [][]string) error {
	for _, windows := range disjoint(windowsOf(b)) {
		if err := p.readForecastsDuring(ctx, b, windows, except); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) readForecastsDuring(ctx context.Context, b batch, windows []calendar.Range, except [][]string) error {
	first := b[0].measure
	scope, err := p.scope(first.Entity, except)
	if err != nil {
		return err
	}
	f := sqlgen.Forecasts{Scope: scope, Windows: windows, Amount: first.Sum, Currency: p.currency(first)}
	if p.mapping.Available("deals", "currency") == nil {
		f.Actual = "currency"
	}
	if first.Entity == "deal_history" {
		f.Months = p.months(windows)
	}
	f.Keys = keysUnless(except, f.Keys, &f.Scope)
	c, err := p.context(b[0].arguments, b[0].axis)
	if err != nil || f.Empty(c) {
		return err
	}
	s, err := f.Statement(c)
	if err != nil {
		return err
	}
	places, window := placesOf(b), f.Numbering(c)
	return p.read(ctx, s, 2*len(f.Keys), len(sqlgen.ForecastColumns), true, func(r row) error {
		i := window(r.bucket)
		if i < 0 {
			return nil
		}
		for _, at := range places[windows[i]] {
			group := p.group(r.keys, except != nil, at.axis)
			for _, l := range b {
				if l.axis == at.axis {
					p.leaves.set(l, group, at.index, r.values[forecastColumn[l.measure.Frozen]])
				}
			}
		}
		return nil
	})
}

// months returns the months that begin in some window and have ended by now: the periods of a company without submissions.
func (p *planner) months(windows []calendar.Range) [][2]calendar.Date {
	months := [][2]calendar.Date{}
	cal := p.settings.Calendar
	for at := cal.Floor(windows[0].From, calendar.Month); at.Before(windows[len(windows)-1].To); {
		next := cal.Next(at, calendar.Month)
		if !next.After(p.request.Now) && !at.Before(windows[0].From) {
			months = append(months, [2]calendar.Date{cal.Date(at), cal.Date(next)})
		}
		at = next
	}
	return months
}
