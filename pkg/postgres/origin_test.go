package postgres_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// seen is how the server shows a statement while it runs, with an argument and without.
func seen(t *testing.T, db *postgres.DB, origin postgres.Origin) string {
	t.Helper()
	ctx := postgres.WithOrigin(t.Context(), origin)
	statement := `SELECT query, current_query() FROM pg_stat_activity WHERE pid = pg_backend_pid()`
	plain, err := query(ctx, db, statement)
	require.NoError(t, err)
	withArgument, err := query(ctx, db, statement+` AND state = $1`, "active")
	require.NoError(t, err)
	text := plain.Rows[0][0].(string)
	require.Equal(t, text, plain.Rows[0][1], "the whole statement")
	require.Equal(t, text+` AND state = $1`, withArgument.Rows[0][0])
	comment, found := strings.CutSuffix(text, statement)
	require.True(t, found, text)
	return comment
}

func TestStatementsTellTheirOrigin(t *testing.T) {
	db, _ := database(t)
	require.Equal(t, `/*dashboard='ab-12',panel='7',query='A',query_id='k3x'*/ `,
		seen(t, db, postgres.Origin{Dashboard: "ab-12", Panel: "7", Query: "A", QueryID: "k3x"}))
	require.Equal(t, `/*query='A',rule='behind%20pace'*/ `, seen(t, db, postgres.Origin{Query: "A", Rule: "behind pace"}))
	require.Empty(t, seen(t, db, postgres.Origin{}))
	result, err := query(t.Context(), db, `SELECT current_query()`)
	require.NoError(t, err)
	require.Equal(t, `SELECT current_query()`, result.Rows[0][0])
}

// What PostgreSQL cuts off of a long statement is its end.
func TestOriginOfALongStatement(t *testing.T) {
	db, _ := database(t)
	ctx := postgres.WithOrigin(t.Context(), postgres.Origin{Dashboard: "ab-12"})
	result, err := query(ctx, db, `SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid() AND $1 <> '`+strings.Repeat("x", 10_000)+`'`, "y")
	require.NoError(t, err)
	require.Less(t, len(result.Rows[0][0].(string)), 10_000)
	require.Contains(t, result.Rows[0][0], `dashboard='ab-12'`)
}

func TestOriginCannotBreakOut(t *testing.T) {
	db, _ := database(t)
	form := regexp.MustCompile(`^/\*dashboard='([A-Za-z0-9%._~-]+)',panel='([A-Za-z0-9%._~-]+)'\*/ $`)
	for _, hostile := range []string{
		`*/ SELECT pg_sleep(3600); --`, `'*/ COMMIT; DROP SCHEMA public; /*'`, `/* /* /*`, `'''`, `\'`, "\x00", "\xff*/", "a\nb\r--", `$1 ? %s %27*/`, `+ +`,
		"панель 🎶", strings.Repeat("*/", 500), strings.Repeat("ж", 500), strings.Repeat("a", 39) + "'*/",
	} {
		found := form.FindStringSubmatch(seen(t, db, postgres.Origin{Dashboard: hostile, Panel: hostile}))
		require.NotNil(t, found, hostile)
		value, err := url.PathUnescape(found[1])
		require.NoError(t, err, hostile)
		require.True(t, utf8.ValidString(value), hostile)
		require.True(t, strings.HasPrefix(strings.ToValidUTF8(hostile, "\uFFFD"), value), "%q is the beginning of %q", value, hostile)
	}
	most := strings.Repeat("*", 100)
	require.LessOrEqual(t, len(seen(t, db, postgres.Origin{Dashboard: most, Panel: most, Query: most, QueryID: most})), 210)
}

func TestPositionIsInTheStatement(t *testing.T) {
	db, _ := database(t)
	ctx := postgres.WithOrigin(t.Context(), postgres.Origin{Dashboard: "ab-12", Query: "ж"})
	_, err := query(ctx, db, `SELECT wrong`)
	require.Equal(t, 8, requireError(t, err, postgres.KindMissingObject, "42703").Position)
	_, err = query(ctx, db, `SELECT wrong WHERE 1 = $1`, 1)
	require.Equal(t, 8, requireError(t, err, postgres.KindMissingObject, "42703").Position)
}
