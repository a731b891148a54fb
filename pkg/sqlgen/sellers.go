package sqlgen

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// Sellers sets who sold in a range against who had a target for it.
type Sellers struct {
	Metric string
	Scope  string // of the targets: user or team
	Path   string // of deals, to who is meant by the scope
	Quota  string // path of deals to whether a seller is to have a target; "" where nothing tells
	Range  calendar.Range
}

// Statement writes the statement. Its columns are the key as text, whether they sold and whether they had a target.
func (l Sellers) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity("deals", "e")
	paths := map[string]string{}
	for _, path := range []string{l.Path, "status", "closed_at"} {
		var err error
		if paths[path], err = s.path(path); err != nil {
			return Statement{}, err
		}
	}
	quota := ""
	if l.Quota != "" {
		sql, err := s.path(l.Quota)
		if err != nil {
			return Statement{}, err
		}
		quota = sql + " is not false"
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	targets, err := t.selection("targets", []string{"metric", "scope", "scope_id", "period_start", "period_end", "value"})
	if err != nil {
		return Statement{}, err
	}
	expected := "true"
	if quota != "" {
		expected = "bool_or(" + quota + ")"
	}
	sql := fmt.Sprintf(`select coalesce(sold.key, goal.key) as key, coalesce(sold.expected, false) as expected, sold.key is not null as sold, goal.key is not null as has_target
from (
  select %s::text as key, %s as expected
  %s
  where %s::text = 'won' and %s >= %s and %s < %s and %s is not null
  group by 1
) as sold
full join (
  select distinct scope_id::text as key
  from %s as target
  where metric::text = %s and scope::text = %s and %s and value is not null and %s and %s
) as goal on goal.key = sold.key
order by 1`,
		paths[l.Path], expected, indent(from), paths["status"], paths["closed_at"], t.instant(l.Range.From), paths["closed_at"], t.instant(l.Range.To), paths[l.Path],
		targets, t.arg(l.Metric, "text"), t.arg(l.Scope, "text"), Filled("scope_id::text"), hasPeriod("period_start", "period_end"), t.periodIn("", l.Range))
	return t.plain(sql), nil
}

// Parents reads which row of a tree is above which.
type Parents struct {
	Entity, Field string
}

// Statement writes the statement. Its columns are key and the parent's key as text.
func (a Parents) Statement(c Context) (Statement, error) {
	t := newText(c)
	source, err := t.selection(a.Entity, []string{"id", a.Field})
	return t.plain(fmt.Sprintf("select id::text as key, %s::text as parent\nfrom %s as tree\nwhere id is not null and %s is not null", quote(a.Field), source, quote(a.Field))), err
}

// HasTargets finds the scopes that have targets of a metric.
type HasTargets struct {
	Metric string
	Range  calendar.Range
}

// Statement writes the statement. Its column is the scope as text.
func (h HasTargets) Statement(c Context) (Statement, error) {
	t := newText(c)
	source, err := t.selection("targets", []string{"metric", "scope", "period_start", "period_end", "value"})
	return t.plain(fmt.Sprintf("select distinct scope::text\nfrom %s as target\nwhere metric::text = %s and scope is not null and value is not null and %s and %s",
		source, t.arg(h.Metric, "text"), hasPeriod("period_start", "period_end"), t.periodIn("", h.Range))), err
}
