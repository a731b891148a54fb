package mappingdoc_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/mappingdoc"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func blocks(t testing.TB, language string) []mappingdoc.Block {
	all, err := mappingdoc.Read(mappingdoc.Pages("../../../..")[language])
	require.NoError(t, err)
	return all
}

func TestEveryMappingOfThePageIsValid(t *testing.T) {
	all := blocks(t, "en")
	mappings := []string{mappingdoc.Tutorial(all)}
	for _, b := range mappingdoc.Of(all, "yaml") {
		if b.Heading != onTop && !strings.HasPrefix(b.Text, "  ") && !strings.HasPrefix(b.Text, "jsonData:") {
			mappings = append(mappings, b.Text)
		}
	}
	require.Greater(t, len(mappings), 20)
	for _, text := range mappings {
		_, err := crm.ParseMapping(text)
		require.NoError(t, err, text)
	}
	tutorial, err := crm.ParseMapping(mappings[0])
	require.NoError(t, err)
	for _, entity := range []string{"users", "accounts", "orders", "deals"} {
		require.Contains(t, tutorial.Entities, entity)
	}
	require.Len(t, tutorial.Entities, 4)
}

// setups are the settings of the page.
func setups(t *testing.T) []crm.Setup {
	var all []crm.Setup
	for _, b := range mappingdoc.Of(blocks(t, "en"), "yaml") {
		if !strings.HasPrefix(b.Text, "jsonData:") {
			continue
		}
		var settings struct {
			JSONData struct {
				Presets []struct {
					ID     string
					Schema string
					Except []string
					Tenant crm.Tenant
				}
			} `yaml:"jsonData"`
		}
		decoder := yaml.NewDecoder(strings.NewReader(b.Text))
		decoder.KnownFields(true)
		require.NoError(t, decoder.Decode(&settings), b.Text)
		var s crm.Setup
		for _, p := range settings.JSONData.Presets {
			s.Presets = append(s.Presets, crm.Choice{ID: p.ID, Schema: p.Schema, Except: p.Except, Tenant: p.Tenant})
		}
		all = append(all, s)
	}
	return all
}

func TestEverySettingOfThePageIsValid(t *testing.T) {
	all := setups(t)
	require.Len(t, all, 2)
	for _, s := range all {
		require.NoError(t, s.Check())
		_, err := s.Mapping(nil)
		require.NoError(t, err)
	}
}

// onTop is the section of mappings on top of a preset.
const onTop = "Your own mapping on top"

func TestTheMappingsOnTopOfAPresetAreValid(t *testing.T) {
	var all []crm.Mapping
	for _, b := range mappingdoc.Of(blocks(t, "en"), "yaml") {
		if b.Heading == onTop {
			m, err := crm.Setup{Presets: []crm.Choice{{ID: "odoo_17"}}, Own: b.Text}.Mapping(nil)
			require.NoError(t, err)
			all = append(all, m)
		}
	}
	require.Len(t, all, 2)
	require.Contains(t, all[0].Entities, "deals", "of the preset")
	require.Equal(t, "planning.quota as q", all[0].Entities["targets"].From)
	deals := all[1].Entities["deals"]
	require.Equal(t, all[0].Entities["deals"].From, deals.From)
	require.Equal(t, "l.x_line", deals.Fields["product_line"])
	require.Equal(t, "l.x_origin", deals.Fields["source"])
	require.Equal(t, all[0].Entities["deals"].Fields["amount"], deals.Fields["amount"])
}

// The tenant of the page fits the tables of its preset: everything can be read.
func TestTheTenantOfAPresetCanBeRead(t *testing.T) {
	s := setups(t)[1]
	dsn := pgtest.DSN(t)
	tables, err := os.ReadFile("../../../crm/presets/testdata/chatwoot/schema.sql")
	require.NoError(t, err)
	_, err = pgtest.Open(t, dsn).ExecContext(t.Context(), string(tables))
	require.NoError(t, err)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	m, err := probe.Mapping(t.Context(), db, s)
	require.NoError(t, err)
	require.Len(t, m.Entities, 9)
	for name, source := range m.Entities {
		require.Equal(t, name != "users", source.Restricted(), name)
	}
	found, err := probe.Read(t.Context(), db, m)
	require.NoError(t, err)
	require.Empty(t, found.Faults)
}

func TestThePageListsThePresets(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| `([a-z0-9_]+)` \\| ([^|]*) \\| ([^|]*) \\| `([^|]*)` \\|$")
	for language, path := range mappingdoc.Pages("../../../..") {
		page, err := os.ReadFile(path)
		require.NoError(t, err)
		var got, want [][]string
		for _, match := range row.FindAllStringSubmatch(string(page), -1) {
			got = append(got, match[1:])
		}
		for _, p := range crm.Presets() {
			title := p.Title.In(i18n.English)
			if language == "ru" {
				title = p.Title.In(i18n.Russian)
			}
			want = append(want, []string{p.ID, title, p.Versions, p.Schema})
		}
		require.Equal(t, want, got, language)
	}
}

// The pages differ in words only.
func TestThePagesShowTheSame(t *testing.T) {
	en, ru := blocks(t, "en"), blocks(t, "ru")
	require.Len(t, ru, len(en))
	for i := range en {
		en[i].Heading, ru[i].Heading = "", ""
		require.Equal(t, en[i], ru[i])
	}
}
