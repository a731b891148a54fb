// Package indexes finds the indexes that statements lack, and says what these would save: by the planner's cost with hypothetical indexes where the
// database has the extension hypopg, else by the time of the scans in question, which is the most that can be saved. It only reads.
package indexes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

const (
	// large is from how many pages of 8 KiB on an index of a table is worth its upkeep: what is smaller is read in a few milliseconds.
	large = 1000
	// small is the greatest part of the rows that an index finds faster than reading all of them does.
	small = 0.1
	// worth is the least part of a statement's cost that an index has to save.
	worth = 0.25
	// misjudged is how many times as many rows as expected a scan may find, before what the planner knows of a table counts as out of date.
	misjudged = 4
)

// Asked is a statement that questions come to.
type Asked struct {
	postgres.Statement
	By []string // whose it is, in words
}

// Advice is what has been found.
type Advice struct {
	Indexes  []Index       // to be made, what saves most first
	Refused  []Refusal     // not to be made, by table
	Measured bool          // the cost with each index is known, by hypopg
	Failed   int           // statements that PostgreSQL would not plan
	Stale    []crm.Table   // tables of which it has no statistics, which say nothing, sorted
	Untimed  int           // statements for which there was no time
	Budget   time.Duration // that there was
}

// Index is one that a table lacks.
type Index struct {
	Table crm.Table
	Key   string  // a column or an expression, as CREATE INDEX takes it
	Rows  float64 // of the table, or of the part of it that is read, estimated
	// Partitioned says that the table has partitions, for which PostgreSQL makes no index concurrently.
	Partitioned bool
	Uses        []Use // what saves most first
}

// SQL is the statement that makes the index.
func (i Index) SQL() string {
	concurrently := " concurrently"
	if i.Partitioned {
		concurrently = ""
	}
	return fmt.Sprintf("CREATE INDEX%s ON %s (%s)", strings.ToUpper(concurrently), quoted(i.Table), i.Key)
}

// Use is what an index does for a statement, read by one process.
type Use struct {
	*Asked
	Kept  float64        // the part of the table's rows that the condition on the key keeps, estimated
	Cost  float64        // of the statement, in the planner's units
	With  *float64       // the same with the index; nil where it is not measured
	Time  *time.Duration // of the statement; nil where it has not been run
	Scan  *time.Duration // of reading the table in it, the most that can be saved
	Found *float64       // the part of the rows that the whole condition has kept when it was run; nil where it has not been, and for keys of joins

	filters bool // the key stands in the condition, rather than in that of a join
}

// Saved is the part of the statement's cost that the index saves; nil where it is not measured.
func (u Use) Saved() *float64 {
	if u.With == nil || u.Cost <= 0 {
		return nil
	}
	saved := 1 - *u.With/u.Cost
	return &saved
}

// Refusal is what an index is not proposed for although a scan keeps a small part of a table's rows.
type Refusal struct {
	Table  crm.Table
	Key    string // "" where there is none
	Reason i18n.Text
}

// Find plans statements and finds the indexes that they lack. Those that would be faster with one are run within the budget, to take their times; a
// budget of 0 has no end. Its error is trouble with the connection.
func Find(ctx context.Context, db *postgres.DB, asked []Asked, budget time.Duration) (*Advice, error) {
	f := &finder{Advice: Advice{Budget: budget}, found: map[place]*candidate{}, shares: map[string]float64{}}
	err := db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		f.Snapshot = s
		return f.run(ctx, asked)
	})
	return &f.Advice, err
}

// place is what an index can be of.
type place struct {
	table crm.Table // the partitioned table, where a table is a part of one
	key   string
}

type candidate struct {
	Index
	parts []crm.Table // the tables that are read: partitions, or the table itself
}

type finder struct {
	Advice
	*postgres.Snapshot
	until  time.Time
	tables map[crm.Table]*table
	found  map[place]*candidate
	shares map[string]float64 // by the statement that asks for it
}

// planned is a statement with its plan.
type planned struct {
	*Asked
	*node
}

