package catalog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const valid = `
measures:
  won: {entity: deals, time: closed_at, count: id, where: status = 'won'}
  age: {entity: deals, time: closed_at, duration: {from: created_at, to: closed_at, in: days}}
kpis:
  wins:
    title: {en: Wins, ru: Победы}
    description: {en: Deals won., ru: Выигранные сделки.}
    measure: won
    unit: count
    horizon: past
`

func TestParseReadsACatalogueOfItsOwn(t *testing.T) {
	c, err := Parse("custom", valid)
	require.NoError(t, err)
	k, err := c.KPI("wins")
	require.NoError(t, err)
	require.Equal(t, Simple, k.Kind)
	require.Equal(t, "custom", k.Department)
}

func TestDefinitionsSayWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"entity: deals, time: closed_at, count", "entity: sales, time: closed_at, count", `there is no entity "sales"; the entities are`},
		{"where: status = 'won'", "where: state = 'won'", `deals has no field "state"; it has id`},
		{"where: status = 'won'", "where: status = 'won", "a quoted text is not closed"},
		{"time: closed_at, count: id", "count: id", "give either `time`"},
		{"time: closed_at, count: id", "time: amount, count: id", "won.time: it is money, not an instant or a day"},
		{"count: id", "count: id, sum: amount", "give exactly one of `age`, `count`"},
		{"in: days", "in: percent", `a duration cannot be in "percent"`},
		{"measure: won", "measure: lost", `there is neither a KPI nor a measure "lost"`},
		{"measure: won", "derived: won +", "formula"},
		{"measure: won", "derived: sqrt(won)", `there is no function "sqrt"; the functions are`},
		{"measure: won", "derived: wins * 2", "is defined by itself"},
		{"measure: won", "share: age", "age does not add up"},
		{"measure: won", "measure: won\n    share: won", "give exactly one of measure, ratio"},
		{"unit: count", "unit: apples", `there is no unit "apples"`},
		{"horizon: past", "horizon: soon", "use past, current or future"},
		{"horizon: past", "horizon: past\n    parameters: {window: long}", "is not a length of time"},
		{"horizon: past", "horizon: past\n    parameters: {statistic: p90}",
			"wins.parameters.statistic: nothing that the KPI is computed from reads the parameter statistic, so that it would change no number (it is computed from won)"},
		{"horizon: past", "horizon: past\n    parameters: {hours: business}", "reads the parameter hours"},
		{"horizon: past", "horizon: past\n    parameters: {window: 30d}", "reads the parameter window"},
		{"horizon: past", "horizon: past\n    parameters: {horizon: 7d}", "reads the parameter horizon"},
		{"measure: won\n    unit: count\n    horizon: past", "target: wins\n    unit: count\n    horizon: past\n    parameters: {threshold: 80%}",
			"nothing that the KPI is computed from reads the parameter threshold, so that it would change no number; remove it"},
		{"age: {entity: deals, time: closed_at, duration: {from: created_at, to: closed_at, in: days}}\nkpis:\n  wins:",
			"age: {entity: deals, time: closed_at, duration: {from: created_at, to: closed_at, in: days}, otherwise: won}\nkpis:\n" +
				"  ages: {title: {en: A, ru: A}, description: {en: A, ru: A}, measure: age, unit: days, horizon: past, parameters: {statistic: mean}}\n  wins:",
			"ages.parameters.statistic: the measure age reads the parameter statistic, but won, which stands in for it, does not"},
		{"horizon: past", "horizon: past\n    colour: red", `line 12, wins.colour: there is no field "colour"; the fields are title, description, pitfall, synonyms, unit`},
		{", ru: Победы", ", ru: Победы, xx: Y", `wins.title.xx: there is no language "xx"; the languages are en, ru`},
		{", ru: Победы", "", "needed in English (en) and Russian (ru)"},
		{"horizon: past", "horizon: past\n    pitfall: {en: Lost ones are not in it.}", "line 12, wins.pitfall: it is needed in English (en) and Russian (ru)"},
		{"horizon: past", "horizon: past\n    pitfall: [a]", "wins.pitfall: it is needed in English (en) and Russian (ru), as in {en: …, ru: …}, not as a list"},
		{"horizon: past", "horizon: past\n    group_by: [colour]", `there is no dimension "colour"`},
	} {
		t.Run(test.new, func(t *testing.T) {
			text := strings.Replace(valid, test.old, test.new, 1)
			require.NotEqual(t, valid, text)
			_, err := Parse("custom", text)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestUnknownKPINamesSimilarOnes(t *testing.T) {
	_, err := Default().KPI("win_ratio")
	require.ErrorContains(t, err, "win_rate")
	_, err = Default().KPI("xyz")
	require.ErrorContains(t, err, "crmkpi catalog")
}
