package catalog

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/yamltext"
)

// kpiYAML is a KPI as written. Exactly one of the kinds is given.
type kpiYAML struct {
	Title       i18n.Text         `yaml:"title"`
	Description i18n.Text         `yaml:"description"`
	Pitfall     i18n.Text         `yaml:"pitfall"`
	Synonyms    i18n.Text         `yaml:"synonyms"`
	Unit        Unit              `yaml:"unit"`
	Better      Better            `yaml:"better"`
	Horizon     Horizon           `yaml:"horizon"`
	Grain       calendar.Grain    `yaml:"grain"`
	GroupBy     []string          `yaml:"group_by"`
	Changes     []Change          `yaml:"changes"`
	Parameters  map[string]string `yaml:"parameters"`
	Empty       string            `yaml:"empty"`

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
	reader
	model       *crm.Model
	catalog     *Catalog
	builtIn     *Catalog // what the definitions are added to; nil for nothing
	definitions map[string]kpiYAML
	departments map[string]string
	formulas    map[string][]string // the fields of each KPI that say how it is computed; exactly one is right
	resolving   map[string]bool
	broken      map[string]bool // KPIs whose formula is faulty
	parts       map[string]any  // of the measure that is being read, by the keys of its kinds
	size        int             // of the formula that is being resolved, see [maxFormula]
}

func newLoader(model *crm.Model) *loader {
	return &loader{
		model:       model,
		reader:      reader{faults: newFaults()},
		catalog:     &Catalog{model: model, measures: map[string]*Measure{}, kpis: map[string]*KPI{}},
		definitions: map[string]kpiYAML{}, departments: map[string]string{}, formulas: map[string][]string{}, resolving: map[string]bool{},
		broken: map[string]bool{},
	}
}

// add reads the definitions of one department.
func (l *loader) add(department, source, text string) {
	l.source = source
	root := l.document(text)
	if root == nil {
		return
	}
	if root.Kind != yaml.MappingNode {
		l.failAt(place{source, root.Line}, "", fault.New("catalog.no_sections", "given", kindOfNode(root)))
		return
	}
	each := map[string]func(id, field string, n *yaml.Node){
		"measures": l.addMeasure,
		"kpis":     func(id, field string, n *yaml.Node) { l.addKPI(department, id, field, n) },
	}
	l.fields(root, "", func(name, field string, list *yaml.Node) {
		add, ok := each[name]
		switch {
		case !ok:
			l.fail(field, fault.New("catalog.unknown_field", "field", name, "known", []string{"measures", "kpis"}))
		case yamltext.IsNull(list):
		case list.Kind != yaml.MappingNode:
			l.fail(field, fault.New("catalog.no_definitions", "given", kindOfNode(list)))
		case len(list.Content)/2 > maxDefined:
			l.fail(field, fault.New("catalog.too_many_definitions", "have", len(list.Content)/2, "most", maxDefined))
		default:
			l.fields(list, map[string]string{"measures": "measure ", "kpis": ""}[name], add)
		}
	})
}

func (l *loader) addMeasure(id, field string, n *yaml.Node) {
	if err := l.checkID(id); err != nil {
		l.fail(field, err)
		return
	}
	before := len(l.list)
	m := &Measure{}
	l.readMeasure(n, field, m)
	m.ID = id
	l.catalog.measures[id] = m // even if it is faulty, so that formulas which name it are not faulty as well
	err := m.Finish(l.model)
	if _, err := l.model.Entity(m.Entity); err != nil {
		l.fail(field+".entity", err)
		return
	}
	l.checkExpressions(m, field, reflect.ValueOf(m).Elem())
	for key, part := range l.parts {
		l.checkExpressions(m, field+"."+key, reflect.ValueOf(part).Elem())
	}
	if len(l.list) == before {
		l.fail(field, err)
	}
}

// readMeasure reads a measure: its own fields, and those that its kinds define.
func (l *loader) readMeasure(n *yaml.Node, field string, m *Measure) {
	l.parts = map[string]any{}
	l.readStructOr(n, field, reflect.ValueOf(m).Elem(), measure.Keys(), func(key, field string, value *yaml.Node) {
		if yamltext.IsNull(value) {
			return
		}
		part, err := m.Part(key)
		if err != nil {
			l.fail(strings.TrimSuffix(field, "."+key), err)
			return
		}
		l.parts[key] = part
		l.read(value, field, reflect.ValueOf(part).Elem())
	})
}

// checkExpressions checks what the expressions of a measure, or of a part of it, read.
func (l *loader) checkExpressions(m *Measure, field string, v reflect.Value) {
	if e, ok := v.Interface().(expression.Expression); ok {
		l.fail(field, l.fieldsExist(m.Entity, e))
		return
	}
	if v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		if name := v.Type().Field(i).Tag.Get("yaml"); name != "" {
			l.checkExpressions(m, field+"."+name, v.Field(i))
		}
	}
}

// general are the fields of a KPI that do not say how it is computed.
var general = []string{"title", "description", "pitfall", "synonyms", "unit", "better", "horizon", "grain", "group_by", "changes", "parameters", "empty"}

// What a KPI shows where there are no rows that it counts.
const emptyZero, emptyNull = "0", "null"

