package sqlgen

import "fmt"

// Uncovered finds rows of an entity that no row of its history is about.
type Uncovered struct {
	Entity  string // has id under the mapping
	History string
	Field   string // of the history: the relation to the entity
	Limit   int
}

// Statement writes the statement. Its columns are the key of a row as text and how many such rows there are as float8.
func (u Uncovered) Statement(c Context) (Statement, error) {
	t := newText(c)
	rows, err := t.selection(u.Entity, []string{"id"})
	if err != nil {
		return Statement{}, err
	}
	history, err := t.selection(u.History, []string{u.Field})
	if err != nil {
		return Statement{}, err
	}
	sql := fmt.Sprintf(`select e."id"::text as example, (count(*) over ())::float8 as rows
from %s as e
left join (select distinct %s as key from %s as h) as h on h.key = e."id"
where e."id" is not null and h.key is null
order by 1
limit %s`, rows, quote(u.Field), history, t.arg(u.Limit, "int"))
	return t.plain(sql), nil
}
