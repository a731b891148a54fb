package plugin_test

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	watcher "github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// living is a company whose deals are won while somebody looks, and the plugin's process that shows it.
type living struct {
	client  *pluginclient.Client
	context backend.PluginContext
	owner   *sql.DB
	won     int
	heard   chan watcher.State
}

// live has a company watched, for which triggers are installed or not, and returns when a change would be seen.
func live(t testing.TB, client *pluginclient.Client, triggers bool, interval float64) *living {
	t.Helper()
	dsn := demotest.Empty().Copy(t)
	settings := settingsOf(t, dsn, changes{"liveInterval": interval})
	settings.UID, settings.ID = dsn, time.Now().UnixNano() // another instance than that of any other call
	l := &living{client: client, context: contextOf(settings), owner: pgtest.Open(t, dsn), heard: make(chan watcher.State, 1000)}
	l.owner.SetMaxIdleConns(0) // a session tells what it has counted at its end, if not before
	if triggers {
		install(t, dsn, l.owner)
	}
	path := "changes"
	subscribed, err := client.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{PluginContext: l.context, Path: path})
	require.NoError(t, err)
	require.Equal(t, backend.SubscribeStreamStatusOK, subscribed.Status)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- client.RunStream(ctx, &backend.RunStreamRequest{PluginContext: l.context, Path: path}, func(text []byte) error {
			l.heard <- stateOf(t, text)
			return nil
		})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	require.Empty(t, l.next(t).Changed)
	if triggers {
		require.Eventually(t, func() bool { return l.count(t, listeners) == 1 }, time.Minute, 5*time.Millisecond)
	}
	return l
}

func install(t testing.TB, dsn string, owner *sql.DB) {
	t.Helper()
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	defer db.Close()
	tables, err := watcher.Tables(t.Context(), db, crm.Reference())
	require.NoError(t, err)
	installable, err := watcher.Installable(t.Context(), db, tables)
	require.NoError(t, err)
	require.NoError(t, postgres.Write(t.Context(), owner, nil, watcher.Installing(installable)))
}

func stateOf(t testing.TB, text []byte) (s watcher.State) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, &s))
	return s
}

func (l *living) next(t testing.TB) watcher.State {
	t.Helper()
	select {
	case s := <-l.heard:
		return s
	case <-time.After(time.Minute):
		require.Fail(t, "nothing was heard")
		return watcher.State{}
	}
}

// The plugin's connections: all, and those that wait for what triggers announce.
const (
	connected = `select count(*) from pg_stat_activity where datname = current_database() and application_name = 'Grafana CRM KPIs'`
	listeners = connected + ` and query like 'LISTEN%'`
)

func (l *living) count(t testing.TB, statement string) (n int) {
	t.Helper()
	require.NoError(t, l.owner.QueryRow(statement).Scan(&n))
	return n
}

// win commits a deal that is won now, and returns when it began to.
func (l *living) win(t testing.TB) time.Time {
	t.Helper()
	tx, err := l.owner.Begin()
	require.NoError(t, err)
	l.won++
	_, err = tx.Exec(`insert into crm.deals (id, name, status, amount, currency, created_at, closed_at) values ($1, 'Deal', 'won', 100, 'USD', now(), now())`, l.won)
	require.NoError(t, err)
	committed := time.Now()
	require.NoError(t, tx.Commit())
	return committed
}

// shown asks what a panel shows: how many deals are won, and the entities that it was read from.
func (l *living) shown(t testing.TB) (won float64, entities []string) {
	t.Helper()
	request := requestOf(l.context, map[string]string{"A": `{"kpis":["deals_won"],"grain":"none"}`})
	request.Queries[0].TimeRange = backend.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now()}
	response, err := l.client.QueryData(t.Context(), request)
	require.NoError(t, err)
	answer := response.Responses["A"]
	require.NoError(t, answer.Error)
	v, err := answer.Frames[0].Fields[0].NullableFloatAt(0)
	require.NoError(t, err)
	var meta struct{ Entities []string }
	text, err := json.Marshal(answer.Frames[0].Meta.Custom)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &meta))
	if v == nil {
		return 0, meta.Entities
	}
	return *v, meta.Entities
}

