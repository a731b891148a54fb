package crm

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// Whatever is accepted as a mapping is the same mapping when it is written as plain SQL and read again.
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
		written, err := yaml.Marshal(plain(m.Mapping))
		require.NoError(t, err)
		again, err := parseOwn(canonical(), string(written))
		require.NoError(t, err, "%s", written)
		rewritten, err := yaml.Marshal(plain(again.Mapping))
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}

// plain is a mapping as YAML with nothing but SQL.
func plain(m Mapping) map[string]any {
	entities := map[string]any{}
	for name, s := range m.Entities {
		entity := map[string]any{"from": s.From, "where": s.Where, "tenant": s.Tenant, "shared": s.Shared}
		if s.Fields != nil {
			entity["fields"] = s.Fields
		}
		entities[name] = entity
	}
	return map[string]any{"entities": entities, "tenant": m.Tenant.with(Tenant{})}
}
