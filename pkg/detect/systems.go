package detect

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// Several systems may share a database, each with its own customers and keys. What is of one must not be joined with what is of another:
// keys are numbers in both, and a wrong customer looks as right as the right one.

// system names the tables of one system: a schema, and in it a prefix that several tables have.
type system string

// systems are those of a database, and which of them are apart: both have tables of the same kind, and no foreign key leads from one to
// the other.
type systems struct {
	of    map[*table]system
	apart map[[2]system]bool
}

// manyAlike are the tables of a schema whose names begin alike from which on the beginning names a system.
const manyAlike = 3

// kinds are what each system has of its own.
var kinds = []string{"deals", "leads", "orders", "tickets", "accounts"}

// departments are entities that belong to another one, and are taken from the same system.
var departments = []struct {
	lead string
	own  []string
}{
	{"deals", []string{"leads", "pipelines", "stages", "deal_history", "quotes", "forecast_submissions", "targets", "activities"}},
	{"orders", []string{"order_lines", "payments", "products"}},
	{"campaigns", []string{"campaign_costs", "touches", "web_sessions"}},
	{"tickets", []string{"sla_targets", "surveys", "feedback", "business_hours", "holidays"}},
}

// shared are entities of which there is one for all departments: those of the first department that there is.
var shared = []string{"accounts", "contacts", "users", "teams"}

// systems tells which tables are of which system.
func (f *finder) systems() *systems {
	s := &systems{of: map[*table]system{}, apart: map[[2]system]bool{}}
	alike := map[system]int{}
	begins := func(t *table) system {
		prefix, _, ok := strings.Cut(t.Name, "_")
		if !ok {
			return system(t.Schema)
		}
		return system(t.Schema + "." + prefix)
	}
	for _, t := range f.tables {
		alike[begins(t)]++
	}
	for _, t := range f.tables {
		if s.of[t] = system(t.Schema); alike[begins(t)] >= manyAlike {
			s.of[t] = begins(t)
		}
	}
	linked, places := map[[2]system]bool{}, map[crm.Table]*table{}
	for _, t := range f.tables {
		places[t.Table] = t
	}
	for _, t := range f.tables {
		for _, c := range t.columns {
			if to := places[c.refers]; to != nil {
				linked[[2]system{s.of[t], s.of[to]}], linked[[2]system{s.of[to], s.of[t]}] = true, true
			}
		}
	}
	for _, entity := range kinds {
		var alike []*table
		for _, t := range f.candidates(entity) {
			bare := t
			if s.of[t] != system(t.Schema) && len(t.tokens) > 1 {
				copied := *t
				copied.tokens, bare = t.tokens[1:], &copied
			}
			if judge(f.entity(entity), bare).confidence >= 0.7 {
				alike = append(alike, t)
			}
		}
		for _, a := range alike {
			for _, b := range alike {
				if pair := [2]system{s.of[a], s.of[b]}; pair[0] != pair[1] && !linked[pair] {
					s.apart[pair] = true
				}
			}
		}
	}
	return s
}

// separate reports whether two tables are of systems that are apart.
func (s *systems) separate(a, b *table) bool {
	return s != nil && s.apart[[2]system{s.of[a], s.of[b]}]
}

// oneSystem takes each department's entities from the system of its main one, and what all departments share from that of the first. What
// another system has is told.
func (f *finder) oneSystem() {
	home := func(entities ...string) *table {
		for _, entity := range entities {
			if c := f.chosen[entity]; c != nil && c.confidence >= Sure {
				return c.table
			}
		}
		return nil
	}
	for _, d := range departments {
		f.keepTo(home(d.lead), d.own)
	}
	f.keepTo(home("deals", "orders", "leads", "tickets"), shared)
}

// keepTo chooses the tables of entities among those that are not of another system than a table.
func (f *finder) keepTo(home *table, entities []string) {
	if home == nil {
		return
	}
	for _, entity := range entities {
		c := f.chosen[entity]
		if c == nil || !f.known.separate(home, c.table) {
			continue
		}
		own := slices.DeleteFunc(f.candidates(entity), func(t *table) bool { return f.known.separate(home, t) })
		delete(f.chosen, entity)
		if instead := likeliest(f.entity(entity), own); instead != nil {
			f.chosen[entity] = instead
		}
		f.note("detect.other_system", "schema", c.table.Schema, "table", c.table.Name, "entity", entity, "home_schema", home.Schema, "home", home.Name)
	}
}