func TestLive(t *testing.T) {
	client := started(t)
	for name, test := range map[string]struct {
		triggers bool
		interval float64
	}{"triggers": {true, 3600}, "counters": {false, 1}} {
		t.Run(name, func(t *testing.T) {
			l := live(t, client, test.triggers, test.interval)
			before, entities := l.shown(t)
			require.Zero(t, before)
			require.Equal(t, []string{"deals"}, entities)
			l.win(t)
			require.Equal(t, []string{"deals"}, slices.Sorted(maps.Keys(l.next(t).Changed)))
			after, _ := l.shown(t)
			require.EqualValues(t, 1, after, "who hears of a change finds it")
		})
	}

	t.Run("who subscribes later is told what has changed", func(t *testing.T) {
		l := live(t, client, true, 3600)
		l.win(t)
		heard := l.next(t)
		later, err := client.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{PluginContext: l.context, Path: "changes"})
		require.NoError(t, err)
		known := stateOf(t, later.InitialData.Data())
		require.True(t, heard.Changed["deals"].Equal(known.Changed["deals"]))
		require.True(t, heard.Since.Equal(known.Since))
	})

	t.Run("refused", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		for name, test := range map[string]struct {
			path   string
			change changes
		}{
			"another path": {"rows", nil}, "switched off": {"changes", changes{"liveUpdates": false}}, "wrong settings": {"changes", changes{"liveInterval": 0.5}},
		} {
			settings := settingsOf(t, dsn, test.change)
			settings.UID, settings.ID = name, int64(len(name))
			answer, err := client.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{PluginContext: contextOf(settings), Path: test.path})
			require.NoError(t, err)
			require.Equal(t, backend.SubscribeStreamStatusNotFound, answer.Status, name)
		}
		status, err := client.PublishStream(t.Context(), &backend.PublishStreamRequest{PluginContext: contextOf(settingsOf(t, dsn, nil)), Path: "changes", Data: []byte("{}")})
		require.NoError(t, err)
		require.Equal(t, backend.PublishStreamStatusPermissionDenied, status)
	})
}

// After new settings, Grafana runs the stream anew: the old one must end, with its connections.
func TestDisposedInstancesStopWatching(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	owner := pgtest.Open(t, dsn)
	install(t, dsn, owner)
	d := instance(t, settingsOf(t, dsn, nil))
	ended := make(chan error, 1)
	go func() {
		ended <- d.RunStream(t.Context(), &backend.RunStreamRequest{Path: "changes"}, backend.NewStreamSender(nowhere{}))
	}()
	l := &living{owner: owner}
	require.Eventually(t, func() bool { return l.count(t, listeners) == 1 }, time.Minute, 5*time.Millisecond)
	d.Dispose()
	require.ErrorIs(t, <-ended, watcher.ErrClosed)
	require.Eventually(t, func() bool { return l.count(t, connected) == 0 }, time.Minute, 5*time.Millisecond)
}

// nowhere is where packets end that nobody reads.
type nowhere struct{}

func (nowhere) Send(*backend.StreamPacket) error { return nil }

// BenchmarkLive measures from the commit of a deal until a subscriber hears of it, and until the answer with it is there. Commits are
// as far apart as a second and more, as a dashboard is for: what follows another one sooner waits for that second.
//
//	go test ./pkg/plugin -run '^$' -bench Live -benchtime 50x
func BenchmarkLive(b *testing.B) {
	client := started(b)
	const interval = 5 // seconds, the default
	for name, triggers := range map[string]bool{"triggers": true, "counters": false} {
		b.Run(name, func(b *testing.B) {
			l := live(b, client, triggers, interval)
			var heard, shown []time.Duration
			for i := range b.N {
				apart := time.Second
				if !triggers { // at any time between two looks
					apart += interval * time.Second * time.Duration(i*37%b.N) / time.Duration(b.N)
				}
				time.Sleep(apart)
				committed := l.win(b)
				l.next(b)
				heard = append(heard, time.Since(committed))
				won, _ := l.shown(b)
				shown = append(shown, time.Since(committed))
				require.EqualValues(b, l.won, won)
			}
			for what, all := range map[string][]time.Duration{"heard": heard, "shown": shown} {
				slices.SortFunc(all, cmp.Compare)
				for _, percent := range []int{50, 95} {
					b.ReportMetric(float64(all[(len(all)-1)*percent/100].Microseconds())/1000, fmt.Sprintf("ms-%s-p%d", what, percent))
				}
			}
		})
	}
}
