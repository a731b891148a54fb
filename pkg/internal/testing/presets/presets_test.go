package presets_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// enough KPI values must be known by hand for a preset to count as tested.
const enough = 12

// expected is what is known by hand about the rows of a system.
type expected struct {
	Timezone  string     `yaml:"timezone"`
	Currency  string     `yaml:"currency"`
	Now       time.Time  `yaml:"now"`
	Schema    string     `yaml:"schema"` // where schema.sql puts the tables; "" for the preset's usual schema
	Questions []question `yaml:"questions"`
	// Tenants are asked over further rows, those of tenant.sql, where there are some.
	Tenants []tenant `yaml:"tenants"`
}

// tenant is one of several companies in the same tables.
type tenant struct {
	Value     string     `yaml:"value"`
	Shared    []string   `yaml:"shared"`
	Questions []question `yaml:"questions"` // none: those of the system, with the same answers
}

// question asks for the value of KPIs over a range: one answer, or one for each group.
type question struct {
	KPIs       []string            `yaml:"kpis"`
	GroupBy    []string            `yaml:"groupBy"`
	Parameters map[string]string   `yaml:"parameters"`
	Filters    []query.Filter      `yaml:"filters"`
	From       string              `yaml:"from"`
	To         string              `yaml:"to"`
	Answer     answer              `yaml:"answer"`
	Groups     map[string]*float64 `yaml:"groups"` // by label, those of several dimensions joined by " / "
}

// answer is a number, or null, which must be written.
type answer struct {
	given bool
	value *float64
}

func (a *answer) UnmarshalYAML(node *yaml.Node) error {
	a.given = true
	return node.Decode(&a.value)
}

// yaml.v3 does not call UnmarshalYAML for null.
func (q *question) UnmarshalYAML(node *yaml.Node) error {
	type plain question
	known := map[string]bool{"kpis": true, "groupBy": true, "parameters": true, "filters": true, "from": true, "to": true, "answer": true, "groups": true}
	for i := 0; i < len(node.Content); i += 2 {
		key := node.Content[i].Value
		if !known[key] {
			return fmt.Errorf("line %d: a question has no %q", node.Content[i].Line, key)
		}
		q.Answer.given = q.Answer.given || key == "answer"
	}
	given := q.Answer.given
	if err := node.Decode((*plain)(q)); err != nil {
		return err
	}
	q.Answer.given = given
	return nil
}

// system is a preset over the tables of its system.
type system struct {
	preset   *crm.Preset
	folder   string
	expected expected
	schema   string
	mapping  crm.Mapping
	admin    *sql.DB
	db       *postgres.DB
	engine   *engine.Engine
}

// open makes the tables and rows of a preset's folder.
func open(t *testing.T, preset *crm.Preset, folder string) *system {
	s := &system{preset: preset, folder: folder}
	text := s.read(t, "expected.yaml")
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.KnownFields(true)
	require.NoError(t, decoder.Decode(&s.expected), "expected.yaml")
	require.False(t, s.expected.Now.IsZero(), "expected.yaml: now is missing")

	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	s.admin = admin
	for _, file := range []string{"schema.sql", "rows.sql"} {
		_, err := admin.ExecContext(t.Context(), s.read(t, file))
		require.NoError(t, err, file)
	}
	var err error
	s.db, err = postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.db.Close()) })
	schema := s.expected.Schema
	if schema == "" {
		schema = preset.Schema
	}
	there := map[string]bool{}
	require.NoError(t, s.db.Snapshot(t.Context(), func(db *postgres.Snapshot) error {
		return db.Read(t.Context(), postgres.Statement{SQL: "select relname::text from pg_class where relnamespace = to_regnamespace($1)", Args: []any{`"` + schema + `"`}},
			func(row postgres.Row) error {
				var name string
				err := row.Scan(&name)
				there[name] = true
				return err
			})
	}))
	for _, name := range preset.Tables {
		require.True(t, there[name], "schema.sql does not create the table %q of the preset", name)
	}
	s.schema = schema
	s.mapping = preset.Mapping(crm.Reference().Model, schema, func(name string) bool { return there[name] })
	s.engine = s.newEngine(t)
	return s
}

func (s *system) newEngine(t *testing.T) *engine.Engine {
	zone, err := calendar.LoadZone(s.expected.Timezone)
	require.NoError(t, err)
	e, err := engine.Open(t.Context(), catalog.Default(), s.mapping, plan.Settings{
		Calendar: calendar.Calendar{Location: zone, WeekStart: time.Monday}, ReportingCurrency: s.expected.Currency,
	}, s.db)
	require.NoError(t, err)
	return e
}

