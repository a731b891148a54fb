package crm

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Whatever is accepted as a mapping is the same mapping when it is written with plain SQL and read again. Dimensions are written as
// they were given.
func FuzzMapping(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := ParseMapping(text); err != nil {
			require.NotEmpty(t, err.Error())
		}
		m, err := parseOwn(canonical(), text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		var given struct {
			Dimensions yaml.Node `yaml:"dimensions"`
		}
		require.NoError(t, yaml.Unmarshal([]byte(text), &given))
		written, err := yaml.Marshal(plain(t, m, given.Dimensions))
		require.NoError(t, err)
		again, err := parseOwn(canonical(), string(written))
		require.NoError(t, err, "%s", written)
		rewritten, err := yaml.Marshal(plain(t, again, given.Dimensions))
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
		require.Equal(t, m.Model.Dimensions(), again.Model.Dimensions())
		for _, id := range m.Model.Dimensions() {
			require.Equal(t, m.Model.dimensions[id].paths, again.Model.dimensions[id].paths, id)
		}
	})
}

// plain is a mapping as YAML with nothing but SQL, and with dimensions as they are given.
func plain(t *testing.T, m ownMapping, dimensions yaml.Node) map[string]any {
	entities := map[string]any{}
	for name, s := range m.Entities {
		entity := map[string]any{"from": s.From, "where": s.Where, "tenant": s.Tenant, "shared": s.Shared}
		fill(t, entity, m.Model, name, s.Fields)
		entities[name] = entity
	}
	for name, added := range m.additions {
		entity := map[string]any{}
		fill(t, entity, m.Model, name, added.fields)
		entities[name] = entity
	}
	all := map[string]any{"entities": entities, "tenant": m.Tenant.with(Tenant{})}
	if !dimensions.IsZero() {
		all["dimensions"] = &dimensions
	}
	if m.onReference {
		all["base"] = referenceBase
	}
	return all
}

// fill gives an entity fields, those of the company's own with their types.
func fill(t *testing.T, entity map[string]any, model *Model, name string, sql map[string]string) {
	if sql == nil {
		return
	}
	e, err := model.Entity(name)
	require.NoError(t, err)
	fields, extra := map[string]any{}, map[string]any{}
	for field, sql := range sql {
		f, ok := e.Field(field)
		require.True(t, ok, field)
		switch typed := typed(f, sql); {
		case e.Own:
			fields[field] = typed
		case f.Own:
			extra[field] = typed
		default:
			fields[field] = sql
		}
	}
	entity["fields"] = fields
	if len(extra) > 0 {
		entity["extra"] = extra
	}
	if e.Own {
		entity["title"], entity["happens"], entity["begins"], entity["key"] = e.Title.Forms(), e.Happens, e.Begins, e.Key
	}
}

// typed is a field of the company's own.
func typed(f *Field, sql string) map[string]any {
	own := map[string]any{string(f.Type): sql}
	if f.To != "" {
		own["to"] = f.To
	}
	if f.Title != (i18n.Text{}) {
		own["title"] = f.Title.Forms()
	}
	return own
}
