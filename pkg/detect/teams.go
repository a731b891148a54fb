package detect

import (
	"context"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// chooseTeams finds the table of teams by what it holds, whatever it is called: rows of users lead to it, several to one, and the names there
// are those of teams, not of roles.
func (f *finder) chooseTeams(ctx context.Context, taken map[*table]bool) error {
	users := f.chosen["users"]
	if teams := f.chosen["teams"]; users == nil || users.confidence < Sure || teams != nil && teams.confidence >= Sure || f.given("teams") {
		return nil
	}
	for _, t := range f.candidates("teams") {
		c := judge(f.entity("teams"), t)
		key := leading(users.table, t)
		if taken[t] || t == users.table || key == nil || c.isOther() || f.known.separate(t, users.table) {
			continue
		}
		for _, seen := range []*table{t, users.table} {
			if err := f.look(ctx, seen); err != nil {
				return err
			}
		}
		label := t.like(of(words), names().Labels...)
		if label == nil || !areTeams(label.sample) || !users.table.repeats(key) {
			continue
		}
		c.confidence = 0.65
		c.told = i18n.T("detect.teams_of_users", "column", key.name, "table", users.table.Name, "values", shown(label.sample.values))
		f.chosen["teams"], f.teamKey = c, key
		return nil
	}
	return nil
}

// leading is the one column of a table that leads to another; nil where there is none, or several.
func leading(from, to *table) *column {
	var found *column
	for _, c := range from.columns {
		if !c.readable || c.primary || !c.leads(to) {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}

// areTeams reports whether names are those of teams: two at least say so, and none is that of a role.
func areTeams(s sample) bool {
	says := func(known []string) func(string) bool {
		return func(name string) bool {
			return slices.ContainsFunc(strings.Fields(spoken(name)), func(word string) bool { return slices.Contains(known, word) })
		}
	}
	return s.few() && !s.any(says(names().RoleWords)) && len(s.without(func(name string) bool { return !says(names().TeamWords)(name) }).values) >= 2
}

// teams tells which team each user is in, where the name of the column does not, and makes teams of their names where no table has them.
func (f *finder) teams(context.Context) error {
	users := f.suggestion("users")
	if users == nil || users.made != "" || users.newest != nil || f.given("teams") {
		return nil
	}
	if f.teamKey != nil && users.field("team") == nil && f.suggestion("teams") != nil {
		users.offer(Field{Name: "team", SQL: f.teamKey.as("t"), Confidence: 0.6, column: f.teamKey,
			Reason: joined(i18n.Same(f.teamKey.typeName), i18n.T("detect.leads_to", "table", f.chosen["teams"].table.Name))})
		return nil
	}
	if f.suggestion("teams") == nil {
		f.namedAfter("teams", "team", "users")
	}
	return nil
}
