package catalog_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

const custom = `measures:
  big_won:
    entity: deals
    time: closed_at
    count: id
    where: status = 'won' and amount >= 50000
kpis:
  big_deals:
    title: Big deals
    description: {en: Deals of 50000 or more won., ru: Выигранные сделки от 50000.}
    measure: big_won
    unit: count
    better: higher
    horizon: past
    group_by: [team]
    changes:
      - {on: 2026-03-01, note: From 50000 instead of 40000.}
      - {on: 2025-01-01, note: {en: First defined., ru: Определён.}}
  big_share:
    title: Share of big deals
    description: Big deals of all deals won.
    ratio: {of: big_deals, to: deals_won}
    unit: percent
    horizon: past
`

func extended(t testing.TB, text string) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Default().With("setting kpis", text)
	require.NoError(t, err)
	return c
}

func TestAPitfallIsOptionalAndMayBeOneTextForBothLanguages(t *testing.T) {
	require.Zero(t, extended(t, custom).Of(catalog.Custom)[0].Pitfall)
	warned := strings.Replace(custom, "    unit: count\n", "    unit: count\n    pitfall: ' Amounts are compared unconverted. '\n", 1)
	require.Equal(t, i18n.New(i18n.Forms{"en": "Amounts are compared unconverted.", "ru": "Amounts are compared unconverted."}),
		extended(t, warned).Of(catalog.Custom)[0].Pitfall)
}

func TestCustomKPIsAreAddedToTheBuiltInOnes(t *testing.T) {
	builtIn := len(catalog.Default().KPIs())
	c := extended(t, custom)
	require.Len(t, c.KPIs(), builtIn+2)
	require.Equal(t, catalog.Default().KPIs(), c.KPIs()[:builtIn], "the built-in ones come first, unchanged")
	require.Len(t, catalog.Default().KPIs(), builtIn, "the built-in catalogue is left alone")
	_, err := catalog.Default().KPI("big_deals")
	require.Error(t, err)

	require.Len(t, c.Of(catalog.Custom), 2)
	big := c.Of(catalog.Custom)[0]
	require.Equal(t, "custom", big.Department)
	require.Equal(t, catalog.Simple, big.Kind)
	require.Equal(t, i18n.New(i18n.Forms{"en": "Big deals", "ru": "Big deals"}), big.Title, "one text for both languages")
	require.Equal(t, "Выигранные сделки от 50000.", big.Description.In(i18n.Russian))
	require.Equal(t, []string{"team"}, big.GroupBy)
	require.Equal(t, []catalog.Change{
		{On: calendar.NewDate(2025, time.January, 1), Note: i18n.New(i18n.Forms{"en": "First defined.", "ru": "Определён."})},
		{On: calendar.NewDate(2026, time.March, 1), Note: i18n.New(i18n.Forms{"en": "From 50000 instead of 40000.", "ru": "From 50000 instead of 40000."})},
	}, big.Changes, "by day")

	share, err := c.KPI("big_share")
	require.NoError(t, err)
	measures := share.Measures()
	require.Len(t, measures, 2)
	require.Equal(t, "big_won", measures[0].ID)
	require.Equal(t, "won_deals", measures[1].ID, "a measure of the built-in KPI")
}

func TestNoCustomKPIs(t *testing.T) {
	for _, text := range []string{"", " \n", "# nothing yet\n", "kpis:\nmeasures:\n", "null", "---\n"} {
		require.Equal(t, catalog.Default().KPIs(), extended(t, text).KPIs(), "%q", text)
	}
}

func TestBuiltInKPIsNeedBothLanguages(t *testing.T) {
	built := strings.ReplaceAll(strings.ReplaceAll(custom, "note: From 50000 instead of 40000.", "note: {en: More., ru: Больше.}"), "big_deals, to: deals_won", "big_won, to: big_won")
	_, err := catalog.Parse("sales", built)
	require.EqualError(t, err, "line 9, big_deals.title: it is needed in English (en) and Russian (ru), as in {en: …, ru: …}, not as a text\n"+
		"line 20, big_share.title: it is needed in English (en) and Russian (ru), as in {en: …, ru: …}, not as a text\n"+
		"line 21, big_share.description: it is needed in English (en) and Russian (ru), as in {en: …, ru: …}, not as a text")
	_, err = catalog.Default().With("", strings.Replace(custom, ", ru: Выигранные сделки от 50000.", "", 1))
	require.EqualError(t, err, "line 10, big_deals.description: it is needed in English (en) and Russian (ru)")
}

