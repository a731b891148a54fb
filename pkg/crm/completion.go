package crm

import (
	"fmt"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// InferredFlag is the field that is true of rows that the company has not recorded, see [Entity.Inferred].
const InferredFlag = "inferred"

// Completion derives an entity from another one that may cover only a part: it has the rows of Entity and, for each row of Of that
// has none there, rows made of its own fields.
type Completion struct {
	Entity string `yaml:"entity"` // whose rows and fields the derived one has
	Key    string `yaml:"key"`    // the field of Entity that names the row of Of
	Of     string `yaml:"of"`
	ID     string `yaml:"id"` // the field of Of that Key names
	Rows   []Made `yaml:"rows"`
}

// Made is a row that is made of a row of [Completion.Of]. A field that it does not give is the field of the same name, null where
// there is none.
type Made struct {
	Where  expression.Expression            `yaml:"where"` // the rows that it is made of; empty for all
	Fields map[string]expression.Expression `yaml:"fields"`
}

// expressions are all that a made row reads.
func (r Made) expressions() []expression.Expression {
	all := []expression.Expression{r.Where}
	for _, name := range slices.Sorted(maps.Keys(r.Fields)) {
		all = append(all, r.Fields[name])
	}
	return all
}

// check verifies that a completion refers to what exists.
func (c *Completion) check(m *Model, e *Entity) error {
	for entity, field := range map[string]string{c.Entity: c.Key, c.Of: c.ID} {
		if _, err := m.Resolve(entity, field); err != nil {
			return fmt.Errorf("%s completes: %w", e.Name, err)
		}
	}
	if m.entities[c.Entity].PartOf != c.Key {
		return fmt.Errorf("%s completes %s, which is not `part_of` %s", e.Name, c.Entity, c.Key)
	}
	for _, r := range c.Rows {
		for name := range r.Fields {
			if _, ok := e.Field(name); !ok {
				return fmt.Errorf("%s completes: there is no field %s", e.Name, name)
			}
		}
		for _, x := range r.expressions() {
			for _, path := range x.Paths() {
				if _, err := m.Resolve(c.Of, path); err != nil {
					return fmt.Errorf("%s completes: %w", e.Name, err)
				}
			}
		}
	}
	return nil
}

// Makes returns the rows that can be made under the mapping: none without the key of what they are made of or without the first. When
// a row of it began need not be known: it was always there then.
func (m Mapping) Makes(c *Completion) []Made {
	if m.Available(c.Of, c.ID) != nil {
		return nil
	}
	var rows []Made
	for i, r := range c.Rows {
		switch lacking := m.toMake(c, r); {
		case lacking == nil:
			rows = append(rows, r)
		case i == 0:
			return nil
		}
	}
	return rows
}

// Incomplete returns what the mapping lacks to make any rows, though it has what they would be made of, which is not counted then; nil
// for nothing.
func (m Mapping) Incomplete(c *Completion) error {
	if _, mapped := m.Entities[c.Of]; !mapped {
		return nil
	}
	if err := m.Available(c.Of, c.ID); err != nil {
		return err
	}
	return m.toMake(c, c.Rows[0])
}

// toMake returns what the mapping lacks to make a row; nil for nothing.
func (m Mapping) toMake(c *Completion, r Made) error {
	of, err := m.Model.Entity(c.Of)
	if err != nil {
		return err
	}
	for _, x := range r.expressions() {
		for _, path := range x.Paths() {
			if path == of.Begins {
				continue
			}
			if err := m.Available(c.Of, path); err != nil {
				return err
			}
		}
	}
	return nil
}
