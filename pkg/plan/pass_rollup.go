package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// rollUp has scans read sums where the database keeps some that tell the rows they want apart: of several, those by the fewest keys.
func (b *Business) rollUp(p Plan) Plan {
	if !b.Mapping.HasRollups() {
		return p
	}
	return p.rewriteScans(func(s Scan) []Scan {
		need, err := b.needOf(p, s)
		need.Exact = p.Query.Request.Viewer.Alerting()
		if len(b.Mapping.Rollups(need.Entity)) == 0 && !b.derived(need.Entity) {
			return []Scan{s}
		}
		if err == nil {
			s.Rollup = b.rollupFor(need)
		}
		switch {
		case err != nil:
			s.Why = err.Error()
		case s.Rollup == nil:
			s.Why = b.unserved(need)
		}
		return []Scan{s}
	})
}

// RollupNeed is what a rollup must have for a scan to read it.
type RollupNeed struct {
	Entity   string
	Time     string   // the field by which rows count; "" for states
	From, To string   // expressions: since when and until when a row is there; "" for what counts by a time
	Keys     []string // fields that tell apart what rows count for, sorted
	// Instead are other keys that do as well: those with the fields of what a reference names in place of the reference itself, as account.region.
	Instead [][]string
	Values  []string // expressions that are summed or counted, sorted
	Days    bool     // which day of a month it is makes a difference
	// Currencies says that it makes a difference what an amount's currency is; else the currency is a key only for amounts to be converted.
	Currencies bool
	// Unfollowed is why triggers cannot follow what changes of the rows, so that only sums that may be old can be kept; nil where they can.
	Unfollowed error
	// Exact says that sums that may be old do not do: an alert rule asks, which must tell what is now.
	Exact bool
}

// Text says by what times rows are summed.
func (n RollupNeed) Text() string {
	if n.From == "" {
		return n.Time
	}
	return n.From + " until " + n.To
}

// RollupNeeds are those of all scans of a plan that rollups can serve, and why they cannot serve the others.
func (b *Business) RollupNeeds(p *Plan) (needs []RollupNeed, others []error) {
	for _, s := range p.Scans {
		if _, rows := s.Subject.(Rows); !rows {
			continue
		}
		need, err := b.needOf(*p, s)
		if err != nil {
			others = append(others, fmt.Errorf("%s: %w", s.Columns[0].ID, err))
			continue
		}
		needs = append(needs, need)
	}
	return needs, others
}

// rollupFor is the rollup that has what is needed by the fewest keys; nil where none has it.
func (b *Business) rollupFor(need RollupNeed) *crm.Rollup {
	var best *crm.Rollup
	for _, r := range b.Mapping.Rollups(need.Entity) {
		if need.servedBy(r) && (best == nil || width(r) < width(best)) {
			best = r
		}
	}
	return best
}

// width is by how much a rollup tells its sums apart. A currency that amounts are converted from hardly does.
func width(r *crm.Rollup) int {
	if r.Converted {
		return len(r.Keys) - 1
	}
	return len(r.Keys)
}

// servedBy reports whether a rollup has what is needed.
func (n RollupNeed) servedBy(r *crm.Rollup) bool {
	return r.Time == n.Time && r.From == n.From && r.To == n.To && (r.Days != "" || !n.Days) && !(r.Converted && n.Currencies) && !(n.Exact && r.Age > 0) && !(n.Unfollowed != nil && r.Age == 0) && n.toldApart(r.Keys) && contains(r.Values, n.Values)
}

// toldApart reports whether keys tell apart what is needed.
func (n RollupNeed) toldApart(keys []string) bool {
	return contains(keys, n.Keys) || slices.ContainsFunc(n.Instead, func(instead []string) bool { return contains(keys, instead) })
}

// unserved says what sums would serve a need that none serve.
func (b *Business) unserved(need RollupNeed) string {
	if need.Unfollowed != nil {
		return need.Unfollowed.Error()
	}
	old := need
	if old.Exact = false; need.Exact && b.rollupFor(old) != nil {
		return "an alert rule asks, and its sums may be old"
	}
	converted := need
	if converted.Currencies = false; need.Currencies && b.rollupFor(converted) != nil {
		return "it depends on the currencies of amounts, which its sums have in the reporting currency"
	}
	return fmt.Sprintf("no sums by %s have %s by %s", need.Text(), strings.Join(need.Values, ", "), strings.Join(append([]string{"day"}, need.Keys...), ", "))
}

func contains(all, some []string) bool {
	return !slices.ContainsFunc(some, func(one string) bool { return !slices.Contains(all, one) })
}