// Each fault of a text is told with its line, its field and what would be right.
func TestWhatIsWrongWithACustomKPI(t *testing.T) {
	const kpi = "title: T, description: D, unit: count, horizon: past"
	fields := "title, description, pitfall, synonyms, unit, better, horizon, grain, group_by, changes, parameters, empty, measure, ratio, "
	for name, test := range map[string]struct {
		old, new string // in the text of custom; an empty old is the whole text
		want     []string
	}{
		"unit":            {"unit: count", "unit: apples", []string{`line 12, big_deals.unit: there is no unit "apples"; the units are money, `}},
		"no unit":         {"    unit: count\n", "", []string{`line 8, big_deals.unit: it is missing; say what the values are in, as in money, count or percent`}},
		"better":          {"better: higher", "better: more", []string{`line 13, big_deals.better: "more" is not a way to move; use higher or lower, or leave it out`}},
		"horizon":         {"horizon: past\n    group_by", "horizon: soon\n    group_by", []string{`line 14, big_deals.horizon: "soon" is not a horizon; use past, current or future`}},
		"no horizon":      {"    horizon: past\n    group_by", "    group_by", []string{`line 8, big_deals.horizon: it is missing; use past, current or future`}},
		"grain":           {"better: higher", "grain: fortnight", []string{`line 13, big_deals.grain: unknown grain "fortnight": use one of none, hour, day, `}},
		"dimension":       {"[team]", "[team, colour]", []string{`line 15, big_deals.group_by[1]: there is no dimension "colour"; the dimensions are account, `}},
		"a text for list": {"group_by: [team]", "group_by: team", []string{`line 15, big_deals.group_by: give a list, as in [one, two], not a text`}},
		"a list for text": {"unit: count", "unit: [count]", []string{`line 12, big_deals.unit: give a text, not a list`}},
		"fields for text": {"title: Big deals", "title: {}", []string{`line 9, big_deals.title: it is needed in English (en) and Russian (ru)`}},
		"list for a title": {"title: Big deals", "title: [Big deals]",
			[]string{`line 9, big_deals.title: give a text, or one in English and one in Russian as in {en: …, ru: …}, not a list`}},
		"a text for fields": {"ratio: {of: big_deals, to: deals_won}", "ratio: big_deals / deals_won", []string{`line 22, big_share.ratio: give fields (of, to), not a text`}},
		"half a ratio":      {", to: deals_won}", "}", []string{"line 22, big_share.ratio: give both `of` and `to`"}},
		"unknown field":     {"better: higher", "colour: red", []string{`line 13, big_deals.colour: there is no field "colour"; the fields are ` + fields}},
		"field twice":       {"better: higher", "unit: money", []string{`line 13, big_deals.unit: it is there twice, the first time in line 12; keep one`}},
		"KPI twice":         {"big_share:", "big_deals:", []string{`line 19, big_deals: it is there twice, the first time in line 8; keep one`}},
		"no day":            {"on: 2026-03-01", "on: yesterday", []string{`line 17, big_deals.changes[0].on: cannot read "yesterday" as a date: write it like 2024-01-31`}},
		"no such day":       {"on: 2026-03-01", "on: 2026-02-30", []string{`line 17, big_deals.changes[0].on: cannot read "2026-02-30" as a date: write it like 2024-01-31`}},
		"change of no day":  {"on: 2026-03-01, ", "", []string{`line 17, big_deals.changes[0].on: it is missing; give the day of the change, as in 2024-01-31`}},
		"change of nothing": {", note: From 50000 instead of 40000.", "", []string{`line 17, big_deals.changes[0].note: it is needed in English (en) and Russian (ru)`}},

		"no kind":           {"    measure: big_won\n", "", []string{`line 8, big_deals: give exactly one of measure, ratio, `}},
		"two kinds":         {"better: higher", "derived: 1", []string{`line 8, big_deals: give exactly one of measure, ratio, `}},
		"unknown name":      {"measure: big_won", "measure: bigwon", []string{`line 11, big_deals.measure: formula "bigwon": there is neither a KPI nor a measure "bigwon"`}},
		"formula":           {"measure: big_won", "derived: big_won +", []string{`line 11, big_deals.derived: formula "big_won +": 1:10: expected operand, found 'EOF'`}},
		"function":          {"measure: big_won", "derived: sqrt(big_won)", []string{`line 11, big_deals.derived: formula "sqrt(big_won)": there is no function "sqrt"; the functions are `}},
		"itself":            {"measure: big_won", "derived: big_share * deals_won", []string{`line 22, big_share.ratio: formula "big_deals / deals_won": KPI big_deals is defined by itself`}},
		"does not add up":   {"measure: big_won", "share: sales_cycle", []string{`line 11, big_deals.share: won_deal_age does not add up, so it has neither shares nor running totals`}},
		"parameter":         {"better: higher", "parameters: {window: long}", []string{`line 13, big_deals.parameters.window: parameter window: "long" is not a length of time; `}},
		"unknown parameter": {"better: higher", "parameters: {width: 3}", []string{`line 13, big_deals.parameters.width: there is no parameter "width"; the parameters are `}},
		"no parameter":      {"measure: big_won", "measure: created_deals_won", []string{`line 8, big_deals.parameters: the measure created_deals_won reads the parameter window; give its default, as in {window: 90d}`}},
		"unit of the measure": {"measure: big_won", "measure: won_deal_age",
			[]string{`line 12, big_deals.unit: the measure won_deal_age is in days; use the same unit, or define a measure in count`}},

		"entity":            {"entity: deals", "entity: sales", []string{`line 3, measure big_won.entity: there is no entity "sales"; the entities are account`}},
		"condition":         {"where: status", "where: state", []string{`line 6, measure big_won.where: deals has no field "state"; it has id, name, account, `}},
		"relation":          {"where: status", "where: owner.team.size", []string{`line 6, measure big_won.where: teams has no field "size"; it has `}},
		"parameter of SQL":  {">= 50000", ">= :limit", []string{`line 6, measure big_won.where: there is no parameter :limit; expressions may name :now, :today, `}},
		"no time":           {"    time: closed_at\n", "", []string{`line 2, measure big_won: give either `}},
		"time of money":     {"time: closed_at", "time: amount", []string{"line 4, measure big_won.time: it is money, not an instant or a day"}},
		"two aggregates":    {"count: id", "count: id\n    sum: amount", []string{"line 2, measure big_won: give exactly one of `age`, `count`"}},
		"sum of names":      {"count: id", "sum: name", []string{`line 5, measure big_won.sum: name is a text, not a number or an amount`}},
		"half a snapshot":   {"time: closed_at", "snapshot: {start: created_at}", []string{"line 4, measure big_won.snapshot: give both `start` and `end`"}},
		"snapshot of days":  {"time: closed_at", "snapshot: {start: expected_close_on, end: closed_at}", []string{`line 4, measure big_won.snapshot.start: expected_close_on is a date, not an instant`}},
		"half a duration":   {"count: id", "duration: {from: created_at, in: days}", []string{"line 5, measure big_won.duration: give both `from` and `to`"}},
		"unit of duration":  {"count: id", "duration: {from: created_at, to: closed_at, in: years}", []string{`line 5, measure big_won.duration.in: a duration cannot be in "years"; use days`}},
		"members of nobody": {"count: id", "members: {count: active}", []string{"line 5, measure big_won.members: give `of`, the member"}},
		"unknown currency": {"entity: deals\n    time: closed_at\n    count: id", "entity: stalls\n    time: stalled_at\n    sum: deal.amount", []string{
			`line 6, measure big_won.where: stalls has no field "status"; it has `}},
		"computed currency":    {"count: id", "sum: amount\n    currency: upper(currency)", []string{`line 6, measure big_won.currency: name one field, as in currency or deal.currency`}},
		"not yes or no":        {"count: id", "count: id\n    future: yes", []string{`line 6, measure big_won.future: give true or false`}},
		"nobody stands in":     {"count: id", "count: id\n    otherwise: nobody", []string{`line 6, measure big_won.otherwise: there is no measure "nobody"`}},
		"stands in for itself": {"count: id", "count: id\n    otherwise: big_won", []string{`line 6, measure big_won.otherwise: big_won stands in for itself`}},

		"built-in KPI":     {"big_share:", "revenue:", []string{`line 19, revenue: there is a built-in KPI "revenue"; choose another id`}},
		"built-in measure": {"big_share:", "won_deals:", []string{`line 19, won_deals: there is a built-in measure "won_deals"; choose another id`}},
		"id that is taken": {"big_share:", "window:", []string{`line 19, window: "window" means something else in formulas and questions; choose another id`}},
		"id of a measure":  {"big_share:", "big_won:", []string{`line 19, big_won: there is another KPI or measure "big_won"; choose another id`}},
		"no id":            {"big_share:", "Big share:", []string{`line 19, Big share: "Big share" cannot be an id; write small letters, digits and underscores, as in big_deals`}},
		"hostile id":       {"big_share:", `'x"; drop table crm.deals; --':`, []string{`line 19, x"; drop table crm.deals; --: "x\"; drop table crm.deals; --" cannot be an id; `}},
		"keyword of Go":    {"big_share:", "range:", []string{`line 19, range: "range" cannot be an id; `}},
		"number for id":    {"big_share:", "[1]:", []string{`line 19: the name of a field must be a text of one line`}},

		"measure of KPIs":  {"", "measures:\n  revenue: {entity: deals, time: closed_at, sum: amount}\n", []string{`line 2, measure revenue: there is a built-in KPI "revenue"; choose another id`}},
		"empty KPI":        {"", "kpis:\n  a:\n", []string{`line 2, a: it is empty; give at least title, description, unit, horizon and how it is computed`}},
		"KPI as a text":    {"", "kpis:\n  a: revenue * 2\n", []string{`line 2, a: give fields (` + fields}},
		"KPIs as a list":   {"", "kpis:\n  - {id: a}\n", []string{`line 1, kpis: give definitions, each below its id, not a list`}},
		"unknown section":  {"", "kpi: {}\n", []string{`line 1, kpi: there is no field "kpi"; the fields are measures, kpis`}},
		"a list":           {"", "- a\n", []string{"line 1: give `measures` and `kpis`, not a list"}},
		"a text":           {"", "revenue", []string{"line 1: give `measures` and `kpis`, not a text"}},
		"anchor and alias": {"", "kpis:\n  a: &x {" + kpi + "}\n  b: *x\n", []string{`line 2: the anchor &x is not allowed; remove it and write out what refers to it`, `line 3: the alias *x is not allowed; write out what it stands for`}},
		"tag":              {"", "kpis: !!map {}\n", []string{`line 1: the tag !!map is not allowed; remove it`}},
		"merge key":        {"", "kpis:\n  a: {<<: {x: 1}, " + kpi + ", measure: won_deals}\n", []string{`line 2, a.<<: there is no field "<<"; the fields are ` + fields}},
		"two documents":    {"", "kpis:\n---\nkpis:\n", []string{`line 2: a second document begins here; remove the line of three dashes`}},
	} {
		t.Run(name, func(t *testing.T) {
			text := test.new
			if test.old != "" {
				text = strings.Replace(custom, test.old, test.new, 1)
				require.NotEqual(t, custom, text)
			}
			_, err := catalog.Default().With("setting kpis", text)
			require.Error(t, err)
			lines := strings.Split(err.Error(), "\n")
			require.Len(t, lines, len(test.want), err.Error())
			for i, want := range test.want {
				require.True(t, strings.HasPrefix(lines[i], "setting kpis: "+want), "%s\ndoes not begin with\n%s", lines[i], want)
			}
		})
	}
}

