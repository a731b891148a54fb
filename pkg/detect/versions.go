package detect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// versions finds that an entity's table holds each row in several versions: the key is not unique, but it is together with the
// version. Then only the newest counts. A key that repeats for no such reason is not sure.
func (s *Suggestion) versions(c *candidate) {
	id := s.field("id")
	if id == nil || id.column == nil || !s.table.sampled || s.hasRevisions() {
		return
	}
	key := []*column{id.column}
	if c.tenant != nil {
		key = append([]*column{c.tenant}, key...)
	}
	version, kept := s.table.version(key)
	switch {
	case kept:
	case !s.table.repeats(id.column), len(key) > 1 && version == nil && !s.table.repeatTogether(key...):
		return // unique, or so within a tenant
	}
	if flag := s.table.like(of(yesNo), names().Newest...); flag != nil && flag.sample.both() {
		s.Conditions = append(s.Conditions, Condition{SQL: flag.as("t"), Confidence: 0.8, Reason: i18n.T("detect.versions_marked", "column", id.column.name, "mark", flag.name)})
		return
	}
	if version == nil {
		id.Confidence = min(id.Confidence, 0.3)
		id.Reason = joined(id.Reason, i18n.T("detect.key_repeats"))
		return
	}
	s.newest = &newest{s.table, key, version, kept}
	id.Reason = joined(id.Reason, i18n.T("detect.versions", "version", version.name))
}

// hasRevisions reports whether the model wants every version of the entity.
func (s *Suggestion) hasRevisions() bool { return slices.Contains(mappable(s.of), "is_latest") }

// newest is a table with only the newest version of each row.
type newest struct {
	table   *table
	key     []*column // that the versions have in common
	version *column
	kept    bool // an index keeps versions apart
}

func (n *newest) keys() []string {
	var list []string
	for _, c := range n.key {
		list = append(list, quoted(c.name))
	}
	return list
}

// sql is for where the mapping's own way to say it cannot be used: inside a join. Where no index keeps versions apart, those of one time
// are told apart by all that they hold: of two the same is taken each time.
func (n *newest) sql() string {
	columns, from, last := strings.Join(n.keys(), ", "), n.table.sql(), ""
	if !n.kept {
		from, last = from+" as v", ", (v.*)::text desc"
	}
	return fmt.Sprintf("(select distinct on (%s) * from %s order by %s, %s desc nulls last%s)", columns, from, columns, quoted(n.version.name), last)
}

// version returns the column with which a key that repeats is unique, nil for none, and whether an index keeps it so; otherwise it
// was only seen to be.
func (t *table) version(key []*column) (found *column, kept bool) {
	for _, c := range t.columns {
		if !c.readable || !of(whole, decimal, instant, local, day)(c) || !isNamed(c.name, names().Versions) || slices.Contains(key, c) {
			continue
		}
		all := append(slices.Clone(key), c)
		switch {
		case t.uniqueIndex(all) && !t.uniqueIndex(key):
			return c, true
		case found == nil && len(c.sample.values) > 1 && t.seenTogether(all) && !t.repeatTogether(all...):
			found = c
		}
	}
	return found, false
}

// seenTogether reports whether all of some columns were sampled and have values.
func (t *table) seenTogether(columns []*column) bool {
	return !slices.ContainsFunc(columns, func(c *column) bool { return len(c.sample.each) == 0 || c.sample.empty() })
}

// uniqueIndex reports whether an index keeps some columns unique together, or already part of them.
func (t *table) uniqueIndex(columns []*column) bool {
	return slices.ContainsFunc(t.keys, func(key []string) bool {
		return !slices.ContainsFunc(key, func(name string) bool {
			return !slices.ContainsFunc(columns, func(c *column) bool { return c.name == name })
		})
	})
}
