package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// guarded returns the small company under a policy.
func guarded(t *testing.T, text string) *engine.Engine {
	e := company(t)
	p, err := policy.Parse(text, e.Mapping.Model)
	require.NoError(t, err)
	e.Guard = policy.NewGuard(p)
	return e
}

// by is this year's request of a person.
func by(t *testing.T, login, email, role string) plan.Request {
	r := thisYear(t)
	r.Viewer = plan.Viewer{Login: login, Email: email, Role: role}
	return r
}

var dealsWon = query.Question{KPIs: []string{"deals_won"}, Grain: calendar.None}

func won(t *testing.T, e *engine.Engine, r plan.Request, of ...string) float64 {
	q := dealsWon
	if len(of) > 0 {
		q.Filters = []query.Filter{{Dimension: "rep", Operator: query.In, Values: of}}
	}
	a := ask(t, e, q, r)
	return *a.Values[0][0][0]
}

func TestTheFirstRuleThatFitsHolds(t *testing.T) {
	e := guarded(t, `
contact: the CRM team
rules:
  - {logins: [boss], see: everything, unmasked: true}
  - {emails: ["*@partner.example"], see: nothing}
  - {roles: [Admin], see: everything}
  - {roles: [Viewer], see: own}`)
	all := won(t, company(t), thisYear(t))
	anna := "anna@meridian-devices.example"
	require.Positive(t, all)
	require.Equal(t, all, won(t, e, by(t, "boss", "", "Viewer")))
	require.Equal(t, all, won(t, e, by(t, "x", "x@example.com", "Admin")))
	own := won(t, e, by(t, "anna", anna, "Viewer"))
	require.Equal(t, won(t, company(t), thisYear(t), "Anna Wright"), own)
	require.Less(t, own, all)

	for _, test := range []struct{ login, email, role, want string }{
		{"p", "p@partner.example", "Admin", "p@partner.example may see nothing in this data source. Ask the CRM team"},
		{"e", "e@example.com", "Editor", "No rule says what e@example.com may see"},
		{"v", "v@example.com", "Viewer", "no user of the CRM has the address v@example.com"},
		{"v", "", "Viewer", "no user of the CRM has the address v"},
		{anna, "", "Viewer", "no user of the CRM has the address"}, // a login is no e-mail address here
	} {
		_, err := e.Ask(context.Background(), dealsWon, by(t, test.login, test.email, test.role))
		require.ErrorContains(t, err, test.want)
	}
}

func TestNobodySeesNumbersOnly(t *testing.T) {
	const rules = "rules: [{roles: [Admin], see: everything, unmasked: true}]\n"
	e := guarded(t, rules)
	nobody, scheduler := thisYear(t), by(t, "grafana_scheduler", "", "Admin") // an administrator for Grafana
	records := query.Question{Type: query.Records, Entity: "deals"}
	for _, r := range []plan.Request{nobody, scheduler} {
		require.Positive(t, won(t, e, r))
		_, err := e.Ask(context.Background(), records, r)
		require.ErrorContains(t, err, "numbers here, not lists of rows")
	}
	shown := guarded(t, rules+"service: {see: everything, rows: true}")
	_, err := shown.Ask(context.Background(), records, nobody)
	require.NoError(t, err)

	some := guarded(t, rules+"service: {see: {region: [EMEA]}}")
	require.Less(t, won(t, some, nobody), won(t, e, nobody))
	none := guarded(t, rules+"service: {see: nothing}")
	require.Zero(t, won(t, none, nobody))
}

