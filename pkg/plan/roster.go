package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Roster are the members of a dimension, in its order, whether they have rows or not.
type Roster struct {
	Dimension string
	// Groups says that each of them is a group of the answer; otherwise only their order is asked for.
	Groups bool
}

func (r Roster) String() string { return "members of " + r.Dimension }

// rosters are the members that a question needs to know: all of them where it asks for them, and those of dimensions whose order is
// in the database.
func (c *compiler) rosters() []Scan {
	var scans []Scan
	for _, id := range c.query.Question.GroupBy {
		d, err := c.Dimension(id)
		if err != nil || id == EntityDimension {
			continue
		}
		groups := c.query.Question.Groups == query.AllGroups && !c.within(d, c.query.Question.GroupBy)
		if groups || len(c.ordering(d)) > 0 {
			scans = append(scans, Scan{Subject: Roster{id, groups}})
		}
	}
	return scans
}

// within reports whether a dimension comes with another one of a grouping, as the team with the rep.
func (b *Business) within(d *crm.Dimension, groupBy []string) bool {
	if !slices.Contains(groupBy, d.Of) {
		return false
	}
	of, err := b.Dimension(d.Of)
	return err == nil && b.hasRows(of) && b.Mapping.Available(of.Entity, d.Field) == nil
}

// hasRows reports whether the members of a dimension are the rows of an entity.
func (b *Business) hasRows(d *crm.Dimension) bool {
	return d.Entity != "" && b.Mapping.Available(d.Entity, "id") == nil
}

// Named reports whether the rows of an entity are the members of a dimension, and are shown by their names.
func (b *Business) Named(entity string) bool {
	return entity != "" && b.Mapping.Available(entity, "id") == nil && b.Mapping.Available(entity, "name") == nil &&
		slices.ContainsFunc(b.Mapping.Model.Dimensions(), func(id string) bool {
			d, err := b.Dimension(id)
			return err == nil && d.Entity == entity
		})
}

// ordering are the fields by which the rows of a dimension's entity are put; none where they are by label.
func (b *Business) ordering(d *crm.Dimension) []string {
	if len(d.Order.By) == 0 || !b.hasRows(d) {
		return nil
	}
	var fields []string
	for i, path := range d.Order.By {
		switch mapped := b.Mapping.Available(d.Entity, path) == nil; {
		case mapped:
			fields = append(fields, path)
		case i == len(d.Order.By)-1:
			return nil
		}
	}
	return fields
}

// Ordered reports whether the members of a dimension are read in an order of their own.
func (b *Business) Ordered(dimension string) bool {
	d, err := b.Dimension(dimension)
	return err == nil && len(b.ordering(d)) > 0
}

// Homes are where a value of a dimension is looked up, all places there are: the rows of its entity or, where it has none, those that
// have it as a field of their own, those first in which its values are listed. What is derived has its values from these.
func (b *Business) Homes(d *crm.Dimension) []sqlgen.Home {
	if b.hasRows(d) {
		return []sqlgen.Home{{Entity: d.Entity, Path: "id"}}
	}
	holders := slices.DeleteFunc(d.Holders(), func(entity string) bool {
		e, err := b.Mapping.Model.Entity(entity)
		return err != nil || e.Derived()
	})
	var homes []sqlgen.Home
	for _, entity := range append(d.Homes(), holders...) {
		path, ok := d.Path(entity)
		home := sqlgen.Home{Entity: entity, Path: path}
		if ok && b.Mapping.Available(entity, path) == nil && !slices.Contains(homes, home) {
			homes = append(homes, home)
		}
	}
	return homes
}

// Values are the values of a dimension that rows have. It fails where no entity is mapped that has them.
func (b *Business) Values(d *crm.Dimension) (sqlgen.Values, error) {
	values := b.valuesOf(d)
	for _, home := range d.Homes() {
		if path, ok := d.Path(home); ok && b.Mapping.Available(home, path) == nil {
			values.Homes = append(values.Homes, sqlgen.Home{Entity: home, Path: path})
		}
	}
	if len(values.Homes) == 0 {
		return values, fault.New("lists.no_values", "dimension", d.ID, "homes", d.Homes()).In("dimension")
	}
	return values, nil
}

