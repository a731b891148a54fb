package sqlgen

import (
	"fmt"
	"strings"
)

// labels are the labels of a statement's groups. A name is looked up for each group once there are groups, not for each row: there are fewer of
// them, and a join with names is none that the planner could put before those that make the rows.
type labels struct {
	columns []string // SQL of what the statement groups by, key by key
	names   []string // that these columns have
	shown   []string // SQL of keys and labels, of the groups
	joins   []string // of the groups with what names them
}

// labels returns the labels of keys. Those of which the names are not to be looked up later are among what the statement groups by.
func (s *fromClause) labels(keys []Key, later bool) (*labels, error) {
	all := &labels{}
	for i, k := range keys {
		n := i + 1
		named := false
		if later {
			var err error
			if named, err = s.namedLater(all, k, n); err != nil {
				return nil, err
			}
		}
		if named {
			continue
		}
		sql, err := s.keyColumns(k)
		if err != nil {
			return nil, err
		}
		all.group(sql.key, fmt.Sprintf("key_%d", n))
		all.group(sql.label, fmt.Sprintf("label_%d", n))
		all.shown = append(all.shown, fmt.Sprintf("key_%d", n), fmt.Sprintf("label_%d", n))
	}
	return all, nil
}

func (l *labels) group(sql, name string) {
	l.columns, l.names = append(l.columns, sql+" as "+name), append(l.names, name)
}

// namedLater has the name of a key that refers to another row looked up by the groups. It reports false of other keys, and where the name is
// made of others.
func (s *fromClause) namedLater(all *labels, k Key, n int) (bool, error) {
	if k.Part != nil || k.Entity == "" || k.Path == "id" || s.Mapping.Available(k.Entity, "name") != nil || s.Mapping.Available(k.Entity, "id") != nil {
		return false, nil
	}
	if field, err := s.Mapping.Field(k.Entity, "name"); err != nil || !field.As.Empty() {
		return false, err
	}
	of := s.fromEntity(k.Entity, fmt.Sprintf("name_%d", n))
	name, err := of.value("name")
	if err != nil {
		return false, err
	}
	if _, err := of.field(of.root, "id"); err != nil {
		return false, err
	}
	refers, err := of.refers(of.root)
	if err != nil {
		return false, err
	}
	key, err := s.value(k.Path)
	if err != nil {
		return false, err
	}
	source, err := s.source(k.Entity, of.root.used)
	if err != nil {
		return false, err
	}
	all.group(key+"::text", fmt.Sprintf("key_%d", n))
	all.group(key, fmt.Sprintf("id_%d", n))
	all.shown = append(all.shown, fmt.Sprintf("key_%d", n), fmt.Sprintf("coalesce(%s::text, key_%d) as label_%d", name, n, n))
	alias := quote(of.root.alias)
	all.joins = append(all.joins, fmt.Sprintf("\nleft join %s as %s on %s.\"id\" = id_%d%s", source, alias, alias, n, refers))
	return true, nil
}

// label selects the groups of a body with their labels. The columns are those beside the keys.
func (l *labels) label(body string, columns []string) string {
	if len(l.joins) == 0 {
		return body
	}
	all := append(append([]string{"bucket"}, l.shown...), columns...)
	return "select " + strings.Join(all, ", ") + "\nfrom (\n  " + indent(body) + "\n) as grouped" + strings.Join(l.joins, "")
}
