package oracle_test

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Who sees a part of the rows gets the answers of a company that has no others. What that part is, is written here once more, in SQL.

// seen is somebody who sees a part of the rows.
type seen struct {
	name   string
	who    string // SQL of the person
	see    string // of the rule
	people string // SQL of the people whose rows are seen; "" where it is not by people
	teams  string // SQL of the teams whose targets are seen
	where  map[string]string
}

// seller and manager are who asks: those with the most deals of their own, and the most people who report to them.
const (
	seller = "(select owner from crm.deals join crm.users u on u.id = owner where u.email is not null group by owner order by count(*) desc, owner limit 1)"

	manager = "(select manager from crm.users u where exists (select from crm.users m where m.id = u.manager and m.email is not null and m.team is not null) " +
		"and exists (select from crm.deals d where d.owner = u.id) group by manager order by count(*) desc, manager limit 1)"

	below = `(with recursive t(id) as (select team from crm.users where id = ` + manager +
		` union select c.id from crm.teams c join t on c.parent = t.id) select id from t where id is not null)`

	reports = `with recursive p(id) as (select ` + manager + ` union select u.id from crm.users u join p on u.manager = p.id) select id from p`
)

var sights = []seen{
	{name: "own", who: seller, see: "own", people: "select " + seller, teams: "select null::bigint"},
	{name: "reports", who: manager, see: "reports", people: reports, teams: "select null::bigint"},
	{name: "team", who: manager, see: "team", people: "(" + reports + ") union select id from crm.users where team in " + below, teams: "select id from " + below + " b"},
	{name: "region", who: seller, see: "[{region: [EMEA, 'North America']}]", where: map[string]string{
		"accounts": "region in ('EMEA', 'North America')", "targets": "scope = 'region' and scope_id in ('EMEA', 'North America')"}},
}

// ofPeople are the rows of each table that are those of people.
var ofPeople = map[string]string{
	"users": "id in (P)", "accounts": "owner in (P)", "contacts": "account in (A)", "leads": "owner in (P)",
	"deals":        "case when status in ('won', 'lost') then coalesce(closed_by, owner) else owner end in (P)",
	"deal_history": "deal in (D)", "quotes": "owner in (P) or deal in (D)",
	"targets":              "scope = 'user' and scope_id in (select id::text from (P) as p(id)) or scope = 'team' and scope_id in (select id::text from (T) as t(id))",
	"forecast_submissions": "owner in (P)", "activities": "owner in (P) or ticket in (K)", "orders": "owner in (P)", "order_lines": `"order" in (O)`,
	"payments": `"order" in (O) or account in (A)`, "touches": "deal in (D) or lead in (L) or account in (A)", "web_sessions": "lead in (L)",
	"tickets": "agent in (P)", "ticket_events": "ticket in (K)", "sla_targets": "ticket in (K)", "surveys": "agent in (P) or ticket in (K)",
	"feedback": "ticket in (K) or account in (A)", "commitments": "owner in (P)", "standard_checks": "owner in (P)", "training_enrollments": `"user" in (P)`,
}

// ofAccounts are the rows of each table that are those of accounts.
var ofAccounts = map[string]string{
	"contacts": "account in (A)", "leads": "account in (A)", "deals": "account in (A)", "deal_history": "deal in (D)", "quotes": "account in (A)",
	"activities": "account in (A)", "orders": "account in (A)", "order_lines": `"order" in (O)`, "payments": "account in (A)", "touches": "account in (A)",
	"tickets": "account in (A)", "ticket_events": "ticket in (K)", "sla_targets": "ticket in (K)", "surveys": "account in (A)", "feedback": "account in (A)",
	"commitments": "account in (A)", "users": "true",
}

// everybodys are the tables that nobody is kept out of, open those that a policy opens: what others refer to. The oracle takes a key that
// leads nowhere for none, the engine shows it.
var (
	everybodys = []string{"teams", "pipelines", "stages", "products", "trainings", "currency_rates", "business_hours", "holidays"}
	open       = []string{"users", "accounts", "campaigns"}
)

func (s seen) schema(opened []string) string {
	if len(opened) > 0 {
		return "open_" + s.name
	}
	return "seen_" + s.name
}

// fillParts makes the schemas of each of the sights.
func fillParts(ctx context.Context, db *sql.DB) error {
	for _, s := range sights {
		for _, opened := range [][]string{nil, open} {
			create, _ := s.tables(opened)
			if _, err := db.ExecContext(ctx, create); err != nil {
				return fmt.Errorf("what %s sees: %w", s.name, err)
			}
		}
	}
	return nil
}