// ValuesBehind are the values of a dimension that the rows of KPIs have, of those that can be grouped by it; of events, those in a range.
// It fails where there are no such KPIs.
func (b *Business) ValuesBehind(d *crm.Dimension, entries []string, in calendar.Range) (sqlgen.Values, error) {
	values := b.valuesOf(d)
	values.Range = in
	var lacks error
	known := map[string]bool{}
	for _, entry := range entries {
		k, err := b.resolveKPI(entry, nil)
		if err == nil {
			err = cmp.Or(k.Unavailable, b.checkDimension(k.KPI, d.ID, groupedBy))
		}
		if err != nil {
			lacks = err
			continue
		}
		for _, m := range k.Measures() {
			m = b.Effective(m)
			path, ok := d.Path(m.Entity)
			if !ok { // it is a part of a time
				continue
			}
			var rows sqlgen.Counted
			if len(m.Where.Parameters()) == 0 {
				rows.Where = m.Where
			}
			if _, event := m.Timing.(measure.Event); event && !m.Future {
				rows.Time, rows.TimeType = m.Time, m.TimeType
			}
			if home := fmt.Sprint(m.Entity, rows); !known[home] {
				known[home] = true
				values.Homes, values.Rows = append(values.Homes, sqlgen.Home{Entity: m.Entity, Path: path}), append(values.Rows, rows)
			}
		}
	}
	if len(values.Homes) == 0 {
		return values, cmp.Or(lacks, error(fault.New("lists.no_values_behind", "dimension", d.Title, "kpis", entries).In("kpis")))
	}
	return values, nil
}

// valuesOf are the values of a dimension, without the places where they are found.
func (b *Business) valuesOf(d *crm.Dimension) sqlgen.Values {
	values := sqlgen.Values{Entity: d.Entity, Order: b.ordering(d)}
	if d.Login != "" && b.Mapping.Available(d.Entity, d.Login) == nil {
		values.Login = d.Login
	}
	return values
}

// Members are read by a statement. Its columns are whether the member passes the filters, where it tells, and a key and a label for
// each of the dimensions: its own, and those of the grouping that come with it.
type Members struct {
	sqlgen.Statement
	Tells  bool
	Places []int // of the dimensions in the grouping
}

// Members writes the statement of the members of a dimension. Filters leave members out that cannot have a row: those on the dimension
// itself, and on what comes with it.
func (b *Business) Members(c sqlgen.Context, id string, groupBy []string, filters []query.Filter, limit int) (Members, error) {
	places := []int{slices.Index(groupBy, id)}
	d, err := b.Dimension(id)
	if err != nil {
		return Members{}, err
	}
	if d.Labels != nil {
		return Members{Statement: b.members(d, filters), Places: places}, nil
	}
	if !b.hasRows(d) {
		values, err := b.Values(d)
		if err != nil {
			return Members{}, err
		}
		values.Filters = query.Known(filters, func(f query.Filter) bool { return f.Dimension == id })
		values.Limit = limit
		s, err := values.Statement(c)
		return Members{Statement: s, Places: places}, err
	}
	own := sqlgen.Key{Path: "id", Entity: d.Entity}
	roster := sqlgen.Roster{Scope: sqlgen.Scope{Entity: d.Entity, Keys: []sqlgen.Key{own}}, Order: b.ordering(d), Limit: limit}
	for place, other := range groupBy {
		if with, err := b.Dimension(other); err == nil && with.Of == id && b.within(with, groupBy) {
			roster.Keys, places = append(roster.Keys, sqlgen.Key{Path: with.Field, Entity: with.Entity}), append(places, place)
		}
	}
	keyOf := func(dimension string) (sqlgen.Key, bool) {
		if dimension == id {
			return own, true
		}
		with, err := b.Dimension(dimension)
		if err != nil || with.Of != id || b.Mapping.Available(d.Entity, with.Field) != nil {
			return sqlgen.Key{}, false
		}
		return sqlgen.Key{Path: with.Field, Entity: with.Entity}, true
	}
	known := query.Known(filters, func(f query.Filter) bool { _, ok := keyOf(f.Dimension); return ok })
	roster.Conditions, err = sqlgen.Conditions(known, func(f query.Filter) (sqlgen.Condition, error) {
		k, _ := keyOf(f.Dimension)
		return sqlgen.Condition{Key: k, Filter: f}, nil
	})
	if err != nil {
		return Members{}, err
	}
	s, err := roster.Statement(c)
	return Members{s, true, places}, err
}
