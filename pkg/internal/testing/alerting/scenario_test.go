package alerting

import (
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// outage is how long the database is away, at least, without anybody being told.
const outage = 45 * time.Second

// emptied is the company in the middle of a refresh that empties all tables before it fills them.
const emptied = `truncate crm.teams, crm.users, crm.campaigns, crm.accounts, crm.pipelines, crm.trainings, crm.social_mentions, crm.targets, crm.feedback,
	crm.business_hours cascade`

// The rules in a Grafana: fired by changing the data, told by mail in both languages, untouched by an outage, resolved by changing the
// data back, and silent in situations that look alarming.
func TestRulesInGrafana(t *testing.T) {
	home := os.Getenv("GRAFANA_HOME")
	if home == "" {
		t.Skip("GRAFANA_HOME is not set: the rules are judged by this package alone. Set it to the folder of an unpacked Grafana.")
	}
	server := pgtest.Server(t, embedded.Options{})
	dsn := server.DSN("postgres")
	db := pgtest.Open(t, dsn)
	_, err := schema.Migrate(t.Context(), db)
	require.NoError(t, err)
	set := func(text string) {
		t.Helper()
		require.NoError(t, quieten(t.Context(), db, time.Now()))
		if text != "" {
			require.NoError(t, change(t.Context(), db, time.Now(), text))
		}
	}
	set("")
	line := newLine(t, net.JoinHostPort("127.0.0.1", fmt.Sprint(server.Port())))
	mails, address := openMailbox(t)
	g := startGrafana(t, home, dsn, line.port, address)
	breaches := readBreaches(t)

	for uid, r := range g.evaluated(t, 2) {
		require.Equal(t, "ok", r.Health, "%s: %s", uid, r.LastError)
		require.Equal(t, "inactive", r.State, "%s: %v", uid, r.Alerts)
	}
	require.Len(t, g.rules(t), len(breaches)+1)
	require.Zero(t, mails.count(), "%v", mails.from(0))

	var all []string
	for _, uid := range slices.Sorted(maps.Keys(breaches)) {
		all = append(all, breaches[uid].By)
	}
	set(strings.Join(all, ";\n"))
	until(t, "each rule fires", func() bool { return len(firing(g.rules(t))) == len(breaches) })
	for uid, b := range breaches {
		alerts := firing(g.rules(t))[uid]
		require.Len(t, alerts, 1, "%s: %v", uid, alerts)
		require.Subset(t, alerts[0].Labels, map[string]string(b.Fires), uid)
	}
	until(t, "each alert is told in English and in Russian", func() bool { return mails.count() >= 2*len(breaches) })
	g.evaluated(t, 1)
	requireTold(t, mails.from(0), breaches)
	t.Logf("%d rules fired, and %d mails told of it", len(breaches), mails.count())

	before, told := firing(g.rules(t)), mails.count()
	line.cut()
	began := time.Now()
	until(t, "45 seconds are over and each rule has noticed", func() bool {
		return time.Since(began) > outage && failing(g.rules(t)) == len(breaches)
	})
	lasted := time.Since(began).Round(time.Second)
	line.mend(t)
	until(t, "each rule has an answer again", func() bool { return failing(g.rules(t)) == 0 })
	g.evaluated(t, 2)
	require.Equal(t, before, firing(g.rules(t)), "the same alerts fire, since the same instant")
	require.Equal(t, told, mails.count(), "%v", mails.from(told))
	t.Logf("an outage of %s: the same %d alerts, no mail", lasted, len(before))

	require.NoError(t, change(t.Context(), db, time.Now(), emptied))
	g.evaluated(t, 1)
	set(strings.Join(all, ";\n"))
	g.evaluated(t, 2)
	require.Equal(t, groups(before), groups(firing(g.rules(t))), "the same alerts fire")
	require.Equal(t, told, mails.count(), "%v", mails.from(told))
	t.Log("a refresh during which all tables are empty: the same alerts, no mail")

	before = firing(g.rules(t))
	line.cut()
	until(t, "the silent data source is told", func() bool { return len(firing(g.rules(t))[sourceRule]) > 0 && mails.count() >= told+2 })
	for _, m := range mails.from(told) {
		require.Contains(t, m.subject, "CRM data source does not answer", "%v", m)
		require.Contains(t, m.text, "PostgreSQL cannot be reached", "it says what is wrong: %v", m)
	}
	line.mend(t)
	until(t, "the data source is well", func() bool { return len(firing(g.rules(t))[sourceRule]) == 0 })
	require.Equal(t, before, firing(g.rules(t)), "the same alerts fire, since the same instant")

	told = mails.count()
	set("")
	until(t, "all alerts are over", func() bool {
		for _, r := range g.rules(t) {
			if r.State != "inactive" {
				return false
			}
		}
		return true
	})
	until(t, "each end is told in both languages", func() bool { return resolved(mails.from(0)) >= 2*(len(breaches)+1) })
	for _, m := range mails.from(told) {
		require.NotContains(t, m.subject, "firing", "%v", m)
	}
	t.Logf("all over, %d mails in all", mails.count())

	told = mails.count()
	for _, n := range []int{4, 3, 4, 3} {
		require.NoError(t, change(t.Context(), db, time.Now(), overdue(n)))
		until(t, "too many trainings are overdue", func() bool { return len(firing(g.rules(t))["crm-trainings"]) == 1 })
		g.evaluated(t, 1)
	}
	until(t, "it is told", func() bool { return mails.count() >= told+2 })
	require.Len(t, mails.from(told), 2, "a value around the threshold is told once: %v", mails.from(told))
	set("")
	until(t, "it is over", func() bool { return g.rules(t)["crm-trainings"].State == "inactive" && mails.count() == told+4 })
	t.Log("a value that wobbles around the threshold: one alert, told once")

	silent := 0
	for _, s := range readSituations(t) {
		if s.Now != "" {
			continue // it is one of another time
		}
		silent++
		set(s.By)
		told := mails.count()
		for uid, r := range g.evaluated(t, 2) {
			require.Equal(t, "ok", r.Health, "%s, %s: %s", s.Name, uid, r.LastError)
			require.Equal(t, "inactive", r.State, "%s, %s: %v", s.Name, uid, r.Alerts)
		}
		require.Equal(t, told, mails.count(), "%s: %v", s.Name, mails.from(told))
		t.Logf("silent: %s", s.Name)
	}
	require.GreaterOrEqual(t, silent, 10)
}

// failing is how many rules keep their alert because their questions fail.
func failing(all map[string]ruleState) (n int) {
	for uid, r := range all {
		if uid != sourceRule && slices.ContainsFunc(r.Alerts, func(a alert) bool { return a.State == "Alerting (Error, KeepLast)" }) {
			n++
		}
	}
	return n
}

// firing are the alerts that fire, by rule.
func firing(all map[string]ruleState) map[string][]alert {
	found := map[string][]alert{}
	for uid, r := range all {
		for _, a := range r.Alerts {
			if a.is("Alerting") || a.is("Recovering") {
				found[uid] = append(found[uid], alert{Labels: a.Labels, State: "Alerting", ActiveAt: a.ActiveAt})
			}
		}
	}
	return found
}

// groups are the labels of alerts, by rule.
func groups(all map[string][]alert) map[string][]map[string]string {
	found := map[string][]map[string]string{}
	for uid, alerts := range all {
		for _, a := range alerts {
			found[uid] = append(found[uid], a.Labels)
		}
	}
	return found
}

func resolved(all []message) (n int) {
	for _, m := range all {
		if strings.HasPrefix(m.subject, "Resolved") || strings.HasPrefix(m.subject, "В норме") {
			n++
		}
	}
	return n
}

// requireTold checks that each alert is told in one English mail to its department and in one Russian mail, which say of which group,
// how much, where to look and what to do.
func requireTold(t *testing.T, mails []message, breaches map[string]breach) {
	t.Helper()
	require.Len(t, mails, 2*len(breaches))
	rules := shipped(t)
	for _, r := range rules {
		b, ok := breaches[r.UID]
		if !ok {
			continue
		}
		department := map[string]string{"sales": "sales@", "marketing": "marketing@", "support": "support@", "data": "crm-admin@"}[r.Labels["department"]]
		for to, anchor := range map[string]string{department: r.Annotations["runbook_url"], "director@": r.Annotations["runbook_url_ru"]} {
			var found []message
			for _, m := range mails {
				if strings.HasPrefix(m.to, to) && strings.Contains(m.text, anchor) {
					found = append(found, m)
				}
			}
			require.Len(t, found, 1, "%s to %s", r.UID, to)
			said := found[0]
			require.Contains(t, said.subject, r.Title)
			require.NotContains(t, said.text, "no value", r.UID)
			require.NotContains(t, said.text, "NaN", r.UID)
			require.Contains(t, said.text, "http://grafana.example.com/d/crm-", r.UID)
			for _, group := range b.Fires {
				require.Contains(t, said.text, group, r.UID)
			}
			require.Equal(t, to == "director@", strings.ContainsAny(said.text, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"), "%s to %s: %s", r.UID, to, said.text)
			summary, _, _ := strings.Cut(strings.TrimSpace(said.text), "\n")
			t.Logf("%s: %s: %s", said.to, said.subject, summary)
		}
	}
}
