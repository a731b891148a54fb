package crm

import (
	"errors"
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
		if known, ok := errors.AsType[*fault.Error](err); ok {
			return ownMapping{}, known
		}
		return ownMapping{}, fault.New("mapping.not_yaml", "reason", err)
	}
	if given.Base != "" && given.Base != referenceBase {
		return ownMapping{}, fault.New("mapping.unknown_base", "base", given.Base, "known", referenceBase)
	}
	model, err := base.extended(given)
	if err != nil {
		return ownMapping{}, err
	}
	own := ownMapping{
		Mapping:   Mapping{Model: model, Entities: map[string]Source{}, Tenant: given.Tenant},
		additions: map[string]values{}, onReference: given.Base == referenceBase,
	}
	for _, name := range slices.Sorted(maps.Keys(given.Entities)) {
		if err := own.entity(name, given.Entities[name]); err != nil {
			return ownMapping{}, fault.At(i18n.T("mapping.of_entity", "entity", name), err)
		}
	}
	return own, nil
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
			return fault.At(i18n.T("mapping.of_entity", "entity", name), fault.New("mapping.from_missing"))
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
			return fault.At(i18n.T("mapping.of_entity", "entity", name), fault.New("mapping.nothing_to_add_to"))
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
