// Package detect looks at a database that was not made for this project and says what of the canonical model it may hold: the
// presets whose tables are there, and for other schemas a table for each entity and a column for each field. It only reads, and
// what it says is a proposal for a person to confirm.
package detect

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// Sure is the confidence from which on a suggestion takes part in the proposed mapping; below, it is only told.
const Sure = 0.5

// Report is what was found.
type Report struct {
	Tables      int // of the database, all schemas
	Presets     []Preset
	Suggestions []Suggestion
	Notes       []i18n.Text
}

// Suggestion is a table for an entity.
type Suggestion struct {
	Entity     string
	Table      crm.Table
	Confidence float64 // 0 to 1
	Reason     i18n.Text
	Given      string // the preset that gives the entity already; "" for none
	Fields     []Field
}

// Field is SQL for a field of an entity; the table's alias in it is t.
type Field struct {
	Name, SQL  string
	Confidence float64
	Reason     i18n.Text
}

// Sure reports whether the suggestion takes part in the proposed mapping.
func (s Suggestion) Sure() bool {
	return s.Given == "" && s.Confidence >= Sure && slices.ContainsFunc(s.Fields, Field.Sure)
}

// Sure reports whether the field takes part in the proposed mapping where its entity does.
func (f Field) Sure() bool { return f.Confidence >= Sure }

// From is the suggestion's table as SQL.
func (s Suggestion) From() string {
	return quoted(s.Table.Schema) + "." + quoted(s.Table.Name) + " as t"
}

// Read looks at a database.
func Read(ctx context.Context, db *postgres.DB) (*Report, error) {
	tables, err := catalogue(ctx, db)
	if err != nil {
		return nil, err
	}
	r := &Report{Tables: len(tables)}
	if len(tables) == 0 {
		r.note("The database has no tables; name the one that holds the company's data at the end of the connection string",
			"В базе нет таблиц; укажите в конце строки подключения базу с данными компании")
		return r, nil
	}
	if err := r.presets(ctx, db, tables); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, p := range r.Presets {
		known[p.Schema] = known[p.Schema] || p.Confidence >= Sure
	}
	var unknown []*table
	hidden := 0
	for _, t := range tables {
		switch {
		case !t.readable():
			hidden++
		case !known[t.Schema]:
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

func (r *Report) note(en, ru string) { r.Notes = append(r.Notes, i18n.Text{En: en, Ru: ru}) }

// leaveToPresets marks suggestions for entities that a recognised preset gives: a mapping would replace the preset's.
func (r *Report) leaveToPresets() {
	for i := range r.Suggestions {
		for _, p := range r.Presets {
			if p.Confidence >= Sure && slices.Contains(p.Entities, r.Suggestions[i].Entity) {
				r.Suggestions[i].Given = p.Name()
			}
		}
	}
}

// tryOut lets PostgreSQL plan what is proposed, and takes out of it what fails.
func (r *Report) tryOut(ctx context.Context, db *postgres.DB) error {
	m := r.mapping()
	if len(m.Entities) == 0 {
		return nil
	}
	found, err := probe.Read(ctx, db, m)
	if err != nil {
		return err
	}
	for _, name := range found.Names() {
		entity, field, _ := strings.Cut(name, ".")
		why := said(found.Faults[name])
		refused := i18n.Text{En: "PostgreSQL says: " + why, Ru: "PostgreSQL сообщает: " + why}
		for i, s := range r.Suggestions {
			if s.Entity != entity {
				continue
			}
			if field == "" {
				r.Suggestions[i].Confidence, r.Suggestions[i].Reason = min(s.Confidence, 0.3), joined(s.Reason, refused)
			}
			for j, f := range s.Fields {
				if f.Name == field {
					s.Fields[j].Confidence, s.Fields[j].Reason = min(f.Confidence, 0.3), joined(f.Reason, refused)
				}
			}
		}
	}
	return nil
}

// mapping is what is proposed.
func (r *Report) mapping() crm.Mapping {
	m := crm.Mapping{Entities: map[string]crm.Source{}}
	for _, s := range r.Suggestions {
		if !s.Sure() {
			continue
		}
		source := crm.Source{From: s.From(), Fields: map[string]string{}}
		for _, f := range s.Fields {
			if f.Sure() {
				source.Fields[f.Name] = f.SQL
			}
		}
		m.Entities[s.Entity] = source
	}
	return m
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

// suggest finds the likeliest table of each entity, then the columns of its fields.
func (r *Report) suggest(ctx context.Context, db *postgres.DB, tables []*table) error {
	chosen := map[string]*candidate{}
	for _, entity := range slices.Sorted(maps.Keys(names().Entities)) {
		if c := likeliest(entity, tables); c != nil {
			chosen[entity] = c
		}
	}
	for _, entity := range slices.Sorted(maps.Keys(chosen)) {
		c := chosen[entity]
		fault, err := c.table.look(ctx, db)
		if err != nil {
			return err
		}
		if fault != nil {
			r.note(fmt.Sprintf("No rows of %s.%s were looked at: %s", c.table.Schema, c.table.Name, said(fault)),
				fmt.Sprintf("Строки %s.%s не просмотрены: %s", c.table.Schema, c.table.Name, said(fault)))
		}
		r.Suggestions = append(r.Suggestions, Suggestion{
			Entity: entity, Table: c.table.Table, Confidence: c.confidence, Reason: c.reason(), Fields: c.fields(chosen),
		})
	}
	addOrderAmount(r.Suggestions, tables)
	return nil
}
