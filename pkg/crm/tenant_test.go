package crm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMappingWithATenant(t *testing.T) {
	m, err := ParseMapping(`
tenant: {column: company_id, value: 7, shared: [currency_rates]}
entities:
  deals: {from: deal as d join stage as s on s.id = d.stage_id, where: s.won or s.lost, tenant: d.company_id, fields: {id: d.id}}
  leads: {from: lead, fields: {id: id}}
  teams: {from: team, shared: true, fields: {id: id}}
  currency_rates: {from: rate}
`)
	require.NoError(t, err)
	for entity, want := range map[string]string{
		"deals": `"d"."company_id" = $1 and (s.won or s.lost)`, "leads": `"company_id" = $1`, "teams": "", "currency_rates": "",
	} {
		require.Equal(t, want, m.Entities[entity].Condition(func(value string) string {
			require.Equal(t, "7", value)
			return "$1"
		}), entity)
		require.Equal(t, want != "", m.Entities[entity].Restricted(), entity)
	}
}

// Nobody gets other tenants' rows by leaving something out.
func TestTenantCannotBeForgotten(t *testing.T) {
	for text, want := range map[string]string{
		"tenant: {value: 7}\nentities: {deals: {from: d, tenant: c}, leads: {from: l}}":                                                    "mapping of leads: no column tells its rows of the tenant \"7\" from others'; give it, as in `tenant: company_id`, or `shared: true`",
		"tenant: {column: c}\nentities: {deals: {from: d}}":                                                                                "tenant: the value is missing",
		"entities: {deals: {from: d, tenant: c}}":                                                                                          "mapping of deals: it has a tenant column, but no tenant is given",
		"tenant: {value: 7, columns: {leads: c}}\nentities: {deals: {from: d}}":                                                            "mapping of deals: no column",
		"tenant: {value: 7, columns: {invoices: c}}\nentities: {}":                                                                         "there is no entity \"invoices\"",
		"tenant: {value: 7, shared: [stalls]}\nentities: {}":                                                                               "stalls is derived",
		"tenant: {value: 7, column: c, owner: x}\nentities: {}":                                                                            `line 1, tenant: there is no "owner" here`,
		"tenant: {value: 7, column: 'a..b'}\nentities: {}":                                                                                 `"a..b" is not the name of a column`,
		"tenant: {value: 7, columns: {deals: '\"x'}}\nentities: {}":                                                                        "a quotation mark is not closed",
		"tenant: {value: 7, column: c}\nentities: {deals: {from: d, tenant: c, shared: true}}":                                             "leave out either",
		"tenant: {value: 7, column: c}\nentities: {deals: {from: d, tenant: '\"c\" = 1 or \"c'}}":                                          "is not the name of a column",
		"tenant: {value: 7, column: c}\nentities: {deals: {from: d, where: 'true) or (true'}}":                                             "mapping of deals: where: at character 5, a parenthesis closes",
		"tenant: {value: 7, column: c}\nentities: {deals: {from: d union select * from e}}":                                                "mapping of deals: from: at character 3, \"union\" does not belong here",
		"tenant: {value: 7, column: c}\nentities: {deals: {from: 't as \" $x$\"', where: \"true and\\_$x$ is null) or (\\_$x$ is null\"}}": "mapping of deals: where: at character 9, the character U+00A0",
		"tenant: {value: 7, column: \"a\\u200bb\"}\nentities: {}":                                                                          "the character U+200B",
		"tenant: {value: \"7\\0\", column: c}\nentities: {}":                                                                               "the character NUL ends a text",
	} {
		_, err := ParseMapping(text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestTenantOfSettingsAndMapping(t *testing.T) {
	own := "tenant: {column: c}\nentities: {deals: {from: d}}"
	m, err := Setup{Own: own, Tenant: Tenant{Value: "7"}}.Mapping(nil)
	require.NoError(t, err)
	require.Equal(t, `"c" = $1`, m.Entities["deals"].Condition(func(string) string { return "$1" }))
	_, err = Setup{Own: "tenant: {column: c, value: 8}\nentities: {}", Tenant: Tenant{Value: "7"}}.Mapping(nil)
	require.ErrorContains(t, err, `the mapping is for the tenant "8", the settings for "7"`)
	require.ErrorContains(t, Setup{Tenant: Tenant{Value: "7"}}.Check(), "no column tells")

	m, err = Setup{Tenant: Tenant{Value: "7", Column: "c", Shared: []string{"currency_rates"}}}.Mapping(nil)
	require.NoError(t, err)
	for name, s := range m.Entities {
		require.Equal(t, name != "currency_rates", s.Restricted(), "the reference schema, too: %s", name)
	}
}

func TestColumnsAreQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"company_id": `"company_id"`, " d.companyId ": `"d"."companyId"`, `"a.b"."c ""d"""`: `"a.b"."c ""d"""`, "🏢": `"🏢"`,
		`a" = 1 or "b`: `"a"" = 1 or ""b"`,
	} {
		got, err := column(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"", ".", "a.", `""`, `"a"b`, `"a`, "a\x00", "\xff", "a\u00a0", strings.Repeat("a", 64)} {
		_, err := column(text)
		require.Error(t, err, text)
	}
}
