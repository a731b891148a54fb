package sqlgen

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// Targets reads the targets of a metric whose periods touch a range. They are few, so all of them are read and spread in Go.
type Targets struct {
	Metric     string
	Money      bool
	Range      calendar.Range
	Scopes     []string // whose targets are wanted
	Dimensions []string // of [crm.Model.TargetDimensions], whose keys and labels are wanted
}

// Statement writes the statement. Its columns are scope, scope_id, period_start and period_end (null where there is no period, see
// [hasPeriod]), value as float8, the key and label of each dimension (null where the scope has none) and [MissingRate].
func (g Targets) Statement(c Context) (Statement, error) {
	t := newFinite(c)
	fields := []string{"metric", "scope", "scope_id", "period_start", "period_end", "value"}
	currency := g.Money && c.HasCurrency("targets", "currency")
	if currency {
		fields = append(fields, "currency")
	}
	source, err := t.selection("targets", fields)
	if err != nil {
		return Statement{}, err
	}
	from := "from " + source + " as target"
	value, missing := "target.value", "null::text"
	if currency {
		at := t.conversion("target.currency", "target.period_start")
		value += " * " + at.factor
		missing = fmt.Sprintf("case when %s then %s end", at.missing, at.name)
	}
	names, joins, err := t.targetNames(g)
	if err != nil {
		return Statement{}, err
	}
	columns := []string{"target.scope::text", "target.scope_id"}
	for _, end := range []string{"period_start", "period_end"} {
		columns = append(columns, fmt.Sprintf("case when %s then target.%s end as %s", hasPeriod("target.period_start", "target.period_end"), end, end))
	}
	columns = append(columns, "("+value+")::float8 as value")
	columns = append(columns, names...)
	columns = append(columns, missing+" as "+quote(MissingRate))
	return t.statement("select\n  "+strings.Join(columns, ",\n  ")+"\n"+from+joins+fmt.Sprintf(
		"\nwhere target.metric = %s and target.value is not null and target.scope::text = any(%s) and %s", t.arg(g.Metric, "text"),
		t.arg(pq.StringArray(g.Scopes), "text[]"), t.periodIn("target.", g.Range)), days{})
}

// hasPeriod is the condition that a target has a period, over whose days it can be spread: a first day, and an end after it.
func hasPeriod(start, end string) string {
	return fmt.Sprintf("isfinite(%[1]s) and isfinite(%[2]s) and %[1]s < %[2]s", start, end)
}

// periodIn is the condition that the period of a target touches a range, or would if it were one. Its columns stand behind a prefix.
func (t *text) periodIn(prefix string, r calendar.Range) string {
	return fmt.Sprintf("coalesce(%[1]speriod_start, '-infinity') < %[2]s and coalesce(%[1]speriod_end, 'infinity') > %[3]s", prefix,
		t.arg(t.Calendar.FirstDayAtOrAfter(r.To).String(), "date"), t.arg(t.Calendar.Date(r.From).String(), "date"))
}

// targetNames returns the key and label columns of the dimensions and the joins they need. Entities that are not mapped leave the id to
// speak for itself.
func (t *text) targetNames(g Targets) (columns []string, joins string, err error) {
	keys, labels := map[string][]string{}, map[string][]string{}
	add := func(dimension, scope, key, label string) {
		when := fmt.Sprintf("when %s then ", t.arg(scope, "text"))
		keys[dimension] = append(keys[dimension], when+key)
		labels[dimension] = append(labels[dimension], when+label)
	}
	for _, by := range t.Mapping.Model.TargetScopes() {
		scope := by.Name
		unwanted := func(dimension string) bool { return !slices.Contains(g.Dimensions, dimension) }
		via, own := slices.DeleteFunc(slices.Sorted(maps.Keys(by.Via)), unwanted), slices.DeleteFunc(by.Own(), unwanted)
		if !slices.Contains(g.Scopes, scope) || len(own)+len(via) == 0 {
			continue
		}
		if by.Entity == "" || t.Mapping.Available(by.Entity, "id") != nil || t.Mapping.Available(by.Entity, "name") != nil {
			for _, dimension := range own {
				add(dimension, scope, valued("target.scope_id"), valued("target.scope_id"))
			}
			continue
		}
		fields := []string{"id", "name"}
		via = slices.DeleteFunc(via, func(dimension string) bool { return t.Mapping.Available(by.Entity, by.Via[dimension]) != nil })
		for _, dimension := range via {
			if f := by.Via[dimension]; !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
		source, err := t.selection(by.Entity, fields)
		if err != nil {
			return nil, "", err
		}
		alias := quote("by_" + scope)
		joins += fmt.Sprintf("\nleft join %s as %s on target.scope::text = %s and %s.id::text = target.scope_id", source, alias, t.arg(scope, "text"), alias)
		for _, dimension := range own {
			add(dimension, scope, valued("target.scope_id"), fmt.Sprintf("coalesce(%s, %s)", valued(alias+".name"), valued("target.scope_id")))
		}
		for _, dimension := range via {
			more, err := t.via(by, dimension, alias, add)
			if err != nil {
				return nil, "", err
			}
			joins += more
		}
	}
	for _, dimension := range g.Dimensions {
		for i, cases := range [][]string{keys[dimension], labels[dimension]} {
			suffix := []string{"key", "label"}[i]
			sql := "null::text"
			if len(cases) > 0 {
				sql = "case target.scope::text " + strings.Join(cases, " ") + " end"
			}
			columns = append(columns, fmt.Sprintf("%s as %s", sql, quote(dimension+"_"+suffix)))
		}
	}
	return columns, joins, nil
}

// via adds a dimension that a field of a scope's entity leads to.
func (t *text) via(by crm.TargetScope, dimension, alias string, add func(dimension, scope, key, label string)) (string, error) {
	field := by.Via[dimension]
	f, err := t.Mapping.Field(by.Entity, field)
	if err != nil {
		return "", err
	}
	key := fmt.Sprintf("%s.%s::text", alias, quote(field))
	if f.To == "" {
		key = valued(key)
		add(dimension, by.Name, key, key)
		return "", nil
	}
	if t.Mapping.Available(f.To, "name") != nil || t.Mapping.Available(f.To, "id") != nil {
		add(dimension, by.Name, key, key)
		return "", nil
	}
	source, err := t.selection(f.To, []string{"id", "name"})
	if err != nil {
		return "", err
	}
	name := quote("by_" + by.Name + "_" + dimension)
	add(dimension, by.Name, key, fmt.Sprintf("coalesce(%s, %s)", valued(name+".name"), key))
	return fmt.Sprintf("\nleft join %s as %s on %s.id = %s.%s", source, name, name, alias, quote(field)), nil
}
