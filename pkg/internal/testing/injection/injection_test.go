package injection

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// hostile are texts that break out of a quoted one, or out of what is around it, where somebody forgot to quote.
var hostile = []string{
	`'`, `"`, `''`, `\'`, `\`, `%`, `_%`, "`", `$1`, `$$`, `$a$ or true; drop table marker; $a$`, `;`, `--`, `/*`, `*/ or true /*`,
	`' or '1'='1`, `') or true --`, `x'; drop table marker; --`, `"; drop table marker; --`, `1; drop table marker`, `E'\'; drop table marker; --`,
	`U&'\0027 or true --`, "\u02bc or true --", "\u2019 or true --", "\uff07 or true --", "\u00a0\u200b'", "a\nb'; commit; drop table marker; --", "\x00", "a\x00' or true --",
	`(`, `)`, `))`, `[`, `{}`, `{"a":`, `.*`, `(a+)+$`, `(?=x)`, `\1`, `null`, `true`, `1e400`, `-1`, `${x}`, `{{x}}`, `1=1 union select * from marker`,
}

// long is a megabyte of them, for the places that give it to the database.
var (
	long       = strings.Repeat(`'"\;`, 1<<18)
	longPlaces = []string{"equals", "contains", "values"}
)

// places are what can be asked with a text of the asker's own in it, which stands for X.
var places = map[string]string{
	"equals":       `{"kpis":["deals_won"],"grain":"none","filters":[{"dimension":"account","operator":"equals","values":["X"]}]}`,
	"in":           `{"kpis":["deals_won"],"grain":"none","filters":[{"dimension":"region","operator":"in","values":["X","X!"]}]}`,
	"contains":     `{"kpis":["deals_won"],"grain":"none","filters":[{"dimension":"account","operator":"contains","values":["X"]}]}`,
	"starts with":  `{"kpis":["deals_won"],"grain":"none","filters":[{"dimension":"account","operator":"starts_with","values":["X"]}]}`,
	"matches":      `{"kpis":["deals_won"],"grain":"none","filters":[{"dimension":"account","operator":"matches","values":["X"]}]}`,
	"operator":     `{"kpis":["deals_won"],"grain":"none","filters":[{"dimension":"account","operator":"X","values":["a"]}]}`,
	"dimension":    `{"kpis":["deals_won"],"grain":"none","filters":[{"dimension":"X","operator":"equals","values":["a"]}]}`,
	"field":        `{"kpis":["deals_won"],"grain":"none","filters":[{"field":"X","operator":">","values":["1"]}]}`,
	"number":       `{"kpis":["deals_won"],"grain":"none","filters":[{"field":"amount","operator":">","values":["X"]}]}`,
	"group":        `{"kpis":["deals_won"],"grain":"none","filters":[{"any":[{"dimension":"account","operator":"equals","values":["X"]},{"all":[{"dimension":"rep","operator":"equals","values":["X"]}]}]}]}`,
	"side":         `{"kpis":["win_rate"],"grain":"none","filters":[{"of":"X","dimension":"account","operator":"equals","values":["a"]}]}`,
	"group by":     `{"kpis":["deals_won"],"groupBy":["X"],"grain":"none"}`,
	"grain":        `{"kpis":["deals_won"],"grain":"X"}`,
	"having":       `{"kpis":["deals_won"],"groupBy":["account"],"grain":"none","having":[{"kpi":"X","operator":">","values":["1"]}]}`,
	"having value": `{"kpis":["deals_won"],"groupBy":["account"],"grain":"none","having":[{"kpi":"deals_won","operator":">","values":["X"]}]}`,
	"limit":        `{"kpis":["deals_won"],"groupBy":["account"],"grain":"none","limit":{"top":3,"by":"X"}}`,
	"KPI":          `{"kpis":["X"]}`,
	"formula":      `{"kpis":["=deals_won / X"],"grain":"none"}`,
	"label":        `{"kpis":["=deals_won / 2 as \"X\""],"grain":"none"}`,
	"entry":        `{"kpis":["deals_won:offset=X"],"grain":"none"}`,
	"parameter":    `{"kpis":["first_response_time"],"grain":"none","parameters":{"statistic":"X"}}`,
	"weights":      `{"kpis":["customer_risk"],"groupBy":["account"],"grain":"none","parameters":{"segment_weights":"X=2"}}`,
	"transform":    `{"kpis":["deals_won"],"transform":"X"}`,
	"entity":       `{"queryType":"records","entity":"X"}`,
	"records":      `{"queryType":"records","entity":"deals","filters":[{"dimension":"account","operator":"equals","values":["X"]}]}`,
	"values":       `{"queryType":"values","dimension":"account","search":"X"}`,
	"values of":    `{"queryType":"values","dimension":"X"}`,
	"preferred":    `{"queryType":"values","dimension":"rep","prefer":"X"}`,
	"timeline":     `{"queryType":"timeline","filters":[{"dimension":"account","operator":"equals","values":["X"]}]}`,
	"events":       `{"queryType":"annotations","events":["X"]}`,
	"threshold":    `{"queryType":"annotations","events":["won_deals"],"parameters":{"threshold":"X"}}`,
	"explained":    `{"queryType":"explain","kpis":["X"]}`,
	"agenda":       `{"queryType":"agenda","filters":[{"dimension":"rep","operator":"not_equals","values":["X"]}]}`,
	"check":        `{"queryType":"check","about":"X"}`,
	"query type":   `{"queryType":"X"}`,
	"nothing":      `X`,
}