func (f *finder) run(ctx context.Context, asked []Asked) error {
	// Costs and rows of parallel plans are those of one process among several, which nobody could add up.
	if err := f.set(ctx, "max_parallel_workers_per_gather", "0"); err != nil {
		return err
	}
	var plans []planned
	scanned := map[crm.Table]bool{}
	for i := range asked {
		root, err := explained(ctx, f.Snapshot, false, asked[i].Statement)
		if err != nil {
			if ctx.Err() != nil || lost(err) {
				return err
			}
			f.Failed++
			continue
		}
		for _, scan := range root.scans() {
			scanned[scan.table()] = true
		}
		plans = append(plans, planned{&asked[i], root})
	}
	var err error
	if f.tables, err = tables(ctx, f.Snapshot, slices.Collect(maps.Keys(scanned))); err != nil {
		return err
	}
	for _, p := range plans {
		if err := f.look(ctx, p); err != nil {
			return err
		}
	}
	if err := f.suppose(ctx); err != nil {
		return err
	}
	f.choose()
	if err := f.time(ctx); err != nil {
		return err
	}
	f.order()
	return nil
}

func (f *finder) set(ctx context.Context, setting, value string) error {
	return f.Read(ctx, postgres.Statement{SQL: "select set_config($1, $2, true)", Args: []any{setting, value}}, func(postgres.Row) error { return nil })
}

// look looks at what a statement reads from its beginning to its end.
func (f *finder) look(ctx context.Context, p planned) error {
	for _, scan := range p.scans() {
		t, known := f.tables[scan.table()]
		if !known || t.pages < large || p.Cost < scan.Cost { // of which only the beginning is read
			continue
		}
		if t.rows <= 0 {
			if !slices.Contains(f.Stale, t.Table) {
				f.Stale = append(f.Stale, t.Table)
			}
			continue
		}
		keys, err := f.keys(ctx, t, scan)
		if err != nil {
			return err
		}
		if at := scan.later(); at != nil && scan.Filter == "" {
			f.refuse(t.root, "", i18n.T("indexes.later", "condition", at.Filter))
		}
		for key, k := range keys {
			f.add(p, t, key, k)
		}
	}
	return nil
}

// kept is what a scan keeps by a key.
type kept struct {
	part    float64 // of the table's rows
	filters bool    // by the scan's own condition, not by a join
}

// keys are those by which a scan could find the few rows that are wanted.
func (f *finder) keys(ctx context.Context, t *table, scan *node) (map[string]kept, error) {
	all := map[string]kept{}
	conditions := map[string][]string{}
	for _, c := range comparisons(scan.Filter, scan.Alias) {
		if key := t.keyOf(c); c.alone {
			conditions[key] = append(conditions[key], c.text)
		} else {
			all[key] = kept{part: scan.Rows / t.rows}
		}
	}
	for key, parts := range conditions {
		part, err := f.share(ctx, t, parts)
		if err != nil {
			return nil, err
		}
		all[key] = kept{part, true}
	}
	if join := scan.join(); join != nil {
		for _, condition := range []string{join.Hash, join.Merge, join.Join} {
			for _, c := range comparisons(condition, scan.Alias) {
				key := t.keyOf(c)
				if known, ok := all[key]; !c.alone && scan.Rows > 0 && (!ok || join.Rows/scan.Rows < known.part) {
					all[key] = kept{part: join.Rows / scan.Rows}
				}
			}
		}
	}
	maps.DeleteFunc(all, func(_ string, k kept) bool { return k.part > small })
	return all, nil
}

// share is the part of a table's rows that conditions keep, as far as PostgreSQL knows.
func (f *finder) share(ctx context.Context, t *table, conditions []string) (float64, error) {
	sql := fmt.Sprintf("select from %s where (%s)", quoted(t.Table), strings.Join(conditions, ") and ("))
	if part, known := f.shares[sql]; known {
		return part, nil
	}
	part := 1.0
	root, err := explained(ctx, f.Snapshot, false, postgres.Statement{SQL: sql})
	switch {
	case err == nil:
		part = root.Rows / t.rows
	case ctx.Err() != nil || lost(err):
		return 0, err
	}
	f.shares[sql] = part
	return part, nil
}

