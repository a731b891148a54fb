package sqlgen

import "fmt"

// Inferences counts of whom not all events in the windows have been recorded, see [crm.Entity.Inferred].
type Inferences struct {
	Events
	Of string // the relation to them
}

// Statement writes the statement. Its only column is the number as float8.
func (i Inferences) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(i.Entity, "e")
	of, err := s.path(i.Of)
	if err != nil {
		return Statement{}, err
	}
	inferred, err := s.inferred()
	if err != nil {
		return Statement{}, err
	}
	at, err := s.expression(i.Time)
	if err != nil {
		return Statement{}, err
	}
	where, err := i.where(s, at, i.breaks(c.Calendar))
	if err != nil {
		return Statement{}, err
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	return t.statement(fmt.Sprintf("select count(distinct %s)::float8 as %s\n%s\nwhere %s", of, quote(Inferred), from, both(inferred, where)), days{})
}
