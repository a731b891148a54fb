package crm

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Preset is the mapping of a system whose tables everybody has in the same layout, such as Odoo's.
type Preset struct {
	ID       string    `yaml:"-"`
	Title    i18n.Text `yaml:"title"`
	Versions string    `yaml:"versions"` // of the system or the connector whose layout it is
	// Schema is where the tables usually are.
	Schema string `yaml:"schema"`
	// Active is the column that is false in rows which are no longer so, in those of the tables that have it; "" where none does.
	Active string `yaml:"active"`
	// Tables must be there, by their names in the schema.
	Tables []string `yaml:"tables"`
	// Optional are tables without which the entities that need them are left out.
	Optional  []string                `yaml:"optional"`
	Available i18n.Text               `yaml:"available"` // what it makes available, in words
	Limits    i18n.Text               `yaml:"limits"`    // what it cannot know, and why
	Entities  map[string]PresetSource `yaml:"-"`
}

// presetYAML is a preset as it is written.
type presetYAML struct {
	Preset   `yaml:",inline"`
	Entities map[string]struct {
		sourceYAML `yaml:",inline"`
		Needs      []string            `yaml:"needs"`
		FieldNeeds map[string][]string `yaml:"field_needs"`
	} `yaml:"entities"`
}

// PresetSource is an entity's source in a preset. In its SQL, {schema} stands for the schema of the tables. Where the preset has a column
// of active rows, {schema}.table stands for these.
type PresetSource struct {
	Source
	// Needs are optional tables without which the entity is left out.
	Needs []string
	// FieldNeeds are optional tables without which one field is left out.
	FieldNeeds map[string][]string
}

// Everything with a dot in its name: folders, those of the tests, have none.
//
//go:embed presets/*.*
var presetFiles embed.FS

// Presets returns the presets, sorted by id. They are read once and must not be changed.
var Presets = sync.OnceValue(func() []*Preset {
	all, err := loadPresets(presetFiles, "presets")
	if err != nil {
		panic(fmt.Sprintf("an embedded preset is broken: %v", err))
	}
	return all
})

// PresetOf returns the preset of an id.
func PresetOf(id string) (*Preset, error) {
	var ids []string
	for _, p := range Presets() {
		if p.ID == id {
			return p, nil
		}
		ids = append(ids, p.ID)
	}
	return nil, fault.New("mapping.unknown_preset", "preset", id, "known", ids)
}

func loadPresets(files fs.FS, folder string) ([]*Preset, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var all []*Preset
	var faults []error
	for _, name := range names { // sorted
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		p, err := ParsePreset(strings.TrimSuffix(path.Base(name), ".yaml"), text)
		faults = append(faults, err)
		all = append(all, p)
	}
	return all, errors.Join(faults...)
}

var (
	presetID    = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	placeholder = regexp.MustCompile(`\{(\w*)\}\s*\.`)
	tableName   = regexp.MustCompile(`\{schema\}\.("[^"]+"|\w+)`)
)

// ParsePreset reads a preset and checks it against the canonical model, for which presets are written. Its error names the preset and every entity and field that is wrong.
func ParsePreset(id string, text []byte) (*Preset, error) {
	var given presetYAML
	if err := Strict(text, &given); err != nil {
		return nil, fmt.Errorf("preset %s: this is not the YAML of a preset; text that holds {schema} must be quoted or follow `|` or `>`: %w", id, err)
	}
	p := &given.Preset
	p.ID, p.Entities = id, map[string]PresetSource{}
	var faults []error
	fail := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("preset %s: "+format, append([]any{id}, args...)...))
	}
	if !presetID.MatchString(id) {
		fail("an id has small letters, digits and underscores only")
	}
	for _, field := range []struct {
		name string
		text *i18n.Text
	}{{"title", &p.Title}, {"available", &p.Available}, {"limits", &p.Limits}} {
		*field.text = i18n.Defined("presets."+id+"."+field.name, *field.text)
		for _, l := range field.text.Lacks() {
			fail("%s is missing in the language %s", field.name, l)
		}
	}
	for _, field := range []struct{ name, text string }{{"versions", p.Versions}, {"schema", p.Schema}} {
		if strings.TrimSpace(field.text) == "" {
			fail("%s is missing", field.name)
		}
	}
	if len(p.Tables) == 0 {
		fail("tables is empty; name those without which the preset cannot be used")
	}
	if len(given.Entities) == 0 {
		fail("entities is empty")
	}
	seen, needed := map[string]bool{}, map[string]bool{}
	for _, table := range slices.Concat(p.Tables, p.Optional) {
		if seen[table] || table == "" {
			fail("the table %q is given twice, or has no name", table)
		}
		seen[table] = true
	}
	for _, name := range slices.Sorted(maps.Keys(given.Entities)) {
		y := given.Entities[name]
		s := PresetSource{Needs: y.Needs, FieldNeeds: y.FieldNeeds}
		var err error
		switch s.Source, err = y.source(canonical(), name); {
		case err == nil && y.Extra != nil:
			err = errors.New("`extra` is for a company's own words")
		case err == nil:
			err = s.check(p)
		}
		if err != nil {
			fail("%s: %w", name, err)
		}
		for _, table := range slices.Concat(append(slices.Collect(maps.Values(s.FieldNeeds)), s.Needs)...) {
			needed[table] = true
		}
		p.Entities[name] = s
	}
	for _, table := range p.Optional {
		if !needed[table] {
			fail("the optional table %q is in the `needs` of no entity", table)
		}
	}
	return p, errors.Join(faults...)
}