func (l *loader) addKPI(department, id, field string, n *yaml.Node) {
	if err := l.checkID(id); err != nil {
		l.fail(field, err)
		return
	}
	var definition kpiYAML
	l.read(n, field, reflect.ValueOf(&definition).Elem())
	l.definitions[id], l.departments[id] = definition, department
	l.catalog.order = append(l.catalog.order, id)
	if n.Kind != yaml.MappingNode {
		if yamltext.IsNull(n) {
			l.fail(field, fault.New("catalog.empty_kpi"))
		}
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "empty" && yamltext.IsNull(n.Content[i+1]) {
			definition.Empty = emptyNull // what is left out is 0
			l.definitions[id] = definition
		}
		if name := n.Content[i].Value; !slices.Contains(general, name) && !yamltext.IsNull(n.Content[i+1]) {
			l.formulas[id] = append(l.formulas[id], name)
		}
	}
}

// finish resolves every KPI.
func (l *loader) finish() (*Catalog, error) {
	for _, id := range slices.Sorted(maps.Keys(l.catalog.measures)) {
		l.fail("measure "+id+".otherwise", l.checkOtherwise(id))
	}
	for _, id := range l.catalog.order {
		_, _ = l.kpi(id) // its faults are kept
	}
	if err := l.err(); err != nil {
		return nil, err
	}
	return l.catalog, nil
}

// checkOtherwise follows the measures that stand in for one another.
func (l *loader) checkOtherwise(id string) error {
	seen := map[string]bool{}
	for m := l.catalog.measures[id]; m.Otherwise != ""; m = l.catalog.measures[m.Otherwise] {
		if seen[m.ID] {
			return fault.New("catalog.stands_in_for_itself", "measure", m.ID)
		}
		seen[m.ID] = true
		if l.catalog.measures[m.Otherwise] == nil {
			if m.ID != id {
				return nil // the fault of the other one
			}
			return fault.New("catalog.unknown_stand_in", "measure", m.Otherwise)
		}
	}
	return nil
}

// maxFormula bounds a formula, in characters, with those of the KPIs it names written out: a few KPIs that name one another
// twice each would otherwise take forever to evaluate.
const maxFormula = 10_000

// errFaulty is the error of a formula that names a KPI with a faulty one, which has been noted: nobody sees it.
var errFaulty = errors.New("it names a KPI whose formula is faulty")

// kpi resolves one KPI and those its formula names.
func (l *loader) kpi(id string) (*KPI, error) {
	if k := l.catalog.kpis[id]; k != nil {
		l.size += k.size
		return k, nil
	}
	if l.resolving[id] {
		return nil, fault.New("catalog.defined_by_itself", "kpi", id)
	}
	if l.broken[id] || l.faulty[id] {
		return nil, errFaulty
	}
	l.resolving[id] = true
	outer := l.size
	defer func() { delete(l.resolving, id); l.size = outer }()
	l.size = 0

	d := l.definitions[id]
	k := &KPI{
		ID: id, Department: l.departments[id], Unit: d.Unit,
		Title: l.text(id, "title", d.Title), Description: l.text(id, "description", d.Description), Pitfall: l.text(id, "pitfall", d.Pitfall),
		Synonyms: l.text(id, "synonyms", d.Synonyms),
		Better:   d.Better, Horizon: d.Horizon, Grain: d.Grain, GroupBy: d.GroupBy, Changes: l.changes(id, d.Changes), Parameters: map[string]string{},
		variants: &variants{},
	}
	k.EmptyNull = d.Empty == emptyNull
	if d.Empty != "" && d.Empty != emptyZero && d.Empty != emptyNull {
		l.fail(id+".empty", fault.New("catalog.unknown_empty", "given", d.Empty))
	}
	resolved := l.resolveFormula(k, d)
	l.fail(id, k.validate())
	for i, dimension := range d.GroupBy {
		if _, err := l.model.Dimension(dimension); err != nil {
			l.fail(fmt.Sprintf("%s.group_by[%d]", id, i), err)
		}
	}
	for name, value := range d.Parameters {
		if _, err := k.argument(name, value); err != nil {
			l.fail(id+".parameters."+name, err)
		}
		k.Parameters[name] = value
	}
	if !resolved {
		l.broken[id] = true
		return nil, errFaulty
	}
	sound := !slices.ContainsFunc(k.Measures(), func(m *Measure) bool { return l.isFaulty("measure " + m.ID) })
	if sound {
		l.fail(id, k.fitsItsMeasures())
		for name := range d.Parameters {
			if field := id + ".parameters." + name; !l.isFaulty(field) {
				l.fail(field, l.used(k, name))
			}
		}
	}
	l.catalog.kpis[id] = k // even if it is faulty otherwise, so that others can be checked
	outer += k.size
	return k, nil
}

// text is a text of a KPI, to which the files of the languages may add if the KPI is built in.
func (l *loader) text(id, field string, given i18n.Text) i18n.Text {
	if l.builtIn != nil {
		return given
	}
	return i18n.Defined("kpis."+id+"."+field, given)
}

// resolveFormula gives a KPI its formula, and reports whether it has one that can be used.
func (l *loader) resolveFormula(k *KPI, d kpiYAML) bool {
	written := len(l.formulas[k.ID])
	fields := slices.DeleteFunc(slices.Clone(l.formulas[k.ID]), func(name string) bool { return l.isFaulty(k.ID + "." + name) })
	if written > 0 && len(fields) == 0 {
		return false // what it could not read has been said
	}
	field := k.ID
	if len(fields) == 1 {
		field += "." + fields[0]
	}
	err := l.define(k, d)
	if err == nil {
		l.size += len(k.Definition)
		k.size = l.size
		err = l.checkFormula(k)
	}
	if !errors.Is(err, errFaulty) {
		l.fail(field, err)
	}
	return err == nil
}

func (l *loader) checkFormula(k *KPI) error {
	if k.size > maxFormula {
		return fault.New("catalog.formula_too_long", "have", k.size, "most", maxFormula)
	}
	return k.checkTotals()
}
