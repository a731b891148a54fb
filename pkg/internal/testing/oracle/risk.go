package oracle

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// customer is an account as what is at risk.
type customer struct{ *account }

func (c customer) dimension(id string) (value, bool) { return ofAccount(c.account, id) }

// answersOf gives the answers of each account about its satisfaction, in order of time.
func answersOf(surveys []*survey) map[*account][]*survey {
	found := map[*account][]*survey{}
	for _, s := range surveys {
		if s.account != nil && s.Kind == "csat" && s.Score != nil && s.RespondedAt != nil {
			found[s.account] = append(found[s.account], s)
		}
	}
	for _, answers := range found {
		slices.SortFunc(answers, func(x, y *survey) int { return cmp.Or(x.RespondedAt.Compare(*y.RespondedAt), cmp.Compare(x.ID, y.ID)) })
	}
	return found
}

const (
	complaintsCount = 90 * day // for so long after they were received
	unhappyBelow    = 0.6      // of the best possible answer
)

// risks are the reasons to worry about a customer as long as they last, with their points.
var risks = &leaf{"risks", func(a *asking) (facts []fact) {
	weights := weightsOf(a.parameter("segment_weights", ""))
	add := func(r *account, points float64, from time.Time, until *time.Time) {
		if r == nil || until != nil && !from.Before(*until) {
			return
		}
		f := a.state(customer{r}, from, until)
		f.value = points
		if r.Segment != nil {
			if w, ok := weights[*r.Segment]; ok {
				f.value *= w
			}
		}
		facts = append(facts, f)
	}
	for _, f := range openTickets.rows(a) {
		t := f.subject.(*ticket)
		add(t.account, 1, f.from, t.SolvedAt)
	}
	for _, f := range escalatedOpen.rows(a) {
		t := f.subject.(*ticket)
		add(t.account, 3, f.from, t.SolvedAt)
	}
	for _, r := range a.feedback {
		if r.Kind == "complaint" {
			over := r.ReceivedAt.Add(complaintsCount)
			add(r.account, 2, r.ReceivedAt, &over)
		}
	}
	for r, answers := range a.answers {
		for i, s := range answers {
			if s.ScaleMax == nil || s.good(unhappyBelow) {
				continue
			}
			var next *time.Time
			if i+1 < len(answers) {
				next = answers[i+1].RespondedAt
			}
			add(r, 2, *s.RespondedAt, next)
		}
	}
	return facts
}}

// weightsOf reads weights by name, such as Enterprise=2,SMB=0.5.
func weightsOf(text string) map[string]float64 {
	weights := map[string]float64{}
	for _, pair := range strings.Split(text, ",") {
		if name, weight, ok := strings.Cut(pair, "="); ok {
			weights[strings.TrimSpace(name)] = figure(weight)
		}
	}
	return weights
}

// figure reads a number or, with a %, a hundredth of it; the engine has checked how it is written.
func figure(text string) float64 {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if err != nil {
		panic(err)
	}
	if percent {
		v /= 100
	}
	return v
}
