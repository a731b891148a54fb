package crm

import (
	"fmt"
	"maps"
	"slices"
)

// access is what a row policy has to know of the entities; see access.yaml.
type access struct {
	Whose     map[string][]string `yaml:"whose"`
	Common    []string            `yaml:"common"`
	Directory []string            `yaml:"directory"`
	Personal  map[string][]string `yaml:"personal"`
}

// People is the entity of the people whose rows are somebody's.
const People = "users"

// Whose are the paths from an entity to the people whose rows they are; none where rows are nobody's. The rows of an entity of a company's
// own are those of the people that it refers to and, where it refers to none, of those whose are the rows that it refers to.
func (m *Model) Whose(entity string) []string {
	if paths, ok := m.access.Whose[entity]; ok {
		return slices.Clone(paths)
	}
	e, err := m.Entity(entity)
	if err != nil || !e.Own {
		return nil
	}
	var direct, through []string
	for _, name := range e.order {
		switch f := e.fields[name]; {
		case f.To == People:
			direct = append(direct, name)
		case f.To != "":
			for _, path := range m.access.Whose[f.To] {
				through = append(through, name+"."+path)
			}
		}
	}
	if len(direct) > 0 {
		return direct
	}
	return through
}

// Common reports whether everybody sees the rows of an entity.
func (m *Model) Common(entity string) bool { return slices.Contains(m.access.Common, entity) }

// Directory reports whether the rows of an entity are the people themselves.
func (m *Model) Directory(entity string) bool { return slices.Contains(m.access.Directory, entity) }

// Personal are the fields of an entity with what people tell or write, by entity.
func (m *Model) Personal() map[string][]string {
	all := map[string][]string{}
	for entity, fields := range m.access.Personal {
		all[entity] = slices.Clone(fields)
	}
	for name, e := range m.entities {
		for _, field := range e.order {
			if e.fields[field].Personal {
				all[name] = append(all[name], field)
			}
		}
	}
	return all
}

// readAccess reads what policies need and checks that its names are there.
func (m *Model) readAccess(text []byte) error {
	if err := Strict(text, &m.access); err != nil {
		return err
	}
	for _, entity := range slices.Sorted(maps.Keys(m.access.Whose)) {
		for _, path := range m.access.Whose[entity] {
			f, err := m.Resolve(entity, path)
			if err != nil {
				return err
			}
			if f.To != People && (entity != People || path != "id") {
				return fmt.Errorf("%s.%s leads to %q, not to %s", entity, path, f.To, People)
			}
		}
	}
	for _, entity := range slices.Concat(m.access.Common, m.access.Directory) {
		if _, err := m.Entity(entity); err != nil {
			return err
		}
	}
	for entity, fields := range m.access.Personal {
		for _, field := range fields {
			if f, err := m.Resolve(entity, field); err != nil {
				return err
			} else if f.Type != String {
				return fmt.Errorf("%s.%s is no text", entity, field)
			}
		}
	}
	return nil
}
