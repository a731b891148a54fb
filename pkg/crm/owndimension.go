package crm

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// ownDimension is a dimension that a mapping derives from fields of an entity: exactly one of the ways to do so is given.
type ownDimension struct {
	Title  ownTitle `yaml:"title"`
	Entity string   `yaml:"entity"`

	Weekday string `yaml:"weekday"` // of a time, as the others below
	Month   string `yaml:"month_of_year"`
	Hour    string `yaml:"hour_of_day"`
	Quarter string `yaml:"quarter_of_year"`
	Day     string `yaml:"day_of_month"`

	Flag    string `yaml:"flag"`    // whether a condition holds
	Buckets string `yaml:"buckets"` // of a number
	Age     string `yaml:"age"`     // the days since a time
	Until   string `yaml:"until"`   // another one, up to which they are counted instead of now
	// At are the bounds of buckets and of ages, each the least value of the bucket above it.
	At     []string  `yaml:"at"`
	Labels ownLabels `yaml:"labels"`
}

// derivation is how a dimension is computed, and the values that it has.
type derivation struct {
	as       string // an expression over the entity's fields
	labels   []Label
	weekdays bool    // as of [Dimension]
	amount   *Amount // as of [Field]
}

// dimensions adds the dimensions that are fields of the company's own, and those that are derived.
func (w *words) dimensions() error {
	own := map[string]bool{}
	for _, e := range w.changed {
		for _, f := range e.ownFields() {
			if !f.isDimension() || e.Own && slices.Contains(called, f.Name) {
				continue
			}
			if err := w.ofField(e, f); err != nil {
				return ofEntity(e.Name, inField(e.partOfOwn(), f.Name, err))
			}
			own[f.Name] = w.base.dimensions[f.Name] == nil
		}
	}
	derived := map[string]*Field{}
	for _, id := range slices.Sorted(maps.Keys(w.given.Dimensions)) {
		f, err := w.derived(id, w.given.Dimensions[id])
		if err != nil {
			return fault.Below(i18n.T("mapping.of_dimension", "dimension", id), err, "dimensions", id)
		}
		derived[id], own[id] = f, true
	}
	for id, f := range derived { // not before all are read: none is derived from another one
		entity := w.given.Dimensions[id].Entity
		w.change(w.model.entities[entity]).add(f)
		for _, other := range w.base.entities { // one that completes the entity has what that has
			if c := other.Completes; c != nil && c.Entity == entity {
				w.change(other).add(f)
				w.model.dimensions[id].paths[other.Name] = id
			}
		}
	}
	maps.DeleteFunc(own, func(_ string, own bool) bool { return !own })
	w.reach(own)
	return nil
}

// ofField makes a field the dimension of its name, or puts the dimension of that name on the field's entity.
func (w *words) ofField(e *Entity, f *Field) error {
	d, known := w.model.dimensions[f.Name]
	if !known {
		d = &Dimension{ID: f.Name, Title: ownTitle{f.Title}.or(f.Name), Entity: f.To, paths: map[string]string{}}
		if f.Type == Bool {
			d.Labels = truths(nil)
		}
		w.model.dimensions[f.Name] = d
	}
	if d.Entity != f.To || (d.Labels != nil) != (f.Type == Bool) {
		return fault.New("mapping.own_two_meanings", "name", f.Name, "entities", d.Holders())
	}
	if f.Title != (i18n.Text{}) && w.base.dimensions[f.Name] == nil {
		d.Title = f.Title
	}
	d.paths[e.Name] = f.Name
	if known && w.base.dimensions[f.Name] != nil && d.Entity != "" {
		return nil // its values are those of the entity
	}
	d.homes = append(slices.Clone(d.homes), e.Name)
	return nil
}

// derived adds a derived dimension, and returns the field that computes it.
func (w *words) derived(id string, given ownDimension) (*Field, error) {
	if err := checkOwnName(id); err != nil {
		return nil, err
	}
	e, err := w.model.Entity(given.Entity)
	switch {
	case err != nil:
		return nil, err
	case e.fields[id] != nil:
		return nil, fault.New("mapping.own_hides_field", "name", id, "entity", e.Name)
	case w.model.dimensions[id] != nil:
		return nil, fault.New("mapping.own_hides_dimension", "name", id)
	case w.model.entities[id] != nil:
		return nil, fault.New("mapping.own_hides_entity", "name", id)
	}
	made, err := given.derive(w.model)
	if err != nil {
		return nil, err
	}
	as, err := expression.Parse("(" + made.as + ")::text")
	if err != nil {
		return nil, err
	}
	if err := uniqueLabels(made.labels); err != nil {
		return nil, err
	}
	w.model.dimensions[id] = &Dimension{
		ID: id, Title: given.Title.or(id), Labels: made.labels, Weekdays: made.weekdays, Amounts: made.amount != nil,
		paths: map[string]string{e.Name: id}, homes: []string{e.Name},
	}
	return &Field{Name: id, Type: String, As: as, Amount: made.amount, Own: true, Title: given.Title.Text}, nil
}

// derive finds the one way that is given.
func (d ownDimension) derive(m *Model) (derivation, error) {
	var ways []func() (derivation, error)
	for part, field := range map[string]string{weekday: d.Weekday, "month_of_year": d.Month, "hour_of_day": d.Hour, "quarter_of_year": d.Quarter, "day_of_month": d.Day} {
		if field != "" {
			ways = append(ways, func() (derivation, error) { return m.partOf(d.Entity, part, field) })
		}
	}
	for _, way := range []struct {
		of     string
		derive func(*Model) (derivation, error)
	}{{d.Flag, d.flag}, {d.Buckets, d.buckets}, {d.Age, d.age}} {
		if way.of != "" {
			ways = append(ways, func() (derivation, error) { return way.derive(m) })
		}
	}
	switch classes := d.Buckets != "" || d.Age != ""; {
	case len(ways) != 1:
		return derivation{}, fault.New("mapping.one_derivation")
	case d.Until != "" && d.Age == "":
		return derivation{}, fault.New("mapping.until_without_age")
	case d.At != nil && !classes:
		return derivation{}, fault.New("mapping.at_without_buckets")
	case d.Labels.given() && !classes && d.Flag == "":
		return derivation{}, fault.New("mapping.labels_of_part")
	}
	return ways[0]()
}

// fieldOf returns the field at the end of a path, which must be of one of the types.
func (m *Model) fieldOf(entity, path string, types ...Type) (*Field, error) {
	f, err := m.Resolve(entity, path)
	if err == nil && !slices.Contains(types, f.Type) {
		err = fault.New("mapping.derived_of_other_type", "field", path, "type", f.Type, "types", names(types))
	}
	return f, err
}

func names(types []Type) []string {
	var all []string
	for _, t := range types {
		all = append(all, string(t))
	}
	return all
}
