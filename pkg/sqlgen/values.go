package sqlgen

import (
	"fmt"
	"strings"
)

// Values lists the values of a dimension.
type Values struct {
	Homes  []Home // where the values are found; at least one
	Entity string // what the dimension is a key of; "" for a text
	Search string // only values that contain this text, without regard to case
	Limit  int
}

// Home is a path of an entity under which a dimension's values are found.
type Home struct{ Entity, Path string }

// Statement writes the statement. Its columns are key and label, ordered by label; a text's key is the text itself.
func (v Values) Statement(c Context) (Statement, error) {
	t := newText(c)
	parts := make([]string, len(v.Homes))
	for i, home := range v.Homes {
		s := t.fromEntity(home.Entity, "e")
		key, label, err := s.keyColumns(Key{Path: home.Path, Entity: v.Entity})
		if err != nil {
			return Statement{}, err
		}
		from, err := s.from()
		if err != nil {
			return Statement{}, err
		}
		where := key + " is not null"
		if v.Search != "" {
			where += fmt.Sprintf(" and position(lower(%s) in lower(%s)) > 0", t.arg(v.Search, "text"), label)
		}
		parts[i] = fmt.Sprintf("select %s as key, %s as label\n%s\nwhere %s\ngroup by 1, 2", key, label, from, where)
	}
	sql := "select key, label\nfrom (\n  " + indent(strings.Join(parts, "\nunion\n")) + "\n) as found\norder by label, key\nlimit " + t.arg(v.Limit, "int")
	return Statement{SQL: sql, Args: t.args}, nil
}
