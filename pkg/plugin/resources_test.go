package plugin_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// get calls a resource.
func get(t *testing.T, d backend.CallResourceHandler, address string) (status int, body string) {
	t.Helper()
	path, _, _ := strings.Cut(address, "?")
	status, text := called(t, d, &backend.CallResourceRequest{Method: http.MethodGet, Path: path, URL: address, PluginContext: administrator})
	return status, string(text)
}

// called makes a request, and checks that its answer is JSON.
func called(t *testing.T, d backend.CallResourceHandler, request *backend.CallResourceRequest) (status int, body []byte) {
	t.Helper()
	err := d.CallResource(t.Context(), request, backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
		if r.Status != 0 {
			status = r.Status
			require.Equal(t, []string{"application/json"}, r.Headers["Content-Type"])
		}
		body = append(body, r.Body...)
		return nil
	}))
	require.NoError(t, err)
	return status, body
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

// decode reads an answer and refuses fields that the front end does not know.
func decode(t *testing.T, d backend.CallResourceHandler, address string, into any) {
	t.Helper()
	status, body := get(t, d, address)
	require.Equal(t, http.StatusOK, status, body)
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(into), body)
}

type title struct{ ID, Title string }

type option struct {
	ID, Title, Help, Phrase string
	Clashes                 map[string]string
}

type parameter struct {
	Name, Title, Help, Default string
	Options                    []option
	Without                    string
}

type field struct {
	Name, Input, Title, Help, Placeholder, Default, With, Without, For, Dimension string
	Required, Beside, Folded                                                      bool
	Options                                                                       []option
	Parameters                                                                    []parameter
}

type kpi struct {
	ID, Title, Description, Department, Kind, Unit, Better, Horizon, DefaultGrain, Usual, Reason string
	Names, Descriptions                                                                          []string
	Dimensions, Fields                                                                           []string
	Parameters                                                                                   []parameter
	Available, Statistics                                                                        bool
	Of                                                                                           []filtered
	Goals                                                                                        []kpi
}

type filtered struct {
	ID, Title          string
	Dimensions, Fields []string
}

type catalogShape struct {
	KPIs                    []kpi
	Departments, Dimensions []title
	Entities                []filtered
	Sides, Units            []title
	Arguments               []parameter
	Fields                  []struct {
		ID, Title string
		Days      bool
	}
	Operators, Comparators []struct {
		ID, Title string
		Most      int
	}
	NoValue string
	Types   []struct {
		ID, Title, Description, Behind string
		Uses                           []string
		Fields                         []field
	}
}

func TestCatalog(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", changes{"language": "ru"}))
	var english, russian, byDefault catalogShape
	decode(t, d, "catalog?lang=en", &english)
	decode(t, d, "catalog?lang=ru", &russian)
	decode(t, d, "catalog", &byDefault)
	require.Equal(t, russian, byDefault, "the language of the settings")
	require.Len(t, english.KPIs, len(catalog.Default().KPIs()))
	require.Contains(t, english.Dimensions, title{"region", "Region"})
	require.Contains(t, russian.Dimensions, title{"region", "Регион"})
	for i, kpi := range english.KPIs {
		require.True(t, kpi.Available, "%s: %s", kpi.ID, kpi.Reason)
		require.NotEqual(t, kpi.Title, russian.KPIs[i].Title)
	}
	require.Equal(t, "revenue", english.KPIs[0].ID)
	require.Equal(t, []string{"Revenue", "sales", "money", "higher", "past"},
		[]string{english.KPIs[0].Title, english.KPIs[0].Department, english.KPIs[0].Unit, english.KPIs[0].Better, english.KPIs[0].Horizon})
	require.Contains(t, english.KPIs[0].Dimensions, "region")
	ids := map[string]bool{}
	for _, e := range english.Entities {
		ids[e.ID] = true
	}
	require.True(t, ids["deals"] && ids["stage_visits"], "mapped and derived entities")
	require.Equal(t, []title{{"sales", "Sales"}, {"marketing", "Marketing"}, {"support", "Support"}, {"data", "Data"}}, english.Departments)
	require.Equal(t, title{"sales", "Продажи"}, russian.Departments[0])
}

