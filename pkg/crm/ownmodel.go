package crm

import (
	"maps"
	"regexp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// maxOwnName keeps names so short that a path of several is still told apart where PostgreSQL cuts names off.
const maxOwnName = 40

var ownName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// reservedNames are names that mean something by themselves.
var reservedNames = []string{"self", InferredFlag, "missing_rate"}

// checkOwnName refuses names that no expression could name.
func checkOwnName(name string) error {
	x, err := expression.Parse(name)
	if !ownName.MatchString(name) || len(name) > maxOwnName || err != nil || !x.IsPath() || slices.Contains(reservedNames, name) {
		return fault.New("mapping.own_bad_name", "name", name, "most", maxOwnName)
	}
	return nil
}

// isDimension reports whether rows are grouped by the field: texts, keys, yes or no, and what it is a relation to.
func (f *Field) isDimension() bool {
	return f.Type == String || f.Type == Key || f.Type == Bool || f.Type == Currency
}

// called are the fields of an entity that say what a row is called rather than of what kind it is.
var called = []string{"id", "name", "url"}

// extended is the model with what a mapping adds to it: fields, entities, dimensions. It is the model itself where that is nothing.
func (m *Model) extended(given mappingYAML) (*Model, error) {
	w := words{base: m, model: m.clone(), given: given}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(given.Entities)) {
		faults = append(faults, ofEntity(name, w.entity(name)))
	}
	if err := fault.Join(faults); err != nil {
		return nil, err
	}
	for _, e := range w.changed {
		faults = append(faults, ofEntity(e.Name, w.relations(e)))
	}
	if err := fault.Join(faults); err != nil {
		return nil, err
	}
	if len(w.changed) == 0 && len(given.Dimensions) == 0 {
		return m, nil
	}
	return w.model, w.dimensions()
}

func (m *Model) clone() *Model {
	c := *m
	c.entities, c.dimensions = maps.Clone(m.entities), map[string]*Dimension{}
	for id, d := range m.dimensions {
		own := *d
		own.paths = maps.Clone(d.paths)
		c.dimensions[id] = &own
	}
	return &c
}

// words are what a company adds to a model.
type words struct {
	base, model *Model // model is base with the additions so far
	given       mappingYAML
	changed     []*Entity // of the model, that have fields of the company's own
}

// entity adds an entity of the company's own, or the fields that it adds to one of the model.
func (w *words) entity(name string) error {
	y := w.given.Entities[name]
	known := w.base.entities[name]
	switch {
	case known == nil:
		return w.ownEntity(name, y)
	case y.Title.Text != i18n.Text{} || y.Happens != "" || y.Begins != "" || y.Key != nil:
		return fault.New("mapping.not_of_own_entity")
	case len(y.Extra) == 0 || known.Derived():
		return nil // the latter is refused as a source
	}
	e := w.change(known)
	for _, field := range inOrder(y.Extra) {
		f, err := w.field(e, field, y.Extra[field])
		if err != nil {
			return inField(partExtra, field, err)
		}
		if f.Type == Currency && known.fields[field] == nil && field == string(Currency) {
			e.add(f)
			continue
		}
		if err := w.hides(known, field); err != nil {
			return inField(partExtra, field, err)
		}
		e.add(f)
	}
	e.complete()
	for _, other := range w.base.entities { // one that completes the entity has what that has
		if c := other.Completes; c != nil && c.Entity == name {
			wider := w.change(other)
			for _, f := range e.ownFields() {
				wider.add(f)
			}
		}
	}
	return nil
}

// change is a copy of an entity that the additions may change.
func (w *words) change(e *Entity) *Entity {
	if known := w.model.entities[e.Name]; known != w.base.entities[e.Name] {
		return known
	}
	own := *e
	own.fields, own.order = maps.Clone(e.fields), slices.Clone(e.order)
	w.model.entities[e.Name] = &own
	w.changed = append(w.changed, &own)
	return &own
}

// ownEntity adds an entity of the company's own.
func (w *words) ownEntity(name string, y sourceYAML) error {
	untyped := len(y.Fields) == 0
	for _, g := range y.Fields {
		untyped = untyped || g.node.Kind == 0 || len(g.node.Content) == 0
	}
	switch {
	case untyped:
		return fault.New("mapping.unknown_or_own_entity", "entity", name, "known", w.base.Entities())
	case y.From.empty():
		return fault.New("mapping.from_missing")
	case len(y.Extra) > 0:
		return fault.New("mapping.extra_of_own_entity")
	}
	if err := checkOwnName(name); err != nil {
		return err
	}
	if w.base.dimensions[name] != nil {
		return fault.New("mapping.own_hides_dimension", "name", name)
	}
	e := &Entity{Name: name, Title: y.Title.or(name), Own: true, fields: map[string]*Field{}, Happens: y.Happens, Begins: y.Begins, Key: y.Key}
	for _, field := range inOrder(y.Fields) {
		f, err := w.field(e, field, y.Fields[field])
		if err == nil && f.isDimension() && !slices.Contains(called, field) {
			err = w.means(f)
		}
		if err != nil {
			return inField(partFields, field, err)
		}
		e.add(f)
	}
	e.complete()
	w.model.entities[name] = e
	w.changed = append(w.changed, e)
	return e.checkOwn()
}

