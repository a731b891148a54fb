package oracle_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// exemptions exempts all KPIs that can be, and returns which these are.
func exemptions(t *testing.T) (guard *policy.Guard, kpis []string) {
	parse := func(kpis ...string) *policy.Policy {
		text := "rules: [{roles: [Viewer], see: own}]\nexempt: [{kpis: [" + strings.Join(kpis, ", ") + "], by: [team], grain: day, rows: 2, people: 1, named: true}]"
		p, err := policy.Parse(text, crm.Reference().Model)
		require.NoError(t, err)
		return p
	}
	for _, k := range catalog.Default().KPIs() {
		if parse(k.ID).CheckKPIs(catalog.Default()) == nil {
			kpis = append(kpis, k.ID)
		}
	}
	return policy.NewGuard(parse(kpis...)), kpis
}

// Whoever is exempt is told what the oracle finds over all rows, of every KPI that can be exempt, or nothing.
func TestExemptNumbersAreThoseOfAllRows(t *testing.T) {
	w := seenParts(t)["own"].engine
	var kpis []string
	w.guard, kpis = exemptions(t)
	require.Greater(t, len(kpis), 30)
	told, kept, exempt := 0, 0, map[string]bool{}
	for n := range number(t, "CRMKPI_POLICY_QUESTIONS", 2*everydayQuestions/3) {
		g := w.generator(number(t, "CRMKPI_ORACLE_SEED", everyday)+2000, n)
		q := g.question()
		cal, err := q.calendar()
		require.NoError(t, err)
		q.From, q.To = cal.Floor(q.From, calendar.Day).UTC(), cal.Next(q.To, calendar.Day).UTC()
		if q.To.Sub(q.From) > 200*24*time.Hour {
			q.To = cal.Floor(q.From.AddDate(0, 0, 200), calendar.Day).UTC()
		}
		q.Question = query.Question{Type: query.KPI, Grain: one(g.Rand, calendar.None, calendar.Day, calendar.Week, calendar.Month),
			KPIs: query.Entries{kpis[int(n)%len(kpis)]}}
		if g.chance(0.5) {
			q.Question.GroupBy = []string{"team"}
		}
		if g.chance(0.3) {
			q.Question.Compare, q.Question.CompareAs = query.PreviousYear, []query.CompareAs{query.AsValue}
		}
		got, err := w.ask(q)
		if err != nil {
			continue
		}
		if !slices.ContainsFunc(got.Notices, func(n answer.Notice) bool {
			return strings.HasPrefix(n.Text.In(i18n.English), "These are numbers of the whole")
		}) {
			continue
		}
		expected, err := w.compute(q)
		require.NoError(t, err)
		exempt[q.Question.KPIs[0]] = true
		some, none, err := toldOf(expected, got)
		text, _ := json.Marshal(q)
		require.NoError(t, err, "question %d: %s", n, text)
		told, kept = told+some, kept+none
	}
	t.Logf("%d numbers of %d KPIs are told, %d are not", told, len(exempt), kept)
	require.Greater(t, len(exempt), 20)
	require.Greater(t, told, 300)
	require.Positive(t, kept)
}

// toldOf counts the numbers of an answer that are what is expected, and those that are left empty; an error tells of any other.
func toldOf(expected *oracle.Answer, got *answer.Result) (told, kept int, err error) {
	if err := differInGroups(expected.Groups, got.Groups); err != nil {
		return 0, 0, err
	}
	for c, column := range got.Columns {
		for g := range got.Values[c] {
			for b, v := range got.Values[c][g] {
				switch e := expected.Values[column.ID][g][b]; {
				case v != nil && !same(v, e, smallest(column)):
					return told, kept, fmt.Errorf("%s of %v in %s is %s, expected %s", column.ID, got.Groups[g].Labels, got.Buckets[b].Start, show(v), show(e))
				case v != nil:
					told++
				case e != nil:
					kept++
				}
			}
		}
	}
	return told, kept, nil
}
