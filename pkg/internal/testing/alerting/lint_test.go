package alerting

import (
	"encoding/json"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

const project = "../../../.."

func loaded(t *testing.T) []Rule {
	t.Helper()
	all, err := Load(Folder)
	require.NoError(t, err)
	return all
}

func TestThereIsARuleForEachThingToWatch(t *testing.T) {
	var titles []string
	for _, r := range shipped(t) {
		titles = append(titles, r.Title)
	}
	require.ElementsMatch(t, []string{
		"Revenue pace behind", "Pipeline coverage low", "Lead conversion drop", "Untouched leads", "Stalled or past-due value high", "Forecast bias",
		"CPA above limit", "ROI below 1", "CLTV:CAC below 3", "Negative mentions spike",
		"First response slow", "SLA about to breach", "Backlog growth", "CSAT low", "Complaints spike", "Commitment overdue", "Standard failed", "Training overdue",
		"Data stale", "CRM data source does not answer",
	}, titles)
}

func TestRulesAreRoutedAndKeepTheirStateInAnOutage(t *testing.T) {
	uids := map[string]bool{}
	for _, r := range loaded(t) {
		require.False(t, uids[r.UID], "two rules have the uid %s", r.UID)
		uids[r.UID] = true
		require.True(t, strings.HasPrefix(r.UID, "crm-"), r.UID)
		require.Equal(t, "crm", r.Labels["source"], r.UID)
		require.Contains(t, []string{"sales", "marketing", "support", "data"}, r.Labels["department"], r.UID)
		require.Contains(t, []string{"info", "warning", "critical"}, r.Labels["severity"], r.UID)
		_, err := catalog.Default().KPI(r.Labels["kpi"])
		require.NoError(t, err, r.UID)
		if !r.Paused {
			require.Equal(t, r.Labels["department"], strings.TrimSuffix(r.File, ".yaml"), r.UID)
			require.Equal(t, "CRM "+strings.ToUpper(r.File[:1])+strings.TrimSuffix(r.File[1:], ".yaml"), r.Folder, r.UID)
		}
		require.NotEmpty(t, r.For, r.UID)
		require.NotEmpty(t, r.KeepFiringFor, r.UID)
		require.Positive(t, r.MissingSeries, r.UID)
		if r.UID == sourceRule {
			require.Equal(t, []string{"Alerting", "Alerting"}, []string{r.ExecErrState, r.NoDataState}, "it is the one that tells of errors")
		} else {
			require.Equal(t, "KeepLast", r.ExecErrState, "%s: an outage must not resolve or raise it", r.UID)
			require.Contains(t, []string{"KeepLast", "OK"}, r.NoDataState, "%s: no data is no breach", r.UID)
		}
	}
}

// The questions of a rule are about the same groups, and each can be asked.
func TestQuestionsOfRules(t *testing.T) {
	known := plan.New(catalog.Default(), crm.Reference(), plan.Settings{ReportingCurrency: "USD"})
	now := local(t, days["an ordinary noon"])
	for _, r := range loaded(t) {
		var first query.Question
		for i, q := range r.Data {
			require.Equal(t, q.RefID, q.Model["refId"], r.UID)
			if !q.Asks() {
				continue
			}
			require.Equal(t, "crm-kpis", q.DataSource, r.UID)
			require.Greater(t, q.Range.From, q.Range.To, "%s: a range ends after it begins", r.UID)
			require.Equal(t, query.CurrentVersion, q.Model["version"], r.UID)
			question, err := types.Parse(q.JSON())
			require.NoError(t, err, r.UID)
			carried := map[string]any{}
			text, err := json.Marshal(question)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, &carried))
			for field := range q.Model {
				require.True(t, field == "refId" || carried[field] != nil, "%s: the field %q says nothing", r.UID, field)
			}
			require.Len(t, question.KPIs, 1, "%s: Grafana tells the columns of a question not apart", r.UID)
			require.Equal(t, query.Table, question.Format, r.UID)
			from, to := q.Range.at(now)
			_, err = known.Resolve(question, plan.Request{Range: calendar.Range{From: from, To: to}, Now: now, Viewer: plan.Viewer{Alerts: true}})
			require.NoError(t, err, "%s, %s", r.UID, q.RefID)
			if i == 0 {
				first = question
			}
			question.KPIs = first.KPIs
			require.Equal(t, first, question, "%s: %s asks about other groups than the first", r.UID, q.RefID)
			require.Equal(t, r.Data[0].Range, q.Range, "%s: %s asks about another time", r.UID, q.RefID)
			require.True(t, len(question.GroupBy) == 0 || slices.Equal(question.GroupBy, []string{"entity"}) || question.Groups == query.AllGroups,
				"%s: without groups: all, a question without rows is no data for the whole rule", r.UID)
		}
	}
}

