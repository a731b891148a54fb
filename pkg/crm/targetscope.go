package crm

import (
	"fmt"
	"maps"
	"slices"
)

// TargetScope is whose target a row of targets may be.
type TargetScope struct {
	Name string // the word for it in targets.scope
	// Dimension is what the id of the scope's targets is; "" for the company's, which have none.
	Dimension string
	// Also are dimensions of the same keys that other entities have in its place.
	Also []string
	// Entity is what the id is a key of; "" where it is the value itself.
	Entity string
	// Via are other dimensions that the targets have, each with the field of that entity that it is.
	Via map[string]string
	// Whole says that the targets add up to the company's.
	Whole bool
}

// Own are the dimensions by which a target of the scope is that of one group: the id of the scope is the group's key.
func (s TargetScope) Own() []string {
	if s.Dimension == "" {
		return nil
	}
	return append([]string{s.Dimension}, s.Also...)
}

// TargetScopes returns the scopes, the one that comes first where several have targets first.
func (m *Model) TargetScopes() []TargetScope { return slices.Clone(m.scopes) }

// TargetDimensions returns the dimensions that targets of any scope have, in the order of the scopes.
func (m *Model) TargetDimensions() []string {
	var all []string
	for _, s := range m.scopes {
		for _, d := range append(s.Own(), slices.Sorted(maps.Keys(s.Via))...) {
			if !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all
}

// readScopes reads the scopes and checks that their dimensions are there.
func (m *Model) readScopes(text []byte) error {
	var given []struct {
		Scope     string            `yaml:"scope"`
		Dimension string            `yaml:"dimension"`
		Also      []string          `yaml:"also"`
		Via       map[string]string `yaml:"via"`
		Whole     bool              `yaml:"whole"`
	}
	if err := Strict(text, &given); err != nil {
		return err
	}
	for _, g := range given {
		s := TargetScope{Name: g.Scope, Dimension: g.Dimension, Also: g.Also, Via: g.Via, Whole: g.Whole}
		if s.Dimension != "" {
			d, err := m.Dimension(s.Dimension)
			if err != nil {
				return fmt.Errorf("scope %s: %w", s.Name, err)
			}
			s.Entity = d.Entity
		}
		for _, name := range s.Also {
			d, err := m.Dimension(name)
			if err != nil {
				return fmt.Errorf("scope %s: %w", s.Name, err)
			}
			if d.Entity != s.Entity {
				return fmt.Errorf("scope %s: %s is of %q, %s of %q", s.Name, s.Dimension, s.Entity, name, d.Entity)
			}
		}
		for dimension, field := range s.Via {
			if err := m.checkVia(s.Entity, dimension, field); err != nil {
				return fmt.Errorf("scope %s: %w", s.Name, err)
			}
		}
		m.scopes = append(m.scopes, s)
	}
	return nil
}

// checkVia checks that a field of an entity leads to what a dimension is of.
func (m *Model) checkVia(entity, dimension, field string) error {
	f, err := m.Resolve(entity, field)
	if err != nil {
		return err
	}
	d, err := m.Dimension(dimension)
	if err != nil {
		return err
	}
	if f.To != d.Entity {
		return fmt.Errorf("%s.%s leads to %q, the dimension %s to %q", entity, field, f.To, dimension, d.Entity)
	}
	return nil
}
