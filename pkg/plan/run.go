package plan

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// run reads everything the question needs. Targets come first: some measures are asked over the periods of the targets.
func (p *planner) run(ctx context.Context) error {
	if err := p.readTargets(ctx); err != nil {
		return err
	}
	n := p.needs()
	p.spreadTargets(n.targets)
	if err := p.readHitRates(ctx, n.hitRates); err != nil {
		return err
	}
	if n.reported {
		if err := p.readReports(ctx); err != nil {
			return err
		}
	}
	asked, summed := p.summable(n.leaves)
	if err := p.measure(ctx, asked, nil); err != nil {
		return err
	}
	p.sumWindows(summed)
	if len(p.groups.order) > p.settings.MaxGroups {
		return invalid("the question has %d groups, more than the %d allowed; filter it or group by fewer dimensions (a limit is applied to all groups, so it does not help)", len(p.groups.order), p.settings.MaxGroups)
	}
	return p.limit(ctx)
}

// batch are the leaves that one statement answers: the same shape, rows and axes.
type batch []leaf

// batches groups leaves that can share a scan, in the order in which they are first needed.
func (p *planner) batches(all []leaf) []batch {
	axesOf := map[string]map[string]*axis{} // by column
	first := map[string]leaf{}
	var columns []string
	for _, l := range all {
		c := l.column()
		if axesOf[c] == nil {
			axesOf[c], first[c] = map[string]*axis{}, l
			columns = append(columns, c)
		}
		axesOf[c][l.axis.name] = l.axis
	}
	var order []string
	shared := map[string]batch{}
	for _, c := range columns {
		l, names := first[c], slices.Sorted(maps.Keys(axesOf[c]))
		for _, name := range names {
			key := shape(l) + " on " + strings.Join(names, ", ")
			if trails(l.measure) {
				key = shape(l) + " on " + name
			}
			if shared[key] == nil {
				order = append(order, key)
			}
			shared[key] = append(shared[key], leaf{measure: l.measure, arguments: l.arguments, axis: axesOf[c][name]})
		}
	}
	out := make([]batch, len(order))
	for i, key := range order {
		out[i] = shared[key]
	}
	return out
}

