package query

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// MaxTop bounds the groups that a limit may keep, MaxKPIs and MaxGroupBy the columns of one question.
const (
	MaxTop     = 1000
	MaxKPIs    = 50
	MaxGroupBy = 6
)

// Parse reads a question's JSON, migrates it to [CurrentVersion], fills in the defaults and validates it. Fields that are
// not the question's own (Grafana adds refId, datasource and others) are ignored.
func Parse(text []byte) (Question, error) {
	var q Question
	if err := json.Unmarshal(text, &q); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return q, fmt.Errorf("the question's field %q must be a %s, not a %s", wrong.Field, wrong.Type, wrong.Value)
		}
		return q, fmt.Errorf("the question is not valid JSON: %w", err)
	}
	if q.Version > CurrentVersion {
		return q, fmt.Errorf("the question has version %d, but this plugin knows versions up to %d; update the plugin", q.Version, CurrentVersion)
	}
	q.Version = CurrentVersion // version 0 is a question written by hand without one; it has the shape of version 1
	q = q.WithDefaults()
	return q, q.Validate()
}

// WithDefaults fills in what a question leaves open.
func (q Question) WithDefaults() Question {
	if q.Type == "" {
		q.Type = KPI
	}
	if q.Type == Check && q.About == "" {
		q.About = Entities
	}
	if q.Grain == "" {
		q.Grain = Auto
		if q.Format == Table {
			q.Grain = calendar.None
		}
	}
	if q.Compare != "" && len(q.CompareAs) == 0 {
		q.CompareAs = []CompareAs{AsValue}
	}
	if q.Limit != nil && q.Limit.By == "" && len(q.KPIs) > 0 {
		limit := *q.Limit
		limit.By = q.KPIs[0]
		q.Limit = &limit
	}
	return q
}

// Validate checks what can be checked without the catalogue; the error says what would be right.
func (q Question) Validate() error {
	switch q.Type {
	case KPI:
		if err := q.validateKPI(); err != nil {
			return err
		}
	case Records:
		if q.Entity == "" && len(q.KPIs) == 0 {
			return errors.New("a records question names neither an entity nor a KPI; set `entity`, as in deals, or `kpis`")
		}
	case Values:
		if q.Dimension == "" {
			return errors.New("a values question names no dimension; set `dimension`, as in region")
		}
	case Explain:
		if len(q.KPIs) != 1 {
			return fmt.Errorf("an explain question names %d KPIs; name exactly one in `kpis`, as in [\"revenue\"]", len(q.KPIs))
		}
	case Annotations:
		if err := q.validateEvents(); err != nil {
			return err
		}
	case Agenda, Timeline:
	case Check:
		if !slices.Contains(abouts, q.About) {
			return fmt.Errorf("a check cannot be about %q; it can be about %s", q.About, join(abouts))
		}
	default:
		return fmt.Errorf("there is no query type %q; the types are %s", q.Type, join(types))
	}
	for _, f := range q.Filters {
		if err := f.Validate(); err != nil {
			return err
		}
	}
	if q.Rows < 0 {
		return fmt.Errorf("rows is %d; give a positive number, or 0 for the default", q.Rows)
	}
	return nil
}

func (q Question) validateEvents() error {
	for i, event := range q.Events {
		if !slices.Contains(Events(), event) {
			return fmt.Errorf("there are no events %q to annotate; the events are %s", event, join(Events()))
		}
		if slices.Contains(q.Events[:i], event) {
			return fmt.Errorf("%q stands twice in events; name it once", event)
		}
	}
	return nil
}

func (q Question) validateKPI() error {
	switch {
	case len(q.KPIs) == 0:
		return errors.New("the question names no KPI; set `kpis`, as in [\"revenue\"]")
	case len(q.KPIs) > MaxKPIs:
		return fmt.Errorf("%d KPIs are too many for one question, at most %d; split it", len(q.KPIs), MaxKPIs)
	case len(q.GroupBy) > MaxGroupBy:
		return fmt.Errorf("%d dimensions are too many to group by, at most %d", len(q.GroupBy), MaxGroupBy)
	}
	for list, items := range map[string][]string{"kpis": q.KPIs, "groupBy": q.GroupBy} {
		for i, item := range items {
			if slices.Contains(items[:i], item) {
				return fmt.Errorf("%q stands twice in %s; name it once", item, list)
			}
		}
	}
	if q.Grain != Auto {
		if _, err := calendar.ParseGrain(string(q.Grain)); err != nil {
			return fmt.Errorf("%w, or auto", err)
		}
	}
	if q.Compare != "" && q.Compare != PreviousPeriod && q.Compare != PreviousYear {
		return fmt.Errorf("there is no comparison %q; the comparisons are previous_period and previous_year", q.Compare)
	}
	for _, as := range q.CompareAs {
		if as != AsValue && as != AsDifference && as != AsRatio {
			return fmt.Errorf("a comparison cannot be shown as %q; it can be shown as value, difference, ratio", as)
		}
	}
	if q.Transform != "" && q.Transform != RunningTotal {
		return fmt.Errorf("there is no transform %q; the only one is %s", q.Transform, RunningTotal)
	}
	if q.Format != "" && q.Format != TimeSeries && q.Format != Table {
		return fmt.Errorf("there is no format %q; the formats are timeseries and table", q.Format)
	}
	return q.validateLimit()
}

func (q Question) validateLimit() error {
	switch l := q.Limit; {
	case l == nil:
		return nil
	case len(q.GroupBy) == 0:
		return errors.New("a limit needs groups; set `groupBy`, or remove the limit")
	case l.Top < 1 || l.Top > MaxTop:
		return fmt.Errorf("limit.top is %d; give a number from 1 to %d", l.Top, MaxTop)
	case !slices.Contains(q.KPIs, l.By):
		return fmt.Errorf("limit.by names %q, which is not a KPI of the question; it has %s", l.By, join(q.KPIs))
	}
	return nil
}