func TestCatalogTellsWhatCanBeAsked(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil))
	var english, russian catalogShape
	decode(t, d, "catalog?lang=en", &english)
	decode(t, d, "catalog?lang=ru", &russian)
	require.Len(t, english.Types, len(types.All()))
	kpi := english.Types[0]
	require.Equal(t, []string{"kpi", "KPIs"}, []string{kpi.ID, kpi.Title})
	require.Equal(t, "Показатели во времени или по группам", russian.Types[0].Description)
	require.Equal(t, []string{"panels", "alerts"}, kpi.Uses)
	require.Equal(t, []string{"", "Rows behind"}, []string{kpi.Behind, english.Types[1].Behind})
	require.Equal(t, []string{"kpis", "Что измерять. Несколько KPI одного вопроса вычисляются вместе. Статистика или окно одного из них стоит после него, например revenue:statistic=median или revenue:rolling=28d; то, что начинается с =, — формула над KPI, например =revenue / new_customers."},
		[]string{russian.Types[0].Fields[0].Name, russian.Types[0].Fields[0].Help})
	require.True(t, kpi.Fields[0].Required)
	grain := kpi.Fields[2]
	require.Equal(t, []string{"grain", "choice", "auto"}, []string{grain.Name, grain.Input, grain.Default})
	require.Equal(t, option{ID: "none", Title: "Whole range", Phrase: "over the whole range", Clashes: map[string]string{"format": "timeseries"}}, grain.Options[1])
	require.Empty(t, grain.Options[0].Phrase, "a sentence has nothing to say of what is automatic")
	var lines, folded []string
	for _, f := range kpi.Fields {
		if f.Folded {
			folded = append(folded, f.Name)
		} else if !f.Beside {
			lines = append(lines, f.Name)
		}
	}
	require.Equal(t, []string{"kpis", "filters", "alert"}, lines, "what most people need, the last in alert rules alone")
	require.Equal(t, []string{"format", "groups", "compare", "compareAs", "transform", "limit", "having", "parameters", "details", "styled", "kpis"}, folded)
	require.Equal(t, "compare", kpi.Fields[7].With)
	require.Equal(t, []string{"having", "having", "groupBy"}, []string{kpi.Fields[10].Name, kpi.Fields[10].Input, kpi.Fields[10].With})
	for i, typ := range english.Types {
		for j := range typ.Fields {
			require.NotEmpty(t, typ.Fields[j].Title)
			require.Equal(t, typ.Fields[j].Name, russian.Types[i].Fields[j].Name)
		}
	}
	require.Equal(t, "(none)", english.NoValue)
	require.Equal(t, []title{{"money", "деньги"}, {"money_per_day", "деньги в день"}}, russian.Units[:2])
	var arguments []string
	for _, a := range english.Arguments {
		arguments = append(arguments, a.Name)
	}
	require.Equal(t, []string{"statistic", "rolling", "to_date", "offset"}, arguments)
	require.Equal(t, "rolling", english.Arguments[2].Without)
	require.Equal(t, option{ID: "month", Title: "С начала месяца"}, russian.Arguments[2].Options[1])
	require.Equal(t, []any{"in", "one of", 1000}, []any{english.Operators[0].ID, english.Operators[0].Title, english.Operators[0].Most})
	require.Equal(t, []any{">=", "at least", 1}, []any{english.Comparators[1].ID, english.Comparators[1].Title, english.Comparators[1].Most})
	require.Equal(t, []any{"between", "между", 2}, []any{russian.Comparators[4].ID, russian.Comparators[4].Title, russian.Comparators[4].Most})
	require.Equal(t, []any{"is_not_none", "есть значение", 0}, []any{russian.Operators[11].ID, russian.Operators[11].Title, russian.Operators[11].Most})
}