// needOf tells what sums a scan could read instead of rows. Its error says why there are none.
func (b *Business) needOf(p Plan, s Scan) (RollupNeed, error) {
	if _, rows := s.Subject.(Rows); !rows || s.Rest {
		return RollupNeed{}, fmt.Errorf("it reads no rows that are summed")
	}
	first := s.Columns[0]
	need, times, err := b.timesNeeded(first)
	if err != nil {
		return need, err
	}
	if !first.RatedAt.Empty() || !first.BusinessHours().Empty() {
		return need, fmt.Errorf("the day of its rates, or business hours, are those of single rows")
	}
	scope, err := b.ScopeOf(first.Measure, p.Levels[s.Level].GroupBy, p.Query.Filters(s.Side))
	if err != nil {
		return need, err
	}
	f := fieldsNeeded{Business: b, entity: need.Entity, by: map[string][]string{}}
	for _, k := range scope.Keys {
		f.key(k)
	}
	f.conditions(scope.Conditions)
	var values []expression.Expression
	for _, c := range s.Columns {
		f.column(c)
		if f.failed == nil {
			values = append(values, c.Aggregation.Aggregate(c.Arguments).Value)
		}
	}
	f.seen(values)
	if f.failed != nil {
		return need, f.failed
	}
	for _, value := range values {
		need.Values = append(need.Values, value.String())
	}
	need.Keys, need.Values = sorted(f.fields), sorted(need.Values)
	for _, time := range times {
		i := slices.Index(need.Keys, time)
		switch {
		case i < 0:
		case need.Time == "" || first.TimeType != crm.Date:
			return need, fmt.Errorf("what counts depends on the very %s", time)
		default:
			need.Keys, need.Days = slices.Delete(need.Keys, i, i+1), true // it is known of each sum
		}
	}
	need.Currencies = f.currencies || len(f.by["currency"]) > 0
	need.Instead = f.instead(need.Keys)
	return need, nil
}

// derived reports whether the rows of an entity are made of those of others.
func (b *Business) derived(entity string) bool {
	e, err := b.Mapping.Model.Entity(entity)
	return err == nil && e.Derived()
}

// followed returns why sums cannot follow the rows of a derived entity; nil where these are those of a table each, as of a history that completes
// the deals.
func (b *Business) followed(entity string) error {
	if !b.derived(entity) {
		return nil
	}
	of := b.Mapping.MadeOf(entity)
	if of == nil {
		return fmt.Errorf("its rows are made of those of other tables")
	}
	for _, one := range of {
		if _, _, ok := b.Mapping.Entities[one].Table(); !ok {
			return fmt.Errorf("the rows of %s are made of several: what they are depends on others than the one that changes", one)
		}
	}
	return nil
}

// timesNeeded begins a need with the times that a column's rows count by, and tells the fields that decide on these.
func (b *Business) timesNeeded(c measure.Column) (need RollupNeed, times []string, err error) {
	need.Entity, need.Unfollowed = c.Entity, b.followed(c.Entity)
	if b.derived(c.Entity) && b.Mapping.MadeOf(c.Entity) == nil {
		return need, nil, need.Unfollowed
	}
	if state, ok := c.Timing.(*measure.Snapshot); ok {
		need.From, need.To = state.Start.String(), state.End.String()
		for _, e := range state.Expressions() {
			fields, err := b.Mapping.StoredIn(need.Entity, e)
			if err != nil || slices.ContainsFunc(e.Paths(), func(path string) bool { return strings.Contains(path, ".") || !b.Mapping.IsStored(need.Entity, path) }) {
				return need, nil, fmt.Errorf("its states do not begin and end by fields of their own")
			}
			if slices.ContainsFunc(e.Parameters(), func(name string) bool { return name != "timezone" }) {
				return need, nil, fmt.Errorf("when its states begin and end depends on what is asked")
			}
			times = append(times, fields...)
		}
		return need, times, nil
	}
	need.Time = c.Time.String()
	if _, event := c.Timing.(measure.Event); !event || c.Future || !c.Time.IsPath() || strings.Contains(need.Time, ".") || !b.Mapping.IsStored(need.Entity, need.Time) {
		return need, nil, fmt.Errorf("its rows do not count by a field of their own")
	}
	return need, []string{need.Time}, nil
}

