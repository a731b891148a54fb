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
		if later && s.namesItself(k) {
			if err := s.nameLater(all, k, n); err != nil {
				return nil, err
			}
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

// keyList returns the key and label columns where all names are among what a statement groups by.
func (s *fromClause) keyList(keys []Key) ([]string, error) {
	all, err := s.labels(keys, false)
	if err != nil {
		return nil, err
	}
	return all.columns, nil
}

func (l *labels) group(sql, name string) {
	l.columns, l.names = append(l.columns, sql+" as "+name), append(l.names, name)
}

// namesItself reports whether a key refers to another row, which has a name that is made of no others.
func (s *fromClause) namesItself(k Key) bool {
	if k.Part != nil || k.Path == "id" || !s.hasNames(k.Entity) {
		return false
	}
	name, err := s.Mapping.Field(k.Entity, "name")
	return err == nil && name.As.Empty()
}

// nameLater has the name of a key looked up by the groups.
func (s *fromClause) nameLater(all *labels, k Key, n int) error {
	of := s.fromEntity(k.Entity, fmt.Sprintf("name_%d", n))
	name, err := of.value("name")
	if err != nil {
		return err
	}
	if _, err := of.field(of.root, "id"); err != nil {
		return err
	}
	refers, err := of.refers(of.root)
	if err != nil {
		return err
	}
	key, err := s.value(k.Path)
	if err != nil {
		return err
	}
	source, err := s.source(k.Entity, of.root.used)
	if err != nil {
		return err
	}
	all.group(key+"::text", fmt.Sprintf("key_%d", n))
	all.group(key, fmt.Sprintf("id_%d", n))
	all.shown = append(all.shown, fmt.Sprintf("key_%d", n), fmt.Sprintf("%s as label_%d", labelOf(name, fmt.Sprintf("key_%d", n)), n))
	alias := quote(of.root.alias)
	all.joins = append(all.joins, fmt.Sprintf("\nleft join %s as %s on %s.\"id\" = id_%d%s", source, alias, alias, n, refers))
	return nil
}

// label selects the groups of a body with their labels. The columns are those beside the keys.
func (l *labels) label(body string, columns []string) string {
	if len(l.joins) == 0 {
		return body
	}
	all := append(append([]string{"bucket"}, l.shown...), columns...)
	return "select " + strings.Join(all, ", ") + "\nfrom (\n  " + indent(body) + "\n) as grouped" + strings.Join(l.joins, "")
}
