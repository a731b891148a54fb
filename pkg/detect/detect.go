// Package detect looks at a database that was not made for this project and says what of the canonical model it may hold: the
// presets whose tables are there, and for other schemas a table for each entity and a column for each field. It only reads, and
// what it says is a proposal for a person to confirm.
package detect

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	Notes       []i18n.Text

	model *crm.Model
}

// Read looks at a database for what of a model it may hold, which is one that has all of the canonical one. Its error is trouble with
// the connection.
func Read(ctx context.Context, db *postgres.DB, model *crm.Model) (*Detection, error) {
	tables, err := catalogue(ctx, db)
	if err != nil {
		return nil, err
	}
	r := &Detection{Tables: len(tables), model: model}
	if len(tables) == 0 {
		r.note("The database has no tables; name the one that holds the company's data at the end of the connection string",
			"В базе нет таблиц; укажите в конце строки подключения базу с данными компании")
		return r, nil
	}
	if err := r.presets(ctx, db, tables); err != nil {
		return nil, err
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
		r.note(fmt.Sprintf("This role may not read %d of the %d tables, which were left aside; to have them looked at, grant usage on their schema and select on them", hidden, len(tables)),
			fmt.Sprintf("Этой роли нельзя читать таблиц: %d из %d; они не рассмотрены. Чтобы их рассмотреть, дайте право usage на схему и select на таблицы", hidden, len(tables)))
	}
	if err := r.suggest(ctx, db, unknown); err != nil {
		return nil, err
	}
	r.leaveToPresets()
	if err := r.tryOut(ctx, db); err != nil {
		return nil, err
	}
	if len(r.Suggestions) == 0 && len(r.Presets) == 0 {
		r.note("No table looks like one of a CRM; map the tables by hand, to the entities and fields of pkg/crm/model.yaml",
			"Ни одна таблица не похожа на таблицу CRM; сопоставьте таблицы вручную с сущностями и полями из pkg/crm/model.yaml")
	}
	return r, nil
}

func (r *Detection) note(en, ru string) { r.Notes = append(r.Notes, i18n.Text{En: en, Ru: ru}) }

// leaveToPresets marks suggestions for entities that a recognised preset gives: a mapping would replace the preset's.
func (r *Detection) leaveToPresets() {
	for i := range r.Suggestions {
		r.Suggestions[i].Given = r.giver(r.Suggestions[i].Entity)
	}
}

// tryOut lets PostgreSQL plan what is proposed, and takes out of it what fails.
func (r *Detection) tryOut(ctx context.Context, db *postgres.DB) error {
	for {
		m := r.mapping()
		if len(m.Entities) == 0 {
			return nil
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

// mapping is what is proposed.
func (r *Detection) mapping() crm.Mapping {
	m := crm.Mapping{Model: r.model, Entities: map[string]crm.Source{}}
	for _, s := range r.Suggestions {
		if !s.Sure() {
			continue
		}
		m.Entities[s.Entity] = s.source()
	}
	return m
}

// refusedFor says why a field cannot be used.
func refusedFor(fault error) i18n.Text {
	if m, ok := errors.AsType[*probe.Misfit](fault); ok {
		return m.Text()
	}
	why := said(fault)
	return i18n.Text{En: "PostgreSQL says: " + why, Ru: "PostgreSQL сообщает: " + why}
}

func said(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// joined puts parts of a reason together.
func joined(parts ...i18n.Text) i18n.Text {
	var en, ru []string
	for _, p := range parts {
		if p.En != "" {
			en, ru = append(en, p.En), append(ru, p.In(i18n.Russian))
		}
	}
	return i18n.Text{En: strings.Join(en, "; "), Ru: strings.Join(ru, "; ")}
}
