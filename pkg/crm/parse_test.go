package crm

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// changed returns the files of the canonical model with a change in one.
func changed(t *testing.T, file, old, new string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, name := range []string{"model.yaml", "words.yaml", "dimensions.yaml", "target_scopes.yaml", "titles.yaml", "access.yaml", "wordings.yaml"} {
		text, err := fs.ReadFile(modelFiles, name)
		require.NoError(t, err)
		if name == file {
			require.Contains(t, string(text), old)
			text = []byte(strings.Replace(string(text), old, new, 1))
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestModelSaysWhatRefersToNothing(t *testing.T) {
	for _, test := range []struct{ file, old, new, want string }{
		{"model.yaml", "parent: teams", "parent: team", `teams.parent: "team" is neither a type nor an entity`},
		{"model.yaml", "happens: spent_on", "happens: kind", `campaign_costs: "kind" is not a time of it`},
		{"model.yaml", "begins: spent_on", "begins: began_at", `campaign_costs: "began_at" is not a time of it`},
		{"model.yaml", "inferred: deal\n", "inferred: lead\n", "deal_versions: `inferred` names a relation of an entity with the flag inferred"},
		{"model.yaml", "of: deals", "of: orders", `deal_versions completes: orders has no field "created_at"`},
		{"model.yaml", "key: deal\n", "key: lead\n", `deal_versions completes: deal_history has no field "lead"`},
		{"model.yaml", "{deal: id, valid_from: created_at", "{deal: id, since: created_at", "deal_versions completes: there is no field since"},
		{"words.yaml", "deals: {status", "deals: {state", `words.yaml: deals has no field "state"`},
		{"words.yaml", "deals: {status", "deals: {amount", "words.yaml: deals.amount is not a text"},
		{"dimensions.yaml", "{leads: status}", "{leads: state}", `dimensions.yaml: dimension lead_status on leads: leads has no field "state"`},
		{"target_scopes.yaml", "dimension: rep", "dimension: seller", `target_scopes.yaml: scope user: there is no dimension "seller"`},
		{"target_scopes.yaml", "manager: manager}", "email: manager}", `scope user: there is no dimension "email"`},
		{"target_scopes.yaml", "manager: manager}", "manager: agent}", `scope user: users has no field "agent"`},
		{"target_scopes.yaml", "support_team: team", "support_team: manager", `scope user: users.manager leads to "users", the dimension support_team to "teams"`},
		{"wordings.yaml", "deal_type:", "deal_kind:", `wordings.yaml: there is no dimension "deal_kind"`},
		{"wordings.yaml", "deal_type:", "team:", "wordings.yaml: the values of team are no words of a text"},
	} {
		_, err := parseModel(changed(t, test.file, test.old, test.new))
		require.ErrorContains(t, err, test.want)
	}
	files := changed(t, "", "", "")
	delete(files, "titles.yaml")
	_, err := parseModel(files)
	require.ErrorContains(t, err, "titles.yaml")
}

// A company may map a model of its own: everything that knows names takes it from the setup.
func TestSetupOfAnotherModel(t *testing.T) {
	model, err := parseModel(changed(t, "model.yaml", "\nteams:\n", "\nadverts:\n  fields: {id: key, clicks: number}\nteams:\n"))
	require.NoError(t, err)
	text := "entities: {adverts: {from: ads, tenant: company, fields: {id: id}}}"
	setup := Setup{Model: model, Own: text, Tenant: Tenant{Value: "7", Columns: map[string]string{"adverts": "c"}}}
	require.NoError(t, setup.Check())
	m, err := setup.Mapping(nil)
	require.NoError(t, err)
	require.Same(t, model, m.Model)
	require.NoError(t, m.Available("adverts", "id"))
	require.ErrorContains(t, m.Available("adverts", "clicks"), "adverts.clicks is not mapped")
	m, err = Setup{Model: model}.Mapping(nil)
	require.NoError(t, err)
	require.Contains(t, m.Entities, "adverts")

	_, err = ParseMapping(text)
	require.ErrorContains(t, err, `there is no entity "adverts"`)
	require.ErrorContains(t, Setup{Tenant: setup.Tenant}.CheckTenant(), `there is no entity "adverts"`)
}

func TestMappingWithoutAModelSaysSo(t *testing.T) {
	m := Mapping{Entities: map[string]Source{"deals": {From: "deal"}}}
	require.False(t, m.Has("deals", "id"))
	require.ErrorContains(t, m.Available("deals", "id"), "the mapping has no model")
	_, err := m.Model.Dimension("rep")
	require.ErrorContains(t, err, "the mapping has no model")
}
