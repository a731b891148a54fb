package crm

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestCanonicalModelIsConsistent(t *testing.T) {
	m := canonical()
	require.NotEmpty(t, m.Dimensions())
	for _, name := range m.Entities() {
		e, err := m.Entity(name)
		require.NoError(t, err)
		require.NotEmpty(t, e.Fields(), name)
	}
}

func TestDimensionOfARelationFollowsItsBase(t *testing.T) {
	team, err := canonical().Dimension("team")
	require.NoError(t, err)
	path, ok := team.Label("deals")
	require.True(t, ok)
	require.Equal(t, "rep.team.name", path)
}

func TestEveryDimensionAndTitleIsInBothLanguages(t *testing.T) {
	for _, id := range canonical().Dimensions() {
		d, err := canonical().Dimension(id)
		require.NoError(t, err)
		require.NotEmpty(t, d.Title.In(i18n.English), id)
		require.Empty(t, d.Title.Missing(), id)
	}
}

func TestErrorsNameWhatWouldBeRight(t *testing.T) {
	_, err := canonical().Entity("invoices")
	require.ErrorContains(t, err, "the entities are accounts")
	_, err = canonical().Resolve("deals", "account.colour")
	require.ErrorContains(t, err, `accounts has no field "colour"; it has id, name`)
	_, err = canonical().Resolve("deals", "amount.name")
	require.ErrorContains(t, err, "is not a relation")
	_, err = canonical().Dimension("colour")
	require.ErrorContains(t, err, "the dimensions are account")
}

func TestMappingSaysWhatIsMissing(t *testing.T) {
	m, err := ParseMapping("entities: {deals: {from: orders o, fields: {id: o.id, owner: o.employee}}}")
	require.NoError(t, err)
	require.NoError(t, m.Available("deals", "owner"))
	require.NoError(t, m.Available("deals", "rep"), "a computed field falls back to the owner where no closer is mapped")
	var missing *Unavailable
	require.ErrorAs(t, m.Available("deals", "amount"), &missing)
	require.Equal(t, Unavailable{Entity: "deals", Field: "amount"}, *missing)
	require.ErrorAs(t, m.Available("deals", "owner.name"), &missing)
	require.Equal(t, Unavailable{Entity: "users"}, *missing)
	require.ErrorAs(t, m.Available("stage_visits", "stage"), &missing)
	require.Equal(t, Unavailable{Entity: "deal_history"}, *missing)
}

func TestMappingRefusesUnknownNames(t *testing.T) {
	for text, want := range map[string]string{
		"entities: {invoices: {from: t}}":                      "there is no entity \"invoices\"",
		"entities: {deals: {fields: {id: id}}}":                "`from` is missing",
		"entities: {deals: {from: t, fields: {colour: x}}}":    "there is no field \"colour\"",
		"entities: {deals: {from: t, fields: {id: ''}}}":       "field \"id\": it is empty",
		"entities: {stage_visits: {from: t}}":                  "map deal_history instead",
		"entity: {deals: {from: t}}":                           `line 1: there is no "entity" here; it can be base, entities, dimensions, tenant`,
		"entities: [deals]":                                    "line 1, entities: here is a list, but it has to be fields with values",
		"entities: {deals: {from: t, fields: {rep: o.owner}}}": "there is no field \"rep\"",
	} {
		_, err := ParseMapping(text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestEveryFieldHasATitleInBothLanguages(t *testing.T) {
	for _, name := range canonical().Entities() {
		e, err := canonical().Entity(name)
		require.NoError(t, err)
		for _, field := range e.Fields() {
			require.Empty(t, canonical().Title(field).Missing(), "%s.%s", name, field)
			require.Empty(t, canonical().Title(name).Missing(), name)
		}
	}
}
