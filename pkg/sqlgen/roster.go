package sqlgen

import (
	"fmt"
	"strings"
)

// Roster lists the rows of an entity as members of a dimension, with what each of them belongs to.
type Roster struct {
	Scope          // its first key is the entity's own id
	Order []string // paths from the entity, by which its rows are put before their labels
	Limit int
}

// Statement writes the statement. Its columns are whether the member passes the filters, and a key and a label for each key. Where
// there is an order, those that do not pass are listed, too: they may have rows all the same, and a place.
func (r Roster) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(r.Entity, "e")
	keys, err := s.keyList(r.Keys)
	if err != nil {
		return Statement{}, err
	}
	order, err := s.order("", r.Entity, r.Order)
	if err != nil {
		return Statement{}, err
	}
	restriction, err := s.restrict(r.Scope)
	if err != nil {
		return Statement{}, err
	}
	id, err := s.value("id")
	if err != nil {
		return Statement{}, err
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	where, passes := id+" is not null", "true"
	switch {
	case restriction == "":
	case len(r.Order) > 0:
		passes = "coalesce(" + restriction + ", false)"
	default:
		where = both(where, restriction)
	}
	names := make([]string, 0, 2*len(r.Keys))
	for i := range r.Keys {
		names = append(names, fmt.Sprintf("key_%d", i+1), fmt.Sprintf("label_%d", i+1))
	}
	body := "select distinct " + passes + " as passes, " + strings.Join(keys, ", ") + order.columns + "\n" + from + "\nwhere " + where
	sql := fmt.Sprintf("select passes, %s\nfrom (\n  %s\n) as members\norder by %slabel_1 collate \"C\", key_1\nlimit %s",
		strings.Join(names, ", "), indent(body), order.by(), t.arg(r.Limit, "int"))
	return t.statement(sql, days{})
}
