package oracle

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// trained is a company of agents who were judged ten days before and after a day of March: those who take a training then go
// from bad to good, of the others one in two does.
func trained(learners, others int) *Company {
	c := &Company{trainings: []*training{{ID: 1, Name: "Calm"}}}
	at := local("2024-03-10 12:00")
	judged := func(agent int64, t time.Time, score, minutes float64) {
		c.surveys = append(c.surveys, &survey{Kind: "csat", Agent: &agent, RespondedAt: &t, Score: &score, ScaleMax: ptr(5.0)})
		answered := t.Add(time.Duration(minutes) * time.Minute)
		c.tickets = append(c.tickets, &ticket{ID: int64(len(c.tickets) + 1), Agent: &agent, CreatedAt: t, FirstResponseAt: &answered})
	}
	for i := range int64(learners + others) {
		c.users = append(c.users, &user{ID: i + 1})
		judged(i+1, at.Add(-10*day), 3, 60)
		switch {
		case i < int64(learners):
			c.enrollments = append(c.enrollments, &enrollment{Training: 1, User: i + 1, CompletedAt: &at, PreScore: ptr(50.0), PostScore: ptr(70.0)})
			judged(i+1, at.Add(10*day), 4, 20)
		case i%2 == 0:
			judged(i+1, at.Add(10*day), 4, 50)
		default:
			judged(i+1, at.Add(10*day), 3, 60)
		}
	}
	return c
}

func TestEffectOfTraining(t *testing.T) {
	q := query.Question{KPIs: []string{"training_effect", "training_effect_on_response", "training_gain"}}
	ofMarch := func(c *Company, now string) *Answer { return ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", now) }
	a := ofMarch(trained(10, 10), "2024-05-01 00:00")
	require.InDelta(t, 100-50, a.series("training_effect", 0)[0], 1e-9)
	require.InDelta(t, -40+5, a.series("training_effect_on_response", 0)[0], 1e-9)
	require.InDelta(t, 20, a.series("training_gain", 0)[0], 1e-9)
	for _, few := range []*Company{trained(9, 12), trained(12, 9)} {
		require.Equal(t, []any{nil}, ofMarch(few, "2024-05-01 00:00").series("training_effect", 0), "of fewer than ten nothing is told")
	}
	require.Equal(t, []any{nil}, ofMarch(trained(10, 10), "2024-04-09 12:00").series("training_effect", 0), "thirty days have not passed")
	require.NotEqual(t, []any{nil}, ofMarch(trained(10, 10), "2024-04-09 13:00").series("training_effect", 0))
}

func TestWhoTrainsMeanwhileIsNoComparison(t *testing.T) {
	q := query.Question{KPIs: []string{"training_effect"}}
	c := trained(10, 11)
	other := c.users[20].ID // one of those who got better
	c.enrollments = append(c.enrollments, &enrollment{Training: 1, User: other, CompletedAt: ptr(local("2024-02-20 00:00"))})
	a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.InDelta(t, 100-50, a.series("training_effect", 0)[0], 1e-9, "five of the other ten got better")
	c.enrollments[10].CompletedAt = ptr(local("2024-02-09 11:59")) // just before the thirty days
	a = ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.InDelta(t, 100-100*6.0/11, a.series("training_effect", 0)[0], 1e-9)
}
