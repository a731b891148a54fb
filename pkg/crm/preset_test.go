package crm

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

const helpdesk = `
title: {en: Helpdesk, ru: Поддержка}
versions: "1"
schema: desk
tables: [Ticket]
optional: [agent, rating]
available: {en: Tickets, ru: Заявки}
limits: {en: No SLA, ru: Нет SLA}
entities:
  tickets:
    from: '{schema}."Ticket" as t'
    where: not t.deleted -- kept for a month
    tenant: t.company
    fields: {id: t.id, agent: t.agent_id, created_at: t.created_at, priority: "(select max(r.priority) from {schema}.rating as r)"}
    field_needs: {priority: [rating]}
  users:
    needs: [agent]
    from: "{schema}.agent as a"
    fields: {id: a.id, name: "a.name || '{schema}'"}
`

func TestPresetsSpeakEveryLanguage(t *testing.T) {
	for _, p := range Presets() {
		for _, text := range []i18n.Text{p.Title, p.Available, p.Limits} {
			require.Empty(t, text.Missing(), p.ID)
		}
	}
}

func TestPresetOverASchema(t *testing.T) {
	p, err := ParsePreset("helpdesk", []byte(helpdesk))
	require.NoError(t, err)
	m := p.Mapping(canonical(), "", nil)
	require.Equal(t, `"desk"."Ticket" as t`, m.Entities["tickets"].From)
	require.Equal(t, "not t.deleted -- kept for a month\n", m.Entities["tickets"].Where, "a comment swallows nothing")
	require.Equal(t, `"My ""desk""".agent as a`, p.Mapping(canonical(), `My "desk"`, nil).Entities["users"].From)
	m = p.Mapping(canonical(), "", func(name string) bool { return name != "agent" })
	require.NotContains(t, m.Entities, "users")
	require.True(t, m.Has("tickets", "priority"))
	m = p.Mapping(canonical(), "", func(name string) bool { return name != "rating" })
	require.Contains(t, m.Entities, "users")
	require.True(t, m.Has("tickets", "agent"))
	require.False(t, m.Has("tickets", "priority"))
}

