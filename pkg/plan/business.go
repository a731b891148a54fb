// Package plan turns a question into a plan: what is to be read of the database, and what is to be made of it. It reads nothing.
//
// A question's way through the package: [Business.Resolve] finds every fault of the asker and gives names their meaning (a [Query]),
// [Business.Compile] says what is to be read and computed (a [Plan]), [Rewrite] betters the plan, pass by pass. Each result is a
// value that can be printed, compared and tested without a database; the steps never call back up.
package plan

import (
	"errors"
	"slices"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Settings are the business's settings that every question shares.
type Settings struct {
	Calendar          calendar.Calendar
	ReportingCurrency string // ISO 4217
	MaxBuckets        int    // 0 means [calendar.DefaultMaxBuckets]
	MaxGroups         int    // 0 means [DefaultMaxGroups]
	MaxCells          int    // 0 means [DefaultMaxCells]
	MaxListed         int    // rows of a list; 0 means [DefaultMaxListed]
}

// The bounds of an answer where the settings have none: its groups, its groups × periods × columns, and the rows of a list.
const (
	DefaultMaxGroups = 10_000
	DefaultMaxCells  = 1_000_000
	DefaultMaxListed = 10_000
)

// Business is what questions are planned for: the KPIs, how the company's tables are read, and its settings. It is safe for
// concurrent use and must not be changed.
type Business struct {
	Catalog  *catalog.Catalog
	Mapping  crm.Mapping
	Settings Settings

	known *known
}

// known is what has been found out of the KPIs under the mapping, whoever asks.
type known struct {
	effective  sync.Map // by measure: the one that stands in for it, or itself
	available  sync.Map // by KPI: the error of [Business.Available], or nil
	dimensions sync.Map // by KPI: its dimensions
}

// New returns a business with the defaults of its settings.
func New(c *catalog.Catalog, m crm.Mapping, s Settings) *Business {
	for _, bound := range []struct {
		value *int
		usual int
	}{{&s.MaxGroups, DefaultMaxGroups}, {&s.MaxCells, DefaultMaxCells}, {&s.MaxListed, DefaultMaxListed}} {
		if *bound.value <= 0 {
			*bound.value = bound.usual
		}
	}
	return &Business{Catalog: c, Mapping: m, Settings: s, known: &known{}}
}

// Restricted is the business of which only that may be seen: what there is stays as it is.
func (b *Business) Restricted(by *crm.Restriction) *Business {
	seen := *b
	seen.Mapping = b.Mapping.Restricted(by)
	return &seen
}

// Available checks that the company's mapping has what a KPI needs: nil, or an error that names what is missing.
func (b *Business) Available(k *catalog.KPI) error {
	if k.Operands != nil {
		return b.missing(k)
	}
	found, ok := b.known.available.Load(k)
	if !ok {
		found, _ = b.known.available.LoadOrStore(k, verdict{b.missing(k)})
	}
	return found.(verdict).error
}

// verdict is an error or nil, as one type.
type verdict struct{ error }

func (b *Business) missing(k *catalog.KPI) error {
	if k.Of != nil { // what nobody can reach needs no target either
		if err := b.Available(k.Of); err != nil {
			return err
		}
	}
	for _, m := range k.Measures() {
		if err := b.Missing(b.Effective(m)); err != nil {
			return err
		}
	}
	if k.Kind == catalog.ReportKind && !b.mapsAnything() {
		return fault.New("plan.nothing_mapped")
	}
	if HasTarget(k.Formula) {
		for _, field := range []string{"metric", "scope", "scope_id", "period_start", "period_end", "value"} {
			if err := b.Mapping.Available("targets", field); err != nil {
				return err
			}
		}
	}
	return nil
}

// mapsAnything reports whether any field of any entity is mapped.
func (b *Business) mapsAnything() bool {
	for name := range b.Mapping.Entities {
		entity, err := b.Mapping.Model.Entity(name)
		if err == nil && slices.ContainsFunc(entity.Fields(), func(field string) bool { return b.Mapping.Has(name, field) }) {
			return true
		}
	}
	return false
}

// Missing returns what the mapping lacks to read a measure; nil for nothing.
func (b *Business) Missing(m *catalog.Measure) error {
	for _, path := range m.Paths() {
		if err := b.Mapping.Available(m.Entity, path); err != nil && !b.noCurrency(m, path, err) {
			return err
		}
	}
	return m.Timing.Needs(m, b.Mapping)
}

// noCurrency reports whether all that the mapping lacks of the path is the currency of the measure's amount, which is the reporting
// currency then. A relation on the way to it, and a currency that is mapped but cannot be read, are missed.
func (b *Business) noCurrency(m *catalog.Measure, path string, err error) bool {
	var missing *crm.Unavailable
	if path != m.Currency.String() || !errors.As(err, &missing) || missing.Reason != nil {
		return false
	}
	f, err := b.Mapping.Model.Resolve(m.Entity, path)
	return err == nil && f.Type == crm.Currency && f.Name == missing.Field
}

// Effective returns the measure, or the one that stands in for it where the mapping lacks what it needs.
func (b *Business) Effective(m *catalog.Measure) *catalog.Measure {
	if found, ok := b.known.effective.Load(m); ok {
		return found.(*catalog.Measure)
	}
	found := m
	for found.Otherwise != "" && b.Missing(found) != nil {
		other, ok := b.Catalog.Measure(found.Otherwise)
		if ok && m.Statistic != "" {
			taking, err := other.Taking(m.Statistic)
			other, ok = taking, err == nil
		}
		if !ok {
			break
		}
		found = other
	}
	b.known.effective.Store(m, found)
	return found
}

// Dimensions returns the ids of the dimensions that every entity in a KPI's formula has under the mapping, sorted.
func (b *Business) Dimensions(k *catalog.KPI) []string {
	if k.Operands != nil {
		return b.possible(k)
	}
	found, ok := b.known.dimensions.Load(k)
	if !ok {
		found, _ = b.known.dimensions.LoadOrStore(k, b.possible(k))
	}
	return slices.Clone(found.([]string))
}

func (b *Business) possible(k *catalog.KPI) []string {
	var possible []string
	for _, id := range b.Mapping.Model.Dimensions() {
		if b.has(k, id) {
			possible = append(possible, id)
		}
	}
	return possible
}

func (b *Business) has(k *catalog.KPI, dimension string) bool {
	d, err := b.Dimension(dimension)
	if err != nil {
		return false
	}
	if k.Of != nil && !slices.Contains(b.Dimensions(k.Of), dimension) {
		return false
	}
	if slices.ContainsFunc(k.Operands, func(o *catalog.KPI) bool { return !b.has(o, dimension) }) {
		return false
	}
	if k.Kind == catalog.ReportKind {
		return dimension == EntityDimension
	}
	for _, m := range k.Measures() {
		m = b.Effective(m)
		if only := m.Timing.Dimensions(); only != nil && !slices.Contains(only, dimension) {
			return false
		}
		if part, _ := d.PartOf(); part {
			if _, event := m.Timing.(measure.Event); !event || !HasPart(d, m.Time, m.TimeType) {
				return false
			}
			continue
		}
		path, ok := d.Path(m.Entity)
		if !ok || b.Mapping.Available(m.Entity, path) != nil {
			return false
		}
	}
	return b.aimedAt(k.Formula, dimension)
}

// EntityDimension is what reports about the data are grouped by.
const EntityDimension = "entity"

// Dimension returns the dimension of an id.
func (b *Business) Dimension(id string) (*crm.Dimension, error) { return b.Mapping.Model.Dimension(id) }

// HasTarget reports whether a formula has a target in it.
func HasTarget(n catalog.Node) bool { return len(targetsOf(n)) > 0 }

// targetsOf returns the targets in a formula.
func targetsOf(n catalog.Node) []catalog.Target {
	var all []catalog.Target
	catalog.Walk(n, func(n catalog.Node) {
		if t, ok := n.(catalog.Target); ok {
			all = append(all, t)
		}
	})
	return all
}

// membersOf returns the dimensions whose members the hit rates of a formula look at.
func membersOf(formula catalog.Node) []string {
	var dimensions []string
	catalog.Walk(formula, func(n catalog.Node) {
		if h, ok := n.(*catalog.HitRate); ok {
			dimensions = append(dimensions, h.Dimension)
		}
	})
	return dimensions
}

// Context is what statements without time axes are written for: those of lists and reports.
func (b *Business) Context(r Request) sqlgen.Context {
	return sqlgen.Context{Mapping: b.Mapping, Calendar: b.Settings.Calendar, ReportingCurrency: b.Settings.ReportingCurrency, Now: r.Now, Span: r.Range,
		Trailing: calendar.Range{From: b.Settings.Calendar.Back(r.Range.From, calendar.Shift{Years: 1}), To: r.Range.From}}
}
