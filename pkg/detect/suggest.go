package detect

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// finder makes the suggestions of a report.
type finder struct {
	*Detection
	db     *postgres.DB
	tables []*table // that may be suggested, or joined
	chosen map[string]*candidate

	known    *systems
	teamKey  *column         // of users, that leads to the chosen table of teams; nil where its name tells, or nothing
	shaped   int             // tables that were looked at for their shape
	unshaped map[*table]bool // those there were too many of
}

// suggest finds the likeliest table of each entity, the columns of its fields, and then what the columns of one table cannot give.
func (r *Detection) suggest(ctx context.Context, db *postgres.DB, tables []*table) error {
	f := &finder{Detection: r, db: db, tables: tables, chosen: map[string]*candidate{}, unshaped: map[*table]bool{}}
	entities := slices.Sorted(maps.Keys(names().Entities))
	f.known = f.systems()
	if err := f.choose(ctx, entities); err != nil {
		return err
	}
	f.tenants()
	for _, entity := range entities {
		c := f.chosen[entity]
		if c == nil {
			continue
		}
		s := Suggestion{Entity: entity, Table: c.table.Table, Confidence: c.confidence, Reason: c.reason(), Fields: c.fields(f.near(c)), of: c.entity, table: c.table}
		s.oneWayRates()
		s.versions(c)
		s.deleted()
		r.Suggestions = append(r.Suggestions, s)
	}
	// Each may use what those before it found.
	for _, step := range []func(context.Context) error{f.besidePresets, f.keys, f.sold, f.buyers, f.customers, f.lookups, f.regions, f.outcomes, f.people, f.signed, f.teams, f.campaigns, f.closings, f.lasting, f.surveys, f.steps, f.promises, f.amounts, f.targets, f.dealsFromOrders, f.firstWon} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// choose finds the table of each entity: by its name and its columns', and for what no table is named like, by what a table's columns
// hold together.
func (f *finder) choose(ctx context.Context, entities []string) error {
	taken := map[*table]bool{} // by their names
	for _, entity := range entities {
		if c := likeliest(f.entity(entity), f.candidates(entity)); c != nil && (c.confidence >= Sure || !f.beside(c.table)) {
			f.chosen[entity] = c
			if c.confidence >= 0.7 {
				taken[c.table] = true
			}
		}
	}
	for _, entity := range entities { // before the search among others takes the time
		if c := f.chosen[entity]; c != nil && c.confidence >= Sure {
			if err := f.look(ctx, c.table); err != nil {
				return err
			}
		}
	}
	for _, entity := range entities {
		if c := f.chosen[entity]; c != nil && c.confidence >= Sure || f.given(entity) {
			continue
		}
		c, err := f.byShape(ctx, entity, taken)
		if err != nil {
			return err
		}
		if c != nil {
			f.chosen[entity], taken[c.table] = c, c.confidence >= Sure
		}
	}
	if err := f.chooseTeams(ctx, taken); err != nil {
		return err
	}
	if n := len(f.unshaped); n > 0 {
		f.note("detect.unshaped", "count", n)
	}
	f.leaveTo(taken)
	f.oneSystem()
	for _, entity := range entities {
		c := f.chosen[entity]
		if c == nil {
			continue
		}
		if err := f.look(ctx, c.table); err != nil {
			return err
		}
		if err := f.identify(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// near are the chosen tables to which a candidate's keys may lead: those that are not of another system.
func (f *finder) near(c *candidate) map[string]*candidate {
	near := map[string]*candidate{}
	for entity, other := range f.chosen {
		if !f.known.separate(c.table, other.table) {
			near[entity] = other
		}
	}
	return near
}

// leaveTo leaves tables that are surely one entity to it: what else they might be only confuses.
func (f *finder) leaveTo(taken map[*table]bool) {
	for entity, c := range f.chosen {
		if c.confidence < Sure && taken[c.table] {
			delete(f.chosen, entity)
		}
	}
}

// candidates are the tables that may be an entity's. A system that a preset knows has many tables of its own besides; they are asked
// only for what the preset does not give.
func (f *finder) candidates(entity string) []*table {
	return slices.DeleteFunc(slices.Clone(f.tables), func(t *table) bool { return f.beside(t) && f.given(entity) })
}

// look samples a table, as long as there is time; what keeps it from being read is noted. Only the end of ctx is an error.
func (f *finder) look(ctx context.Context, t *table) error {
	longest := sampleTimeout
	if !f.until.IsZero() && !t.sampled {
		longest = min(longest, time.Until(f.until))
	}
	if longest <= 0 {
		if name := t.Schema + "." + t.Name; !slices.Contains(f.unlooked, name) {
			f.unlooked = append(f.unlooked, name)
		}
		return nil
	}
	fault, err := t.look(ctx, f.db, longest)
	if fault != nil {
		f.note("detect.unread", "schema", t.Schema, "table", t.Name, "reason", said(fault))
	}
	return err
}

// suggestion returns that of an entity, if it is sure and no preset gives the entity; nil otherwise. It is good until another one is
// added.
func (f *finder) suggestion(entity string) *Suggestion {
	if f.given(entity) {
		return nil
	}
	for i := range f.Suggestions {
		if s := &f.Suggestions[i]; s.Entity == entity && s.Confidence >= Sure {
			return s
		}
	}
	return nil
}

// given reports whether a recognised preset gives an entity.
func (f *finder) given(entity string) bool { return f.giver(entity) != "" }

// like returns the readable column of a table that is named most like one of some names, of those that fit; nil for none.
func (t *table) like(fits func(*column) bool, known ...string) *column {
	var found *column
	most := 0.85
	c := &candidate{table: t}
	for _, col := range t.columns {
		if !col.readable || !fits(col) {
			continue
		}
		if score, _ := c.likeKnown(withoutPart(col.tokens), known); score > most {
			found, most = col, score
		}
	}
	return found
}

// of reports whether a column is of one of some kinds.
func of(kinds ...kind) func(*column) bool {
	return func(c *column) bool { return slices.Contains(kinds, c.kind) }
}

// comparable reports whether PostgreSQL compares two columns without a cast.
func comparable(a, b *column) bool {
	number := of(whole, decimal)
	return a.kind == b.kind && a.kind != other || number(a) && number(b)
}

// leads reports whether a column holds keys of a table: by a foreign key or, where the column has none, by its name and type.
func (c *column) leads(to *table) bool {
	id := to.identity()
	if id == nil || !comparable(c, id) {
		return false
	}
	if c.refers != (crm.Table{}) {
		return c.refers == to.Table && c.refersTo == id.name
	}
	if sameKey(c, id) {
		return true
	}
	own := c.tokens
	of := withoutReference(own)
	return len(of) < len(own) && (slices.Equal(of, split(to.Name)) || slices.Equal(of, withoutPrefix(split(to.Name))))
}

// sameKey reports whether a column has the name of a key that says whose it is, as customer_id on both sides.
func sameKey(c, id *column) bool {
	key := id.tokens
	return len(withoutReference(key)) > 0 && !slices.Contains(names().References, last(withoutReference(key))) && slices.Equal(c.tokens, key)
}