func TestSyntaxErrorsHaveTheLineToMend(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1\nb: 2\n c: 3\nd: 4\n":                "line 3: this is not valid YAML: mapping values are not allowed in this context",
		"a:\n  b: 1\n c: 2\nd: 1\n":                "line 3: this is not valid YAML: did not find expected key",
		"a: [1, 2\nb: 3\nc: 4\n":                   "line 1: this is not valid YAML: did not find expected ',' or ']'",
		"a: 1\nb: {x: 1, y\nc: 3\nd: 5\n":          "line 2: this is not valid YAML: did not find expected ',' or '}'",
		"a: 1\nb: 'x\nc: 1\nd: 2\n":                "line 2: this is not valid YAML: found unexpected end of stream",
		"a: 1\n\tb: 2\nc: 3\n":                     "line 2: this is not valid YAML: found a tab character that violates indentation",
		"k:\n  a: 1\n  - c\nd: 2\n":                "line 3: this is not valid YAML: did not find expected key",
		"k:\n  where: status = 'won': x\n  b: 1\n": "line 2: this is not valid YAML: mapping values are not allowed in this context",
		"a: 1\nb: *x\n":                            "line 2: this is not valid YAML: unknown anchor 'x' referenced",
		"a: 1\nb: \x01\n":                          "line 2: this is not valid YAML: control characters are not allowed",
		"a: 1\nb: \xff\n":                          "line 2: this is not valid YAML: it has bytes that are not UTF-8; save it as UTF-8",
	} {
		_, err := catalog.Default().With("", text)
		require.EqualError(t, err, want, text)
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	text := strings.NewReplacer("status =", "state =", "unit: count", "unit: apples", "[team]", "[colour]", "deals_won}", "deals_one}", "unit: percent", "unit: percents").Replace(custom)
	_, err := catalog.Default().With("kpis.yaml", text)
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 5)
	for i, want := range []string{"line 6, measure big_won.where: ", "line 12, big_deals.unit: ", "line 15, big_deals.group_by[0]: ", "line 22, big_share.ratio: ", "line 23, big_share.unit: "} {
		require.Contains(t, lines[i], "kpis.yaml: "+want)
	}
	require.Len(t, err.(interface{ Unwrap() []error }).Unwrap(), 5)

	// What follows from another fault is no news: big_share is faulty only because big_deals is.
	_, err = catalog.Default().With("", strings.Replace(custom, "measure: big_won", "measure: bigwon", 1))
	require.NotContains(t, err.Error(), "\n")
}