// add notes that a statement would find rows by a key, or why no index of it is proposed.
func (f *finder) add(p planned, t *table, key string, k kept) {
	if t.kind != "r" && t.kind != "m" {
		f.refuse(t.root, key, i18n.T("indexes.elsewhere"))
		return
	}
	if known := t.ordered(key); known != nil {
		reason := "indexes.known"
		if !known.valid {
			reason = "indexes.invalid"
		}
		f.refuse(t.root, key, i18n.T(reason, "index", known.name))
		return
	}
	c := f.found[place{t.root, key}]
	if c == nil {
		c = &candidate{Index: Index{Table: t.root, Key: key, Partitioned: t.partition()}}
		f.found[place{t.root, key}] = c
	}
	if !slices.Contains(c.parts, t.Table) {
		c.parts = append(c.parts, t.Table)
		c.Rows += t.rows
	}
	i := slices.IndexFunc(c.Uses, func(u Use) bool { return u.Asked == p.Asked })
	if i < 0 {
		c.Uses = append(c.Uses, Use{Asked: p.Asked, Kept: k.part, Cost: p.Cost, filters: k.filters})
	} else {
		c.Uses[i].Kept = max(c.Uses[i].Kept, k.part)
	}
}

func (f *finder) refuse(t crm.Table, key string, reason i18n.Text) {
	if !slices.ContainsFunc(f.Refused, func(r Refusal) bool { return r.Table == t && r.Key == key }) {
		f.Refused = append(f.Refused, Refusal{t, key, reason})
	}
}

// choose keeps of the indexes that a statement could use those that are the best for one.
func (f *finder) choose() {
	type read struct {
		statement *Asked
		table     crm.Table
	}
	measure := func(u Use) float64 {
		if u.With != nil {
			return *u.With / u.Cost
		}
		return u.Kept
	}
	best := map[read]float64{}
	for _, c := range f.found {
		for _, u := range c.Uses {
			at := read{u.Asked, c.Table}
			if least, known := best[at]; !known || measure(u) < least {
				best[at] = measure(u)
			}
		}
	}
	for _, c := range f.found {
		serves := func(u Use) bool { return measure(u) <= best[read{u.Asked, c.Table}] }
		if slices.ContainsFunc(c.Uses, serves) {
			c.Uses = slices.DeleteFunc(c.Uses, func(u Use) bool { return !serves(u) })
			f.Indexes = append(f.Indexes, c.Index)
		}
	}
}

// order puts first what saves most.
func (f *finder) order() {
	least := func(u Use) float64 {
		switch {
		case u.With != nil:
			return *u.With - u.Cost
		case u.Scan != nil:
			return -u.Scan.Seconds()
		}
		return math.Inf(-1) // what could not be run to its end takes longest
	}
	sum := func(i Index) (all float64) {
		for _, u := range i.Uses {
			all += least(u)
		}
		return all
	}
	for _, i := range f.Indexes {
		slices.SortStableFunc(i.Uses, func(a, b Use) int { return cmp.Compare(least(a), least(b)) })
	}
	slices.SortFunc(f.Indexes, func(a, b Index) int { return cmp.Or(cmp.Compare(sum(a), sum(b)), strings.Compare(a.SQL(), b.SQL())) })
	slices.SortFunc(f.Refused, func(a, b Refusal) int {
		return strings.Compare(quoted(a.Table)+a.Key, quoted(b.Table)+b.Key)
	})
	slices.SortFunc(f.Stale, func(a, b crm.Table) int { return strings.Compare(quoted(a), quoted(b)) })
}

// lost reports whether nothing else can be asked after an error.
func lost(err error) bool {
	e, ok := errors.AsType[*postgres.Error](err)
	return ok && (e.Kind == postgres.KindUnreachable || e.Kind == postgres.KindCancelled)
}
