package plugin_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/plugin"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// wide is a question whose answer would take more than 6 GB.
const wide = `{"kpis":["revenue","deals_won","deals_lost","new_deals","win_rate","average_deal_size","sales_cycle","new_deal_value","open_deals","pipeline_value"],
	"grain":"hour","groupBy":["account"],"compare":"previous_year","compareAs":["value","difference","ratio"]}`

// many is a question, so often.
func many(n int, question string) map[string]string {
	all := map[string]string{}
	for i := range n {
		all[fmt.Sprint("Q", i)] = question
	}
	return all
}

// asked asks as somebody who is signed in.
func asked(ctx context.Context, d *plugin.Datasource, login string, questions map[string]string) (backend.Responses, error) {
	response, err := d.QueryData(ctx, requestOf(backend.PluginContext{User: &backend.User{Login: login}}, questions))
	if err != nil {
		return nil, err
	}
	return response.Responses, nil
}

// peak is the most memory that a process has had, in MiB.
func peak(t *testing.T, client *pluginclient.Client) (mib int) {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", client.PID()))
	if err != nil {
		t.Skip("this system does not tell how much memory a process has had")
	}
	_, after, found := bytes.Cut(status, []byte("VmHWM:"))
	require.True(t, found)
	_, err = fmt.Sscan(string(after), &mib)
	require.NoError(t, err)
	return mib >> 10
}

// wideQuestions is how many are asked at once: each of them alone would take gigabytes, and PostgreSQL begins each.
const wideQuestions = 40

// The memory of the plugin does not depend on how much is asked of it.
func answersWithoutBound(t *testing.T, client *pluginclient.Client, dsn string) {
	settings := settingsOf(t, dsn, nil)
	settings.UID, settings.ID = "wide", 97
	response, err := client.QueryData(t.Context(), requestOf(contextOf(settings), many(wideQuestions, wide)))
	require.NoError(t, err)
	require.Len(t, response.Responses, wideQuestions)
	for _, answer := range response.Responses {
		requireFault(t, answer, backend.StatusBadRequest, "cells or more", "× 8784 periods × 40 columns", "at most 1000000 are allowed", `"Cells of an answer"`)
	}
	require.Less(t, peak(t, client), 1024)
	text, err := client.CollectMetrics(t.Context())
	require.NoError(t, err)
	require.Contains(t, text, `crmkpi_refused_total{bound="cells"} `+strconv.Itoa(wideQuestions))
}

// slowly is what runs for an hour.
func slowly(t *testing.T, admin *sql.DB) (n int) {
	t.Helper()
	require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
		AND state = 'active' AND query LIKE '%as asleep%' AND pid <> pg_backend_pid()`).Scan(&n))
	return n
}

// Somebody asks 200 questions that never end: the only one of somebody else is answered all the same.
// Whoever closes the panels ends what runs and what waits.
func TestOneViewerDoesNotStarveTheRest(t *testing.T) {
	dsn := company(t)
	admin := pgtest.Open(t, dsn)
	both := strings.TrimSuffix(slow, "}") + ", accounts: {from: crm.accounts, fields: {id: id, name: name}}}"
	settings := settingsOf(t, dsn, changes{"mapping": both, "queryTimeout": 3600, "liveUpdates": false, "answerAge": 0})
	settings.UID = "starved"
	d := instance(t, settings)
	status, _ := get(t, d, "catalog") // which asks for the types of the columns
	require.Equal(t, 200, status)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error)
	for range 20 {
		go func() {
			_, err := asked(ctx, d, "busy", many(10, `{"kpis":["deals_won"],"grain":"none"}`))
			ended <- err
		}()
	}
	waiting := func() float64 { return metrics(t)["crmkpi_pool_waiting starved"] }
	require.Eventually(t, func() bool { return slowly(t, admin) == 8 && waiting() == 192 }, time.Minute, 5*time.Millisecond)

	lone, err := asked(t.Context(), d, "lone", map[string]string{"A": `{"queryType":"records","entity":"accounts"}`})
	require.NoError(t, err)
	require.NoError(t, lone["A"].Error)
	require.Positive(t, lone["A"].Frames[0].Rows())
	require.Equal(t, 8, slowly(t, admin))
	require.EqualValues(t, 192, waiting())

	cancel()
	for range 20 {
		<-ended
	}
	require.Zero(t, waiting())
	require.Eventually(t, func() bool { return slowly(t, admin) == 0 }, time.Minute, 5*time.Millisecond)
}

// That the role has no connection left is waited out, not told.
func TestFewerConnectionsThanTurns(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	admin := pgtest.Open(t, dsn)
	role := fmt.Sprintf("few_%d", time.Now().UnixNano())
	for _, statement := range []string{
		"CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 2 PASSWORD " + pq.QuoteLiteral("few"), "GRANT USAGE ON SCHEMA crm TO " + role,
		"GRANT SELECT ON ALL TABLES IN SCHEMA crm TO " + role,
	} {
		_, err := admin.Exec(statement)
		require.NoError(t, err)
	}
	t.Cleanup(func() {
		_, err := admin.Exec("DROP OWNED BY " + role + "; DROP ROLE " + role)
		require.NoError(t, err)
	})
	d := instance(t, settingsOf(t, dsn, changes{"user": role, "password": "few", "liveUpdates": false, "answerAge": 0}))
	t.Cleanup(d.Dispose) // before the role goes
	for _, answer := range ask(t, d, many(40, `{"kpis":["deals_won"],"grain":"month"}`)) {
		require.NoError(t, answer.Error)
	}
}

func TestTimeOfAQuestion(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), changes{"mapping": slow, "queryTimeout": 3600, "questionTimeout": 0.5}))
	answer := ask(t, d, map[string]string{"A": `{"kpis":["deals_won"]}`})["A"]
	requireFault(t, answer, backend.StatusTimeout, "longer than 500ms", `"Question timeout"`)
}

// Answers are kept until all of their request can be sent: those for which there is no room are refused.
func TestMemoryOfAnswers(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), changes{"maxMemory": 1}))
	question := `{"kpis":["deals_won","revenue"],"grain":"day","groupBy":["region"]}`
	for range 2 { // what has been sent takes no memory
		require.NoError(t, ask(t, d, map[string]string{"A": question})["A"].Error)
	}
	refused := 0
	for _, answer := range ask(t, d, many(5, question)) {
		if answer.Error != nil {
			refused++
			requireFault(t, answer, backend.StatusTooManyRequests, "take all of the 1 MiB", `"Memory"`)
		}
	}
	require.Positive(t, refused)
	require.Less(t, refused, 5)
}