func TestFaultsAreInBothLanguagesAndNameTheField(t *testing.T) {
	text := strings.NewReplacer("better: higher", "better: more", "on: 2026-03-01", "on: yesterday", "[team]", "team", "unit: percent", "unit: percents").Replace(custom)
	_, err := catalog.Default().With("kpis.yaml", text+"  window: {parameters: {window: long}}\n")
	require.Equal(t, strings.Join([]string{
		`kpis.yaml: строка 13, big_deals.better: "more" — не направление; укажите higher или lower или уберите поле`,
		`kpis.yaml: строка 15, big_deals.group_by: нужен список, например [one, two], а здесь текст`,
		`kpis.yaml: строка 17, big_deals.changes[0].on: "yesterday" — не дата: пишите её как 2024-01-31`,
		`kpis.yaml: строка 23, big_share.unit: единицы "percents" нет; есть money, money_per_day, count, percent, score, points, rating, times, days, hours, minutes`,
		`kpis.yaml: строка 25, window: "window" значит в формулах и вопросах другое; выберите другой id`,
	}, "\n"), i18n.Of(err).In(i18n.Russian))
	e, ok := errors.AsType[*fault.Error](err)
	require.True(t, ok)
	require.Equal(t, "catalog.unknown_better", e.Code)
	require.Equal(t, "big_deals.better", e.Field)

	k, err := catalog.Default().KPI("lead_to_deal_rate")
	require.NoError(t, err)
	_, err = k.Arguments(map[string]string{"window": "long"})
	e, ok = errors.AsType[*fault.Error](err)
	require.True(t, ok)
	require.Equal(t, "parameters.window", e.Field)
	require.Equal(t, `lead_to_deal_rate: параметр window: "long" — не срок; пишите число и m, h, d или w, например 90d или 4h, или ever для окна без конца`, e.Text().In(i18n.Russian))
}