func (s *system) read(t *testing.T, file string) string {
	text, err := os.ReadFile(filepath.Join(s.folder, file))
	require.NoError(t, err)
	return string(text)
}

func TestPresets(t *testing.T) {
	for _, p := range crm.Presets() {
		t.Run(p.ID, func(t *testing.T) {
			open(t, p, filepath.Join("..", "..", "..", "crm", "presets", "testdata", p.ID)).test(t)
		})
	}
}

// No folder is left behind when a preset goes or is renamed.
func TestEveryFolderHasAPreset(t *testing.T) {
	folders, err := os.ReadDir(filepath.Join("..", "..", "..", "crm", "presets", "testdata"))
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	require.NoError(t, err)
	for _, f := range folders {
		_, err := crm.PresetOf(f.Name())
		require.NoError(t, err)
	}
}

// test checks that everything can be read, that no join multiplies rows, and the KPIs.
func (s *system) test(t *testing.T) {
	found, err := probe.Read(t.Context(), s.db, s.mapping)
	require.NoError(t, err)
	for _, name := range found.Names() {
		t.Errorf("%s cannot be read: %v", name, found.Faults[name])
	}
	if t.Failed() {
		return
	}
	require.Empty(t, found.Misfits, "types that the model does not want")
	s.cardinality(t)
	s.trial(t)
	values := 0
	for i, q := range s.expected.Questions {
		name := fmt.Sprintf("%d %s", i+1, strings.Join(q.KPIs, ","))
		t.Run(name, func(t *testing.T) { s.ask(t, q) })
		values++
	}
	require.GreaterOrEqual(t, values, enough, "at least %d KPI values must be known by hand", enough)
	s.tenants(t)
	s.historyMode(t)
	s.withoutOptional(t)
}

// historyMode checks that old versions of rows do not count, where a connector may keep some: the questions are asked again with an old
// version of each row of each table beside it.
func (s *system) historyMode(t *testing.T) {
	if s.preset.Active == "" {
		return
	}
	for _, table := range slices.Concat(s.preset.Tables, s.preset.Optional) {
		_, err := s.admin.ExecContext(t.Context(), fmt.Sprintf(`do $$
			declare
				own regclass := '%[1]s.%[2]s';
				columns text := (select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = own and attnum > 0 and not attisdropped);
				key text := (select conname from pg_constraint where conrelid = own and contype = 'p');
			begin
				if key is not null then execute format('alter table %%s drop constraint %%I cascade', own, key); end if;
				execute format('alter table %%s add %[3]s boolean default true', own);
				execute format('alter table %%s alter %[3]s set default false', own);
				execute format('insert into %%s (%%s) select %%s from %%s', own, columns, columns, own);
			end $$`, pq.QuoteIdentifier(s.schema), pq.QuoteIdentifier(table), pq.QuoteIdentifier(s.preset.Active)))
		require.NoError(t, err, table)
	}
	s.cardinality(t)
	for i, q := range s.expected.Questions {
		t.Run(fmt.Sprintf("history mode %d %s", i+1, strings.Join(q.KPIs, ",")), func(t *testing.T) { s.ask(t, q) })
	}
}

// tenants checks that the rows of other companies do not count.
func (s *system) tenants(t *testing.T) {
	if rows, err := os.ReadFile(filepath.Join(s.folder, "tenant.sql")); err == nil {
		_, err := s.admin.ExecContext(t.Context(), string(rows))
		require.NoError(t, err)
	}
	for _, one := range s.expected.Tenants {
		setup := crm.Setup{
			Presets: []crm.Choice{{ID: s.preset.ID, Schema: s.schema}}, Tenant: crm.Tenant{Value: one.Value, Shared: one.Shared},
		}
		m, err := probe.Mapping(t.Context(), s.db, setup)
		require.NoError(t, err)
		found, err := probe.Read(t.Context(), s.db, m)
		require.NoError(t, err)
		require.Empty(t, found.Faults)
		restricted := *s
		restricted.mapping = m
		restricted.engine = restricted.newEngine(t)
		questions := one.Questions
		if len(questions) == 0 {
			questions = s.expected.Questions
		}
		for i, q := range questions {
			t.Run(fmt.Sprintf("tenant %s %d %s", one.Value, i+1, strings.Join(q.KPIs, ",")), func(t *testing.T) { restricted.ask(t, q) })
		}
	}
}

