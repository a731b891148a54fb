package crm_test

import (
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// The error of a value names the field, the format and the value, whatever the value is and in whatever language PostgreSQL speaks.
func TestUnreadable(t *testing.T) {
	db := utc(t)
	for _, test := range []struct{ field, given, value, want string }{
		{"created_at", "{text: t.a, format: 'YYYY-DD-MM HH24:MI', zone: UTC}", "2024-28-13 10:00", `the value "2024-28-13 10:00" is not of the format YYYY-DD-MM HH24:MI that the mapping names`},
		{"created_at", "{text: t.a, format: 'YYYY-MM-DD HH24:MI', zone: UTC}", "2024-01-13 25:00", `the value "2024-01-13 25:00" is not of the format`},
		{"expected_close_on", "{text: t.a, format: MM/DD/YYYY}", `a "quoted" is not of the format x of deals.amount`, `the value "a \"quoted\" is not of the format x of deals.amount" is not of the format MM/DD/YYYY that`},
		{"amount", "{number: t.a, decimal: ','}", "12.50", `the value "12.50" is no number with the decimal sign , that the mapping names`},
	} {
		var value string
		err := db.QueryRow("select ("+mapped(t, "deals", test.field, test.given)+")::text from (values ($1)) as t (a)", test.value).Scan(&value)
		require.Error(t, err)
		found, ok := crm.UnreadableIn(pq.As(err).Message)
		require.True(t, ok, err)
		require.Equal(t, "deals."+test.field, found.Name())
		require.Equal(t, test.value, found.Value)
		require.ErrorContains(t, found, test.want)
	}
	found, ok := crm.UnreadableIn("неверный синтаксис для типа timestamp: «3/18/2017 is not of the format DD/MM/YYYY of deals.closed_at»")
	require.True(t, ok)
	require.Equal(t, "3/18/2017", found.Value)
	_, ok = crm.UnreadableIn(`invalid input syntax for type numeric: "n/a"`)
	require.False(t, ok)
}
