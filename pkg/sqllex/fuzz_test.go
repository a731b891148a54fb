package sqllex_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/pgparser"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// Whatever is split, PostgreSQL splits in the same places, or refuses.
func FuzzSplit(f *testing.F) {
	pgparser.Start(f)
	f.Fuzz(func(t *testing.T, text string) {
		words, err := sqllex.Split(text)
		if err != nil {
			wrong, ok := errors.AsType[*sqllex.Error](err)
			require.True(t, ok)
			require.NotEmpty(t, wrong.Error())
			require.LessOrEqual(t, wrong.At, len(text))
			return
		}
		tokens, err := pgparser.Scan(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		requireSame(t, text, words, tokens)
	})
}

// requireSame compares words with those of PostgreSQL, for which the signs of one operator are one.
func requireSame(t *testing.T, text string, words []sqllex.Word, tokens []pgparser.Token) {
	for _, token := range tokens {
		require.NotEmpty(t, words, "%q: PostgreSQL reads more: %q", text, text[token.Start:])
		if words[0].Start == token.Start && words[0].End == token.End {
			words = words[1:]
			continue
		}
		at := token.Start
		for at < token.End {
			require.NotEmpty(t, words, "%q", text)
			w := words[0]
			require.Equal(t, at, w.Start, "%q: PostgreSQL reads %q there", text, text[token.Start:token.End])
			require.Equal(t, sqllex.Sign, w.Kind,
				"%q: PostgreSQL reads %q instead of %q", text, text[token.Start:token.End], text[w.Start:w.End])
			at, words = w.End, words[1:]
		}
		require.Equal(t, token.End, at, "%q", text)
	}
	require.Empty(t, words, "%q", text)
}
