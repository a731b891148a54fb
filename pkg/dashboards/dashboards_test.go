package dashboards_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

const dir = "../../dashboards"

func shipped(t *testing.T) []dashboards.Dashboard {
	t.Helper()
	english, err := dashboards.Load(dir)
	require.NoError(t, err)
	russian, err := dashboards.Load(filepath.Join(dir, "ru"))
	require.NoError(t, err)
	return append(english, russian...)
}

func TestShippedDashboardsKeepTheRules(t *testing.T) {
	problems, err := dashboards.LintFolder(dir, dashboards.BuiltIn{})
	require.NoError(t, err)
	for _, problem := range problems {
		t.Error(problem)
	}
}

func TestLinksBetweenDashboardsLeadSomewhere(t *testing.T) {
	uids := map[string]bool{}
	all := shipped(t)
	for _, d := range all {
		require.False(t, uids[d.UID], "two dashboards have the uid %s", d.UID)
		uids[d.UID] = true
	}
	address := regexp.MustCompile(`"/d/([\w-]+)`)
	for _, d := range all {
		text, err := os.ReadFile(d.File)
		require.NoError(t, err)
		found := address.FindAllSubmatch(text, -1)
		require.NotEmpty(t, found, d.File)
		for _, m := range found {
			require.True(t, uids[string(m[1])], "%s leads to %s, which is not shipped", d.File, m[1])
		}
	}
}

func TestLoadSaysWhatIsMissing(t *testing.T) {
	_, err := dashboards.Load(t.TempDir())
	require.ErrorContains(t, err, "there are no dashboards")

	broken := filepath.Join(t.TempDir(), "broken.json")
	require.NoError(t, os.WriteFile(broken, []byte(`{"panels": 3}`), 0o600))
	_, err = dashboards.Load(filepath.Dir(broken))
	require.ErrorContains(t, err, broken)
	require.ErrorContains(t, err, "classic JSON")
}

func TestRangeIsTheDashboardsOrThePanelsOwn(t *testing.T) {
	var d dashboards.Dashboard
	d.Time.From, d.Time.To = "now/y", "now/y"
	for want, p := range map[[2]string]dashboards.Panel{
		{"now/y", "now/y"}:           {},
		{"now-30d", "now"}:           {TimeFrom: "30d"},
		{"now", "now+7d"}:            {TimeFrom: "+7d"},
		{"now/M", "now"}:             {TimeFrom: "now/M"},
		{"now-3y/Q-90d", "now-90d"}:  {TimeFrom: "now-3y/Q", TimeShift: "90d"},
		{"now-0d/d", "now+6d-0d/d"}:  {TimeFrom: "+6d", TimeShift: "0d/d"},
		{"now/y-0d/d", "now/y-0d/d"}: {TimeShift: "0d/d"},
	} {
		from, to := d.Range(p)
		require.Equal(t, want, [2]string{from, to})
	}
}

func TestAskedPutsTheChosenValueInThePlaceOfAVariable(t *testing.T) {
	d, err := dashboards.Parse([]byte(`{"templating": {"list": [
		{"name": "entity", "type": "query", "current": {"value": "say \"deals\""}}, {"name": "team", "type": "query", "current": {"value": ["$__all"]}},
		{"name": "win_rate", "type": "textbox", "current": {"value": ""}}, {"name": "datasource", "type": "datasource", "current": {"value": "crm-kpis"}}]},
		"panels": [{"targets": [{"refId": "A", "datasource": {"uid": "${datasource}"}, "entity": "$entity", "search": "${team}", "parameters": {"win_rate": "$win_rate"},
			"filters": [{"dimension": "team", "operator": "in", "values": ["$team"]}]}]}]}`))
	require.NoError(t, err)
	got, err := d.Asked(d.Panels[0].Targets[0])
	require.NoError(t, err)
	require.JSONEq(t, `{"refId": "A", "datasource": {"uid": "${datasource}"}, "entity": "say \"deals\"", "search": "${team}", "parameters": {"win_rate": ""}}`, string(got))
}

func TestUnfilteredDropsOnlyFiltersByVariables(t *testing.T) {
	target := func(text string) dashboards.Target {
		var out dashboards.Target
		require.NoError(t, json.Unmarshal([]byte(text), &out))
		return out
	}
	got, err := target(`{"kpis": ["roi"], "filters": [{"dimension": "channel", "operator": "in", "values": ["$channel"]},
		{"dimension": "campaign", "operator": "is_not_none"}, {"dimension": "region", "operator": "in", "values": ["US$"]}]}`).Unfiltered()
	require.NoError(t, err)
	require.JSONEq(t, `{"kpis": ["roi"], "filters": [{"dimension": "campaign", "operator": "is_not_none"},
		{"dimension": "region", "operator": "in", "values": ["US$"]}]}`, string(got))

	got, err = target(`{"kpis": ["roi"], "filters": [{"dimension": "channel", "operator": "in", "values": ["${channel}"]}]}`).Unfiltered()
	require.NoError(t, err)
	require.JSONEq(t, `{"kpis": ["roi"]}`, string(got))
}
