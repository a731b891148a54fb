package sqlgen

import "fmt"

// Named finds the rows of an entity that a filter's value names: by name, or by name and key.
type Named struct {
	Entity string // has id and name under the mapping
	Name   string
	Limit  int
}

// Statement writes the statement. Its columns are key and label, in order of the key.
func (n Named) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(n.Entity, "e")
	key, err := s.path("id")
	if err != nil {
		return Statement{}, err
	}
	name, err := s.path("name")
	if err != nil {
		return Statement{}, err
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	label, value := labelOf(name, key+"::text"), t.arg(n.Name, "text")
	sql := fmt.Sprintf("select %s::text as key, %s as label\n%s\nwhere %s = %s or %s || ' #' || %s::text = %s\norder by 1, 2\nlimit %s",
		key, label, from, label, value, label, key, value, t.arg(n.Limit, "int"))
	return t.plain(sql), nil
}
