package sqlgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// permittedSums returns sums as a FROM item, of the rows that may be seen: which these are is told by what tells the sums apart.
func (s *fromClause) permittedSums(r *rolled, used []string) (string, error) {
	visible, known := s.Mapping.Seen(r.Entity)
	switch {
	case !known:
		return "", fmt.Errorf("which rows of %s may be seen is not known of sums", r.Entity)
	case visible.All || s.judging:
		return s.sums(r, used)
	}
	s.judging = true
	defer func() { s.judging = false }()
	of := s.fromEntity(r.Entity, "permitted")
	of.root.rolled, of.root.used = r, slices.Clone(used)
	where, err := of.visible(visible)
	if err != nil {
		return "", err
	}
	from, err := of.from()
	return "(\n  " + indent("select permitted.*\n"+from+"\nwhere "+where) + "\n)", err
}

// unmasked marks a column that is only compared with who is signed in, and so may be looked at.
const unmasked = " unmasked"

// source returns an entity as a FROM item without an alias, with the rows and columns that may be seen: the one place where an entity
// becomes one.
func (t *text) source(entity string, used []string) (string, error) {
	by := t.Mapping.Restriction()
	e, err := t.Mapping.Model.Entity(entity)
	if err != nil {
		return "", err
	}
	if by == nil || t.judging || e.Derived() { // what is derived is made of what may be seen
		return t.whole(e, used)
	}
	visible, masked := by.Rows[entity], by.Masked[entity]
	named, some := by.Named[entity]
	nameless := some && !named.All && slices.ContainsFunc(used, isName)
	if visible.All && !nameless && !slices.ContainsFunc(used, func(name string) bool { return hides(masked, name) }) {
		return t.whole(e, used)
	}
	if !nameless {
		named = crm.Visible{All: true}
	}
	return t.permitted(entity, used, visible, named, masked)
}

// permitted returns the rows of an entity that may be seen, without the names of those that are not to be named, and with the mask in place
// of what may not be seen. What a row is judged by is looked at whole: else a deal would count for nobody, since its owner may not be seen.
func (t *text) permitted(entity string, used []string, visible, named crm.Visible, masked []string) (string, error) {
	t.judging = true
	defer func() { t.judging = false }()
	s := t.fromEntity(entity, "permitted")
	shown, err := s.visible(named)
	if err != nil {
		return "", err
	}
	columns := make([]string, len(used))
	for i, name := range used {
		columns[i] = s.root.use(name)
		switch {
		case hides(masked, name):
			columns[i] = fmt.Sprintf("case when %s is not null then %s end as %s", columns[i], t.arg(crm.Mask, "text"), quote(name))
		case shown != "" && isName(name):
			columns[i] = fmt.Sprintf("case when %s then %s end as %s", shown, columns[i], quote(name))
		}
	}
	where, err := s.visible(visible)
	if err != nil {
		return "", err
	}
	if where != "" {
		where = "\nwhere " + where
	}
	from, err := s.from()
	if err != nil {
		return "", err
	}
	return "(\n  " + indent("select "+strings.Join(columns, ", ")+"\n"+from+where) + "\n)", nil
}

// hides reports whether a column that is used is one of the masked fields.
func hides(masked []string, column string) bool {
	return slices.Contains(masked, strings.TrimSuffix(column, stored))
}

// isName reports whether a column is the name by which a row is known.
func isName(column string) bool { return strings.TrimSuffix(column, stored) == "name" }

// login returns the SQL of the field by which people who are signed in are known.
func (s *fromClause) login(path string) (string, error) {
	at, f, err := s.follow(path)
	if err != nil {
		return "", err
	}
	if by := s.Mapping.Restriction(); by != nil && hides(by.Masked[at.entity], f.Name) {
		return at.use(f.Name + unmasked), nil
	}
	return s.sql(at, f)
}

// visible returns the condition of rows that may be seen; "" for all of them.
func (s *fromClause) visible(rows crm.Visible) (string, error) {
	if rows.All {
		return "", nil
	}
	granted := make([]string, len(rows.Any))
	for i, g := range rows.Any {
		var err error
		if granted[i], err = s.granted(g); err != nil {
			return "", err
		}
	}
	if len(granted) == 0 {
		return "false", nil
	}
	return "(" + strings.Join(granted, " or ") + ")", nil
}

// granted returns the condition of the rows of a grant.
func (s *fromClause) granted(g crm.Grant) (string, error) {
	all, err := s.onDimensions(s.root.entity, g.Filters)
	if err != nil {
		return "", err
	}
	for _, a := range g.Among {
		_, f, err := s.follow(a.Path)
		if err != nil {
			return "", err
		}
		sql, err := s.comparedPath(a.Path)
		if err != nil {
			return "", err
		}
		values := pq.StringArray(append([]string{}, a.Values...))
		among := ""
		if f.Type == crm.Key {
			among = fmt.Sprintf("%s = any(%s)", sql, s.keys(values))
		} else {
			among = fmt.Sprintf("%s::text = any(%s)", sql, s.arg(values, "text[]"))
		}
		if !f.As.Empty() {
			among = often(among)
		}
		all = append(all, among)
	}
	if len(all) == 0 {
		return "", fmt.Errorf("a grant on %s without a condition", s.root.entity)
	}
	return "(" + both(all...) + ")", nil
}

// keys returns the placeholder of keys that take the type of the column they are compared with, so that its index serves. Each use has
// one of its own: columns may differ in type.
func (t *text) keys(values pq.StringArray) string { return fmt.Sprintf("$%d", t.add(values, "")) }

// onDimensions returns the conditions of filters on dimensions of an entity.
func (s *fromClause) onDimensions(entity string, filters []query.Filter) ([]string, error) {
	conditions, err := OnDimensions(s.Mapping.Model, entity, filters)
	if err != nil {
		return nil, err
	}
	return s.conditions(conditions)
}

// OnDimensions are the conditions of filters on dimensions of an entity. The error is that it has none of them.
func OnDimensions(m *crm.Model, entity string, filters []query.Filter) ([]Condition, error) {
	return Conditions(filters, func(f query.Filter) (Condition, error) {
		d, err := m.Dimension(f.Dimension)
		if err != nil {
			return Condition{}, err
		}
		path, ok := d.Path(entity)
		if !ok {
			return Condition{}, fmt.Errorf("%s has no dimension %s", entity, f.Dimension)
		}
		return Condition{Key: Key{Path: path, Entity: d.Entity}, Filter: f}, nil
	})
}
