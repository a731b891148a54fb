package faults

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// clock is that of a plugin's process, which jumps as that of a host does: what time it is, not how much time passes.
type clock struct {
	plugin *pluginclient.Client
	file   string // has by how many seconds it is ahead
}

// following is a part of the plugin's program that sets its clock by the file beside it.
const following = `package main

import (
	"os"
	"strconv"
	"time"
)

func init() {
	program, _ := os.Executable()
	go func() {
		for range time.Tick(time.Millisecond) {
			text, _ := os.ReadFile(program + ".clock")
			if seconds, err := strconv.ParseInt(string(text), 10, 64); err == nil {
				time.Jumped = seconds
			}
		}
	}()
}
`

// startClock starts the plugin as it is, but for Go's own package time, which is built for it with a clock that can jump.
func startClock(t *testing.T) clock {
	t.Helper()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	source := filepath.Join(strings.TrimSpace(string(goroot)), "src", "time", "time.go")
	text, err := os.ReadFile(source)
	require.NoError(t, err)
	const now, jumped = "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n", "\tsec += Jumped\n"
	require.Equal(t, 1, strings.Count(string(text), now), "Go tells the time in another way: see how its clock can be made to jump")

	folder := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		return file
	}
	program, err := filepath.Abs(filepath.Join("..", "..", "..", "following_clock.go"))
	require.NoError(t, err)
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {
		source:  write("time.go", strings.Replace(string(text), now, now+jumped, 1)+"\nvar Jumped int64\n"),
		program: write("following_clock.go", following),
	}})
	require.NoError(t, err)
	binary := filepath.Join(folder, "gpx_crm.exe")
	output, err := exec.Command("go", "build", "-overlay", write("overlay.json", string(overlay)), "-o", binary, "github.com/crmkpi/crm-datasource/pkg").CombinedOutput()
	require.NoError(t, err, string(output))
	return clock{start(t, binary), binary + ".clock"}
}

// jump sets the clock so far ahead of this process's, and waits until the plugin tells that time.
func (c clock) jump(t *testing.T, source backend.PluginContext, ahead time.Duration) {
	t.Helper()
	require.NoError(t, os.WriteFile(c.file, []byte(strconv.Itoa(int(ahead.Seconds()))), 0o644))
	eventually(t, func() bool {
		answer, err := ask(t.Context(), c.plugin, source, `{"queryType":"values","dimension":"entity"}`)
		require.NoError(t, err)
		require.NoError(t, answer.Error)
		told, err := time.Parse(time.RFC3339Nano, answer.Frames[0].Meta.Custom.(map[string]any)["asOf"].(string))
		require.NoError(t, err)
		return time.Until(told.Add(-ahead)).Abs() < time.Minute
	})
}

// jumps are faults of a clock.
func (c clock) jumps() (all []fault) {
	for id, ahead := range map[string]time.Duration{"clock_ahead": 24 * time.Hour, "clock_back": -24 * time.Hour} {
		all = append(all, fault{id: id, during: func(t *testing.T, s *scene) func() {
			c.jump(t, s.sources[i18n.English], ahead)
			return func() { c.jump(t, s.sources[i18n.English], 0) }
		}})
	}
	return all
}

// requireChanges checks that panels that are open hear of a change after the clock has jumped back to before they were asked.
func (c clock) requireChanges(t *testing.T, of company, n network) {
	source := of.source("live", n.port(t), i18n.English, settings{"liveUpdates": true, "liveInterval": 1})
	heard := make(chan changes.State, 100)
	var listening sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	listening.Go(func() {
		_ = c.plugin.RunStream(ctx, &backend.RunStreamRequest{PluginContext: source, Path: "changes"}, func(text []byte) error {
			var s changes.State
			err := json.Unmarshal(text, &s)
			heard <- s
			return err
		}) // ended by stop
	})
	defer listening.Wait()
	defer stop()
	require.Empty(t, (<-heard).Changed)
	c.jump(t, source, -24*time.Hour)
	of.exec(t, `update crm.deals set amount = amount where id = 1`)
	require.Contains(t, (<-heard).Changed, "deals")
	c.jump(t, source, 0)
}

// requireTime checks that what has a time ends in time when the clock jumps back meanwhile, that now is what the clock says, and that no answer of before is kept for
// longer than without a jump.
func (c clock) requireTime(t *testing.T, of company, n network) {
	impatient, patient := of.source("impatient", n.port(t), i18n.English, settings{"questionTimeout": 2}), of.source("patient", n.port(t), i18n.English, settings{"answerAge": 1})
	for _, source := range []backend.PluginContext{impatient, patient} { // what the first question asks of the database
		answer, err := ask(t.Context(), c.plugin, source, byMonth)
		require.NoError(t, err)
		numbers(t, answer)
	}
	release := of.hold(t)
	answered := make(chan backend.DataResponse, 1)
	go func() {
		answer, _ := ask(t.Context(), c.plugin, impatient, byMonth)
		answered <- answer
	}()
	of.waiting(t, 1)
	c.jump(t, patient, -24*time.Hour)
	require.Equal(t, backend.StatusTimeout, (<-answered).Status)
	release()

	days := backend.TimeRange{From: time.Now().AddDate(0, 0, -3).Truncate(time.Hour), To: time.Now().AddDate(0, 0, 3).Truncate(time.Hour)}
	of.exec(t, `insert into crm.deals (id, name, owner, status, amount, created_at) values (0, 'Tomorrow', 1, 'open', 1, now() + interval '12 hours')`)
	for ahead, want := range map[time.Duration]float64{-24 * time.Hour: 0, 0: 0, 24 * time.Hour: 1} {
		c.jump(t, patient, ahead)
		eventually(t, func() bool { // once what was kept before is too old, by whatever clock
			answer, err := askOver(t.Context(), c.plugin, patient, `{"kpis":["open_deals"],"grain":"none"}`, days)
			require.NoError(t, err)
			require.NoError(t, answer.Error)
			got, err := answer.Frames[0].Fields[0].FloatAt(0)
			require.NoError(t, err)
			return got == want
		})
	}
}