// Whatever the reader's language is, a KPI is found by its names in all of them.
func TestCatalogTellsByWhatKPIsAreFound(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", changes{"kpis": `kpis:
  big_revenue: {title: Big revenue, synonyms: "huge, vast", description: A sum., measure: won_amount, unit: money, horizon: past}`}))
	var english, russian catalogShape
	decode(t, d, "catalog?lang=en", &english)
	decode(t, d, "catalog?lang=ru", &russian)
	for i, k := range english.KPIs[:len(english.KPIs)-1] {
		other := russian.KPIs[i]
		require.Contains(t, k.Names, other.Title)
		require.Contains(t, other.Names, k.Title)
		require.Equal(t, []string{other.Description}, k.Descriptions)
		require.Subset(t, other.Names, k.Names[1:], "synonyms of both languages")
		require.GreaterOrEqual(t, len(k.Names), 4, "%s has few synonyms", k.ID)
		require.NotContains(t, k.Names, "")
		for _, goal := range k.Goals {
			require.Empty(t, goal.Descriptions)
			require.Contains(t, goal.Names, russian.KPIs[i].Goals[slices.IndexFunc(k.Goals, func(g kpi) bool { return g.ID == goal.ID })].Title)
		}
	}
	require.Subset(t, english.KPIs[0].Names, []string{"turnover", "sales", "Выручка", "оборот"})
	own := english.KPIs[len(english.KPIs)-1]
	require.Equal(t, []string{"huge", "vast"}, own.Names)
	require.Empty(t, own.Descriptions)
}

func TestCatalogTellsOfFields(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil))
	var english, russian catalogShape
	decode(t, d, "catalog?lang=en", &english)
	decode(t, d, "catalog?lang=ru", &russian)
	titles := map[string]string{}
	days := map[string]bool{}
	for _, all := range []catalogShape{english, russian} {
		for _, f := range all.Fields {
			titles[f.ID+" "+f.Title], days[f.ID] = f.Title, f.Days
		}
	}
	require.Contains(t, titles, "amount Amount")
	require.Contains(t, titles, "amount Сумма")
	require.Contains(t, titles, "account.created_at Account: Created")
	require.False(t, days["amount"])
	require.True(t, days["created_at"] && days["account.created_at"] && days["expected_close_on"])
	fields := map[string][]string{}
	for _, k := range english.KPIs {
		fields[k.ID] = k.Fields
	}
	require.Contains(t, fields["revenue"], "amount")
	require.NotContains(t, fields["revenue"], "name", "a text is filtered as a dimension")
	require.Empty(t, fields["revenue_target"])
	require.NotContains(t, fields["cac"], "first_won_at", "costs have no such time")
}

// What a filter can hold for alone, and what its rows are filtered by then.
func TestCatalogTellsWhatFiltersCanBeOf(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil))
	var english, russian catalogShape
	decode(t, d, "catalog?lang=en", &english)
	decode(t, d, "catalog?lang=ru", &russian)
	require.Equal(t, []title{{"numerator", "Числитель"}, {"denominator", "Знаменатель"}}, russian.Sides)
	of := func(id string) (ids []string, all map[string]filtered) {
		all = map[string]filtered{}
		i := slices.IndexFunc(english.KPIs, func(k kpi) bool { return k.ID == id })
		for _, f := range english.KPIs[i].Of {
			ids, all[f.ID] = append(ids, f.ID), f
		}
		return ids, all
	}
	ids, sides := of("roi")
	require.Equal(t, []string{"numerator", "denominator", "deals", "touches"}, ids)
	require.Contains(t, sides["numerator"].Dimensions, "rep")
	require.NotContains(t, sides["denominator"].Dimensions, "rep", "costs have none")
	require.Contains(t, sides["denominator"].Fields, "spent_on")
	require.Empty(t, sides["touches"].Dimensions, "the entity says so itself")
	i := slices.IndexFunc(english.Entities, func(e filtered) bool { return e.ID == "touches" })
	require.Subset(t, english.Entities[i].Dimensions, []string{"campaign", "channel", "segment"})
	require.NotContains(t, english.Entities[i].Dimensions, "stage")
	require.Contains(t, english.Entities[i].Fields, "occurred_at")
	ids, _ = of("revenue")
	require.Empty(t, ids)
	ids, _ = of("revenue_attainment")
	require.Empty(t, ids, "a target is not for some of the rows")
	ids, _ = of("stage_duration")
	require.Equal(t, []string{"deal_history"}, ids)
}

func TestCatalogTellsOfParameters(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil))
	var english, russian catalogShape
	decode(t, d, "catalog?lang=en", &english)
	decode(t, d, "catalog?lang=ru", &russian)
	of := func(c catalogShape, kpi string) []parameter {
		for _, k := range c.KPIs {
			if k.ID == kpi {
				return k.Parameters
			}
		}
		return nil
	}
	statistic := of(english, "sales_cycle")[0]
	require.Equal(t, []string{"statistic", "Statistic", "median"}, []string{statistic.Name, statistic.Title, statistic.Default})
	require.Equal(t, option{ID: "median", Title: "median"}, statistic.Options[0])
	require.Contains(t, of(russian, "sales_cycle")[0].Options, option{ID: "mean", Title: "среднее"})
	require.Contains(t, of(russian, "first_response_time")[0].Options, option{ID: "business", Title: "Рабочие часы"})
	require.Contains(t, of(russian, "win_rate_cohort"), parameter{Name: "window", Title: "Окно", Help: "время, как 24h или 2w, или ever — без конца", Default: "90d"})
	require.Contains(t, of(english, "pipeline_needed"), parameter{Name: "win_rate_value", Title: "Assumed: Win rate by value", Help: "computed unless given"})
}

func TestCatalogUnderAMapping(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", changes{
		"mapping": "entities: {deals: {from: deals, fields: {id: id, status: status, closed_at: closed_at}}}",
	}))
	var found catalogShape
	decode(t, d, "catalog", &found)
	available := map[string]string{}
	for _, kpi := range found.KPIs {
		available[kpi.ID] = kpi.Reason
		require.Equal(t, kpi.Available, kpi.Reason == "", kpi.ID)
	}
	require.Empty(t, available["deals_won"])
	requireParts(t, available["revenue"], "deals.amount", "mapping")
	requireParts(t, available["tickets_created"], "tickets", "mapping")
	require.Len(t, found.Entities, 1)
	require.Equal(t, "deals", found.Entities[0].ID)
}

func TestDimensions(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil))
	var one, both struct{ Dimensions []title }
	decode(t, d, "dimensions?kpis=revenue", &one)
	decode(t, d, "dimensions?kpis=revenue,%20tickets_created&lang=ru", &both)
	require.Contains(t, one.Dimensions, title{"lost_reason", "Lost reason"})
	require.Contains(t, both.Dimensions, title{"region", "Регион"})
	require.Less(t, len(both.Dimensions), len(one.Dimensions), "only those that both have")
}

func TestValues(t *testing.T) {
	dsn := company(t)
	d := instance(t, settingsOf(t, dsn, nil))
	type pair struct{ Value, Text string }
	var found, some, none struct{ Values []pair }
	decode(t, d, "values?dimension=region", &found)
	require.Contains(t, found.Values, pair{"EMEA", "EMEA"})
	decode(t, d, "values?dimension=region&search=eme&limit=1", &some)
	require.Equal(t, []pair{{"EMEA", "EMEA"}}, some.Values)
	decode(t, d, "values?dimension=region&search=%25", &none)
	require.NotNil(t, none.Values)
	require.Empty(t, none.Values)
}

func TestWrongCalls(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	for address, test := range map[string]struct {
		status int
		parts  []string
	}{
		"values":                           {400, []string{"dimension", "region"}},
		"values?dimension=continent":       {400, []string{"continent", "region"}},
		"values?dimension=region&limit=x":  {400, []string{"limit", "10000"}},
		"values?dimension=region&limit=-1": {400, []string{"limit", "10000"}},
		"dimensions":                       {400, []string{"/dimensions?kpis=revenue,win_rate"}},
		"dimensions?kpis=revenues":         {400, []string{"revenues", "did you mean"}},
		"secrets":                          {404, []string{"GET /secrets", "/catalog"}},
	} {
		t.Run(address, func(t *testing.T) {
			status, body := get(t, d, address)
			require.Equal(t, test.status, status)
			var fault struct{ Error string }
			require.NoError(t, json.Unmarshal([]byte(body), &fault))
			requireParts(t, fault.Error, test.parts...)
		})
	}
}
