package detect

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// Preset is a preset whose tables are in a schema.
type Preset struct {
	ID         string // "" for the reference schema, which needs no mapping
	Title      i18n.Text
	Schema     string
	Confidence float64
	Reason     i18n.Text
	Entities   []string // those that can be read

	mapping crm.Mapping // without what cannot be read
}

// Name is the preset as the flag --preset takes it.
func (p Preset) Name() string {
	if p.ID == "" {
		return p.Schema
	}
	return p.ID + "=" + p.Schema
}

// nearly is the share of a preset's tables from which on it is worth saying which others are missing.
const nearly = 0.75

// presets recognises the presets, and the reference schema, in every schema.
func (r *Detection) presets(ctx context.Context, db *postgres.DB, tables []*table) error {
	schemas := map[string]map[string]bool{}
	for _, t := range tables {
		if schemas[t.Schema] == nil {
			schemas[t.Schema] = map[string]bool{}
		}
		schemas[t.Schema][t.Name] = true
	}
	for _, schema := range slices.Sorted(maps.Keys(schemas)) {
		there := schemas[schema]
		for _, p := range crm.Presets() {
			missing := slices.DeleteFunc(slices.Clone(p.Tables), func(name string) bool { return there[name] })
			found := len(p.Tables) - len(missing)
			switch {
			case len(missing) == 0:
				if err := r.recognise(ctx, db, p, schema, there); err != nil {
					return err
				}
			case float64(found) >= nearly*float64(len(p.Tables)):
				r.note("detect.nearly", "schema", schema, "title", p.Title, "preset", p.ID, "found", found, "tables", len(p.Tables), "missing", missing)
			}
		}
		r.reference(schema, there)
	}
	slices.SortStableFunc(r.Presets, func(a, b Preset) int { return cmp.Compare(b.Confidence, a.Confidence) })
	r.clashes()
	return nil
}

// recognise lets PostgreSQL plan what the preset reads: table names alone may be those of any system.
func (r *Detection) recognise(ctx context.Context, db *postgres.DB, p *crm.Preset, schema string, there map[string]bool) error {
	m := p.Mapping(r.model, schema, func(name string) bool { return there[name] })
	found, err := probe.Read(ctx, db, m)
	if err != nil {
		return err
	}
	wanted, readable := 0, 0
	for name, source := range m.Entities {
		wanted += len(source.Fields)
		readable += len(found.Mapping.Entities[name].Fields)
	}
	optional := 0
	for _, name := range p.Optional {
		if there[name] {
			optional++
		}
	}
	share := float64(readable) / float64(max(wanted, 1))
	reason := i18n.T("detect.preset", "tables", len(p.Tables), "optional", optional, "optional_tables", len(p.Optional), "readable", readable, "fields", wanted)
	reason = joined(reason, r.costs(m, found))
	if share*share >= Sure {
		if err := r.presetTenants(ctx, db, p, found.Mapping); err != nil {
			return err
		}
	}
	r.Presets = append(r.Presets, Preset{
		ID: p.ID, Title: p.Title, Schema: schema, Confidence: math.Round(100*share*share) / 100, Reason: reason,
		Entities: slices.Sorted(maps.Keys(found.Mapping.Entities)), mapping: m,
	})
	return nil
}

// manyMissing is how much of what a preset cannot read is named.
const manyMissing = 10

// costs says what of a preset cannot be read, by entity or entity.field, why, and which KPIs that costs. The rest stays as it is.
func (r *Detection) costs(m crm.Mapping, found *probe.Found) i18n.Text {
	missing := found.Names()
	if len(missing) == 0 {
		return i18n.Text{}
	}
	kpis := catalog.Over(r.model)
	whole, left := plan.New(kpis, m, plan.Settings{Calendar: utcCalendar}), plan.New(kpis, found.Mapping, plan.Settings{Calendar: utcCalendar})
	var lost []string
	for _, k := range kpis.KPIs() {
		if whole.Available(k) == nil && left.Available(k) != nil {
			lost = append(lost, k.ID)
		}
	}
	text := i18n.T("detect.preset_missing", "missing", atMost(missing, manyMissing))
	if len(lost) > 0 {
		text = i18n.T("detect.preset_lost", "missing", atMost(missing, manyMissing), "kpis", atMost(lost, manyMissing))
	}
	return joined(text, i18n.T("detect.for_example", "field", missing[0], "reason", said(found.Faults[missing[0]])))
}