// tables writes the SQL that makes a schema of only the rows that are seen, and returns the mapping of it.
func (s seen) tables(opened []string) (create, mapping string) {
	schema, rows, by := s.schema(opened), maps.Clone(ofPeople), s.people
	if s.where != nil {
		rows = maps.Clone(ofAccounts)
		maps.Copy(rows, s.where)
	}
	var ddl, m strings.Builder
	fmt.Fprintf(&ddl, "create schema %s;\n", schema)
	m.WriteString("entities:\n")
	var names *strings.Replacer
	id := func(table, key string) string {
		return fmt.Sprintf("select %s from crm.%s where %s", key, table, names.Replace(rows[table]))
	}
	names = strings.NewReplacer("(P)", "("+by+")", "(T)", "("+s.teams+")")
	for _, step := range [][2]string{{"(A)", "accounts"}, {"(D)", "deals"}, {"(K)", "tickets"}, {"(O)", "orders"}, {"(L)", "leads"}} {
		in := "(" + id(step[1], "id") + ")"
		for table, sql := range rows {
			rows[table] = strings.ReplaceAll(sql, step[0], in)
		}
	}
	for _, table := range slices.Sorted(maps.Keys(crm.Reference().Entities)) {
		kind, where := "table", cmp.Or(names.Replace(rows[table]), "false")
		if slices.Contains(everybodys, table) || slices.Contains(opened, table) {
			kind, where = "view", "true"
		}
		fmt.Fprintf(&ddl, "create %s %s.%s as select * from crm.%s where %s;\n", kind, schema, table, table, where)
		fmt.Fprintf(&m, "  %s: {from: %s.%s}\n", table, schema, table)
	}
	return ddl.String(), m.String()
}

// restricted are the company as somebody sees it; a company that has no other rows; and the first with what is opened, and an oracle of
// only those rows.
type restricted struct{ engine, alone, opened world }

func (s seen) policy(opened []string) (*policy.Policy, error) {
	return policy.Parse(fmt.Sprintf("rules: [{roles: [Viewer], see: %s, unmasked: true}]\nopen: [%s]", s.see, strings.Join(opened, ", ")), crm.Reference().Model)
}

func (s seen) guard(opened []string) (*policy.Guard, error) {
	p, err := s.policy(opened)
	return policy.NewGuard(p), err
}

var parts struct {
	once sync.Once
	all  map[string]restricted
	err  error
}

func seenParts(t *testing.T) map[string]restricted {
	w := company(t)
	dsn := odd.Shared(t)
	parts.once.Do(func() { parts.all, parts.err = split(w, dsn) })
	require.NoError(t, parts.err)
	return parts.all
}

func split(w world, dsn string) (map[string]restricted, error) {
	pool, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	defer func() { _ = pool.Close() }()
	all := map[string]restricted{}
	for _, s := range sights {
		var email string
		if err := pool.QueryRow("select email from crm.users where id = " + s.who).Scan(&email); err != nil {
			return nil, err
		}
		_, text := s.tables(nil)
		r := restricted{engine: w, alone: w, opened: w}
		r.engine.viewer = plan.Viewer{Login: "m", Email: strings.ToUpper(email), Role: "Viewer"}
		r.opened.viewer = r.engine.viewer
		if r.engine.guard, err = s.guard(nil); err != nil {
			return nil, err
		}
		if r.opened.guard, err = s.guard(open); err != nil {
			return nil, err
		}
		if r.alone.mapping, err = crm.ParseMapping(text); err != nil {
			return nil, err
		}
		if r.opened.company, err = oracle.Load(context.Background(), pool, s.schema(open)); err != nil {
			return nil, err
		}
		all[s.name] = r
	}
	return all, nil
}

// everydayQuestions is how many questions are asked where nobody says how many; more look at all lists, too.
const everydayQuestions = 90

// Whoever sees a part of the rows is answered as the oracle answers over only these, and as a company that has no others is, while others
// ask at the same time. CRMKPI_POLICY_QUESTIONS says how many questions are asked.
func TestWhoSeesAPartGetsTheAnswersOfThatPart(t *testing.T) {
	all := seenParts(t)
	seed, count := number(t, "CRMKPI_ORACLE_SEED", everyday), number(t, "CRMKPI_POLICY_QUESTIONS", everydayQuestions)
	names := slices.Sorted(maps.Keys(all))
	var next, answered, failed atomic.Uint64
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for n := next.Add(1) - 1; n < count && failed.Load() < 8; n = next.Add(1) - 1 {
				part := all[names[n%uint64(len(names))]]
				q := part.engine.generator(seed+1000, n).any()
				ok, err := part.opened.agree(q)
				if err == nil {
					err = part.alike(q)
				}
				if err != nil {
					failed.Add(1)
					text, _ := json.Marshal(q)
					t.Errorf("as %s, question %d: %s\n%v", names[n%uint64(len(names))], n, text, err)
				}
				if ok {
					answered.Add(1)
				}
			}
		})
	}
	workers.Wait()
	t.Logf("%d of %d questions have an answer", answered.Load(), count)
	if failed.Load() == 0 && count >= 100 {
		require.Greater(t, answered.Load(), count/2)
	}
}

// alike asks about the rows that are seen of all, and about a company that has no others; it tells how the answers differ.
func (r restricted) alike(q asked) error {
	got, refused := r.engine.ask(q)
	want, otherwise := r.alone.ask(q)
	if refused != nil || otherwise != nil {
		if anyRate.ReplaceAllString(fmt.Sprint(refused), "") != anyRate.ReplaceAllString(fmt.Sprint(otherwise), "") {
			return fmt.Errorf("%v, where a company without other rows gets %v", refused, otherwise)
		}
		return nil
	}
	return differInFigures(want, got)
}

