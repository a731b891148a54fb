package crm

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Dimension is a business name to group and filter by.
type Dimension struct {
	ID    string
	Title i18n.Text
	// Entity is what the dimension is a key of, "" when its value is a field's own text.
	Entity string
	// Of is the dimension that this one is a field of, as team is of rep: each of its values has one of this one's. "" for none.
	Of, Field string
	Order     Order
	// Login is the field of the dimension's entity that holds the address by which people who are signed in are known; "" for none.
	Login string
	// Within is the dimension in each value of which the names of this one's entity are told apart, as those of stages in a pipeline; "" where
	// they are told apart among all.
	Within string
	// Labels are all values of the dimension in their order, where these are known beforehand; nil where the rows tell.
	Labels []Label
	// Wording is how people write values that the product knows; it is nil where it knows none. Values count as they are stored.
	Wording map[string]i18n.Text
	// Weekdays says that the labels are the days of a week, from Monday on.
	Weekdays bool
	// Amounts says that the values are made of amounts of money, in the reporting currency.
	Amounts bool
	part    bool // of the time by which a measure counts its rows
	paths   map[string]string
	homes   []string
	also    []string // what else people call it
}

// Order is how the values of a dimension are put; by label where it is empty.
type Order struct {
	By     []string `yaml:"by"`     // fields of the dimension's entity, or paths from it
	Values []string `yaml:"values"` // in their order; others come behind them
}

// Compare puts values that stand in the order one by one before all others; 0 where the order does not say. Case makes no difference.
func (o Order) Compare(x, y string) int {
	place := func(value string) int {
		i := slices.IndexFunc(o.Values, func(v string) bool { return strings.EqualFold(v, value) })
		if i < 0 {
			return len(o.Values)
		}
		return i
	}
	return cmp.Compare(place(x), place(y))
}

// dimensionYAML is a dimension as dimensions.yaml writes it.
type dimensionYAML struct {
	Title  i18n.Text         `yaml:"title"`
	Entity string            `yaml:"entity"`
	Of     string            `yaml:"of"`
	Field  string            `yaml:"field"`
	On     map[string]string `yaml:"on"`
	Values []string          `yaml:"values"`
	Also   []string          `yaml:"also"` // what else people call it; only to hint at the right name
	Order  Order             `yaml:"order"`
	Login  string            `yaml:"login"`
	Within string            `yaml:"within"`
	// Labels are the values of a part of the time by which a measure counts its rows, from the key First on.
	Labels []i18n.Text `yaml:"labels"`
	First  int         `yaml:"first"`
}

// Dimension returns the dimension of that id; an error that names those there are where there is none.
func (m *Model) Dimension(id string) (*Dimension, error) {
	if m == nil {
		return nil, errNoModel
	}
	d, ok := m.dimensions[id]
	if !ok {
		return nil, fault.New("mapping.unknown_dimension", "dimension", id, "similar", m.similarDimensions(id), "known", m.Dimensions())
	}
	return d, nil
}

// Dimensions returns the ids of all dimensions, sorted.
func (m *Model) Dimensions() []string { return slices.Sorted(maps.Keys(m.dimensions)) }

// Path returns the path from an entity to the dimension's key or value; false when the entity does not have it.
func (d *Dimension) Path(entity string) (string, bool) {
	path, ok := d.paths[entity]
	return path, ok
}

// Label returns the path from an entity to the text shown for the dimension: the name of what the key points to, or the value itself.
func (d *Dimension) Label(entity string) (string, bool) {
	path, ok := d.paths[entity]
	if ok && d.Entity != "" {
		path += ".name"
	}
	return path, ok
}

// Homes returns the entities whose rows hold the values of the dimension.
func (d *Dimension) Homes() []string { return slices.Clone(d.homes) }

// Holders returns the entities that have the dimension as their own field, sorted.
func (d *Dimension) Holders() []string {
	var holders []string
	for _, entity := range slices.Sorted(maps.Keys(d.paths)) {
		if !strings.Contains(d.paths[entity], ".") {
			holders = append(holders, entity)
		}
	}
	return holders
}

// findHomes checks the entities named, or finds those that have the dimension as their own field.
func (d *Dimension) findHomes(named []string) error {
	for _, entity := range named {
		if _, ok := d.paths[entity]; !ok {
			return fmt.Errorf("%s does not have the dimension, so its values cannot be found there", entity)
		}
	}
	d.homes = named
	if len(named) == 0 {
		d.homes = d.Holders()
	}
	return nil
}

func (m *Model) readDimensions(text []byte) error {
	var raw map[string]dimensionYAML
	if err := Strict(text, &raw); err != nil {
		return err
	}
	m.dimensions = map[string]*Dimension{}
	for id, r := range raw {
		d := &Dimension{ID: id, Title: i18n.Defined("dimensions."+id+".title", r.Title), Entity: r.Entity, Of: r.Of, Field: r.Field, Order: r.Order, Login: r.Login, Within: r.Within, paths: maps.Clone(r.On), also: r.Also}
		if d.paths == nil {
			d.paths = map[string]string{}
		}
		d.part, d.Weekdays = parts[id] != "", id == weekday
		for i, text := range r.Labels {
			key := strconv.Itoa(r.First + i)
			d.Labels = append(d.Labels, Label{key, i18n.Defined("dimensions."+id+".labels."+key, text)})
		}
		if r.Of != "" {
			base, ok := raw[r.Of]
			if !ok {
				return fmt.Errorf("dimension %s: there is no dimension %q", id, r.Of)
			}
			for entity, path := range base.On {
				if _, own := d.paths[entity]; !own {
					d.paths[entity] = path + "." + r.Field
				}
			}
		}
		for entity, path := range d.paths {
			f, err := m.Resolve(entity, path)
			if err != nil {
				return fmt.Errorf("dimension %s on %s: %w", id, entity, err)
			}
			if f.To != d.Entity {
				return fmt.Errorf("dimension %s on %s: the path leads to %q, not to %q", id, entity, f.To, d.Entity)
			}
		}
		if within, ok := raw[d.Within]; d.Within != "" && (!ok || within.Of != id) {
			return fmt.Errorf("dimension %s: within %s, which is no field of it", id, d.Within)
		}
		if d.Login != "" {
			if _, err := m.Resolve(d.Entity, d.Login); err != nil {
				return fmt.Errorf("login of dimension %s: %w", id, err)
			}
		}
		for _, path := range d.Order.By {
			if _, err := m.Resolve(d.Entity, path); err != nil {
				return fmt.Errorf("order of dimension %s: %w", id, err)
			}
		}
		if err := d.findHomes(r.Values); err != nil {
			return fmt.Errorf("dimension %s: %w", id, err)
		}
		m.dimensions[id] = d
	}
	return nil
}
