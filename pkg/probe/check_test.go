package probe_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// faulty maps rows with one fault of most kinds.
const faulty = `
entities:
  users: {from: "(values (1, 'A'), (1, 'B'), (2, 'C')) as u(id, name)", fields: {id: u.id, name: u.nam}}
  deals:
    from: "(values (1, 1, 'won'), (2, 2, 'gone'), (3, 9, 'won')) as d(id, rep, state)"
    fields: {id: d.id, owner: d.rep, status: d.state, closed_at: "timestamptz '2026-03-02 10:00Z'"}
  leads: {from: inquiry, fields: {id: no}}
`

// texts are the cells of a table in a language.
func texts(table *answer.Table, language i18n.Language, columns ...string) []string {
	var lines []string
	for _, row := range table.Rows {
		var cells []string
		for _, id := range columns {
			cell := row[slices.IndexFunc(table.Columns, func(c answer.TableColumn) bool { return c.ID == id })]
			if text, ok := cell.(i18n.Text); ok {
				cell = text.In(language)
			}
			if text, ok := cell.(string); ok {
				cells = append(cells, text)
			}
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return lines
}

func TestFindingsBeginWithTheWorst(t *testing.T) {
	found, err := check(t, open(t, pgtest.DSN(t)), faulty).Run(t.Context(), query.Findings)
	require.NoError(t, err)
	require.Nil(t, found.KPIs, "only what is asked about is looked at")
	table := found.Table(query.Findings)
	require.Equal(t, []string{
		"error | duplicate_key | users | id | 1 | several rows have the same key and count several times; correct the mapping",
		"error | fan_out | deals | owner | 1 | it finds several rows of \"Users\", and counts its own row as often",
		"error | unreadable | leads |  |  | PostgreSQL: relation \"inquiry\" does not exist. Correct the name in the mapping, or let a migration create it; names without a schema are looked for in the user's search_path (at character 1 of `from`)",
		"error | unreadable | users | name |  | PostgreSQL: column u.nam does not exist. Correct the name in the mapping, or let a migration create it; names without a schema are looked for in the user's search_path (at character 1 of its SQL)",
		"warning | orphan_key | deals | owner | 9 | rows name a key that \"Users\" does not have",
		"warning | unmapped_word | deals | status | gone | rows have none of open, won, lost",
		"warning | never_occurs | deals | status | lost, open | nothing is ever lost, so that the win rate is 100 %; map what says that a deal was lost",
	}, texts(table, i18n.English, "severity", "finding", "entity", "field", "examples", "meaning"))
	require.Equal(t, "ошибка | у нескольких строк один ключ, и они считаются несколько раз; исправьте сопоставление",
		texts(table, i18n.Russian, "severity", "meaning")[0])

	keyed := check(t, open(t, pgtest.DSN(t)), faulty)
	keyed.Keyed = true
	found, err = keyed.Run(t.Context(), query.Findings)
	require.NoError(t, err)
	require.False(t, slices.ContainsFunc(found.Findings, probe.Finding.Multiplies), "primary keys vouch for the keys")
}

func TestEntitiesAndKPIs(t *testing.T) {
	db := open(t, pgtest.DSN(t))
	found, err := check(t, db, faulty).Run(t.Context(), query.Entities, query.KPIs)
	require.NoError(t, err)
	require.Nil(t, found.Findings)
	entities := found.Table(query.Entities)
	require.Equal(t, []string{"deals | Сделки", "leads | Лиды", "users | Сотрудники"}, texts(entities, i18n.Russian, "entity", "title"))
	// Three deals, of which one is counted twice: its owner has two rows.
	require.Equal(t, []any{4.0, time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)}, []any{entities.Rows[0][2], entities.Rows[0][3].(time.Time).UTC()})
	require.Nil(t, entities.Rows[1][2])
	require.Contains(t, entities.Rows[1][5].(i18n.Text).In(i18n.English), `relation "inquiry" does not exist`)

	reasons := map[string]i18n.Text{}
	for _, k := range found.KPIs {
		reasons[k.ID] = k.Unavailable
	}
	require.Empty(t, reasons["deals_won"])
	require.Contains(t, reasons["new_leads"].In(i18n.English), `leads: relation "inquiry" does not exist`)
	require.Equal(t, i18n.New(i18n.Forms{
		"en": `tickets is not mapped; add the entity "tickets" to the mapping in the data source's settings`,
		"ru": `нет сопоставления для tickets; добавьте сущность "tickets" в сопоставление в настройках источника данных`,
	}), reasons["open_tickets"])
	require.Len(t, found.Table(query.KPIs).Rows, len(found.KPIs))
	require.Positive(t, found.Available())
}

func TestNothingMapped(t *testing.T) {
	found, err := check(t, open(t, pgtest.DSN(t)), "entities: {}").Run(t.Context(), query.KPIs)
	require.NoError(t, err)
	require.Zero(t, found.Available())
	for _, k := range found.KPIs {
		require.Empty(t, k.Unavailable.Missing(), k.ID)
	}
}

// What takes longer than the budget is not known; what was read before is.
func TestBudget(t *testing.T) {
	c := check(t, open(t, pgtest.DSN(t)), `
entities:
  users: {from: "(select 1 as id, pg_sleep(3600) as asleep) as slow", fields: {id: "case when slow.asleep::text = '' then slow.id end"}}
`)
	c.Budget = 20 * time.Millisecond
	found, err := c.Run(t.Context(), query.Entities, query.Findings)
	require.NoError(t, err)
	require.Nil(t, found.Entities[0].Inspection)
	require.Contains(t, found.Entities[0].Problem().In(i18n.English), "not known within 20ms")
	require.Contains(t, found.Entities[0].Problem().In(i18n.Russian), "не удалось узнать за 20ms")
	require.Len(t, found.Findings, 1)
	require.Contains(t, found.Findings[0].Meaning(c.Mapping.Model).In(i18n.English), "whether keys are unique could not be found out: not known within 20ms")
	require.False(t, found.Findings[0].Wrong())
}

// Every kind of finding has its words in both languages.
func TestMeanings(t *testing.T) {
	for _, f := range []quality.Finding{
		{Kind: probe.DuplicateKey}, {Kind: probe.FanOut}, {Kind: sqlgen.OrphanKey}, {Kind: sqlgen.Negative}, {Kind: sqlgen.UnmappedWord},
		{Kind: sqlgen.TextNumber}, {Kind: sqlgen.NoNumber}, {Kind: sqlgen.Periodless}, {Kind: sqlgen.UnknownRate}, {Kind: sqlgen.UnusableRate}, {Kind: sqlgen.Missing, Field: "value"}, {Kind: sqlgen.Missing, Field: "budget"}, {Kind: quality.SalesWithoutTarget}, {Kind: quality.SalesWithoutTarget, Field: "rep.team"},
		{Kind: quality.TargetWithoutSales}, {Kind: quality.TargetWithoutSales, Other: "rep.team"},
		{Kind: quality.UnknownMetric}, {Kind: quality.PercentForShare}, {Kind: sqlgen.BlankKey},
		{Kind: sqlgen.Missing, Entity: "deal_history", Field: "deal"}, {Kind: sqlgen.OrphanKey, Entity: "deal_history", Field: "deal", Other: "deals"},
	} {
		text := probe.Finding{Finding: f}.Meaning(crm.Reference().Model)
		require.NotEmpty(t, text.In(i18n.English), f.Kind)
		require.Empty(t, text.Missing(), f.Kind)
	}
}
