package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// PostgreSQL finds in a text what Go finds in it.
func TestPatternsMeanTheSameInPostgreSQL(t *testing.T) {
	db := pgtest.DB(t)
	texts := []string{
		"", "Nord", "nord", "Nordwest", "Süd", "SÜD", "Nord.Ost", "NordxOst", "A|B", "a\nb", "Nord\n", "(none)", `back\slash`, "[x]", "a-b", "^", "$", "x*", "ſ", "K", "k",
		"  ", "tab\there", "{2}", "aa", "aaa", "été", "Ключ", "🙂", "a&b", "'", "#17", "***", "(?i)x",
	}
	patterns := []string{
		"Nord", "Nord|Süd", "^(Nord|Süd)$", "^Nord", "West$", "west$", ".*", "^.*Nord.*$", `Nord\.Ost`, "N.*t", "(?i)süd", "(?i)k", "(?i)nord|x", "[a-z]+", "[^a-z]", "^[^ -~]",
		`\d`, `\w\s`, `\D`, "a{2}", "^a{2,3}$", "(a|b)*c?", "a|", "|", "", "()", "^$", "^*a", "(^)*", "$+", `\|`, `\[x\]`, `\\`, `[\]\\^-]`, "a.b", "(?s)a.b", `\t`, `\x41`, "[А-я]+", "é", "🙂",
		`\*\*\*`, `\(\?i\)`, `\$`, `\^`, "a-b", "[a-]", "&", "'", "#1+7", "(?:ab|cd)+?", `\Anord\z`, "[[:alpha:]]", `[\d.]`,
	}
	for _, pattern := range patterns {
		p, err := query.ParsePattern(pattern)
		require.Nil(t, err, pattern)
		for _, text := range texts {
			var found bool
			require.NoError(t, db.QueryRow(`select $1::text collate "C" ~ $2::text`, text, p.SQL).Scan(&found), "%s as %s", pattern, p.SQL)
			require.Equal(t, p.Matches(text), found, "%q in %q, in PostgreSQL %s", pattern, text, p.SQL)
		}
	}
}

func TestPatternsThatCannotBeLookedFor(t *testing.T) {
	for pattern, reason := range map[string]string{
		"(Nord": "not a regular expression", `\bNord\b`: `\b`, "(?m)^Nord": "(?m:^)", `\pL`: "not understood", `a\x00`: "not understood", "a{1000}{20}": "not a regular expression",
		"(Nord){1000}(Nord){1000}(Nord){1000}(Nord){1000}(Nord){1000}": "too long",
	} {
		f := query.Filter{Dimension: "region", Operator: query.Matches, Values: []string{pattern}}
		require.ErrorContains(t, f.Validate(), reason, pattern)
		require.ErrorContains(t, f.Validate(), "filter on region", pattern)
	}
}

func TestFilterByPattern(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.accounts (id, name, region, created_at) values (1, 'A', 'North', now()), (2, 'B', 'north', now()), (3, 'C', 'South', now()), (4, 'D', null, now());
		insert into crm.deals (id, account, status, amount, created_at, closed_at)
			select id, id, 'won', power(10, id), '2026-02-01', '2026-03-02' from crm.accounts`), crm.Reference())
	for pattern, want := range map[string][2]float64{
		"North|South": {1010, 10100}, "^(North|South)$": {1010, 10100}, "orth": {110, 11000}, "(?i)^NORTH$": {110, 11000}, "^S": {1000, 10110}, "West": {0, 11110},
	} {
		for i, operator := range []query.Operator{query.Matches, query.NotMatches} {
			q := query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Filters: []query.Filter{{Dimension: "region", Operator: operator, Values: []string{pattern}}}}
			got := ask(t, e, q, thisMarch(t)).Values[0][0][0]
			require.NotNil(t, got)
			require.InDelta(t, want[i], *got, 1e-9, "%s %s", operator, pattern)
		}
	}
}
