package crm

import (
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// ownMapping is a company's own mapping: the sources that it gives, and what it adds to those of presets.
type ownMapping struct {
	Mapping
	// additions are fields that are added to entities which something else gives, or replaced there, by entity.
	additions map[string]values
	// onReference says that something else is the reference schema.
	onReference bool
}

// referenceBase is the word for the reference schema as what a mapping adds to.
const referenceBase = "reference"

// parseOwn reads a company's own mapping, which may extend the model, and checks everything but its tenant.
func parseOwn(base *Model, text string) (ownMapping, error) {
	var given mappingYAML
	if err := Strict([]byte(text), &given); err != nil {
		return ownMapping{}, asMapping(err)
	}
	if given.Base != "" && given.Base != referenceBase {
		return ownMapping{}, fault.Below(i18n.Same("base"), fault.New("mapping.unknown_base", "base", given.Base, "known", referenceBase), "base")
	}
	model, err := base.extended(given)
	if err != nil {
		return ownMapping{}, err
	}
	own := ownMapping{
		Mapping:   Mapping{Model: model, Entities: map[string]Source{}, Tenant: given.Tenant},
		additions: map[string]values{}, onReference: given.Base == referenceBase,
	}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(given.Entities)) {
		faults = append(faults, ofEntity(name, own.entity(name, given.Entities[name])))
	}
	if err := fault.Join(faults); err != nil {
		return ownMapping{}, err
	}
	return own, nil
}

// asMapping says of what is no YAML of the right form that it is a mapping.
func asMapping(err error) error {
	if broken, ok := errors.AsType[*NotYAML](err); ok {
		return broken.Fault("mapping.not_yaml")
	}
	if errors.Is(err, io.EOF) {
		return fault.New("mapping.not_yaml", "reason", err)
	}
	return err
}

// entity reads the source of an entity or, without `from`, what is added to one that something else gives.
func (o ownMapping) entity(name string, y sourceYAML) error {
	if !y.From.empty() || y.Fields == nil && y.Extra == nil {
		s, err := y.source(o.Model, name)
		o.Entities[name] = s
		return err
	}
	e, err := o.Model.Entity(name)
	switch {
	case err != nil:
		return err
	case e.Derived():
		return fault.New("mapping.derived", "entities", e.Sources())
	case y.Where != "" || y.Tenant != "" || y.Shared:
		return fault.New("mapping.addition_of_fields_only")
	}
	o.additions[name], err = y.values(e)
	return err
}

// checkBase refuses additions to what neither a preset nor the reference schema can give, and both of these together.
func (o ownMapping) checkBase(presets []Choice) error {
	if o.onReference {
		if len(presets) > 0 {
			return fault.New("mapping.base_beside_presets", "base", referenceBase)
		}
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(o.additions)) {
		gives := func(c Choice) bool {
			p, err := PresetOf(c.ID)
			if err != nil {
				return true // which is said of the presets
			}
			_, ok := p.Entities[name]
			return ok && !slices.Contains(c.Except, name)
		}
		if !slices.ContainsFunc(presets, gives) {
			return ofEntity(name, fault.New("mapping.from_missing"))
		}
	}
	return nil
}

// add adds the fields of the company's own to what presets, or the reference schema, give. An entity that they do not give in this
// database, because a table is missing, is an error.
func (o ownMapping) add(to map[string]Source) error {
	for _, name := range slices.Sorted(maps.Keys(o.additions)) {
		s, ok := to[name]
		if !ok {
			return ofEntity(name, fault.New("mapping.nothing_to_add_to"))
		}
		if s.Fields == nil {
			e, err := o.Model.Entity(name)
			if err != nil {
				return err
			}
			s.Fields = e.columns()
		}
		to[name] = s.with(o.additions[name])
	}
	return nil
}

// overReference puts the mapping on top of the reference schema.
func (o *ownMapping) overReference(base *Model) error {
	own := o.Entities
	o.Entities = reference(base).Entities
	if err := o.add(o.Entities); err != nil {
		return err
	}
	o.additions = nil
	maps.Copy(o.Entities, own)
	return nil
}