// Each fault of a formula, and of what it does not fit, speaks both languages.
func TestFormulasAreRefusedInBothLanguages(t *testing.T) {
	functions := "assumed, capped_ratio, ceil, change, choose, closing, cumulative, given, hit_rate, mature, max, open_periods, opening, previous, share, to_date, trailing, whole_periods"
	for definition, want := range map[string]string{
		"derived: выручка +":                  `derived: формула "выручка +": символ 10: дальше её не удалось разобрать; пишите имена, числа, + - * /, скобки и функции ` + functions,
		"derived: '\"revenue\"'":              `derived: формула "\"revenue\"": "\"revenue\"" — не число; пишите цифры, при необходимости с точкой, например 100 или 0.5`,
		"derived: revenue % 2":                `derived: формула "revenue % 2": оператора "%" нет; есть + - * /`,
		"derived: '-revenue'":                 `derived: формула "-revenue": пишите имена, числа, + - * /, скобки и функции ` + functions,
		"derived: a.b(revenue)":               `derived: формула "a.b(revenue)": вызывать можно только функции ` + functions,
		"derived: sqrt(revenue)":              `derived: формула "sqrt(revenue)": функции "sqrt" нет; есть ` + functions,
		"derived: 'ceil(revenue, 1)'":         `derived: формула "ceil(revenue, 1)": функция ceil принимает 1 аргумент, а их 2`,
		"derived: max(revenue)":               `derived: формула "max(revenue)": функция max принимает 2 аргумента, а их 1`,
		"derived: given(1)":                   `derived: формула "given(1)": функция given принимает id одного показателя, например given(win_rate)`,
		"derived: given(nothing)":             `derived: формула "given(nothing)": показателя "nothing", который можно было бы заменить, нет; исправьте id или определите показатель в ` + "`kpis`",
		"derived: hit_rate(rep)":              `derived: формула "hit_rate(rep)": функция hit_rate принимает 3 аргумента, а их 1: нужны измерение, достигнутое и то, чего надо достичь`,
		"derived: 'hit_rate(1, 2, 3)'":        `derived: формула "hit_rate(1, 2, 3)": первый аргумент функции hit_rate — измерение, например hit_rate(rep, revenue, revenue_target)`,
		"derived: a + 1":                      `derived: формула "a + 1": показатель a определён через самого себя; назовите в его формуле другие показатели или меры`,
		"measure: revenues":                   `measure: формула "revenues": ни показателя, ни меры "revenues" нет; исправьте имя или определите его в ` + "`kpis` или `measures`",
		"ratio: {of: revenue}":                "ratio: задайте и `of`, и `to`",
		"report: age":                         `report: отчёта "age" нет; есть freshness и health`,
		"share: sales_cycle":                  `share: мера won_deal_age не складывается, поэтому у неё нет ни долей, ни нарастающих итогов; назовите меру, которая складывается, например сумму или число строк`,
		"cumulative: overdue_activities":      `cumulative: мера overdue_activities не складывается по времени, поэтому нарастающих итогов у неё нет; назовите меру, которая складывается, например сумму или число событий`,
		"measure: created_deals_won":          "parameters: мера created_deals_won берёт параметр window; задайте его значение по умолчанию, например {window: 90d}",
		"measure: won_deal_age":               "unit: единица меры won_deal_age — days; укажите ту же или определите меру с единицей money",
		"share: revenue, measure: won_amount": "задайте ровно одно из measure, ratio, conversion, derived, share, cumulative, target и report",
	} {
		_, err := catalog.Default().With("", "kpis:\n  a: {title: T, description: D, unit: money, horizon: past, "+definition+"}\n")
		require.Error(t, err, definition)
		field := "a."
		if strings.HasPrefix(want, "задайте ровно") {
			field = "a: "
		}
		require.Equal(t, "строка 2, "+field+want, i18n.Of(err).In(i18n.Russian), definition)
		require.NotEqual(t, i18n.Of(err).In(i18n.Russian), err.Error(), definition)
	}

	_, err := catalog.Default().With("", strings.Replace(custom, ">= 50000", ">= :limit", 1))
	require.Contains(t, i18n.Of(err).In(i18n.Russian), "строка 6, measure big_won.where: параметра :limit нет; в выражениях могут быть :now, :today, ")
	_, err = catalog.Default().KPI("win_ratio")
	require.Equal(t, `показателя "win_ratio" нет; похожие: `, i18n.Of(err).In(i18n.Russian)[:len(`показателя "win_ratio" нет; похожие: `)])
	_, err = catalog.Default().KPI("xyz")
	require.Equal(t, "показателя \"xyz\" нет; все показатели есть в `crmkpi catalog` и в редакторе запросов", i18n.Of(err).In(i18n.Russian))
}