// narrow are the places where a text that no row has keeps no row.
var narrow = []string{"equals", "records"}

func TestNoTextOfAQuestionIsReadAsSQL(t *testing.T) {
	dsn, marked := company(t)
	e := over(t, dsn, crm.Setup{})
	reached := map[string]bool{}
	for place, template := range places {
		texts := hostile
		if slices.Contains(longPlaces, place) {
			texts = append(slices.Clone(hostile), long)
		}
		for _, text := range texts {
			a, err := ask(t, e, strings.ReplaceAll(template, "X", quoted(t, text)))
			requireNotSQL(t, err, place, text)
			if err == nil {
				reached[place] = true
			}
			if err == nil && slices.Contains(narrow, place) {
				require.Zero(t, found(a), "%s: %.60q shows rows", place, text)
			}
		}
	}
	for _, place := range []string{"equals", "in", "contains", "matches", "group", "label", "records", "values", "preferred", "agenda"} {
		require.True(t, reached[place], "no text reaches the database as %s: the question has to be a right one", place)
	}
	marked()
}

// The texts as the tenant of a mapping, which an administrator sets and which may be taken from elsewhere.
func TestNoTextOfATenantIsReadAsSQL(t *testing.T) {
	dsn, marked := company(t)
	for _, text := range hostile {
		e := over(t, dsn, crm.Setup{Own: tenants, Tenant: crm.Tenant{Value: text}})
		if e == nil {
			continue // refused
		}
		a, err := ask(t, e, `{"kpis":["deals_won"],"grain":"none"}`)
		requireNotSQL(t, err, "tenant", text)
		if err == nil {
			require.Zero(t, found(a), "tenant %.60q sees rows of others", text)
		}
	}
	marked()
}

const tenants = `entities: {deals: {from: crm.deals d, tenant: d.name, fields: {id: d.id, status: d.status, closed_at: d.closed_at}}}`

