package sqlgen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// Together writes statements as one, so that they take one trip. Its columns are the number of a statement, from 0 on, and one of its rows as
// PostgreSQL writes a row as text. The rows come statement by statement, each in its own order: what is WITH … MATERIALIZED is read from
// beginning to end, and by one process.
func Together(statements []Statement) (Statement, error) {
	all := Statement{}
	with, from := make([]string, len(statements)), make([]string, len(statements))
	for i, s := range statements {
		sql, err := numberedFrom(len(all.Args), s.SQL)
		if err != nil {
			return all, err
		}
		all.Args = append(all.Args, s.Args...)
		all.Entities = append(all.Entities, s.Entities...)
		with[i] = fmt.Sprintf("%s as materialized (\n%s\n)", answerOf(i), sql)
		from[i] = fmt.Sprintf("select %d as statement, %[2]s::text as row from %[2]s", i, answerOf(i))
	}
	slices.Sort(all.Entities)
	all.Entities = slices.Compact(all.Entities)
	all.SQL = "with " + strings.Join(with, ", ") + "\n" + strings.Join(from, "\nunion all\n")
	return all, nil
}

// answerOf is the name under which a statement sees the rows of one that stands before it in [Together].
func answerOf(statement int) string { return quote(fmt.Sprintf("answer %d", statement)) }

// numberedFrom moves the numbers of placeholders up.
func numberedFrom(first int, sql string) (string, error) {
	words, err := sqllex.Split(sql)
	if err != nil {
		return "", err
	}
	var moved strings.Builder
	done := 0
	for _, w := range words {
		if w.Kind != sqllex.Sign || sql[w.Start] != '$' {
			continue
		}
		number, err := strconv.Atoi(sql[w.Start+1 : w.End])
		if err != nil {
			return "", err
		}
		moved.WriteString(sql[done:w.Start])
		fmt.Fprintf(&moved, "$%d", first+number)
		done = w.End
	}
	moved.WriteString(sql[done:])
	return moved.String(), nil
}