func sorted(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// fieldsNeeded collects the fields that tell the rows of an entity apart.
type fieldsNeeded struct {
	*Business
	entity string
	fields []string
	by     map[string][]string // for what paths, by field
	failed error
	// currencies says that some amounts are not added up in the reporting currency.
	currencies bool
}

func (f *fieldsNeeded) add(fields []string, err error) {
	f.fields, f.failed = append(f.fields, fields...), cmp.Or(f.failed, err)
}

func (f *fieldsNeeded) key(k sqlgen.Key) {
	if k.Part != nil {
		f.failed = cmp.Or(f.failed, fmt.Errorf("it asks for a part of a time"))
		return
	}
	f.path(k.Path)
}

// path adds what decides on what is at a path.
func (f *fieldsNeeded) path(path string) {
	fields, err := f.Mapping.Stored(f.entity, path)
	f.add(fields, err)
	for _, field := range fields {
		f.by[field] = append(f.by[field], path)
	}
}

// instead are keys with the fields of what a reference names in place of one of the references, each: where nothing but such fields is asked of
// it. Who sees a part of the rows may not see what they refer to.
func (f *fieldsNeeded) instead(keys []string) (all [][]string) {
	if f.Mapping.Restriction() != nil {
		return nil
	}
	for i, reference := range keys {
		var through []string
		for _, path := range f.by[reference] {
			fields, err := f.Mapping.Through(f.entity, path)
			if err != nil || !strings.HasPrefix(path, reference+".") {
				through = nil
				break
			}
			through = append(through, fields...)
		}
		instead := sorted(append(slices.Delete(slices.Clone(keys), i, i+1), through...))
		if len(through) > 0 && len(crm.References(instead)) == 1 {
			all = append(all, instead)
		}
	}
	return all
}

func (f *fieldsNeeded) conditions(all []sqlgen.Condition) {
	for _, c := range all {
		switch {
		case len(c.Any)+len(c.All) > 0:
			f.conditions(c.Any)
			f.conditions(c.All)
		default:
			f.key(c.Key)
			if at, err := f.Mapping.Model.Resolve(f.entity, c.Path); c.Filter.Field != "" && (err != nil || at.Type == crm.Time || at.Type == crm.Date) {
				f.failed = cmp.Or(f.failed, fmt.Errorf("it compares times"))
			}
		}
	}
}

// column adds what a column counts by, and refuses one whose values are no sums of what rows add.
func (f *fieldsNeeded) column(c measure.Column) {
	if c.Aggregation == nil {
		f.failed = cmp.Or(f.failed, fmt.Errorf("it adds nothing up"))
		return
	}
	function := c.Aggregation.Aggregate(c.Arguments).Function
	_, sums := function.(sqlgen.SumFunction)
	merges, ok := function.(sqlgen.MergeFunction)
	if !sums || !ok || merges.Merge("") == "" || function.Operand() == sqlgen.Nothing {
		f.failed = cmp.Or(f.failed, fmt.Errorf("its values do not add up"))
		return
	}
	f.where(c)
	money := f.Mapping.Model.IsMoney(f.entity, c.Aggregation.Aggregate(c.Arguments).Value)
	f.currencies = f.currencies || function.Operand() == sqlgen.Value && c.IsMoney() != money
	for _, path := range c.Amount().Paths() {
		if strings.Contains(path, ".") {
			f.failed = cmp.Or(f.failed, fmt.Errorf("what it adds up is not its own"))
		}
	}
	if currency := c.CurrencyPath(); c.IsMoney() && f.Mapping.Available(f.entity, currency) == nil {
		if currency != "currency" {
			f.failed = cmp.Or(f.failed, fmt.Errorf("its currency is not its own"))
		}
		f.add(f.Mapping.Stored(f.entity, currency))
	}
}

// where adds what tells the rows apart that a column counts: a condition that holds of a row once and for all, where each row has times of its
// own, or the fields that it looks at.
func (f *fieldsNeeded) where(c measure.Column) {
	if key, err := f.steady(c); err == nil && key != "" {
		f.fields = append(f.fields, key)
		return
	}
	for _, path := range c.Where.Paths() {
		f.path(path)
	}
}

// steady is the condition of a column as a key; "" where it is none, or the fields that it looks at do as well.
func (f *fieldsNeeded) steady(c measure.Column) (string, error) {
	apart := func(path string) bool {
		at, err := f.Mapping.Model.Resolve(f.entity, path)
		return err == nil && (at.Type == crm.Time || at.Type == crm.Date) || strings.Contains(path, ".")
	}
	if !Steady(f.Mapping, f.entity, c.Where) || !slices.ContainsFunc(c.Where.Paths(), apart) {
		return "", nil
	}
	through := func(path string) bool { return strings.Contains(path, ".") }
	if f.Mapping.Restriction() != nil && slices.ContainsFunc(c.Where.Paths(), through) {
		return "", nil
	}
	arguments, err := c.Arguments.SQL()
	if err != nil {
		return "", err
	}
	return sqlgen.KeyCondition(c.Where, arguments)
}

// seen adds what tells which rows may be seen, and refuses what is shown in another way than sums have it.
func (f *fieldsNeeded) seen(values []expression.Expression) {
	by := f.Mapping.Restriction()
	if by == nil {
		return
	}
	visible, known := f.Mapping.Seen(f.entity)
	switch {
	case by.Tenant != "":
		f.failed = cmp.Or(f.failed, fmt.Errorf("who asks sees the rows of one tenant"))
	case !known:
		f.failed = cmp.Or(f.failed, fmt.Errorf("which of its rows may be seen depends on those that they are made of"))
	}
	shown := slices.Clone(f.fields)
	for _, value := range values {
		shown = append(shown, value.Paths()...)
	}
	for _, entity := range append(f.Mapping.MadeOf(f.entity), f.entity) {
		named, some := by.Named[entity]
		for _, field := range shown {
			if slices.Contains(by.Masked[entity], field) || field == "name" && some && !named.All {
				f.failed = cmp.Or(f.failed, fmt.Errorf("who asks does not see %s", field))
			}
		}
	}
	for _, g := range visible.Any {
		for _, a := range g.Among {
			f.add(f.Mapping.Stored(f.entity, a.Path))
		}
		conditions, err := sqlgen.OnDimensions(f.Mapping.Model, f.entity, g.Filters)
		f.add(nil, err)
		f.conditions(conditions)
	}
}
