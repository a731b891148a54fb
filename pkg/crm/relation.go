package crm

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// relation is what a mapping gives as `from`: SQL, or one row of several for each key, such as
// `{latest: deal_version, per: deal_no, by: version, as: d}`.
type relation struct {
	sql           string
	Latest, First string // a table that has several rows for each key
	Per, By       list   // SQL that is the same for those rows, and SQL by which they are ordered
	As            string // what the row is called in the mapping's other SQL
	Join          string // what follows, as `left join stage as s on s.id = d.stage_id`
	several       bool
}

// empty reports whether nothing is given.
func (r relation) empty() bool { return !r.several && strings.TrimSpace(r.sql) == "" }

// UnmarshalYAML reads a text or a map.
func (r *relation) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node.Kind != yaml.MappingNode {
		return node.Decode(&r.sql)
	}
	var given map[string]yaml.Node
	if err := node.Decode(&given); err != nil {
		return err
	}
	known := []string{"latest", "first", "per", "by", "as", "join"}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(known, name) {
			return inLine(node.Line, fault.New("mapping.unknown_from_option", "option", name, "known", known))
		}
	}
	type plain relation
	r.several = true
	return node.Decode((*plain)(r))
}

var alias = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

// render returns the SQL of a FROM clause of an entity, "" where none is given, and one of its ties, see [Source.Ties].
func (r relation) render(entity string) (from, ties string, err error) {
	if !r.several {
		return closed(r.sql), "", fromClause.check(r.sql)
	}
	table, order := r.Latest, " desc nulls last"
	if r.First != "" {
		table, order = r.First, " nulls last"
	}
	switch {
	case (r.Latest == "") == (r.First == ""):
		return "", "", fault.New("mapping.latest_or_first")
	case len(r.Per) == 0 || len(r.By) == 0:
		return "", "", fault.New("mapping.rows_not_told_apart")
	case !alias.MatchString(r.As):
		return "", "", fault.New("mapping.wrong_alias", "alias", r.As)
	}
	if err := fromClause.check(table); err != nil {
		return "", "", err
	}
	keys, err := allEnclosed("per", r.Per)
	if err != nil {
		return "", "", err
	}
	by, err := allEnclosed("by", r.By)
	if err != nil {
		return "", "", err
	}
	join := ""
	if r.Join != "" {
		if err := fromClause.check(r.Join); err != nil {
			return "", "", fault.At(i18n.Same("join"), err)
		}
		join = " " + closed(r.Join)
	}
	from, ties = untied(entity, closed(table), keys, by, order)
	return from + " as " + r.As + join, ties + " as " + r.As + join, nil
}

// allEnclosed returns expressions in parentheses.
func allEnclosed(option string, list []string) ([]string, error) {
	var all []string
	for _, sql := range list {
		one, err := enclosed(sql)
		if err != nil {
			return nil, fault.At(i18n.Same(option), err)
		}
		all = append(all, one)
	}
	return all, nil
}