func TestPresetSaysWhatIsWrongWithIt(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"YAML":               {"versions:", "version:", "preset helpdesk: this is not the YAML of a preset"},
		"brace":              {`"{schema}.agent as a"`, "{schema}.agent as a", "must be quoted"},
		"title":              {", ru: Поддержка", "", "preset helpdesk: title is missing"},
		"limits":             {"limits: {en: No SLA, ru: Нет SLA}", "", "limits is missing"},
		"versions":           {`versions: "1"`, "", "versions is missing"},
		"tables":             {"[Ticket]", "[]", "tables is empty"},
		"table twice":        {"[Ticket]", "[Ticket, agent]", `the table "agent" is given twice`},
		"needs":              {"needs: [agent]", "needs: [agents]", `users: it needs "agents", which is not among the optional tables`},
		"optional":           {"[agent, rating]", "[agent, rating, other]", `the optional table "other" is in the`},
		"may be missing":     {"    needs: [agent]\n", "", "users: it reads the table \"agent\", which may be missing"},
		"field may be":       {"    field_needs: {priority: [rating]}\n", "", `tickets: field "priority": it reads the table "rating", which may be missing`},
		"field needs":        {"{priority: [rating]}", "{owner: [rating]}", "`field_needs` has a field \"owner\" that is not there"},
		"field needs table":  {"{priority: [rating]}", "{priority: [ratings]}", `tickets: field "priority": it needs "ratings", which is not among the optional tables`},
		"entity":             {"  users:", "  people:", `preset helpdesk: people: there is no entity "people"`},
		"field":              {"agent: t.agent_id", "agnet: t.agent_id", `tickets: there is no field "agnet"`},
		"SQL":                {"created_at: t.created_at", "created_at: (t.created_at", `tickets: field "created_at": a parenthesis is not closed`},
		"placeholder":        {`"{schema}.agent as a"`, `"{shema}.agent as a"`, "users: \"{shema}.\" stands for nothing"},
		"tenant":             {"tenant: t.company", "tenant: t.", "tickets: tenant: \"t.\" is not the name of a column"},
		"shared":             {"tenant: t.company", "shared: true", "for the company to say"},
		"no fields":          {"    fields: {id: a.id, name: \"a.name || '{schema}'\"}\n", "", "users: `fields` is missing"},
		"several at a time":  {"schema: desk", "", "schema is missing"},
		"no such id, either": {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(helpdesk, test.old, test.new, 1)
			id := "helpdesk"
			if test.want == "" {
				id, test.want = "Help-desk", "small letters"
			}
			_, err := ParsePreset(id, []byte(text))
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestPresetsOfThisProgram(t *testing.T) {
	for _, p := range Presets() {
		require.NotEmpty(t, p.Mapping(canonical(), "", nil).Entities, p.ID)
	}
	_, err := loadPresets(fstest.MapFS{"p/broken.yaml": {Data: []byte("entities: {}")}, "p/worse.yaml": {Data: []byte("x")}}, "p")
	require.ErrorContains(t, err, "preset broken: ")
	require.ErrorContains(t, err, "preset worse: ")
	_, err = PresetOf("sap")
	require.ErrorContains(t, err, `there is no preset "sap"; the presets are`)
}

// Whatever the schema is called, its name stays a name.
func TestPresetsInASchemaOfAnyName(t *testing.T) {
	for _, p := range Presets() {
		for entity, s := range p.Mapping(canonical(), "a\"b'c; -- /* $$\n(", nil).Entities {
			require.NoError(t, fromClause.check(s.From), "%s: %s", p.ID, entity)
			require.NoError(t, whereClause.check(s.Where), "%s: %s", p.ID, entity)
			for field, sql := range s.Fields {
				require.NoError(t, fieldClause.check(sql), "%s: %s.%s", p.ID, entity, field)
			}
		}
	}
	require.ErrorContains(t, Setup{Presets: []Choice{{ID: Presets()[0].ID, Schema: "a\x00"}}}.Check(), "the name of its schema: the character NUL")
}

// with makes presets of the texts known for one test.
func with(t *testing.T, texts map[string]string) {
	known := Presets
	var made []*Preset
	for id, text := range texts {
		p, err := ParsePreset(id, []byte(text))
		require.NoError(t, err)
		made = append(made, p)
	}
	Presets = func() []*Preset { return made }
	t.Cleanup(func() { Presets = known })
}

const shop = `
title: {en: Shop, ru: Магазин}
versions: "1"
schema: shop
tables: [sale, person]
available: {en: Deals, ru: Сделки}
limits: {en: None, ru: Нет}
entities:
  deals: {from: "{schema}.sale as s", fields: {id: s.id, owner: s.person_id, amount: s.amount}}
  users: {from: "{schema}.person as p", fields: {id: p.id, name: p.name}}
`

func TestSetupOfSeveralPresets(t *testing.T) {
	with(t, map[string]string{"helpdesk": helpdesk, "shop": shop})
	all := func(Table) bool { return true }

	both := Setup{Presets: []Choice{{ID: "shop"}, {ID: "helpdesk", Schema: "Desk 2"}}}
	require.NoError(t, both.Check(), "whether both give users depends on an optional table")
	require.Equal(t, []Table{{"shop", "sale"}, {"shop", "person"}, {"Desk 2", "Ticket"}, {"Desk 2", "agent"}, {"Desk 2", "rating"}}, both.Tables())
	_, err := both.Mapping(all)
	require.ErrorContains(t, err, "the presets shop and helpdesk (schema Desk 2) both give users")
	require.ErrorContains(t, err, "`except: [users]`")
	m, err := both.Mapping(func(t Table) bool { return t.Name != "agent" })
	require.NoError(t, err)
	require.Contains(t, m.Entities["users"].From, "shop")
	_, err = both.Mapping(func(t Table) bool { return t.Schema == "shop" })
	require.ErrorContains(t, err, `preset helpdesk (schema Desk 2): the schema "Desk 2" has no table Ticket`)

	both.Presets[1].Except = []string{"users"}
	m, err = both.Mapping(all)
	require.NoError(t, err)
	require.Len(t, m.Entities, 3)
	require.True(t, m.Has("deals", "owner"))
	require.False(t, m.Has("tickets", "agent"), "the keys of another system's users lead nowhere")
	both.Presets[1].Except = []string{"leads"}
	_, err = both.Mapping(all)
	require.ErrorContains(t, err, `it has no entity "leads" to leave out; it has tickets, users`)

	both.Presets[1].Except = nil
	both.Own = "entities: {users: {from: person, fields: {id: id}}, leads: {from: lead, fields: {id: id}}}"
	m, err = both.Mapping(all)
	require.NoError(t, err)
	require.Equal(t, "person", m.Entities["users"].From, "the company's own replaces those of the presets")
	require.False(t, m.Has("users", "name"))
	require.True(t, m.Has("tickets", "agent"))
	require.True(t, m.Has("leads", "id"))

	twice := Setup{Presets: []Choice{{ID: "shop"}, {ID: "shop", Schema: "second"}}}
	require.ErrorContains(t, twice.Check(), "the presets shop and shop (schema second) both give deals, users")
	require.ErrorContains(t, Setup{Presets: []Choice{{ID: "sap"}}}.Check(), "there is no preset")
}

func TestSetupOfPresetsWithATenant(t *testing.T) {
	with(t, map[string]string{"helpdesk": helpdesk, "shop": shop})
	condition := func(m Mapping, entity string) string {
		return m.Entities[entity].Condition(func(value string) string { return "<" + value + ">" })
	}
	s := Setup{Presets: []Choice{{ID: "helpdesk"}}, Tenant: Tenant{Value: "7"}}
	_, err := s.Mapping(nil)
	require.ErrorContains(t, err, `preset helpdesk: mapping of users: no column tells its rows of the tenant "7" from others'`)
	s.Tenant.Columns = map[string]string{"users": `a."companyId"`}
	m, err := s.Mapping(nil)
	require.NoError(t, err)
	require.Equal(t, "\"t\".\"company\" = <7> and (not t.deleted -- kept for a month\n)", condition(m, "tickets"))
	require.Equal(t, `"a"."companyId" = <7>`, condition(m, "users"))
	s.Presets[0].Tenant = Tenant{Value: "8", Shared: []string{"users"}}
	m, err = s.Mapping(nil)
	require.NoError(t, err)
	require.Equal(t, "\"t\".\"company\" = <8> and (not t.deleted -- kept for a month\n)", condition(m, "tickets"))
	require.Empty(t, condition(m, "users"))
	require.False(t, m.Entities["users"].Restricted())
}

// Of a table with old versions of its rows the active ones are read, as a subquery, which needs an alias.
func TestPresetReadsActiveRows(t *testing.T) {
	source := PresetSource{Source: Source{From: `{schema}."Ticket" as t`, Where: "true", Fields: map[string]string{"id": "(select max(r.id) from {schema}.rating as r)"}}}
	require.NoError(t, source.checkActive(&Preset{Active: "is_now"}))
	within := source.within("is_now", `"desk"`)
	require.Equal(t, `(select own.* from (values (null::boolean)) as absent("is_now") cross join lateral (select * from "desk"."Ticket" as own where "is_now" is not false) as own) as t`, within.From)
	require.Contains(t, within.Fields["id"], `from "desk".rating as own where "is_now" is not false) as own) as r)`)
	require.Equal(t, `"desk"."Ticket" as t`, source.within("", `"desk"`).From)
	source.Where = "exists (select from {schema}.rating where true)"
	require.ErrorContains(t, source.checkActive(&Preset{Active: "is_now"}), `"{schema}.rating" needs an alias`)
	require.NoError(t, source.checkActive(&Preset{}))
}
