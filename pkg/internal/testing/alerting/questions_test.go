package alerting

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// days are those on which careless rules go wrong, in a company whose fiscal year begins in April.
var days = map[string]string{
	"an ordinary noon":                     "2024-03-13 12:00",
	"midnight":                             "2024-03-13 00:00",
	"the first of a month":                 "2024-05-01 00:00",
	"New Year":                             "2024-01-01 00:00",
	"the first day of the fiscal year":     "2024-04-01 00:00",
	"the last day of a quarter":            "2024-06-30 23:59",
	"a leap day":                           "2024-02-29 12:00",
	"the hour after clocks went forward":   "2024-03-31 03:30",
	"the second 02:30 as clocks went back": "2024-10-27 02:30",
	"a Sunday":                             "2024-09-15 18:00",
}

const sourceRule = "crm-data-source"

func TestQuietDaysAreSilent(t *testing.T) {
	for _, name := range share.Of(slices.Sorted(maps.Keys(days)), 2, 0) {
		t.Run(name, func(t *testing.T) {
			now := local(t, days[name])
			ask := askedAt(t, quiet(t, now), now)
			for _, r := range shipped(t) {
				verdict, err := r.Judge(t.Context(), now, ask)
				require.NoError(t, err)
				require.NotEmpty(t, verdict, "%s has nothing to judge", r.UID)
				for _, i := range verdict {
					require.False(t, i.Firing, "%s fires: %v %v", r.UID, i.Labels, i.Values)
				}
			}
		})
	}
}

// All that can be wrong is, and each rule fires for the group where it is, on each of the days.
func TestBreachesFireOnEachDay(t *testing.T) {
	breaches := readBreaches(t)
	for _, name := range share.Of(slices.Sorted(maps.Keys(days)), 2, 1) {
		t.Run(name, func(t *testing.T) {
			now := local(t, days[name])
			dsn := quiet(t, now)
			db := pgtest.Open(t, dsn)
			for uid, b := range breaches {
				require.NoError(t, change(t.Context(), db, now, b.By), uid)
			}
			ask := askedAt(t, dsn, now)
			for _, r := range shipped(t) {
				if r.UID == sourceRule {
					continue
				}
				verdict, err := r.bare().Judge(t.Context(), now, ask)
				require.NoError(t, err)
				require.Equal(t, []data.Labels{breaches[r.UID].Fires}, verdict.Firing(), "%s: %v", r.UID, verdict)
			}
		})
	}
}

// A breach makes its own rule fire and no other one.
func TestEachBreachFiresItsOwnRule(t *testing.T) {
	breaches := readBreaches(t)
	now := local(t, days["an ordinary noon"])
	rules := shipped(t)
	require.Len(t, rules, len(breaches)+1, "each rule has a breach, but the one that only an error makes fire")
	for uid, b := range breaches {
		t.Run(uid, func(t *testing.T) {
			dsn := quiet(t, now)
			require.NoError(t, change(t.Context(), pgtest.Open(t, dsn), now, b.By))
			ask := askedAt(t, dsn, now)
			for _, r := range rules {
				if r.UID != uid {
					verdict, err := r.bare().Judge(t.Context(), now, ask)
					require.NoError(t, err)
					require.Empty(t, verdict.Firing(), r.UID)
					continue
				}
				verdict, err := r.Judge(t.Context(), now, ask)
				require.NoError(t, err)
				require.Equal(t, []data.Labels{b.Fires}, verdict.Firing(), "%v", verdict)
				i := slices.IndexFunc(verdict, func(i Instance) bool { return i.Firing })
				for name, text := range r.Annotations {
					said := expand(t, text, verdict[i])
					if strings.HasPrefix(name, "summary") {
						t.Log(said)
						for _, label := range b.Fires {
							require.Contains(t, said, label)
						}
					}
				}
			}
		})
	}
}

// asked is a quiet company in the situation: the instant, and its answers then.
func (s situation) asked(t *testing.T) (time.Time, Asked) {
	t.Helper()
	now := local(t, days["an ordinary noon"])
	if s.Now != "" {
		now = local(t, s.Now)
	}
	dsn := quiet(t, now)
	if s.By != "" {
		require.NoError(t, change(t.Context(), pgtest.Open(t, dsn), now, s.By))
	}
	return now, askedAt(t, dsn, now)
}

func TestSituationsThatFoolNobody(t *testing.T) {
	rules := shipped(t)
	situations := readSituations(t)
	require.GreaterOrEqual(t, len(situations), 10)
	for _, s := range situations {
		t.Run(s.Name, func(t *testing.T) {
			now, ask := s.asked(t)
			for _, uid := range append(slices.Clone(s.Rules), s.Silent...) {
				require.True(t, slices.ContainsFunc(rules, func(r Rule) bool { return r.UID == uid }), "no rule is called %s", uid)
			}
			for _, r := range rules {
				verdict, err := r.bare().Judge(t.Context(), now, ask)
				require.NoError(t, err)
				require.Empty(t, verdict.Firing(), "%s: %v", r.UID, verdict)
				if slices.Contains(s.Silent, r.UID) {
					require.Empty(t, verdict, r.UID)
					require.NotEqual(t, "Alerting", r.NoDataState, r.UID)
				} else if slices.Contains(s.Rules, r.UID) {
					require.NotEmpty(t, verdict, "%s has nothing to judge, which fools nobody", r.UID)
				}
			}
		})
	}
}

