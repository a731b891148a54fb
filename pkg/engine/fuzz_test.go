package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Whatever regular expression is accepted, PostgreSQL finds with it what Go finds.
func FuzzPattern(f *testing.F) {
	for _, pattern := range []string{"Nord|Süd", `^[^a-z]\d+$`, "(?i)k{2,3}", "(a|)*?", `\*\*\*:`, `[\]\\^-]`, "(?s).", "[^\\x00-\\x{10FFFF}]", "(?i)[ſ-ƒ]"} {
		f.Add(pattern, "Nord, süd K\nſ]***")
	}
	db := pgtest.DB(f)
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, wrong := query.ParsePattern(pattern)
		if wrong != nil {
			require.NotEmpty(t, wrong.Error())
			return
		}
		if len(text) > 1000 || !utf8.ValidString(text) || strings.Contains(text, "\x00") {
			return // no database has such a text
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		var found bool
		err := db.QueryRowContext(ctx, `select $1::text collate "C" ~ $2::text`, text, p.SQL).Scan(&found)
		if said, ok := errors.AsType[*pq.Error](err); ctx.Err() != nil || ok && said.Code == pqerror.QueryCanceled {
			return // takes long, for which questions have a bound
		}
		require.NoError(t, err, "%q as %q", pattern, p.SQL)
		require.Equal(t, p.Matches(text), found, "%q in %q, in PostgreSQL %q", pattern, text, p.SQL)
	})
}
