package sqlgen

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// table is an entity in a FROM clause. Fields are noted as they are used, so that only those are selected from a mapping.
type table struct {
	entity, alias string
	path          string // of relations from the root; "" for the root itself
	used          []string
	rolled        *rolled // instead of rows; nil for rows
	of            *table  // whose columns have its fields, each with the path before it; nil for a table of its own
}

// fromClause is the FROM clause of one SELECT: an entity and the relations followed from it, joined when a path first needs them.
// Relations are many-to-one, so a join never multiplies rows.
type fromClause struct {
	*text
	root  *table
	joins []join
}

type join struct {
	path string
	to   *table
	key  string // SQL of the key in the table it is followed from
}

func (t *text) fromEntity(entity, alias string) *fromClause {
	return &fromClause{text: t, root: &table{entity: entity, alias: alias}}
}

// path returns the SQL of a field or of a path along relations, and joins what it needs.
func (s *fromClause) path(path string) (string, error) { return s.pathFrom(s.root, path) }

func (s *fromClause) pathFrom(at *table, path string) (string, error) {
	at, f, err := s.followFrom(at, path)
	if err != nil {
		return "", err
	}
	return s.sql(at, f)
}

// follow returns the field at the end of a path and the table that has it, and joins what the path needs.
func (s *fromClause) follow(path string) (*table, *crm.Field, error) {
	return s.followFrom(s.root, path)
}