func TestLimits(t *testing.T) {
	kpis := func(n int, formula func(int) string) string {
		var b strings.Builder
		b.WriteString("kpis:\n")
		for i := range n {
			fmt.Fprintf(&b, "  k%d: {title: T, description: D, unit: money, horizon: past, derived: %s}\n", i, formula(i))
		}
		return b.String()
	}
	revenue := func(int) string { return "revenue" }
	require.Len(t, extended(t, kpis(500, revenue)).Of(catalog.Custom), 500)
	doubled := func(i int) string {
		if i == 0 {
			return "revenue"
		}
		return fmt.Sprintf("k%d + k%d", i-1, i-1)
	}
	for name, test := range map[string]struct{ text, want string }{
		"size":          {"# " + strings.Repeat("x", 256<<10), "line 1: the text has 262146 bytes, at most 262144 are allowed; keep fewer KPIs in it"},
		"KPIs":          {kpis(501, revenue), "line 1, kpis: there are 501, at most 500 are allowed"},
		"a value":       {kpis(1, func(int) string { return strings.Repeat("1+", 6000) + "1" }), "line 2, k0.derived: it has 12001 characters, at most 10000 are allowed"},
		"doubled 2^500": {kpis(500, doubled), "line 11, k9.derived: with the KPIs that it names written out, the formula has 12281 characters; at most 10000 are allowed"},
		"nested":        {"a: " + strings.Repeat("[", 20000), "line 1: this is not valid YAML: exceeded max depth of 10000"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := catalog.Default().With("", test.text)
			require.EqualError(t, err, test.want)
		})
	}
	_, err := catalog.Default().With("", "x:\n"+strings.Repeat("a:\n", 100))
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 51)
	require.Equal(t, "and 51 more", lines[50])
}