// shape describes the rows and the time of a measure. Measures of one shape share a statement.
func shape(l leaf) string {
	m := l.measure
	parts := []string{m.Entity, m.Time.String(), string(m.TimeType), m.Currency.String(), m.RatedAt.String(), string(m.Effect)}
	if m.Snapshot != nil {
		parts = append(parts, "snapshot", m.Snapshot.Start.String(), m.Snapshot.End.String(), strconv.FormatBool(looksAtStates(m)))
	}
	if m.Members != nil {
		parts = append(parts, "members", m.Members.Of.String(), m.Where.String(), string(m.Members.Over))
	}
	if m.Overlap != nil {
		parts = append(parts, "overlap", m.Overlap.Start.String(), m.Overlap.End.String(), string(m.Overlap.ShareOf))
	}
	if m.Frozen != "" {
		parts = append(parts, "frozen", m.Sum.String())
	}
	if path := l.schedule(); !path.Empty() {
		parts = append(parts, "business hours", path.String(), l.arguments["horizon"])
	}
	for _, name := range m.RowParameters() {
		if value := l.arguments[name]; value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	return strings.Join(parts, " | ")
}

// looksAtStates reports whether a snapshot is no running sum.
func looksAtStates(m *catalog.Measure) bool { return !m.Distinct.Empty() || m.Age != "" }

// trails reports whether the rows of a measure depend on the axis itself, so that no other axis can share them.
func trails(m *catalog.Measure) bool {
	return slices.ContainsFunc(m.Parameters(), func(name string) bool {
		return strings.HasPrefix(name, "trailing_") || strings.HasPrefix(name, "range_")
	})
}

// measure answers leaves, a statement for each batch. Groups named in except are left out and the others folded into one.
func (p *planner) measure(ctx context.Context, all []leaf, except [][]string) error {
	for _, b := range p.batches(all) {
		read := p.readEvents
		switch m := b[0].measure; {
		case looksAtStates(m):
			read = p.readStates
		case m.Snapshot != nil:
			read = p.readSnapshots
		case m.Overlap != nil:
			read = p.readOverlaps
		case m.Frozen != "":
			read = p.readForecasts
		case m.Effect != "":
			read = p.readEffects
		case m.Members != nil:
			read = p.readMembers
		}
		if err := read(ctx, b, except); err != nil {
			return fmt.Errorf("%s: %w", b[0].measure.ID, err)
		}
	}
	return nil
}

// scope returns the restriction and grouping of an entity's rows.
func (p *planner) scope(entity string, except [][]string) (sqlgen.Scope, error) {
	s := sqlgen.Scope{Entity: entity, Except: except}
	key := func(id string) (sqlgen.Key, error) {
		d, err := p.dimension(id)
		if err != nil {
			return sqlgen.Key{}, err
		}
		path, ok := d.Path(entity)
		if !ok {
			return sqlgen.Key{}, fmt.Errorf("%s has no dimension %s", entity, id)
		}
		return sqlgen.Key{Path: path, Entity: d.Entity}, nil
	}
	for _, id := range p.question.GroupBy {
		k, err := key(id)
		if err != nil {
			return s, err
		}
		s.Keys = append(s.Keys, k)
	}
	for _, f := range p.question.Filters {
		k, err := key(f.Dimension)
		if err != nil {
			return s, err
		}
		s.Conditions = append(s.Conditions, sqlgen.Condition{Key: k, Filter: f})
	}
	return s, nil
}

// aggregate returns the value column of a leaf.
func (p *planner) aggregate(l leaf) sqlgen.Aggregate {
	m := l.measure
	g := sqlgen.Aggregate{Name: l.column(), Where: m.Where}
	if arguments, err := sqlArguments(l.arguments); err == nil {
		g.Arguments = &arguments
	}
	switch {
	case m.Duration != nil:
		g.Kind, g.From, g.To = sqlgen.Percentile, m.Duration.From, m.Duration.To
		g.Seconds, _ = m.Duration.In.Seconds()
		switch l.arguments["statistic"] {
		case "mean":
			g.Kind = sqlgen.Mean
		case "p90":
			g.Fraction = 0.9
		default:
			g.Fraction = 0.5
		}
	case !m.Sum.Empty():
		g.Kind, g.Value, g.Currency = sqlgen.Sum, m.Sum, p.currency(m)
	case !m.Distinct.Empty():
		g.Kind, g.Value = sqlgen.Distinct, m.Distinct
	case m.Age != "":
		g.Kind, g.From = sqlgen.Age, m.Snapshot.Start
		g.Seconds, _ = m.Age.Seconds()
	default:
		g.Kind, g.Value = sqlgen.Count, m.Count
	}
	return g
}

// currency returns the path to the currency of a measure's amount; "" when there is nothing to convert.
func (p *planner) currency(m *catalog.Measure) string {
	if !m.IsMoney() || p.mapping.Available(m.Entity, m.CurrencyPath()) != nil {
		return ""
	}
	return m.CurrencyPath()
}

// row reads the columns that all shapes share.
type row struct {
	bucket  int
	keys    []*string // key and label of each dimension
	values  []*float64
	missing *string
}

// read runs a statement of a shape and calls each for its rows; money says that the last column names a missing rate.
func (p *planner) read(ctx context.Context, s sqlgen.Statement, keys, values int, money bool, each func(row) error) error {
	return p.db.Read(ctx, s, func(scan postgres.Row) error {
		r := row{keys: make([]*string, keys), values: make([]*float64, values)}
		dest := []any{&r.bucket}
		for i := range r.keys {
			dest = append(dest, &r.keys[i])
		}
		for i := range r.values {
			dest = append(dest, &r.values[i])
		}
		if money {
			dest = append(dest, &r.missing)
		}
		if err := scan.Scan(dest...); err != nil {
			return err
		}
		if r.missing != nil {
			return missingRate(*r.missing)
		}
		return each(r)
	})
}

func missingRate(what string) error {
	return &InvalidError{Err: errors.New("there is no exchange rate for " + what +
		"; add one valid on or before that day to currency_rates, or correct the row's currency")}
}

func anyMoney(aggregates []sqlgen.Aggregate) bool {
	return slices.ContainsFunc(aggregates, func(g sqlgen.Aggregate) bool { return g.Currency != "" })
}
