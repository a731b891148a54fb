package crm

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/yamltext"
)

// entityYAML is an entity as model.yaml writes it.
type entityYAML struct {
	Fields   yaml.Node           `yaml:"fields"`
	Computed map[string]computed `yaml:"computed"`
	Happens  string              `yaml:"happens"`
	Begins   string              `yaml:"begins"`
	Key      []string            `yaml:"key"`
	Needs    map[string][]string `yaml:"needs"`
	Joined   map[string][]string `yaml:"joined"`
	Query    string              `yaml:"query"`
	Inferred string              `yaml:"inferred"`
	Amounts  amountsYAML         `yaml:"amounts"`
	PartOf   string              `yaml:"part_of"`

	Completes *Completion `yaml:"completes"`
}

type computed struct {
	Type    string                `yaml:"type"`
	As      expression.Expression `yaml:"as"`
	Without map[string]string     `yaml:"without"`
}

// parseModel reads a model from its files. Its error names what refers to nothing.
func parseModel(files fs.FS) (*Model, error) {
	m := &Model{}
	for _, part := range []struct {
		file string
		read func([]byte) error
	}{
		// Each may refer to what those before it have.
		{"model.yaml", m.readEntities}, {"words.yaml", m.readWords}, {"dimensions.yaml", m.readDimensions},
		{"target_scopes.yaml", m.readScopes}, {"titles.yaml", m.readTitles}, {"access.yaml", m.readAccess},
		{"wordings.yaml", m.readWordings},
	} {
		text, err := fs.ReadFile(files, part.file)
		if err != nil {
			return nil, err
		}
		if err := part.read(text); err != nil {
			return nil, fmt.Errorf("%s: %w", part.file, err)
		}
	}
	return m, nil
}

func (m *Model) readEntities(text []byte) error {
	var raw map[string]entityYAML
	if err := Strict(text, &raw); err != nil {
		return err
	}
	m.entities = map[string]*Entity{}
	for name, r := range raw {
		e := &Entity{
			Name: name, Happens: r.Happens, Begins: r.Begins, fields: map[string]*Field{}, Query: strings.TrimSpace(r.Query), Needs: r.Needs, Joined: r.Joined, Key: r.Key,
			Inferred: r.Inferred, PartOf: r.PartOf, Completes: r.Completes, amounts: r.Amounts,
		}
		for i := 0; i+1 < len(r.Fields.Content); i += 2 {
			e.add(newField(r.Fields.Content[i].Value, r.Fields.Content[i+1].Value))
		}
		for _, field := range slices.Sorted(maps.Keys(r.Computed)) {
			c := r.Computed[field]
			f := newField(field, c.Type)
			f.As, f.Without = c.As, c.Without
			e.add(f)
		}
		if _, ok := e.fields["id"]; ok {
			e.Key = []string{"id"}
		}
		m.entities[name] = e
	}
	return m.check()
}

func (e *Entity) add(f *Field) {
	e.fields[f.Name] = f
	e.order = append(e.order, f.Name)
}

func newField(name, kind string) *Field {
	if slices.Contains(types, Type(kind)) {
		return &Field{Name: name, Type: Type(kind)}
	}
	return &Field{Name: name, Type: Key, To: kind}
}

// check verifies that relations, computed fields, times, keys and derived entities refer to what exists.
func (m *Model) check() error {
	for name, e := range m.entities {
		for _, f := range e.fields {
			if f.To != "" && m.entities[f.To] == nil {
				return fmt.Errorf("%s.%s: %q is neither a type nor an entity", name, f.Name, f.To)
			}
			for _, path := range f.As.Paths() {
				if _, err := m.Resolve(name, path); err != nil {
					return fmt.Errorf("%s.%s: %w", name, f.Name, err)
				}
			}
		}
		for _, name := range []string{e.Happens, e.Begins} {
			if f, ok := e.fields[name]; name != "" && (!ok || f.Type != Time && f.Type != Date) {
				return fmt.Errorf("%s: %q is not a time of it", e.Name, name)
			}
		}
		if f, ok := e.fields[InferredFlag]; ok != (e.Inferred != "") || ok && (f.Type != Bool || e.fields[e.Inferred] == nil) {
			return fmt.Errorf("%s: `inferred` names a relation of an entity with the flag %s", e.Name, InferredFlag)
		}
		for _, path := range append(e.rated(), e.amounts.Currency) {
			if path == "" {
				continue
			}
			if _, err := m.Resolve(name, path); err != nil {
				return fmt.Errorf("%s amounts: %w", name, err)
			}
		}
		if f, ok := e.fields[e.PartOf]; e.PartOf != "" && (!ok || f.To == "" || e.Derived()) {
			return fmt.Errorf("%s: `part_of` names a relation of an entity that is mapped", e.Name)
		}
		if e.Completes != nil {
			if err := e.Completes.check(m, e); err != nil {
				return err
			}
		}
		for _, f := range e.Key {
			if _, err := m.Resolve(name, f); err != nil {
				return fmt.Errorf("%s key: %w", name, err)
			}
		}
		for other, fields := range e.Needs {
			for _, f := range fields {
				if _, err := m.Resolve(other, f); err != nil {
					return fmt.Errorf("%s needs: %w", name, err)
				}
			}
		}
		for other, fields := range e.Joined {
			for _, f := range fields {
				if !slices.Contains(e.Needs[other], f) {
					return fmt.Errorf("%s joined: it does not need %s.%s", name, other, f)
				}
			}
		}
	}
	return nil
}

// NotYAML is the error of a text that is no YAML, or not of the form that is wanted.
type NotYAML struct {
	Line int // 0 where that is not known
	Err  error
}

func (e *NotYAML) Error() string { return e.Err.Error() }

// Fault says so in the message of an id, which has the reason, with the line where that is known.
func (e *NotYAML) Fault(id string) error {
	wrong := fault.New(id, "reason", e.Err)
	if e.Line == 0 {
		return wrong
	}
	return fault.AtLine(e.Line, nil, wrong)
}

// Unwrap returns what is wrong.
func (e *NotYAML) Unwrap() error { return e.Err }

// Strict decodes YAML and refuses what there is no place for in what it decodes into. Its error joins all of that; it is [io.EOF] for a text
// of comments, and a [*NotYAML] where the parser says more.
func Strict(text []byte, into any) error {
	root, _, err := yamltext.Parse(string(text))
	switch {
	case err != nil:
		return &NotYAML{yamltext.FaultyLine(string(text)), err}
	case root == nil:
		return io.EOF
	}
	if err := bounded(root); err != nil {
		return err
	}
	if misfits := yamltext.Misfits(root, reflect.TypeOf(into)); len(misfits) > 0 {
		return fault.Join(misfits)
	}
	err = root.Decode(into)
	if _, known := errors.AsType[*fault.Error](err); err == nil || known {
		return err
	}
	return &NotYAML{Err: err}
}