// The texts as what the company's own rows hold: names of groups that are read, grouped, searched and compared.
func TestNoTextOfARowIsReadAsSQL(t *testing.T) {
	dsn, marked := company(t)
	db := pgtest.Open(t, dsn)
	for i, text := range hostile {
		if strings.Contains(text, "\x00") {
			continue // PostgreSQL holds none
		}
		_, err := db.Exec(`insert into crm.accounts (id, name, created_at) overriding system value values ($1, $2, '2024-01-01')`, 100+i, text)
		require.NoError(t, err)
		_, err = db.Exec(`insert into crm.deals (id, name, account, status, created_at, closed_at) overriding system value values ($1, $2, $1, 'won', '2024-01-02', '2024-01-03')`, 100+i, text)
		require.NoError(t, err)
	}
	e := over(t, dsn, crm.Setup{})
	for place, question := range map[string]string{
		"groups": `{"kpis":["deals_won"],"groupBy":["account"],"grain":"none"}`, "top": `{"kpis":["deals_won"],"groupBy":["account"],"grain":"month","limit":{"top":3,"rest":true}}`,
		"records": `{"queryType":"records","entity":"deals"}`, "values": `{"queryType":"values","dimension":"account"}`,
	} {
		_, err := ask(t, e, question)
		require.NoError(t, err, place)
	}
	marked()
}

// company is a small company, and a function that fails unless nothing of it has been changed.
func company(t *testing.T) (dsn string, marked func()) {
	dsn = demotest.Empty().Copy(t)
	db := pgtest.Open(t, dsn)
	_, err := db.Exec(`create table marker (a int); insert into marker values (1);
		insert into crm.accounts (id, name, created_at) overriding system value values (1, 'Ada', '2024-01-01'), (2, 'Bo', '2024-01-01');
		insert into crm.deals (id, name, account, status, amount, currency, created_at, closed_at) overriding system value values
			(1, 'one', 1, 'won', 10, 'USD', '2024-01-02', '2024-01-03'), (2, 'two', 2, 'won', 20, 'USD', '2024-01-02', '2024-01-03')`)
	require.NoError(t, err)
	return dsn, func() {
		var rows, deals int
		require.NoError(t, db.QueryRow(`select (select count(*) from marker), (select count(*) from crm.deals where id in (1, 2))`).Scan(&rows, &deals))
		require.Equal(t, []int{1, 2}, []int{rows, deals})
	}
}

// over is an engine over a mapping; nil where the mapping is refused.
func over(t *testing.T, dsn string, setup crm.Setup) *engine.Engine {
	if setup.Check() != nil {
		return nil
	}
	m, err := setup.Mapping(nil)
	require.NoError(t, err)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return engine.New(catalog.Default(), m, plan.Settings{Calendar: calendar.Calendar{Location: time.UTC}, ReportingCurrency: "USD"}, db)
}

func ask(t *testing.T, e *engine.Engine, question string) (*answer.Answer, error) {
	q, err := types.Parse([]byte(question))
	if err != nil {
		return nil, fault.ByAsker(err)
	}
	span := calendar.Range{From: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC)}
	return e.Ask(t.Context(), q, plan.Request{Range: span, Now: span.To, Interval: time.Hour, MaxPoints: 100})
}

// quoted is a text within the quotes of JSON.
func quoted(t *testing.T, text string) string {
	json, err := json.Marshal(text)
	require.NoError(t, err)
	return string(json[1 : len(json)-1])
}

// requireNotSQL checks that an error is the asker's, or of a value: never that PostgreSQL found something wrong with the statement, which
// are the codes of class 42.
func requireNotSQL(t *testing.T, err error, place, text string) {
	t.Helper()
	if err == nil {
		return
	}
	if wrong, ok := errors.AsType[*postgres.Error](err); ok {
		require.False(t, strings.HasPrefix(wrong.SQLState, "42"), "%s: %.60q: %s: %v\n%.2000s", place, text, wrong.SQLState, wrong, wrong.SQL)
		return
	}
	_, asker := errors.AsType[*fault.Error](err)
	require.True(t, asker, "%s: %.60q is a defect: %v", place, text, err)
}

// found is how much an answer shows: the sum of its figures, or its rows.
func found(a *answer.Answer) (n float64) {
	if r := a.Figures(); r != nil {
		for _, column := range r.Values {
			for _, group := range column {
				for _, value := range group {
					if value != nil {
						n += *value
					}
				}
			}
		}
		return n
	}
	return float64(len(a.Table().Rows))
}
