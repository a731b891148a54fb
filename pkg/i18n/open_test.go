package i18n

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is not known to be for everyone is for nobody but administrators, however deep it lies in another text.
func TestOnlyWhatIsOpenIsForEveryone(t *testing.T) {
	const hidden = "(for administrators of Grafana)"
	server := T("database.server", "said", T("database.said", "words", `relation "secret" does not exist`))
	for _, test := range []struct {
		text Text
		open string
	}{
		{T("question.no_kpi"), T("question.no_kpi").In(English)},
		{T("question.unknown_type", "type", "x", "known", "kpi"), `there is no query type "x"; the types are kpi`},
		{server, hidden},
		{Of(errors.New("secret")), hidden},
		{Of(fmt.Errorf("secret: %w", speaks{Same("open")})), "open"},
		{Whole(fmt.Errorf("secret: %w", speaks{Same("open")})), "open"},
		{Whole(fmt.Errorf("secret: %w", speaks{server})), hidden},
		{T("fault.at", "place", "deals.amount", "reason", server), "deals.amount: " + hidden},
		{T("fault.at", "place", "deals.amount", "reason", errors.New("secret")), "deals.amount: " + hidden},
		{T("explain.where_sql"), T("explain.where_sql").In(English)},
		{T("access.partly", "id", T("fault.at", "place", server, "reason", "x")), T("access.partly", "id", hidden+": x").In(English)},
		{T("notice.assumes", "kpi", "K", "assumed", []Text{Same("a"), server}), "K assumes: a, " + hidden + "."},
		{Join("; ", Same("a"), server), "a; " + hidden},
		{Of(errors.Join(speaks{Same("a")}, errors.New("secret"))), "a\n" + hidden},
		{T("check.examples", "examples", []Text{}), ""},
		{Text{}, ""},
	} {
		require.Equal(t, test.open, test.text.Open().In(English), test.text.In(English))
		require.NotContains(t, test.text.Open().In(Russian), "secret")
		require.Equal(t, test.open != test.text.In(English), test.text.Guarded())
		require.False(t, test.text.Open().Guarded())
	}
}