// A value between the two thresholds leaves things as they are, and none both begins and ends an alert.
func TestValuesAroundTheThresholdDoNotFlap(t *testing.T) {
	for _, r := range shipped(t) {
		condition, err := r.threshold()
		require.NoError(t, err)
		alert, recovered := condition.Conditions[0].Evaluator, condition.Conditions[0].UnloadEvaluator
		require.NotNil(t, recovered, r.UID)
		for i := range alert.Params {
			between := (alert.Params[i] + recovered.Params[i]) / 2
			for _, value := range []float64{alert.Params[i], recovered.Params[i], between} {
				require.False(t, alert.holds(value) && recovered.holds(value), "%s: %v begins and ends an alert", r.UID, value)
			}
			require.False(t, recovered.holds(between), "%s: %v ends an alert", r.UID, between)
		}
	}
}

// overdue leaves so many trainings of a team past due.
func overdue(n int) string {
	return fmt.Sprintf(`update crm.training_enrollments set completed_at = enrolled_at where "user" = 200;
		update crm.training_enrollments set completed_at = null, due_at = :now - interval '1 day' where id in
			(select id from crm.training_enrollments where "user" = 200 order by id limit %d)`, n)
}

func TestAnAlertIsOverOnlyBeyondTheRecoveryThreshold(t *testing.T) {
	now := local(t, days["an ordinary noon"])
	dsn := quiet(t, now)
	db := pgtest.Open(t, dsn)
	rules := shipped(t)
	r := rules[slices.IndexFunc(rules, func(r Rule) bool { return r.UID == "crm-trainings" })]
	ask := askedAt(t, dsn, now)
	var fired []data.Labels
	for _, step := range []struct {
		overdue int
		firing  bool
	}{{3, false}, {4, true}, {3, true}, {2, false}, {3, false}} {
		require.NoError(t, change(t.Context(), db, now, overdue(step.overdue)))
		verdict, err := r.Judge(t.Context(), now, ask, fired...)
		require.NoError(t, err)
		fired = verdict.Firing()
		require.Equal(t, step.firing, len(fired) > 0, "%d overdue", step.overdue)
	}
}

// A database that does not answer is an error of every question, never a value.
func TestADatabaseThatIsDownIsAnErrorOfEachRule(t *testing.T) {
	now := local(t, days["an ordinary noon"])
	dsn := quiet(t, now)
	ask := askedAt(t, dsn, now)
	takeAway(t, dsn)
	for _, r := range shipped(t) {
		requireErrors(t, r, now, ask)
	}
}

// takeAway lets nobody connect to a database any more, and ends the sessions that there are.
func takeAway(t *testing.T, dsn string) {
	t.Helper()
	var name string
	require.NoError(t, pgtest.Open(t, dsn).QueryRow("select current_database()").Scan(&name))
	admin := pgtest.DB(t)
	for _, statement := range []string{
		"alter database " + pq.QuoteIdentifier(name) + " allow_connections false",
		"select pg_terminate_backend(pid) from pg_stat_activity where datname = " + pq.QuoteLiteral(name),
	} {
		_, err := admin.Exec(statement)
		require.NoError(t, err)
	}
}

func requireErrors(t *testing.T, r Rule, now time.Time, ask Asked) {
	t.Helper()
	for _, q := range r.Data {
		if q.Asks() {
			from, to := q.Range.at(now)
			_, err := ask(t.Context(), q.JSON(), from, to)
			require.Error(t, err, "%s, %s", r.UID, q.RefID)
		}
	}
}

// The template serves every KPI that has an attainment, for each group that its target can be set for.
func TestTheTemplateServesEveryKPI(t *testing.T) {
	now := local(t, days["an ordinary noon"])
	dsn := quiet(t, now)
	ask := askedAt(t, dsn, now)
	all, err := Load(Folder)
	require.NoError(t, err)
	template := all[slices.IndexFunc(all, func(r Rule) bool { return r.Paused })]
	known := plan.New(catalog.Default(), crm.Reference(), plan.Settings{ReportingCurrency: "USD"})
	db := pgtest.Open(t, dsn)
	asked, judged := 0, 0
	for _, k := range known.Catalog.KPIs() {
		attainment, err := known.Catalog.Goal(k, catalog.Attainment)
		if err != nil {
			continue // neither more nor less of it is better
		}
		dimensions := known.Dimensions(attainment)
		require.NoError(t, change(t.Context(), db, now, `insert into crm.targets (metric, scope, scope_id, period_start, period_end, value)
			select `+pq.QuoteLiteral(k.ID)+`, 'team', id, '2020-01-01', '2030-01-01', 1 from unnest(array['10', '20']) id on conflict do nothing`))
		for _, dimension := range dimensions {
			rule := template
			rule.Data = slices.Clone(template.Data)
			for i, q := range rule.Data {
				if !q.Asks() {
					continue
				}
				text := strings.NewReplacer("csat", k.ID, "support_team", dimension).Replace(string(q.JSON()))
				rule.Data[i].Model = map[string]any{}
				require.NoError(t, json.Unmarshal([]byte(text), &rule.Data[i].Model))
			}
			verdict, err := rule.bare().Judge(t.Context(), now, ask)
			require.NoError(t, err, "%s by %s", k.ID, dimension)
			asked++
			if len(verdict) > 0 {
				judged++
			}
		}
	}
	t.Logf("%d rules for KPIs and groups, %d of them with values", asked, judged)
	require.Greater(t, judged, 30)
}