func (s *fromClause) followFrom(at *table, path string) (*table, *crm.Field, error) {
	steps := strings.Split(path, ".")
	for i, step := range steps {
		f, err := s.Mapping.Field(at.entity, step)
		if err != nil || i == len(steps)-1 {
			return at, f, err
		}
		if f.To == "" {
			return nil, nil, fmt.Errorf("%s.%s is not a relation, so %q cannot be followed", at.entity, step, path)
		}
		if at.rolled.reaches(step) {
			at = &table{entity: f.To, path: step, of: at}
			continue
		}
		key, err := s.compared(at, f)
		if err != nil {
			return nil, nil, err
		}
		if at, err = s.join(strings.TrimPrefix(at.path+"."+step, "."), f.To, key); err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, fmt.Errorf("the path is empty")
}

func (s *fromClause) join(path, entity, key string) (*table, error) {
	for _, j := range s.joins {
		if j.path == path {
			return j.to, nil
		}
	}
	to := &table{entity: entity, path: path, alias: s.alias(path)}
	if _, err := s.field(to, "id"); err != nil {
		return nil, err
	}
	s.joins = append(s.joins, join{path: path, to: to, key: key})
	return to, nil
}

// maxAlias keeps aliases apart where PostgreSQL cuts names off, at 63 bytes.
const maxAlias = 56

// alias names a table after the path to it. Other paths may make the same name.
func (s *fromClause) alias(path string) string {
	name := strings.ReplaceAll(path, ".", "_")
	name = name[:min(len(name), maxAlias)]
	taken := func(alias string) bool {
		return alias == s.root.alias || slices.ContainsFunc(s.joins, func(j join) bool { return j.to.alias == alias })
	}
	alias := name
	for n := 1; taken(alias); n++ {
		alias = fmt.Sprintf("%s_%d", name, n)
	}
	return alias
}

// field returns the SQL of a table's own field.
func (s *fromClause) field(at *table, name string) (string, error) {
	f, err := s.Mapping.Field(at.entity, name)
	if err != nil {
		return "", err
	}
	return s.sql(at, f)
}

// sql returns the SQL of a field; of a blank key that names another row, null.
func (s *fromClause) sql(at *table, f *crm.Field) (string, error) {
	if f.Type == crm.Key && f.Name != "id" {
		return s.valueOf(at, f)
	}
	return s.compared(at, f)
}

// compared is [fromClause.sql] with blank keys as they are.
func (s *fromClause) compared(at *table, f *crm.Field) (string, error) {
	if f.As.Empty() {
		sql := at.use(f.Name)
		if e, err := s.Mapping.Model.Entity(at.entity); err == nil && e.Query != "" {
			return sql, nil // made of fields that have been looked at
		}
		return s.number(sql, f.Type), nil
	}
	if f.Own && !s.Finite { // a comparison would take NaN for the highest number of all
		s.Finite = true
		defer func() { s.Finite = false }()
	}
	sql, err := f.As.Render(func(path string, compared bool) (string, error) {
		to, own, err := s.followFrom(at, path)
		if err != nil {
			return "", err
		}
		switch {
		case f.Amount != nil && path == f.Amount.Path:
			return s.reporting(at, f.Amount)
		case compared:
			return s.compared(to, own)
		}
		return s.valueOf(to, own)
	}, s.parameter)
	return "(" + sql + ")", err
}

// use notes that a column is read, and returns its SQL.
func (t *table) use(column string) string {
	if t.of != nil {
		return t.of.use(t.path + "." + column)
	}
	if !slices.Contains(t.used, column) {
		t.used = append(t.used, column)
	}
	return quote(t.alias) + "." + quote(column)
}

// number returns the SQL of a field as a number that is one. NaN, infinity and what is too large to be computed with are no numbers: the
// row has none. To look at each number costs a fifth more than to add it up, so that plain sums do without: what is no number shows in
// their result, and they are read again.
func (t *text) number(sql string, kind crm.Type) string {
	if !t.Finite || kind != crm.Number && kind != crm.Money {
		return sql
	}
	return fmt.Sprintf("case when abs(%s) < 1e100 then %s end", sql, sql)
}

// expression returns the SQL of an expression over the scope's entity.
func (s *fromClause) expression(e expression.Expression) (string, error) {
	sql, err := e.Render(s.term, s.parameter)
	if err != nil || e.IsPath() {
		return sql, err
	}
	return "(" + sql + ")", nil
}

// of is [fromClause.condition] with the arguments of an aggregate.
func (s *fromClause) of(g Aggregate, e expression.Expression) (string, error) {
	if sql := s.summedCondition(g, e); sql != "" {
		return sql, nil
	}
	s.own = g.Arguments
	defer func() { s.own = nil }()
	return s.condition(e)
}

// condition is [fromClause.expression] for a condition that may be empty.
func (s *fromClause) condition(e expression.Expression) (string, error) {
	if e.Empty() {
		return "", nil
	}
	return s.expression(e)
}

// from returns the FROM clause. It is written last, when all uses are known.
func (s *fromClause) from() (string, error) {
	source, err := s.rows(s.root)
	if err != nil {
		return "", err
	}
	joined, err := s.joined()
	return fmt.Sprintf("from %s as %s", source, quote(s.root.alias)) + joined, err
}

// joined is what follows the root in the FROM clause.
func (s *fromClause) joined() (string, error) {
	var sql strings.Builder
	for _, j := range s.joins {
		source, err := s.source(j.to.entity, j.to.used)
		if err != nil {
			return "", err
		}
		refers, err := s.refers(j.to)
		if err != nil {
			return "", err
		}
		alias := quote(j.to.alias)
		fmt.Fprintf(&sql, "\nleft join %s as %s on %s.\"id\" = %s%s", source, alias, alias, j.key, refers)
	}
	return sql.String(), nil
}

// rows returns the root as a FROM item.
func (s *fromClause) rows(root *table) (string, error) {
	if root.rolled != nil {
		return s.permittedSums(root.rolled, root.used)
	}
	return s.source(root.entity, root.used)
}

// whole returns an entity with all of its rows as a FROM item: a table, or a subquery with the fields used, which PostgreSQL folds away.
// It is for [text.source] alone.
func (t *text) whole(e *crm.Entity, used []string) (string, error) {
	entity := e.Name
	if e.Completes != nil {
		return t.completed(e, used)
	}
	if e.Derived() {
		return t.derived(e)
	}
	s, ok := t.Mapping.Entities[entity]
	if !ok {
		return "", &crm.Unavailable{Entity: entity}
	}
	t.reads(entity)
	where, err := t.counting(e, s)
	if err != nil {
		return "", err
	}
	columns, asIs := make([]string, len(used)), s.Fields == nil && where == "" && t.Mapping.Most == 0
	for i, name := range used {
		field, raw := strings.CutSuffix(strings.TrimSuffix(name, unmasked), stored)
		if _, ok := e.Field(field); !ok {
			return "", fmt.Errorf("%s has no field %s", entity, field)
		}
		sql := t.column(e, field, raw)
		if columns[i] = sql; sql != quote(name) {
			columns[i] += " as " + quote(name)
			asIs = false
		}
	}
	if asIs {
		return s.From, nil
	}
	sql := "(\n  select " + strings.Join(columns, ", ") + "\n  from " + s.From
	if where != "" {
		sql += "\n  where " + where
	}
	if t.Mapping.Most > 0 {
		sql += "\n  limit " + t.arg(t.Mapping.Most, "int")
	}
	return sql + "\n)", nil
}

// counting is the condition that rows of a source count at all.
func (t *text) counting(e *crm.Entity, s crm.Source) (string, error) {
	own := func(value string) string { return t.untyped(value, "tenant of "+e.Name) }
	tenant := s.Condition(own)
	if by := t.Mapping.Restriction(); by != nil {
		tenant = both(s.OfTenant(by.Tenant, own), tenant)
	}
	part, err := t.partOf(e)
	return both(tenant, part), err
}

// column returns the SQL of a field as its source has it: of the model's type, or raw as it is stored.
func (t *text) column(e *crm.Entity, field string, raw bool) string {
	s, sql := t.Mapping.Entities[e.Name], quote(field)
	if s.Fields != nil {
		sql = s.Fields[field]
	}
	if f, ok := e.Field(field); ok && !raw {
		return t.typed(sql, f.Type, s.Types[field])
	}
	return sql
}

var placeholders = regexp.MustCompile(`\{([a-z_]+)\}|([^:]):([a-z_]+)`)

// derived returns the query of a derived entity with the entities it reads and its parameters filled in.
func (t *text) derived(e *crm.Entity) (string, error) {
	var failed error
	sql := placeholders.ReplaceAllStringFunc(e.Query, func(match string) string {
		parts := placeholders.FindStringSubmatch(match)
		if entity := parts[1]; entity != "" {
			sql, err := t.restricted(entity, t.Before[entity], e.Needs[entity], e.Joined[entity]...)
			if err != nil {
				failed = err
			}
			return sql
		}
		sql, err := t.parameter(parts[3])
		if err != nil {
			failed = err
		}
		return parts[2] + sql
	})
	return "(\n  " + indent(sql) + "\n)", failed
}

// selection returns an entity as a FROM item that has the given fields under their canonical names, computed ones included. Blank keys
// are null, but for the fields that others are joined by, which are as they are stored.
func (t *text) selection(entity string, fields []string, joined ...string) (string, error) {
	return t.restricted(entity, nil, fields, joined...)
}

// restricted is [text.selection] of the rows that meet conditions.
func (t *text) restricted(entity string, by []Condition, fields []string, joined ...string) (string, error) {
	s := t.fromEntity(entity, "s")
	columns, plain := make([]string, len(fields)), len(by) == 0
	for i, name := range fields {
		f, err := s.Mapping.Field(entity, name)
		if err != nil {
			return "", err
		}
		sql, err := s.compared(s.root, f)
		if f.Type == crm.Key && !slices.Contains(joined, name) {
			sql, err = s.valueOf(s.root, f)
		}
		if err != nil {
			return "", err
		}
		own := quote(s.root.alias) + "." + quote(name)
		plain = plain && sql == own
		columns[i] = sql
		if sql != own {
			columns[i] += " as " + quote(name)
		}
	}
	if plain {
		return t.source(entity, fields)
	}
	conditions, err := s.conditions(by)
	if err != nil {
		return "", err
	}
	from, err := s.from()
	if err != nil {
		return "", err
	}
	if len(conditions) > 0 {
		from += "\nwhere " + both(conditions...)
	}
	return "(select " + strings.Join(columns, ", ") + " " + from + ")", nil
}
