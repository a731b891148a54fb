package sqlgen

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// A line break within quotation marks is part of a text or a name; blanks behind it would make another one of it.
func TestLineBreaksInQuotedTextsOfAMapping(t *testing.T) {
	m, err := crm.ParseMapping(`
entities:
  teams:
    from: |-
      crm.team as t
      join "line
      break" as b on b.id = t.id
    where: "t.kind <> 'it''s\nold' /* isn't\n*/ and\nt.note <> E'don\\'t\nask'"
    fields: {id: t.id, name: "coalesce(t.name, $a$no 'name\n$a$)"}
`)
	require.NoError(t, err)
	statement, err := Values{Homes: []Home{{Entity: "teams", Path: "name"}}, Limit: 10}.Statement(Context{Mapping: m})
	require.NoError(t, err)
	require.Contains(t, statement.SQL, `
  from (
    select coalesce(t.name, $a$no 'name
$a$) as "name"
    from crm.team as t
  join "line
break" as b on b.id = t.id
    where t.kind <> 'it''s
old' /* isn't
*/ and
  t.note <> E'don\'t
ask'
  ) as "e"
`)
}

func TestIndent(t *testing.T) {
	for sql, want := range map[string]string{
		"":                         "",
		"\na\n\nb\n":               "\n  a\n  \n  b\n  ",
		"a\n'b\nc'\n\"d\n\"\ne":    "a\n  'b\nc'\n  \"d\n\"\n  e",
		"-- it's\n$1::text\n":      "-- it's\n  $1::text\n  ",
		"a\nb 'c'\n'd\ne\nf":       "a\n  b 'c'\n'd\ne\nf", // cannot be read from 'd on
		"select '\x00\n' from t\n": "select '\x00\n' from t\n",
	} {
		require.Equal(t, want, indent(sql), "%q", sql)
	}
}

func BenchmarkIndent(b *testing.B) {
	sql := strings.Repeat("select \"s\".\"id\" as \"id\", coalesce(\"s\".\"name\", 'no\nname') as \"name\"\nfrom \"crm\".\"teams\" as \"s\"\n", 100)
	b.SetBytes(int64(len(sql)))
	for b.Loop() {
		indent(sql)
	}
}