// Thresholds have a recovery threshold, and the texts name the same numbers.
func TestThresholdsOfRules(t *testing.T) {
	for _, r := range loaded(t) {
		condition, err := r.threshold()
		require.NoError(t, err)
		alert := condition.Conditions[0].Evaluator
		require.NotNil(t, condition.Conditions[0].UnloadEvaluator, r.UID)
		limit, ok := r.query("limit")
		require.Equal(t, r.UID != sourceRule, ok, r.UID)
		if ok {
			shown, err := strconv.ParseFloat(limit.Model["expression"].(string), 64)
			require.NoError(t, err)
			require.True(t, shown == alert.Params[0] || len(alert.Params) == 2 && shown == math.Abs(alert.Params[1]),
				"%s: its texts say %v, its threshold is %v", r.UID, shown, alert.Params)
		}
	}
}

var (
	cyrillic = regexp.MustCompile(`\p{Cyrillic}`)
	valueOf  = regexp.MustCompile(`\$values\.(\w+)\.Value`)
	labelOf  = regexp.MustCompile(`\$labels\.(\w+)`)
)

func TestTextsOfRules(t *testing.T) {
	boards := variablesOfDashboards(t)
	for _, r := range loaded(t) {
		for _, name := range []string{"summary", "description", "summary_ru", "description_ru", "runbook_url", "runbook_url_ru", "dashboard", "dashboard_ru"} {
			text := r.Annotations[name]
			require.NotEmpty(t, text, "%s: %s", r.UID, name)
			if !strings.HasPrefix(name, "runbook") && !strings.HasPrefix(name, "dashboard") {
				require.Equal(t, strings.HasSuffix(name, "_ru"), cyrillic.MatchString(text), "%s: %s is in another language", r.UID, name)
			}
			for _, found := range valueOf.FindAllStringSubmatch(text, -1) {
				_, ok := r.query(found[1])
				require.True(t, ok, "%s: %s names %s, which is not asked", r.UID, name, found[1])
			}
		}
		require.Len(t, r.Annotations, 8, "%s: panels are linked by address, which breaks with no number of a panel", r.UID)
		for _, language := range []string{"", "_ru"} {
			lintDashboard(t, r, r.Annotations["dashboard"+language], language, boards)
			lintRunbook(t, r, r.Annotations["runbook_url"+language], language)
			if r.UID == sourceRule {
				continue
			}
			summary := r.Annotations["summary"+language]
			require.Contains(t, summary, "$values.limit.Value", "%s: what is the limit?", r.UID)
			require.GreaterOrEqual(t, len(valueOf.FindAllString(summary, -1)), 2, "%s: how much is it?", r.UID)
			require.Regexp(t, `\$labels`, summary, "%s: which group is it?", r.UID)
		}
	}
}

// lintDashboard checks the link to a dashboard that is filtered by the group of the alert.
func lintDashboard(t *testing.T, r Rule, link, language string, boards map[string][]string) {
	t.Helper()
	address := regexp.MustCompile(`\{\{ urlquery .*? \}\}`).ReplaceAllString(strings.TrimPrefix(link, "{{ externalURL }}"), "x")
	found, err := url.Parse(address)
	require.NoError(t, err, r.UID)
	uid, isDashboard := strings.CutPrefix(found.Path, "d/")
	require.True(t, isDashboard, "%s: %s", r.UID, link)
	require.Equal(t, language == "_ru", strings.HasSuffix(uid, "-ru"), r.UID)
	variables, there := boards[strings.TrimSuffix(uid, "-ru")]
	require.True(t, there, "%s: no dashboard has the uid %s", r.UID, uid)
	for name := range found.Query() {
		if variable, ok := strings.CutPrefix(name, "var-"); ok {
			require.Contains(t, variables, variable, "%s: %s has no such variable", r.UID, uid)
		}
	}
	require.True(t, found.Query().Has("from") && found.Query().Has("to"), "%s: %s has no range", r.UID, link)
	groupBy, _ := r.Data[0].Model["groupBy"].([]any)
	if r.Paused || len(groupBy) == 0 {
		return
	}
	dimension := groupBy[0].(string)
	require.Contains(t, link, "var-"+dimension+"={{ urlquery $labels."+dimension+" }}", r.UID)
	for _, label := range labelOf.FindAllStringSubmatch(link, -1) {
		require.Equal(t, dimension, label[1], r.UID)
	}
}

func lintRunbook(t *testing.T, r Rule, link, language string) {
	t.Helper()
	page := map[string]string{"": "docs/alerts.md", "_ru": "docs/ru/alerts.md"}[language]
	rest, ok := strings.CutPrefix(link, "https://github.com/crmkpi/crm-datasource/blob/main/"+page+"#")
	require.True(t, ok, "%s: %s", r.UID, link)
	text, err := os.ReadFile(filepath.Join(project, page))
	require.NoError(t, err)
	require.Contains(t, string(text), `<a id="`+rest+`"></a>`, "%s: %s has no such section", r.UID, page)
	require.Equal(t, r.UID, rest)
}

// variablesOfDashboards are the names of the variables of the shipped English dashboards, by uid.
func variablesOfDashboards(t *testing.T) map[string][]string {
	t.Helper()
	all, err := dashboards.Load(filepath.Join(project, "dashboards"))
	require.NoError(t, err)
	boards := map[string][]string{}
	for _, d := range all {
		boards[d.UID] = []string{}
		for _, v := range d.Templating.List {
			boards[d.UID] = append(boards[d.UID], v.Name)
		}
	}
	return boards
}
