package sqllex

import "github.com/crmkpi/crm-datasource/pkg/fault"

// Nesting is what parentheses and brackets are open, the innermost last, each by its index among the words.
type Nesting []int

// Add opens or closes what the word of an index does.
func (n *Nesting) Add(words []Word, index int) error {
	w := words[index]
	switch w.Key {
	case "(", "[":
		*n = append(*n, index)
	case ")", "]":
		if len(*n) == 0 || words[(*n)[len(*n)-1]].Key != opening[w.Key] {
			return fail(w.Start, fault.New("sql.unopened_"+called[w.Key]))
		}
		*n = (*n)[:len(*n)-1]
	}
	return nil
}

// Closed returns an error where something is still open at the end.
func (n Nesting) Closed(words []Word) error {
	if len(n) == 0 {
		return nil
	}
	return fault.New("sql.unclosed_" + called[words[n[len(n)-1]].Key])
}

var (
	opening = map[string]string{")": "(", "]": "["}
	called  = map[string]string{"(": "parenthesis", ")": "parenthesis", "[": "bracket", "]": "bracket"}
)