// Whoever may set up the data source may run SQL anyway, by the mapping; still a measure is an expression and nothing else.
func TestCustomMeasuresCannotSmuggleStatements(t *testing.T) {
	for expression, refused := range map[string]string{
		`amount > 0; drop table crm.deals`:                    `";" is not allowed`,
		`amount > 0 -- and the rest`:                          `"-" is not allowed`,
		`amount > 0 /* and */`:                                `"/" is not allowed`,
		`id in (select id from crm.users)`:                    `"select" is not allowed`,
		`exists (SELECT 1)`:                                   `"select" is not allowed`,
		`id = any (table_of(1)) union values (2)`:             `"union" is not allowed`,
		`id in (with x as (delete from crm.deals) values(1))`: `"with" is not allowed`,
		`(delete from crm.deals returning id) is null`:        `"delete" is not allowed`,
		`"amount" > 0`:                                        `"\"" is not allowed`,
		`name = $$x$$`:                                        `"$" is not allowed`,
		`name = E'\' or ' = ''`:                               `"E'" is not allowed`,
		`name::e'\' or '`:                                     `"e'" is not allowed`,
		`name = 'x`:                                           `a quoted text is not closed`,
	} {
		for field, text := range map[string]string{
			"where":          "{entity: deals, time: closed_at, count: id, where: %q}",
			"sum":            "{entity: deals, time: closed_at, sum: %q}",
			"count":          "{entity: deals, time: closed_at, count: %q}",
			"time":           "{entity: deals, time: %q, time_type: time, count: id}",
			"currency":       "{entity: deals, time: closed_at, sum: amount, currency: %q}",
			"snapshot.end":   "{entity: deals, snapshot: {start: created_at, end: %q}, count: id}",
			"duration.to":    "{entity: deals, time: closed_at, duration: {from: created_at, to: %q, in: days}}",
			"members.of":     "{entity: deals, time: closed_at, members: {of: %q, count: active}}",
			"snapshot.start": "{entity: deals, snapshot: {start: %q, end: closed_at}, count: id}",
		} {
			_, err := catalog.Default().With("", "measures:\n  m: "+fmt.Sprintf(text, expression))
			require.ErrorContains(t, err, "line 2, measure m."+field+": expression ", expression)
			require.ErrorContains(t, err, refused, expression)
		}
	}
}

// An answer with places has a column of that name.
func TestNothingIsCalledAsTheColumnOfPlaces(t *testing.T) {
	for _, text := range []string{strings.ReplaceAll(custom, "big_deals", "rank"), strings.ReplaceAll(custom, "big_won", "rank")} {
		_, err := catalog.Default().With("setting kpis", text)
		require.ErrorContains(t, err, `"rank" means something else in formulas and questions; choose another id`)
	}
	m, err := crm.ParseMapping("entities: {deals: {from: crm.deals d, fields: {id: d.id}, extra: {rank: {text: d.name, title: Rank}}}}")
	require.NoError(t, err)
	_, err = catalog.Default().Over(m.Model)
	require.ErrorContains(t, err, `the dimension "rank" of the mapping has the id of the column that tells the places of groups`)
}