// check refuses a source that reads what may be missing.
func (s PresetSource) check(p *Preset) error {
	switch {
	case s.Fields == nil:
		return errors.New("`fields` is missing")
	case s.Shared:
		return errors.New("whether its rows are `shared` is for the company to say")
	}
	for field, needs := range s.FieldNeeds {
		if _, ok := s.Fields[field]; !ok {
			return fmt.Errorf("`field_needs` has a field %q that is not there", field)
		}
		if err := p.optional(needs); err != nil {
			return fmt.Errorf("field %q: %w", field, err)
		}
	}
	if err := p.optional(s.Needs); err != nil {
		return err
	}
	if s.Tenant != "" {
		if _, err := column(s.Tenant); err != nil {
			return fmt.Errorf("tenant: %w", err)
		}
	}
	if err := s.checkActive(p); err != nil {
		return err
	}
	there := slices.Concat(p.Tables, s.Needs)
	if err := named(s.From+"\n"+s.Where, there); err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(s.Fields)) {
		if err := named(s.Fields[field], slices.Concat(there, s.FieldNeeds[field])); err != nil {
			return fmt.Errorf("field %q: %w", field, err)
		}
	}
	return nil
}

// optional checks that tables are known to be missing at times.
func (p *Preset) optional(needs []string) error {
	for _, table := range needs {
		if !slices.Contains(p.Optional, table) {
			return fmt.Errorf("it needs %q, which is not among the optional tables", table)
		}
	}
	return nil
}

// named checks that SQL reads only tables that are there.
func named(sql string, there []string) error {
	for _, match := range placeholder.FindAllStringSubmatch(sql, -1) {
		if match[1] != "schema" {
			return fmt.Errorf("%q stands for nothing; {schema} is the schema of the tables", match[0])
		}
	}
	for _, match := range tableName.FindAllStringSubmatch(sql, -1) {
		table := strings.ToLower(match[1])
		if strings.HasPrefix(table, `"`) {
			table = strings.Trim(match[1], `"`)
		}
		if !slices.Contains(there, table) {
			return fmt.Errorf("it reads the table %q, which may be missing: it is neither in `tables` nor in its `needs`", table)
		}
	}
	return nil
}

// Mapping is the preset over the tables of a schema, "" for the usual one, as a mapping of a model that has all of the canonical one.
// tables tells which optional ones are there; nil means all.
func (p *Preset) Mapping(model *Model, schema string, tables func(name string) bool) Mapping {
	if schema == "" {
		schema = p.Schema
	}
	m := Mapping{Model: model, Entities: map[string]Source{}}
	for name, s := range p.Entities {
		missing := func(table string) bool { return tables != nil && !tables(table) }
		if slices.ContainsFunc(s.Needs, missing) {
			continue
		}
		source := s.within(p.Active, `"`+strings.ReplaceAll(schema, `"`, `""`)+`"`)
		for field, needs := range s.FieldNeeds {
			if slices.ContainsFunc(needs, missing) {
				delete(source.Fields, field)
			}
		}
		m.Entities[name] = source
	}
	return m
}
