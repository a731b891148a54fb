// Package detect looks at a database that was not made for this project and says what of the canonical model it may hold: the
// presets whose tables are there, and for other schemas a table for each entity and a column for each field. It only reads, and
// what it says is a proposal for a person to confirm.
package detect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// Detection is what was found.
type Detection struct {
	Tables      int // of the database, all schemas
	Presets     []Preset
	Suggestions []Suggestion
	Numbers     []Number // the first that it would show
	Notes       []i18n.Text

	model    *crm.Model
	until    time.Time // from then on no rows are looked at; zero for no end
	end      time.Time // from then on no numbers are computed; zero for no end
	unlooked []string  // tables whose rows were not, for lack of time
}

// Read looks at a database for what of a model it may hold, which is one that has all of the canonical one. Its error is trouble with
// the connection.
func Read(ctx context.Context, db *postgres.DB, model *crm.Model) (*Detection, error) {
	return Within(ctx, db, model, 0)
}

// lookShare is the part of the budget in which rows are looked at; what is left is for the first numbers.
const lookShare = 0.6

// Within is [Read] that looks at rows for as long as the budget lasts, and says of which tables, and numbers, it did not; 0 is without end.
func Within(ctx context.Context, db *postgres.DB, model *crm.Model, budget time.Duration) (*Detection, error) {
	r := &Detection{model: model}
	if budget > 0 {
		now := time.Now()
		r.until, r.end = now.Add(time.Duration(lookShare*float64(budget))), now.Add(budget)
	}
	if err := r.read(ctx, db); err != nil {
		return nil, err
	}
	if len(r.unlooked) > 0 {
		r.note("detect.no_time", "budget", budget, "tables", r.unlooked)
	}
	return r, nil
}

func (r *Detection) read(ctx context.Context, db *postgres.DB) error {
	tables, err := catalogue(ctx, db)
	if err != nil {
		return err
	}
	if r.Tables = len(tables); r.Tables == 0 {
		r.note("detect.no_tables")
		return nil
	}
	if err := r.presets(ctx, db, tables); err != nil {
		return err
	}
	var unknown []*table
	hidden := 0
	for _, t := range tables {
		switch {
		case !t.readable():
			hidden++
		case !r.own(t):
			unknown = append(unknown, t)
		}
	}
	if hidden > 0 {
		r.note("detect.hidden_tables", "hidden", hidden, "tables", len(tables))
	}
	if err := r.suggest(ctx, db, unknown); err != nil {
		return err
	}
	r.leaveToPresets()
	if err := r.tryOut(ctx, db); err != nil {
		return err
	}
	if err := r.numbers(ctx, db); err != nil {
		return err
	}
	if len(r.Suggestions) == 0 && len(r.Presets) == 0 {
		r.note("detect.no_crm")
	}
	return nil
}

func (r *Detection) note(id string, arguments ...any) {
	r.Notes = append(r.Notes, i18n.T(id, arguments...))
}

// leaveToPresets marks suggestions for entities that a recognised preset gives: a mapping would replace the preset's.
func (r *Detection) leaveToPresets() {
	for i := range r.Suggestions {
		r.Suggestions[i].Given = r.giver(r.Suggestions[i].Entity)
	}
}

// tryOut lets PostgreSQL plan what is proposed, and takes out of it what fails.
func (r *Detection) tryOut(ctx context.Context, db *postgres.DB) error {
	for {
		m, err := r.mapping()
		if err != nil || len(m.Entities) == 0 {
			return err
		}
		found, err := probe.Read(ctx, db, m)
		if err != nil {
			return err
		}
		if len(found.Faults) == 0 {
			return nil
		}
		for _, name := range found.Names() {
			entity, field, _ := strings.Cut(name, ".")
			refused := refusedFor(found.Faults[name])
			for i := range r.Suggestions {
				if r.Suggestions[i].Entity == entity {
					r.Suggestions[i].refuse(field, refused)
				}
			}
		}
	}
}

// mapping is what is proposed, read as a person's mapping is. Its error is a defect.
func (r *Detection) mapping() (crm.Mapping, error) {
	m, err := crm.Setup{Model: r.model, Own: r.YAML(i18n.English)}.Mapping(nil)
	if err != nil {
		return m, fmt.Errorf("what is proposed is no mapping: %w", err)
	}
	return m, nil
}

// refusedFor says why a field cannot be used.
func refusedFor(fault error) i18n.Text {
	if m, ok := errors.AsType[*probe.Misfit](fault); ok {
		return m.Text()
	}
	return i18n.T("detect.database_says", "reason", said(fault))
}

// said is an error on one line.
func said(err error) i18n.Text {
	line := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	text := i18n.Of(err)
	return i18n.Each(func(l i18n.Language) string { return line(text.In(l)) })
}

// joined puts parts of a reason together.
func joined(parts ...i18n.Text) i18n.Text {
	return i18n.Join("; ", parts...)
}