// atMost are the first of several names.
func atMost(names []string, most int) []string {
	if len(names) > most {
		return append(slices.Clone(names[:most]), "…")
	}
	return names
}

// presetTenants says that the rows of several tenants are under a preset: which one to count, only a person knows.
func (r *Detection) presetTenants(ctx context.Context, db *postgres.DB, p *crm.Preset, m crm.Mapping) error {
	found, err := probe.Tenants(ctx, db, m)
	if err == nil && found != nil {
		r.note("detect.preset_tenants", "title", p.Title, "column", found.Other, "tenants", probe.Finding{Finding: *found}.Shown())
	}
	return err
}

// giver is the name of the recognised preset that gives an entity, of several the least sure; "" where none does.
func (r *Detection) giver(entity string) string {
	name := ""
	for _, p := range r.Presets {
		if p.Confidence >= Sure && slices.Contains(p.Entities, entity) {
			name = p.Name()
		}
	}
	return name
}

// own reports whether a table is one that a recognised preset reads, or of the reference schema.
func (r *Detection) own(t *table) bool {
	return slices.ContainsFunc(r.Presets, func(p Preset) bool { return p.Confidence >= Sure && p.reads(t.Table) })
}

// reads reports whether a table is one of the preset's.
func (p Preset) reads(t crm.Table) bool {
	if p.Schema != t.Schema {
		return false
	}
	preset, err := crm.PresetOf(p.ID)
	return err != nil || slices.Contains(preset.Tables, t.Name) || slices.Contains(preset.Optional, t.Name)
}

// beside reports whether a recognised preset's tables are in the schema of a table.
func (r *Detection) beside(t *table) bool {
	return slices.ContainsFunc(r.Presets, func(p Preset) bool { return p.Confidence >= Sure && p.Schema == t.Schema })
}

// reference recognises the schema that needs neither preset nor mapping.
func (r *Detection) reference(schema string, there map[string]bool) {
	if schema != "crm" {
		return
	}
	var have []string
	all := slices.Sorted(maps.Keys(crm.Reference().Entities))
	for _, name := range all {
		if there[name] {
			have = append(have, name)
		}
	}
	if share := float64(len(have)) / float64(len(all)); share >= nearly {
		r.Presets = append(r.Presets, Preset{
			Title: i18n.T("detect.reference"), Schema: schema, Confidence: math.Round(100*share) / 100, Entities: have,
			Reason: i18n.T("detect.reference_tables", "found", len(have), "tables", len(all)), mapping: r.referenceOf(have),
		})
	}
}

// referenceOf is the reference schema's mapping of the entities whose tables are there.
func (r *Detection) referenceOf(entities []string) crm.Mapping {
	m := crm.Reference()
	m.Model = r.model
	maps.DeleteFunc(m.Entities, func(name string, _ crm.Source) bool { return !slices.Contains(entities, name) })
	return m
}

// clashes says which entities two presets give: a person decides whose count.
func (r *Detection) clashes() {
	for i, p := range r.Presets {
		for _, q := range r.Presets[:i] {
			if p.ID == "" || q.ID == "" || p.Confidence < Sure || q.Confidence < Sure {
				continue
			}
			var both, except []string
			for _, entity := range p.Entities {
				if slices.Contains(q.Entities, entity) {
					both, except = append(both, entity), append(except, p.ID+"."+entity)
				}
			}
			if len(both) > 0 {
				flag := "--preset-except " + strings.Join(except, ",")
				r.note("detect.both_presets", "first", q.Name(), "second", p.Name(), "entities", both, "flag", flag)
			}
		}
	}
}
