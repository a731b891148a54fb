package crm

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// Table is the one that a source's rows come from: its name, as it is written, and its alias there; false for what comes of several, or of
// a query.
func (s Source) Table() (name, alias string, ok bool) {
	from := s.From
	words, err := sqllex.Split(from)
	if err != nil {
		return "", "", false
	}
	isName := func(i int) bool {
		return i < len(words) && (words[i].Kind == sqllex.Name || words[i].Kind == sqllex.Quoted)
	}
	i := 0
	for {
		if !isName(i) {
			return "", "", false
		}
		i++
		if i >= len(words) || words[i].Key != "." {
			break
		}
		i++
	}
	name = from[:words[i-1].End]
	if i < len(words) && words[i].Key == "as" {
		i++
		if !isName(i) {
			return "", "", false
		}
	}
	if isName(i) {
		alias = from[words[i].Start:words[i].End]
		i++
	}
	return strings.TrimSpace(name), alias, i == len(words)
}