// field reads a field of the company's own.
func (w *words) field(e *Entity, name string, g written) (*Field, error) {
	own, err := g.own()
	if err != nil {
		return nil, err
	}
	if name != "id" && name != string(Currency) { // of which it is known what they are
		if err := checkOwnName(name); err != nil {
			return nil, inLine(own.line, err)
		}
	}
	switch {
	case (own.kind == Currency) != (name == string(Currency)):
		return nil, inLine(own.line, fault.New("mapping.own_currency"))
	case name == "id" && (own.kind != Key || own.to != ""):
		return nil, inLine(own.line, fault.New("mapping.own_id"))
	}
	return own.field(name), nil
}

// hides refuses a field that would stand in the place of one of the model, of a dimension or of an entity.
func (w *words) hides(e *Entity, name string) error {
	switch {
	case e.fields[name] != nil:
		return fault.New("mapping.own_hides_field", "name", name, "entity", e.Name)
	case w.base.dimensions[name] != nil:
		return fault.New("mapping.own_hides_dimension", "name", name)
	case w.base.entities[name] != nil || w.given.isOwnEntity(w.base, name):
		return fault.New("mapping.own_hides_entity", "name", name)
	}
	return nil
}

// means refuses a field of an own entity that has the name of a dimension of the model, but cannot mean the same.
func (w *words) means(f *Field) error {
	if d := w.base.dimensions[f.Name]; d != nil {
		switch {
		case d.Labels != nil || f.Type == Bool || len(d.paths) == 0:
			return fault.New("mapping.own_hides_dimension", "name", f.Name)
		case d.Entity != f.To:
			return fault.New("mapping.own_other_meaning", "name", f.Name, "entity", d.Entity)
		}
		return nil
	}
	if w.base.entities[f.Name] != nil || w.given.isOwnEntity(w.base, f.Name) {
		return fault.New("mapping.own_hides_entity", "name", f.Name)
	}
	return nil
}

// complete adds what an entity must have: amounts have a currency, which may be unmapped, and an id tells rows apart.
func (e *Entity) complete() {
	_, known := e.fields[string(Currency)]
	money := slices.ContainsFunc(e.order, func(name string) bool { return e.fields[name].Type == Money })
	if money && !known {
		e.add(&Field{Name: string(Currency), Type: Currency, Own: true})
	}
	if _, ok := e.fields["id"]; ok {
		e.Key = []string{"id"}
	}
}

// ownFields are those that the company has added.
func (e *Entity) ownFields() []*Field {
	var own []*Field
	for _, name := range e.order {
		if f := e.fields[name]; f.Own {
			own = append(own, f)
		}
	}
	return own
}

// checkOwn checks times and key of an own entity. Its only time is that by which its rows are listed.
func (e *Entity) checkOwn() error {
	var times []string
	for _, name := range e.order {
		if f := e.fields[name]; f.Type == Time || f.Type == Date {
			times = append(times, name)
		}
	}
	for part, name := range map[string]string{"happens": e.Happens, "begins": e.Begins} {
		if name != "" && !slices.Contains(times, name) {
			return fault.Below(i18n.Same(part), fault.New("mapping.own_no_time", "field", name, "times", times), part)
		}
	}
	if e.Happens == "" && len(times) == 1 {
		e.Happens = times[0]
	}
	for _, name := range e.Key {
		if e.fields[name] == nil {
			return fault.Below(i18n.Same("key"), fault.New("mapping.unknown_field", "entity", e.Name, "field", name, "known", e.order), "key")
		}
	}
	return nil
}

// relations checks where the own relations of an entity lead.
func (w *words) relations(e *Entity) error {
	for _, f := range e.ownFields() {
		if f.To == "" {
			continue
		}
		to, err := w.model.Entity(f.To)
		if err != nil {
			return inField(e.partOfOwn(), f.Name, err)
		}
		if _, ok := to.fields["id"]; !ok {
			return inField(e.partOfOwn(), f.Name, fault.New("mapping.own_relation_to_no_id", "entity", f.To))
		}
	}
	return nil
}
