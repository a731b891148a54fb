package sqlgen

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// Image returns a SELECT of fields that the source of an entity has itself, or that of what it refers to (account.region), as all who read the
// entity get them. It has no placeholders, so that it can be the body of a function.
func Image(c Context, entity string, fields []string) (string, error) {
	return newText(c).image(entity, fields)
}

func (t *text) image(entity string, fields []string) (string, error) {
	fields, through := splitKeys(fields)
	source, err := t.source(entity, fields)
	if err != nil {
		return "", err
	}
	columns := make([]string, len(fields))
	for i, name := range fields {
		columns[i] = "image." + quote(name)
	}
	sql := "select " + strings.Join(columns, ", ") + "\nfrom " + source + " as image"
	if len(through) > 0 {
		if sql, err = t.imageThrough(entity, sql, through); err != nil {
			return "", err
		}
	}
	return t.plain(sql).Literal()
}

// imageThrough adds fields of what is referred to.
func (t *text) imageThrough(entity, own string, through []string) (string, error) {
	s := t.fromEntity(entity, "image")
	columns, err := s.summedColumns(&crm.Rollup{}, through)
	if err != nil {
		return "", err
	}
	joined, err := s.joined()
	return "select image.*, " + strings.Join(columns, ", ") + "\nfrom (\n" + own + "\n) as image" + joined, err
}

// Noted are the rows of a table of which it is written down how they were and how they are.
type Noted struct {
	Entity string
	Fields []string // that are written down, sorted
	strays bool     // also of rows that are a part of nothing: of what, other rows decide
}

// NotedOf are the rows that decide on fields of an entity: its own or, of one that completes another, those of the other and those of what
// it is completed of.
func NotedOf(c Context, entity string, fields []string) ([]Noted, error) {
	fields, _ = splitKeys(fields)
	e, err := c.Mapping.Model.Entity(entity)
	if err != nil {
		return nil, err
	}
	if e.Completes == nil {
		return []Noted{{Entity: entity, Fields: fields}}, nil
	}
	made := c.Mapping.MadeOf(entity)
	own := slices.DeleteFunc(slices.Clone(fields), func(name string) bool { return name == crm.InferredFlag })
	part := Noted{made[0], sorted(append(own, e.Completes.Key)), len(made) > 1}
	if len(made) == 1 {
		return []Noted{part}, nil
	}
	whole := []string{e.Completes.ID}
	for _, row := range c.Mapping.Makes(e.Completes) {
		stored, err := c.Mapping.MadeFrom(e.Completes, row, fields)
		if err != nil {
			return nil, err
		}
		whole = append(whole, stored...)
	}
	return []Noted{part, {Entity: made[1], Fields: sorted(whole)}}, nil
}

// NotedThrough are, by reference, the rows that decide on fields of an entity behind one, as account.region.
func NotedThrough(c Context, entity string, fields []string) (map[string]Noted, error) {
	found := map[string]Noted{}
	_, through := splitKeys(fields)
	for _, name := range through {
		reference, field, _ := strings.Cut(name, ".")
		f, err := c.Mapping.Field(entity, reference)
		if err != nil {
			return nil, err
		}
		found[reference] = Noted{Entity: f.To, Fields: sorted(append(found[reference].Fields, "id", field))}
	}
	return found, nil
}

func sorted(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// Image is [Image] of the rows.
func (n Noted) Image(c Context) (string, error) {
	t := newText(c)
	t.strays = n.strays
	return t.image(n.Entity, n.Fields)
}

// Expressions are the SQL of what decides on an image: of each field, and of the condition that a row counts, where there is one.
func (n Noted) Expressions(c Context) ([]string, error) {
	t := newText(c)
	t.strays = n.strays
	e, err := c.Mapping.Model.Entity(n.Entity)
	if err != nil {
		return nil, err
	}
	s, ok := c.Mapping.Entities[n.Entity]
	if !ok {
		return nil, &crm.Unavailable{Entity: n.Entity}
	}
	var all []string
	for _, name := range n.Fields {
		all = append(all, t.column(e, name, false))
	}
	where, err := t.counting(e, s)
	if err != nil {
		return nil, err
	}
	if where != "" {
		all = append(all, where)
	}
	for i, sql := range all {
		if all[i], err = t.plain(sql).Literal(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Summand returns the SQL of an expression over fields of a FROM item that has them, those of what the rollup's reference names, too.
func Summand(c Context, r *crm.Rollup, alias string, e expression.Expression) (string, error) {
	t := newText(c)
	s := t.fromEntity(r.Entity, alias)
	s.root.rolled = &rolled{Rollup: r}
	sql, err := s.expression(e)
	if err != nil {
		return "", err
	}
	if len(s.joins) > 0 {
		return "", fmt.Errorf("%s is not the entity's own", e)
	}
	return t.plain(sql).Literal()
}

// Literal is the SQL with its values in it.
func (s Statement) Literal() (string, error) {
	words, err := sqllex.Split(s.SQL)
	if err != nil {
		return "", err
	}
	var sql strings.Builder
	done := 0
	for _, w := range words {
		number, placeholder := strings.CutPrefix(s.SQL[w.Start:w.End], "$")
		n, err := strconv.Atoi(number)
		if w.Kind != sqllex.Sign || !placeholder || err != nil {
			continue
		}
		value := s.Args[n-1]
		if v, ok := value.(driver.Valuer); ok {
			if value, err = v.Value(); err != nil {
				return "", err
			}
		}
		sql.WriteString(s.SQL[done:w.Start])
		sql.WriteString(pq.QuoteLiteral(fmt.Sprint(value)))
		done = w.End
	}
	sql.WriteString(s.SQL[done:])
	return sql.String(), nil
}
