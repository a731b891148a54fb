package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// kpiYAML is a KPI as written. Exactly one of the kinds is given.
type kpiYAML struct {
	Title       i18n.Text         `yaml:"title"`
	Description i18n.Text         `yaml:"description"`
	Unit        Unit              `yaml:"unit"`
	Better      Better            `yaml:"better"`
	Horizon     Horizon           `yaml:"horizon"`
	Grain       calendar.Grain    `yaml:"grain"`
	GroupBy     []string          `yaml:"group_by"`
	Parameters  map[string]string `yaml:"parameters"`

	Measure    string    `yaml:"measure"`
	Ratio      *fraction `yaml:"ratio"`
	Conversion *fraction `yaml:"conversion"`
	Derived    string    `yaml:"derived"`
	Share      string    `yaml:"share"`
	Cumulative string    `yaml:"cumulative"`
	Target     string    `yaml:"target"`
	Report     Report    `yaml:"report"`
}

type fraction struct {
	Of string `yaml:"of"`
	To string `yaml:"to"`
}

// loader collects definitions, then resolves them: a KPI may name another that is defined later.
type loader struct {
	catalog     *Catalog
	definitions map[string]kpiYAML
	departments map[string]string
	resolving   map[string]bool
}

func newLoader() *loader {
	return &loader{
		catalog:     &Catalog{measures: map[string]*Measure{}, kpis: map[string]*KPI{}},
		definitions: map[string]kpiYAML{}, departments: map[string]string{}, resolving: map[string]bool{},
	}
}

