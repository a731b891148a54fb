package engine_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// sharing has equal questions to an engine answered once.
func sharing(t *testing.T, e *engine.Engine) *engine.Engine {
	answers := engine.Cached(1<<30, time.Hour)
	t.Cleanup(answers.Close)
	e.Shared = &engine.Shared{Cache: answers}
	return e
}

// later is the same question, a moment after.
func later(r plan.Request, by time.Duration) plan.Request {
	r.Now = r.Now.Add(by)
	return r
}

func TestEqualQuestionsHaveOneAnswer(t *testing.T) {
	e := sharing(t, company(t))
	first := by(t, "anna", "anna@example.com", "Viewer")
	made := func(q query.Question, r plan.Request) bool {
		before := e.Shared.Cache.Stats().Misses
		_, err := e.Ask(t.Context(), q, r)
		require.NoError(t, err)
		return e.Shared.Cache.Stats().Misses > before
	}
	require.True(t, made(dealsWon, first))
	asOf := ask(t, e, dealsWon, later(by(t, "bert", "bert@example.com", "Editor"), time.Second))
	alone := ask(t, company(t), dealsWon, first)
	require.Equal(t, alone.Values, asOf.Values)

	a, err := e.Ask(t.Context(), dealsWon, later(first, 2*time.Second))
	require.NoError(t, err)
	require.Equal(t, first.Now, a.AsOf, "it is as of the first")

	wide := first
	wide.MaxPoints, wide.Interval = 900, time.Minute
	require.False(t, made(dealsWon, wide), "how wide a panel is says nothing to a question with a grain")
	day := first
	day.Range.To = day.Range.To.AddDate(0, 0, -1)
	require.True(t, made(dealsWon, day))
	byTeam := dealsWon
	byTeam.GroupBy = []string{"team"}
	require.True(t, made(byTeam, first))

	auto := dealsWon
	auto.Grain = query.Auto
	require.True(t, made(auto, first))
	wide.MaxPoints = 3
	require.True(t, made(auto, wide), "the grain follows from it")
}

// The last hours are the same question at any moment, and what a person has chosen is another one.
func TestRangesThatEndNow(t *testing.T) {
	e := sharing(t, company(t))
	q := query.Question{KPIs: []string{"deals_won"}, Grain: calendar.None}
	at := func(now, from, to time.Time) uint64 {
		before := e.Shared.Cache.Stats().Misses
		_, err := e.Ask(t.Context(), q, plan.Request{Range: calendar.Range{From: from, To: to}, Now: now})
		require.NoError(t, err)
		return e.Shared.Cache.Stats().Misses - before
	}
	now := thisYear(t).Now.Add(7*time.Second + 123*time.Millisecond)
	year := thisYear(t).Range.From
	later := now.Add(5 * time.Second)
	require.EqualValues(t, 1, at(now, now.Add(-6*time.Hour), now))
	require.EqualValues(t, 0, at(later, later.Add(-6*time.Hour), later))
	require.EqualValues(t, 0, at(later, later.Add(-6*time.Hour-time.Second), later.Add(-time.Second)), "a browser said so a second ago")
	require.EqualValues(t, 1, at(later, later.Add(-3*time.Hour), later))
	require.EqualValues(t, 1, at(now, year, now), "this year so far")
	require.EqualValues(t, 0, at(later, year, later))
	require.EqualValues(t, 1, at(later, now.Add(-9*time.Hour), now.Add(-3*time.Hour)), "a part of a picture")
	require.EqualValues(t, 1, at(later, now.Add(-9*time.Hour+time.Second), now.Add(-3*time.Hour+time.Second)), "another part")
}

func TestWhatIsNotShared(t *testing.T) {
	e := sharing(t, company(t))
	alert, scheduler := by(t, "", "", ""), by(t, "grafana_scheduler", "", "Admin")
	alert.Viewer.Alerts = true
	for _, r := range []plan.Request{alert, scheduler} {
		a, err := e.Ask(t.Context(), dealsWon, later(r, time.Second))
		require.NoError(t, err)
		require.Equal(t, r.Now.Add(time.Second), a.AsOf)
	}
	explain := dealsWon
	explain.Type = query.Explain
	_, err := e.Ask(t.Context(), explain, by(t, "anna", "", "Admin"))
	require.NoError(t, err)
	require.Zero(t, e.Shared.Cache.Stats())

	unchanged := true
	var asked []string
	e.Shared.Unchanged = func(_ time.Time, entities []string) bool {
		asked = entities
		return unchanged
	}
	first, second := by(t, "anna", "", "Viewer"), later(by(t, "anna", "", "Viewer"), time.Second)
	asOf := func() time.Time {
		a, err := e.Ask(t.Context(), dealsWon, second)
		require.NoError(t, err)
		return a.AsOf
	}
	_, err = e.Ask(t.Context(), dealsWon, first)
	require.NoError(t, err)
	require.Equal(t, first.Now, asOf())
	require.Contains(t, asked, "deals")
	unchanged = false
	require.Equal(t, second.Now, asOf(), "what it is of has changed")
}

// Persons who see other rows ask the same at the same time: each has the answer that they have alone.
func TestWhoSeesOtherRowsHasOtherAnswers(t *testing.T) {
	const rules = `
rules:
  - {logins: [boss], see: everything, unmasked: true}
  - {logins: [masked], see: everything}
  - {roles: [Editor], see: own}
  - {roles: [Viewer], see: {country: [Germany, DE]}}
exempt: [{logins: [x], kpis: [deals_won], rows: 2, people: 1}]`
	var persons []plan.Request
	for _, one := range [][3]string{
		{"boss", "", "Admin"}, {"masked", "", "Viewer"}, {"a", "anna@meridian-devices.example", "Editor"}, {"b", "ben@meridian-devices.example", "Editor"}, {"v", "", "Viewer"}, {"x", "", "Viewer"},
	} {
		persons = append(persons, by(t, one[0], one[1], one[2]))
	}
	questions := []query.Question{
		dealsWon, {KPIs: []string{"revenue", "win_rate"}, GroupBy: []string{"rep"}, Grain: calendar.Quarter, Compare: query.PreviousYear},
		{Type: query.Records, Entity: "deals", Rows: 20}, {Type: query.Values, Dimension: "account"}, {Type: query.Annotations},
	}
	alone, shared := guarded(t, rules), sharing(t, guarded(t, rules))
	var asking sync.WaitGroup
	require.Greater(t, won(t, alone, persons[5]), won(t, alone, persons[4]), "the last one sees the same rows, and is told of all")
	kept := 0 // answers, not refusals
	for round := range 3 {
		for _, q := range questions {
			for _, r := range persons {
				want, refused := alone.Ask(t.Context(), q, r)
				if refused == nil && round == 0 {
					kept++
				}
				asking.Go(func() {
					got, err := shared.Ask(t.Context(), q, r)
					if assert.Equal(t, refused, err) && err == nil {
						if want.Result != nil {
							assert.Equal(t, want.Result.Values, got.Result.Values)
							assert.Equal(t, want.Result.Groups, got.Result.Groups)
						}
						for i, table := range want.Tables {
							assert.Equal(t, table.Rows, got.Tables[i].Rows)
						}
					}
				})
			}
		}
		asking.Wait()
	}
	require.EqualValues(t, 2*kept, shared.Shared.Cache.Stats().Hits, "the second and the third time")
}