// anyRate is which of several missing rates an answer names: that of the group which PostgreSQL has found first.
var anyRate = regexp.MustCompile(`for \S+ on \S+;`)

// differInFigures tells where two answers differ.
func differInFigures(want, got *answer.Result) error {
	expected := &oracle.Answer{Values: map[string][][]*float64{}}
	for _, b := range want.Buckets {
		expected.Buckets = append(expected.Buckets, oracle.Bucket{Start: b.Start, Range: b.Range, Incomplete: b.Incomplete, Immature: b.Immature})
	}
	for _, g := range want.Groups {
		expected.Groups = append(expected.Groups, oracle.Group{Keys: g.Keys, Labels: g.Labels})
	}
	for c, column := range want.Columns {
		expected.Columns, expected.Values[column.ID] = append(expected.Columns, column.ID), want.Values[c]
	}
	if err := differ(expected, got); err != nil {
		return err
	}
	if x, y := said(want), said(got); x != y {
		return fmt.Errorf("says %s, a company without other rows %s", y, x)
	}
	return nil
}

// said is what an answer says beside its figures, but for values of filters that no row has, which are looked for only so long, and for what
// only a part of a company is told.
func said(a *answer.Result) string {
	var all []string
	for _, n := range a.Notices {
		if text := n.Text.In(i18n.English); !strings.Contains(text, "so the filter on it meets nothing") && !strings.Contains(text, "hidden from you") {
			all = append(all, text)
		}
	}
	return strings.Join(all, "; ")
}

// Lists of every type are those of a company that has only the rows that are seen.
func TestWhoSeesAPartGetsTheListsOfThatPart(t *testing.T) {
	all := seenParts(t)
	names := []string{"own", "region"}
	if number(t, "CRMKPI_POLICY_QUESTIONS", everydayQuestions) > everydayQuestions {
		names = slices.Sorted(maps.Keys(all))
	}
	for _, name := range names {
		part := all[name]
		t.Run(name, func(t *testing.T) {
			full := 0
			for _, q := range listQuestions(part.alone) {
				text, _ := json.Marshal(q)
				got, refused := listed(t, part.engine, q)
				want, otherwise := listed(t, part.alone, q)
				if refused != nil || otherwise != nil {
					require.Equal(t, fmt.Sprint(otherwise), fmt.Sprint(refused), "%s", text)
					continue
				}
				require.Equal(t, want, got, "%s", text)
				if strings.Count(got, "\n") > 2 {
					full++
				}
			}
			require.Greater(t, full, 12, "too few lists have rows to prove anything")
		})
	}
}

// listQuestions are some of every type but KPI questions.
func listQuestions(w world) []query.Question {
	var all []query.Question
	for _, entity := range crm.Reference().Model.Entities() {
		all = append(all, query.Question{Type: query.Records, Entity: entity, Rows: plan.DefaultMaxListed})
	}
	for _, kpi := range []string{"revenue", "win_rate", "open_deals", "csat", "first_response_time", "quota_attainment", "activities_done", "churn_rate", "forecast"} {
		all = append(all, query.Question{Type: query.Records, KPIs: []string{kpi}, Rows: plan.DefaultMaxListed})
	}
	for _, dimension := range crm.Reference().Model.Dimensions() {
		all = append(all, query.Question{Type: query.Values, Dimension: dimension, Rows: plan.DefaultMaxListed})
	}
	for _, account := range w.labels["account"][:min(6, len(w.labels["account"]))] {
		all = append(all, query.Question{Type: query.Timeline, Rows: plan.DefaultMaxListed, Filters: []query.Filter{{Dimension: "account", Operator: query.In, Values: []string{account}}}})
	}
	return append(all, query.Question{Type: query.Agenda, Rows: plan.DefaultMaxListed}, query.Question{Type: query.Annotations, Rows: plan.DefaultMaxListed},
		query.Question{Type: query.Explain, KPIs: []string{"revenue"}})
}

// listed is an answer as text: the rows of all tables and what is said of them.
func listed(t *testing.T, w world, q query.Question) (string, error) {
	e, err := w.engine(asked{Zone: "UTC", Currency: "USD"})
	require.NoError(t, err)
	return listing(e, q, w.viewer)
}

func listing(e *engine.Engine, q query.Question, v plan.Viewer) (string, error) {
	r := plan.Request{Range: calendar.Range{From: today.AddDate(-1, 0, 0), To: today.AddDate(0, 2, 0)}, Now: today.Add(time.Hour), Viewer: v}
	a, err := e.Ask(context.Background(), q, r)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, table := range a.Tables {
		for _, row := range table.Rows {
			line, err := json.Marshal(row)
			if err != nil {
				return "", err
			}
			lines = append(lines, string(line))
		}
	}
	slices.Sort(lines) // rows of one time are in no order
	return strings.Join(lines, "\n"), nil
}