// add reads one department's YAML.
func (l *loader) add(department string, text []byte) error {
	var file struct {
		Measures map[string]*Measure `yaml:"measures"`
		KPIs     yaml.Node           `yaml:"kpis"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(file.Measures)) {
		m := file.Measures[id]
		m.ID = id
		if l.catalog.measures[id] != nil {
			return fmt.Errorf("measure %s is defined twice", id)
		}
		if err := m.validate(); err != nil {
			return fmt.Errorf("measure %s: %w", id, err)
		}
		l.catalog.measures[id] = m
	}
	for i := 0; i+1 < len(file.KPIs.Content); i += 2 {
		id := file.KPIs.Content[i].Value
		definition, err := decodeKPI(file.KPIs.Content[i+1])
		if err != nil {
			return fmt.Errorf("line %d: KPI %s: %w", file.KPIs.Content[i].Line, id, err)
		}
		if _, twice := l.definitions[id]; twice {
			return fmt.Errorf("line %d: KPI %s is defined twice", file.KPIs.Content[i].Line, id)
		}
		l.definitions[id], l.departments[id] = definition, department
		l.catalog.order = append(l.catalog.order, id)
	}
	return nil
}

// decodeKPI refuses unknown fields, which decoding a node by itself would not.
func decodeKPI(node *yaml.Node) (kpiYAML, error) {
	var k kpiYAML
	text, err := yaml.Marshal(node)
	if err != nil {
		return k, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	return k, decoder.Decode(&k)
}

// finish resolves every KPI.
func (l *loader) finish() (*Catalog, error) {
	for id, m := range l.catalog.measures {
		if other := m.Otherwise; other != "" && l.catalog.measures[other] == nil {
			return nil, fmt.Errorf("measure %s: otherwise: there is no measure %q", id, other)
		}
	}
	for _, id := range l.catalog.order {
		if _, err := l.kpi(id); err != nil {
			return nil, err
		}
	}
	return l.catalog, nil
}

// kpi resolves one KPI and those its formula names.
func (l *loader) kpi(id string) (*KPI, error) {
	if k := l.catalog.kpis[id]; k != nil {
		return k, nil
	}
	if l.resolving[id] {
		return nil, fmt.Errorf("KPI %s is defined by itself", id)
	}
	l.resolving[id] = true
	defer delete(l.resolving, id)

	d := l.definitions[id]
	k := &KPI{
		ID: id, Department: l.departments[id], Title: d.Title, Description: d.Description, Unit: d.Unit, Better: d.Better,
		Horizon: d.Horizon, Grain: d.Grain, GroupBy: d.GroupBy, Parameters: map[string]string{},
	}
	if err := l.define(k, d); err != nil {
		return nil, fmt.Errorf("KPI %s: %w", id, err)
	}
	if err := l.checkTotals(k); err != nil {
		return nil, fmt.Errorf("KPI %s: %w", id, err)
	}
	if err := k.validate(); err != nil {
		return nil, fmt.Errorf("KPI %s: %w", id, err)
	}
	for _, dimension := range d.GroupBy {
		if _, err := crm.Canonical().Dimension(dimension); err != nil {
			return nil, fmt.Errorf("KPI %s: group_by: %w", id, err)
		}
	}
	for name, value := range d.Parameters {
		if _, err := k.argument(name, value); err != nil {
			return nil, fmt.Errorf("KPI %s: %w", id, err)
		}
		k.Parameters[name] = value
	}
	l.catalog.kpis[id] = k
	return k, nil
}

// define gives a KPI its kind and formula.
func (l *loader) define(k *KPI, d kpiYAML) error {
	kinds := 0
	set := func(kind Kind, definition, formula string) error {
		kinds++
		k.Kind, k.Definition = kind, definition
		var err error
		k.Formula, err = parseFormula(formula, names{l, k})
		return err
	}
	var errs []error
	if d.Measure != "" {
		errs = append(errs, set(Simple, d.Measure, d.Measure))
		k.Kind = l.kindOf(d.Measure)
	}
	if f := d.Ratio; f != nil {
		errs = append(errs, set(Ratio, f.Of+" / "+f.To, f.Of+" / "+f.To))
	}
	if f := d.Conversion; f != nil {
		errs = append(errs, set(Conversion, f.Of+" / "+f.To, Mature+"("+f.Of+" / "+f.To+")"))
	}
	if d.Derived != "" {
		errs = append(errs, set(Derived, d.Derived, d.Derived))
	}
	if d.Share != "" {
		errs = append(errs, set(ShareOfTotal, Share+"("+d.Share+")", Share+"("+d.Share+")"))
	}
	if d.Cumulative != "" {
		errs = append(errs, set(CumulativeSum, Cumulative+"("+d.Cumulative+")", Cumulative+"("+d.Cumulative+")"))
	}
	if d.Target != "" {
		kinds++
		k.Kind, k.Definition = TargetKind, "target of "+d.Target
		k.Formula = Target{Metric: d.Target, Money: d.Unit == Money}
	}
	if d.Report != "" {
		kinds++
		k.Kind, k.Report, k.Definition = ReportKind, d.Report, string(d.Report)
		k.Formula, errs = d.Report.formula(errs)
	}
	if kinds != 1 {
		return errors.New("give exactly one of measure, ratio, conversion, derived, share, cumulative, target and report")
	}
	return errors.Join(errs...)
}

// checkTotals refuses shares and running totals of what does not add up.
func (l *loader) checkTotals(k *KPI) error {
	if !k.Uses(Share) && !k.Uses(Cumulative) {
		return nil
	}
	for _, m := range k.Measures() {
		if !m.Additive() {
			return fmt.Errorf("%s does not add up, so it has neither shares nor running totals", m.ID)
		}
		if k.Uses(Cumulative) && !m.AddsUpOverTime() {
			return fmt.Errorf("%s does not add up over time", m.ID)
		}
	}
	return nil
}

// names resolves what the formula of a KPI names: other KPIs, whose parameters the KPI takes over, and measures.
type names struct {
	*loader
	of *KPI
}

func (n names) value(name string) (Node, error) {
	if _, ok := n.definitions[name]; ok {
		other, err := n.take(name)
		if err != nil {
			return nil, err
		}
		return other.Formula, nil
	}
	if m := n.catalog.measures[name]; m != nil {
		return Ref{Measure: m}, nil
	}
	return nil, fmt.Errorf("there is neither a KPI nor a measure %q", name)
}

func (n names) kpiToReplace(id string) (*KPI, error) {
	if _, ok := n.definitions[id]; !ok {
		return nil, fmt.Errorf("there is no KPI %q to replace", id)
	}
	k, err := n.take(id)
	n.of.Parameters[id] = ""
	return k, err
}

// take returns another KPI after its parameters have been taken over.
func (n names) take(id string) (*KPI, error) {
	other, err := n.kpi(id)
	if err != nil {
		return nil, err
	}
	for parameter, value := range other.Parameters {
		if before, ok := n.of.Parameters[parameter]; ok && before != value {
			return nil, fmt.Errorf("parameter %s has two defaults, %s and %s", parameter, before, value)
		}
		n.of.Parameters[parameter] = value
	}
	return other, nil
}

func (l *loader) kindOf(measure string) Kind {
	m := l.catalog.measures[measure]
	switch {
	case m == nil:
		return Derived
	case m.Snapshot != nil:
		return SnapshotKind
	case m.Duration != nil:
		return DurationKind
	case m.Members != nil:
		return MembersKind
	case m.Effect != "":
		return EffectKind
	case m.Future:
		return FutureKind
	}
	return Simple
}