// withoutOptional checks that nothing which is left reads an optional table.
func (s *system) withoutOptional(t *testing.T) {
	for _, table := range s.preset.Optional {
		_, err := s.admin.ExecContext(t.Context(), fmt.Sprintf("drop table if exists %s.%s cascade", pq.QuoteIdentifier(s.schema), pq.QuoteIdentifier(table)))
		require.NoError(t, err)
	}
	found, err := probe.Read(t.Context(), s.db, s.preset.Mapping(s.mapping.Model, s.schema, func(string) bool { return false }))
	require.NoError(t, err)
	for _, name := range found.Names() {
		t.Errorf("%s cannot be read without the optional tables: %v", name, found.Faults[name])
	}
}

// trial lets PostgreSQL run every KPI that the preset makes available, in an ordinary run by a share of its dimensions, so that types fit
// wherever a question may lead.
func (s *system) trial(t *testing.T) {
	tried, err := probe.KPIs(t.Context(), s.db, s.engine.Business, catalog.Default().KPIs(), probe.Sample{Now: s.expected.Now})
	require.NoError(t, err)
	require.Empty(t, slices.Concat(tried.Planned, tried.Untried))
	for id, fault := range tried.Faults {
		t.Errorf("%s: %v", id, fault)
	}
	for i, k := range catalog.Default().KPIs() {
		if s.engine.Available(k) != nil {
			continue
		}
		for _, dimension := range share.Of(s.engine.Dimensions(k), 8, i) {
			q := query.Question{Version: query.CurrentVersion, Type: query.KPI, KPIs: []string{k.ID}, GroupBy: []string{dimension}, Grain: calendar.None}
			_, err := take.Figures(s.engine.Ask(t.Context(), q, plan.Request{Now: s.expected.Now, Range: calendar.Range{From: s.expected.Now.AddDate(0, -1, 0), To: s.expected.Now}}))
			if invalid := new(fault.Error); err != nil && !errors.As(err, &invalid) {
				t.Errorf("%s by %s: %v", k.ID, dimension, err)
			}
		}
	}
}

func (s *system) ask(t *testing.T, q question) {
	require.True(t, q.Answer.given != (q.Groups != nil), "give either answer or groups")
	zone, err := calendar.LoadZone(s.expected.Timezone)
	require.NoError(t, err)
	c := calendar.Calendar{Location: zone, WeekStart: time.Monday}
	request := plan.Request{Now: s.expected.Now}
	request.Range.From, err = c.ParseTime(q.From, s.expected.Now)
	require.NoError(t, err)
	request.Range.To, err = c.ParseTo(q.To, s.expected.Now)
	require.NoError(t, err)
	r, err := take.Figures(s.engine.Ask(context.Background(), query.Question{
		Version: query.CurrentVersion, Type: query.KPI, KPIs: q.KPIs, GroupBy: q.GroupBy, Grain: calendar.None, Parameters: q.Parameters, Filters: q.Filters,
	}, request))
	require.NoError(t, err)
	require.Len(t, q.KPIs, 1, "one KPI at a time")
	got := map[string]*float64{}
	for g, group := range r.Groups {
		got[strings.Join(group.Labels, " / ")] = r.Values[0][g][0]
	}
	if q.Groups == nil {
		require.Len(t, got, 1)
		for _, value := range got {
			require.True(t, same(q.Answer.value, value), "%s: by hand %s, computed %s", q.KPIs[0], show(q.Answer.value), show(value))
		}
		return
	}
	for label, want := range q.Groups {
		value, ok := got[label]
		require.True(t, ok, "%s: there is no group %q among %v", q.KPIs[0], label, keys(got))
		require.True(t, same(want, value), "%s of %s: by hand %s, computed %s", q.KPIs[0], label, show(want), show(value))
	}
	require.Len(t, got, len(q.Groups), "%s: the groups are %v", q.KPIs[0], keys(got))
}

func same(want, got *float64) bool {
	if want == nil || got == nil {
		return want == nil && got == nil
	}
	return math.Abs(*want-*got) <= 1e-9*math.Max(math.Abs(*want), math.Abs(*got))
}

func show(v *float64) string {
	if v == nil {
		return "null"
	}
	return fmt.Sprint(*v)
}

func keys(m map[string]*float64) []string {
	var all []string
	for k, v := range m {
		all = append(all, k+": "+show(v))
	}
	return all
}

// cardinality checks that keys are unique and relations find at most one row.
func (s *system) cardinality(t *testing.T) {
	found, err := probe.Multiplies(t.Context(), s.db, s.mapping)
	require.NoError(t, err)
	for _, d := range found {
		if d.Err != nil {
			t.Errorf("%s.%s: %v", d.Entity, d.Field, d.Err)
			continue
		}
		t.Errorf("%s.%s is not unique: %v", d.Entity, d.Field, d.Keys)
	}
}
