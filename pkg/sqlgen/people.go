package sqlgen

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// People finds the people of the company: the columns are id, name, e-mail, team, the name of the team, and manager; null for what is not
// mapped.
func People(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(crm.People, "e")
	columns := "select "
	for i, path := range []string{"id", "name", "email", "team", "team.name", "manager"} {
		sql := "null"
		if s.Mapping.Available(crm.People, path) == nil {
			var err error
			if sql, err = s.value(path); err != nil {
				return Statement{}, err
			}
		}
		if i > 0 {
			columns += ", "
		}
		columns += fmt.Sprintf("(%s)::text", sql)
	}
	from, err := s.from()
	return t.plain(columns + "\n" + from), err
}

// Teams finds the teams of the company: the columns are id and that of the team above, null for none.
func Teams(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity("teams", "e")
	id, err := s.value("id")
	if err != nil {
		return Statement{}, err
	}
	parent := "null"
	if s.Mapping.Available("teams", "parent") == nil {
		if parent, err = s.value("parent"); err != nil {
			return Statement{}, err
		}
	}
	from, err := s.from()
	return t.plain(fmt.Sprintf("select (%s)::text, (%s)::text\n%s", id, parent, from)), err
}
