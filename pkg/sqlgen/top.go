package sqlgen

import (
	"fmt"
	"slices"
	"strings"
)

// Top keeps the groups of a statement without a time axis that have the highest (or lowest) value of one aggregate, and those that
// cannot be told from the last of them: nobody who ranks the groups anew misses one.
type Top struct {
	Groups    int
	Aggregate string // its name; no rows are a zero, and what is not known comes last
	Ascending bool
}

// unsure is by how much of itself a sum may differ for the order in which its numbers were added up.
const unsure = 1e-9

// value returns the SQL of what groups are ranked by, null where it is not known.
func (p *Top) value(aggregates []Aggregate) string {
	for i, g := range aggregates {
		if g.Name == p.Aggregate && g.Counts() {
			rows, _ := counts(i)
			return fmt.Sprintf("case when %s > 0 then %s else 0 end", rows, quote(g.Name))
		}
	}
	return quote(p.Aggregate)
}

// cut cuts the groups of a statement, whose key columns have these names, and returns what stands in a WITH clause before it. Groups that
// lack a rate stay, and those whose value is no number, so that no cut hides them; a row of the bucket [Cut] tells how many rows of the others
// lack a value.
func (p *Top) cut(t *text, body string, keys []string, aggregates []Aggregate, money bool) (with, kept string) {
	value, order, compare, sign := p.value(aggregates), " desc", ">=", "-"
	if p.Ascending {
		order, compare, sign = "", "<=", "+"
	}
	stays := fmt.Sprintf("last.value is null or %s %s last.value %s abs(last.value) * %s or not abs(%s) < 'infinity'::float8",
		value, compare, sign, t.arg(unsure, "float8"), value)
	if money {
		stays += " or " + quote(MissingRate) + " is not null"
	}
	columns, cut := valueColumns(aggregates, money)
	columns = slices.Concat([]string{"bucket"}, keys, columns)
	cut = slices.Concat([]string{fmt.Sprint(Cut)}, slices.Repeat([]string{"null"}, len(keys)), cut)
	// Kept is a number: of a condition the planner expects that it holds for half of the groups, and then looks up the names of all rows for a few.
	with = fmt.Sprintf(`groups as materialized (
  %s
),
last as (select %s as value from groups order by 1%s nulls last offset %s limit 1),
judged as (select groups.*, case when %s then 1 else 0 end as kept from groups left join last on true)`,
		indent(body), value, order, t.arg(p.Groups-1, "int"), stays)
	return with, fmt.Sprintf(`select %s
from judged
where kept = 1
union all
select %s
from judged
where kept = 0
having count(*) > 0`, strings.Join(columns, ", "), strings.Join(cut, ", "))
}

// Cut is the bucket of the row that is about the groups that have been cut.
const Cut = -1

// valueColumns are the columns of a statement beside the bucket and its keys, and what they are in the row of the groups that have been cut: how
// many rows count and have a value; of the values themselves the largest, which is no number where one of them is none.
func valueColumns(aggregates []Aggregate, money bool) (columns, cut []string) {
	add := func(column, of string) { columns, cut = append(columns, column), append(cut, of) }
	for i, g := range aggregates {
		add(quote(g.Name), "max(abs("+quote(g.Name)+"))")
		if g.Counts() {
			rows, known := counts(i)
			add(rows, "sum("+rows+")")
			add(known, "sum("+known+")")
		}
	}
	if money {
		add(quote(MissingRate), "null")
	}
	return columns, cut
}
