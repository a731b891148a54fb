package crm

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Restriction is what may be seen of a mapping: which rows of its entities, and which fields only as [Mask].
type Restriction struct {
	// Rows are those of each entity that may be seen. Of one that is not here, none may.
	Rows map[string]Visible
	// Tenant is the one whose rows may be seen, where several share the tables; "" for all that the mapping reads.
	Tenant string
	// Masked are the fields that show only whether they have a value, by entity.
	Masked map[string][]string
	// Named are the rows of entities whose names are shown; those of an entity that is not here all are.
	Named map[string]Visible
}

// Whole is the restriction without that of rows: all of the company, under the same tenant and masks, which shows names only of what may be
// seen unless all of them are to be shown.
func (r *Restriction) Whole(named bool) *Restriction {
	whole := r.only(nil)
	if !named {
		whole.Named = r.Rows
	}
	return whole
}

// Only is the restriction of the rows of one entity, judged by all that they refer to.
func (r *Restriction) Only(entity string) *Restriction {
	return r.only(map[string]Visible{entity: r.Rows[entity]})
}

func (r *Restriction) only(rows map[string]Visible) *Restriction {
	other := *r
	other.Rows = map[string]Visible{}
	for entity := range r.Rows {
		other.Rows[entity] = Visible{All: true}
	}
	maps.Copy(other.Rows, rows)
	return &other
}

// Visible are rows of an entity.
type Visible struct {
	All bool    // every row
	Any []Grant // else those of each of these
}

// Partial reports whether some rows may not be seen.
func (r *Restriction) Partial() bool {
	if r == nil {
		return false
	}
	if r.Tenant != "" {
		return true
	}
	for _, rows := range r.Rows {
		if !rows.All {
			return true
		}
	}
	return false
}

// Hides reports whether no row of an entity may be seen.
func (r *Restriction) Hides(entity string) bool {
	rows, known := r.Rows[entity]
	return known && !rows.All && len(rows.Any) == 0
}

// Grant are the rows of an entity that meet all of the conditions; there is at least one.
type Grant struct {
	Among   []Among
	Filters []query.Filter // on dimensions of the entity
}

// Among is the condition that what is at a path is one of the values; of a key, as its text.
type Among struct {
	Path   string
	Values []string
}

// Mask is what is shown in place of a masked text.
const Mask = "•••"

// Restricted is the mapping of which only that may be seen. It is applied wherever an entity is read; see sqlgen. The rows by which a row is
// judged, as the account whose region a deal is of, are looked at themselves whether or not they may be seen.
func (m Mapping) Restricted(by *Restriction) Mapping {
	m.restriction = by
	return m
}

// Seen are the rows of an entity that may be seen. It is false of an entity that is made of others unless all of theirs are: of its own rows
// nothing says whose they are.
func (m Mapping) Seen(entity string) (Visible, bool) {
	by := m.restriction
	if by == nil {
		return Visible{All: true}, true
	}
	if e, err := m.Model.Entity(entity); err != nil || !e.Derived() {
		return by.Rows[entity], true
	}
	of := m.MadeOf(entity)
	all := of != nil && !slices.ContainsFunc(of, func(one string) bool { return !by.Rows[one].All })
	return Visible{All: all}, all
}

// Restriction is what may be seen of the mapping; nil for everything.
func (m Mapping) Restriction() *Restriction { return m.restriction }
