package crm

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Tied says that several rows of a key are the newest, or the first: to take one of them would be to take any.
type Tied struct {
	Entity string
	Key    string // of the rows
	Err    error  // what PostgreSQL says
}

func (t *Tied) Error() string { return t.Text().In(i18n.English) }

// Text says what is wrong and what would be right, in every language.
func (t *Tied) Text() i18n.Text { return i18n.T("mapping.tied", "key", t.Key) }

// TieKey is the column of [Source.Ties] that names the key of a row.
const TieKey = `"crmkpi key"`

const tieMark = " has several rows that are equal in by, of "

// Unwrap returns what PostgreSQL says.
func (t *Tied) Unwrap() error { return t.Err }

// untied returns, in parentheses, a table with the first row of each key in an order, in which a key without one first row is an
// error, and one with all first rows of each. One window finds the first row and how many are equal to it, so that an index on keys
// and order serves as it serves DISTINCT ON.
func untied(entity, table string, keys, by []string, order string) (one, all string) {
	window := fmt.Sprintf("window w as (partition by %s order by %s)", strings.Join(keys, ", "), strings.Join(by, order+", ")+order)
	key := "concat_ws(' · ', " + strings.Join(keys, "::text, ") + "::text)"
	one = fmt.Sprintf(`(select * from (select *, row_number() over w as "crmkpi place", `+
		`case when row_number() over w = 1 and count(*) over w > 1 then (%s || %s)::int end as "crmkpi tie" `+
		`from %s %s) as placed where "crmkpi place" = 1 and "crmkpi tie" is null)`, key, pq.QuoteLiteral(tieMark+entity), table, window)
	all = fmt.Sprintf(`(select * from (select *, rank() over w as "crmkpi place", %s as %s from %s %s) as placed where "crmkpi place" = 1)`, key, TieKey, table, window)
	return one, all
}

var ties = regexp.MustCompile(`(?s)^[^"«„“「]*["«„“「]+\s?(.*)` + tieMark + `([a-z_][a-z0-9_]*)[^a-z0-9_]*$`)

// TiedIn returns the key whose rows are tied, if PostgreSQL's message tells of one.
func TiedIn(message string) (*Tied, bool) {
	found := ties.FindStringSubmatch(message)
	if found == nil {
		return nil, false
	}
	return &Tied{Key: found[1], Entity: found[2]}, true
}
