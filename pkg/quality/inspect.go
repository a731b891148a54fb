// Package quality finds out what the rows of a company's database are like: how many there are, how fresh and how usable, and what
// is wrong with them.
package quality

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// MaxExamples is how many examples a finding names.
const MaxExamples = 5

// Finding is something wrong with the data: how many rows, and some of what shows it.
type Finding struct {
	Kind     sqlgen.FlawKind
	Entity   string
	Field    string
	Other    string // the field or entity that Field is at odds with; "" where there is none
	Count    float64
	Examples []Example
	More     bool // there are other examples
}

// The findings that are about people or teams rather than rows.
const (
	SalesWithoutTarget sqlgen.FlawKind = "sales_without_target"
	TargetWithoutSales sqlgen.FlawKind = "target_without_sales"
	UnknownMetric      sqlgen.FlawKind = "unknown_metric"    // a target is for what is no KPI
	PercentForShare    sqlgen.FlawKind = "percent_for_share" // a target is 80 where 0.8 is meant
)

// Example shows a finding.
type Example struct {
	Value *string // nil for a missing value
	Day   string  // the first one, where that matters
}

// Inspection is what the rows of an entity look like.
type Inspection struct {
	Rows, Usable float64
	Newest       *time.Time // change; nil where no time is mapped or there are no rows
	Findings     []Finding  // nil unless they were asked for
}

// Inspect reads the rows of an entity once and, where findings are asked for, once more for the examples of each. texts are its
// numbers whose SQL has the type of a text.
func Inspect(ctx context.Context, b *plan.Business, db *postgres.DB, entity string, now time.Time, findings bool, texts []string) (*Inspection, error) {
	i := &Inspection{}
	request := lastYear(now)
	err := exec.Snapshot(ctx, db, func(r *exec.Reader) error {
		profile := b.Profile(entity, true)
		if findings {
			var err error
			if profile.Flaws, err = flaws(b, profile, texts); err != nil {
				return err
			}
			if profile.Read, err = converted(b, entity); err != nil {
				return err
			}
		}
		found, err := r.Profile(ctx, b, profile, request)
		if err != nil {
			return err
		}
		i.Rows, i.Usable, i.Newest = found.Counts[catalog.Rows], found.Counts[catalog.UsableRows], found.Newest
		for n, flaw := range profile.Flaws {
			if found.Flaws[n] == 0 || flaw.Kind == sqlgen.NeverOccurs {
				continue
			}
			f := Finding{Kind: flaw.Kind, Entity: entity, Field: flaw.Field, Other: flaw.Other, Count: found.Flaws[n]}
			s, err := sqlgen.Examples{Profile: profile, Flaw: flaw, Limit: MaxExamples + 1}.Statement(b.Context(request))
			if err != nil {
				return err
			}
			if err := r.Read(ctx, s, f.example); err != nil {
				return err
			}
			i.Findings = append(i.Findings, f)
		}
		i.Findings = append(i.Findings, unused(entity, profile.Flaws, found.Flaws, i.Rows)...)
		return nil
	})
	return i, err
}

// lastYear is the request of what looks at the data as they are: over the 12 months up to now.
func lastYear(now time.Time) plan.Request {
	return plan.Request{Now: now, Range: calendar.Range{From: now.AddDate(-1, 0, 0), To: now}}.Exact()
}

// flaws are those that the rows of an entity may have under the mapping.
func flaws(b *plan.Business, r sqlgen.Profile, texts []string) ([]sqlgen.Flaw, error) {
	e, err := b.Mapping.Model.Entity(r.Entity)
	if err != nil {
		return nil, err
	}
	var flaws []sqlgen.Flaw
	if r.Entity == "currency_rates" && !slices.Contains(texts, "rate") && available(b, r.Entity, "currency", "valid_on", "rate") {
		return []sqlgen.Flaw{{Kind: sqlgen.UnusableRate, Field: "rate"}}, nil // whatever a row lacks
	}
	for _, name := range e.Fields() {
		f, _ := e.Field(name)
		if !f.As.Empty() || !b.Mapping.Has(r.Entity, name) {
			continue
		}
		if f.To != "" && b.Mapping.Available(r.Entity, name+".id") == nil {
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.OrphanKey, Field: name, Other: f.To})
		}
		if f.Type == crm.Number || f.Type == crm.Money {
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.NoNumber, Field: name})
		}
		if f.Words.Fixed() {
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.UnmappedWord, Field: name})
			for _, word := range asked(b, r.Entity, name, f.Words.Allowed) {
				flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.NeverOccurs, Field: name, Word: word})
			}
		}
		switch {
		case name == "id" && b.Mapping.MayBeBlank(r.Entity, f):
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.BlankKey, Field: name})
		case r.Entity == "targets" && name == "period_start" && available(b, r.Entity, "period_end"):
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.Periodless, Field: name, Other: "period_end"})
		case name == r.Began, name == e.PartOf, name == "amount" && f.Type == crm.Money, r.Entity == "targets" && name == "value", r.Entity == "campaigns" && name == "budget":
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.Missing, Field: name})
		case name == "probability" && !slices.Contains(texts, name):
			flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.Improbable, Field: name})
		}
	}
	for _, span := range r.Spans {
		flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.Negative, Field: span[1], Other: span[0]})
	}
	if r.Rated != "" {
		flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.UnknownRate, Field: "currency", Other: r.Rated})
	}
	for _, name := range texts {
		flaws = append(flaws, sqlgen.Flaw{Kind: sqlgen.TextNumber, Field: name})
	}
	return flaws, nil
}

// available reports whether an entity has all of some fields under the mapping.
func available(b *plan.Business, entity string, fields ...string) bool {
	return !slices.ContainsFunc(fields, func(field string) bool { return b.Mapping.Available(entity, field) != nil })
}

// example reads an example of the finding.
func (f *Finding) example(row measure.Row) error {
	var value, day *string
	var rows float64
	if err := row.Scan(&value, &rows, &day); err != nil {
		return err
	}
	if value == nil && slices.Contains([]sqlgen.FlawKind{sqlgen.Negative, sqlgen.Missing, sqlgen.NoNumber, sqlgen.Periodless}, f.Kind) {
		return nil // rows without a key cannot be named
	}
	x := Example{Value: value}
	if day != nil {
		x.Day = *day
	}
	f.add(x)
	return nil
}

// add adds an example, unless there are enough.
func (f *Finding) add(x Example) {
	if f.More = len(f.Examples) == MaxExamples; !f.More {
		f.Examples = append(f.Examples, x)
	}
}
