package policy_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestAPolicySaysWhatIsWrongWithIt(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"rules: []", "the policy has no rule"},
		{"rules: [{roles: [Boss], see: own}]", `rule 1 of the policy: Grafana has no role "Boss"`},
		{"rules: [{see: own}, {see: mine}]", `"mine" is nothing to see; there are everything`},
		{"rules: [{roles: [Viewer]}]", "rule 1 of the policy: `see` says nothing"},
		{"rules: [{see: {regoin: [EMEA]}}]", `"regoin"`},
		{"rules: [{see: {region: []}}]", "region"},
		{"rules: [{see: {filters: [{field: amount, operator: '>', values: ['5']}]}}]", "filters by dimensions only"},
		{"rules: [{sea: own}]", "there is no \"sea\" here"},
		{"rules: [{see: own}]\nidentity: phone", "may be email or login"},
		{"rules: [{see: own}]\nservice: {see: own}", "service: alert rules and public dashboards are nobody"},
		{"rules: [{see: own}]\nopen: [deal_versions]", "deal_versions is made of deal_history and deals"},
		{"rules: [{see: own}]\nopen: [clients]", "clients"},
		{"rules: [{see: own}]\npersonal: {deals: [amount]}", "deals.amount holds no text"},
		{"rules: [{see: own}]\npersonal: {deals: [nick]}", "nick"},
		{"- see", "line 1: here is a list, but it has to be fields with values"},
		{"rules: [", "line 1: the policy is no YAML of the expected form"},
		{"rules: [{see: own}]\nexempt: [{by: [rep]}]", "exemption 1 of the policy: `kpis` names no KPI"},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue], by: [seller]}]", `"seller"`},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue], by: [rep, rep]}]", `"rep" is named twice`},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue], by: [rep, team, region, pipeline]}]", "at most 3 dimensions"},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue], grain: hour}]", "may be day, week, month"},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue], rows: 1}]", "at least 2 rows"},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue], people: -1}]", "1 person"},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue], roles: [Boss]}]", `no role "Boss"`},
		{"rules: [{see: own}]\nexempt: [{kpis: [reveneu]}]", "reveneu"},
		{"rules: [{see: own}]\nexempt: [{kpis: [open_deals]}]", "nothing that happens at a time of its own"},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue_attainment]}]", "not made of rows that are counted or added up"},
		{"rules: [{see: own}]\nexempt: [{kpis: [sales_cycle]}]", "no sum and no number of rows"},
		{"rules: [{see: own}]\nexempt: [{kpis: [revenue], by: [rep]}, {kpis: [average_deal_size], by: [team]}]", "in common with exemption 1"},
	} {
		p, err := policy.Parse(test.text, crm.Reference().Model)
		if err == nil {
			err = p.CheckKPIs(catalog.Default())
		}
		require.ErrorContains(t, err, test.want, test.text)
		for _, one := range fault.Each(err) {
			text, ok := one.(interface{ Text() i18n.Text })
			require.True(t, ok, "%s: %T has no other language", test.text, one)
			require.NotEqual(t, text.Text().In(i18n.English), text.Text().In("ru"), test.text)
		}
	}
}

func TestNoPolicyIsNone(t *testing.T) {
	for _, text := range []string{"", " \n"} {
		p, err := policy.Parse(text, crm.Reference().Model)
		require.NoError(t, err)
		require.Nil(t, p)
		require.Nil(t, policy.NewGuard(p))
	}
}

func TestValuesAreTheTextsThatAreWritten(t *testing.T) {
	p, err := policy.Parse("rules: [{see: [{region: 007, country: [no, 'DE']}, own]}]", crm.Reference().Model)
	require.NoError(t, err)
	require.Equal(t, policy.Sights{
		{Kind: policy.Where, Filters: []query.Filter{
			{Dimension: "country", Operator: query.In, Values: []string{"no", "DE"}}, {Dimension: "region", Operator: query.In, Values: []string{"007"}},
		}},
		{Kind: policy.Own},
	}, p.Rules[0].See)
}

func TestTheExampleOfTheEditorIsAPolicy(t *testing.T) {
	source, err := os.ReadFile("../../src/configEditor/examplePolicy.ts")
	require.NoError(t, err)
	text := regexp.MustCompile("(?s)`(.*)`").FindSubmatch(source)
	require.NotNil(t, text)
	p, err := policy.Parse(string(text[1]), crm.Reference().Model)
	require.NoError(t, err)
	require.Len(t, p.Rules, 3)
}

// The page has two pieces of a policy, which are one together.
func TestTheExamplesOfThePagesAreAPolicy(t *testing.T) {
	for _, page := range []string{"../../docs/policy.md", "../../docs/ru/policy.md"} {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		var examples string
		for _, example := range regexp.MustCompile("(?s)```yaml\n((?:contact|exempt):.*?)```").FindAllStringSubmatch(string(text), -1) {
			examples += example[1]
		}
		p, err := policy.Parse(examples, crm.Reference().Model)
		require.NoError(t, err, examples)
		require.NoError(t, p.CheckKPIs(catalog.Default()))
		require.Len(t, p.Rules, 3)
		require.Len(t, p.Exempt, 1)
		require.True(t, p.Exempt[0].Named)
	}
}

// Whatever is accepted as a policy can be obeyed, and what is not is told in the reader's language.
func FuzzPolicy(f *testing.F) {
	for _, text := range []string{"rules: [{see: own}]", "rules: [{roles: [Viewer], see: [team, {region: [EMEA]}]}]\nservice: {see: nothing}",
		"rules: [{see: {filters: [{any: [{dimension: region, operator: is_none}]}]}}]", "rules: [{see: {filters: {dimension: region}}}]", "rules: [{see: {region: {a: b}}}]", "rules: [{see: *x}]", "rules: &x [{see: own}]\nopen: *x",
		"rules: [{see: own}]\nsession: {app.login: login}\npersonal: {contacts: [name]}\nopen: [campaigns]", "rules: {see: own}", "? rules", "rules: [{see: own, tenant: 1e400}]", "rules: [{see: {filters: [{dimension: region, operator: matches, values: ['(']}]}}]"} {
		f.Add(text)
	}
	f.Add("rules: [{see: own}]\nexempt: [{kpis: [revenue], by: [rep], teams: [Sales], grain: quarter, rows: 7, people: 3, named: true}]")
	model := crm.Reference().Model
	f.Fuzz(func(t *testing.T, text string) {
		p, err := policy.Parse(text, model)
		for _, one := range fault.Each(err) {
			told, ok := one.(interface{ Text() i18n.Text })
			require.True(t, ok, "%T has no other language", one)
			require.NotEmpty(t, strings.TrimSpace(told.Text().In("ru")))
		}
		if err != nil {
			return
		}
		if p == nil {
			require.Empty(t, strings.TrimSpace(text))
			return
		}
		require.NotEmpty(t, p.Rules)
		for _, r := range p.Rules {
			require.NotEmpty(t, r.See)
		}
		require.NotEmpty(t, p.Service.See)
		require.NotNil(t, policy.NewGuard(p))
	})
}