func TestPersonalFieldsAreMasked(t *testing.T) {
	e := guarded(t, "rules: [{roles: [Admin], see: everything, unmasked: true}, {see: everything}]\npersonal: {contacts: [name]}")
	show := func(entity, role string) string {
		table, err := take.Table(e.Ask(context.Background(), query.Question{Type: query.Records, Entity: entity, Rows: 100}, by(t, "a", "a@example.com", role)))
		require.NoError(t, err)
		require.NotEmpty(t, table.Rows, entity)
		return fmt.Sprint(table.Rows)
	}
	for _, entity := range []string{"users", "contacts"} {
		require.Contains(t, show(entity, "Admin"), "@", entity)
		masked := show(entity, "Viewer")
		require.NotContains(t, masked, "@", entity)
		require.Contains(t, masked, crm.Mask, entity)
	}
	_, err := e.Ask(context.Background(), query.Question{Type: query.Check}, by(t, "a", "a@example.com", "Viewer"))
	require.ErrorContains(t, err, "the check reads all rows and fields")
	// Who is signed in is still known by what is masked, and nobody else is.
	values := func(prefer string) string {
		r := by(t, "anna", "anna@meridian-devices.example", "Viewer")
		q := query.Question{Type: query.Values, Dimension: "rep", Prefer: prefer}
		table, err := take.Table(e.Ask(context.Background(), q, r))
		require.NoError(t, err)
		return table.Rows[0][0].(string)
	}
	require.Equal(t, "Anna Wright", values("anna@meridian-devices.example"))
	other, err := take.Table(e.Ask(context.Background(), query.Question{Type: query.Records, Entity: "users", Rows: 1}, by(t, "a", "a@example.com", "Admin")))
	require.NoError(t, err)
	for _, cell := range other.Rows[0] {
		if address, ok := cell.(string); ok && strings.Contains(address, "@") && !strings.HasPrefix(address, "anna@") {
			require.Equal(t, values(""), values(address), "the address of another is not found out")
		}
	}
}

func TestSeveralTenantsByRule(t *testing.T) {
	alone, _ := tenants(t)
	shared := "entities:\n"
	for name := range crm.Reference().Entities {
		shared += fmt.Sprintf("  %s: {from: among.%s}\n", name, name)
	}
	mapping, err := crm.Setup{Own: shared, Tenant: crm.Tenant{Column: "company ID", All: true}}.Mapping(nil)
	require.NoError(t, err)
	e := over(t, companyDSN(t), mapping)
	p, err := policy.Parse("rules: [{logins: [seven], see: everything, tenant: 7, unmasked: true}, {see: everything, unmasked: true}]", mapping.Model)
	require.NoError(t, err)
	e.Guard = policy.NewGuard(p)
	ever := func(login string) plan.Request {
		r := by(t, login, "", "Viewer")
		r.Range.From = r.Range.From.AddDate(-10, 0, 0)
		return r
	}
	one := won(t, alone, ever(""))
	require.Positive(t, one)
	require.Equal(t, one, won(t, e, ever("seven")))
	require.Equal(t, 2*one, won(t, e, ever("other")))

	e = over(t, companyDSN(t), crm.Reference())
	e.Guard = policy.NewGuard(p)
	_, err = e.Ask(context.Background(), dealsWon, by(t, "seven", "", "Viewer"))
	require.ErrorContains(t, err, "no column tells the rows of one tenant from others'")
}

func TestPostgreSQLIsToldWhoAsks(t *testing.T) {
	const mapping = "entities: {deals: {from: crm.deals as d, where: \"current_setting('app.login', true) = 'seller' and current_setting('app.role', true) = 'Viewer'\", " +
		"fields: {id: d.id, status: d.status, closed_at: d.closed_at}}}"
	m, err := crm.ParseMapping(mapping)
	require.NoError(t, err)
	e := over(t, companyDSN(t), m)
	p, err := policy.Parse("rules: [{see: everything, unmasked: true}]\nsession: {app.login: login, app.role: role}", m.Model)
	require.NoError(t, err)
	e.Guard = policy.NewGuard(p)
	require.Positive(t, won(t, e, by(t, "seller", "", "Viewer")))
	require.Zero(t, won(t, e, by(t, "another", "", "Viewer")))
	require.Zero(t, won(t, e, thisYear(t)))
	require.Positive(t, won(t, e, by(t, "seller", "", "Viewer")))
}
