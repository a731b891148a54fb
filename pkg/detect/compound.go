package detect

import (
	"slices"
	"strings"
	"sync"
)

// vocabularyWords are all words of known names.
var vocabularyWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	add := func(phrases ...string) {
		for _, p := range phrases {
			for _, w := range strings.FieldsFunc(p, func(r rune) bool { return r == ' ' || r == '_' }) {
				words[w] = true
			}
		}
	}
	n := names()
	for entity, known := range n.Entities {
		add(entity)
		add(known.Tables...)
		for field, list := range known.Fields {
			add(field)
			add(list...)
		}
	}
	for field, list := range n.Fields {
		add(field)
		add(list...)
	}
	add(slices.Concat(n.Others, n.References, n.Deleted, n.Archived, n.Active, n.Tenants, n.MaybeTenants, n.Versions, n.Newest, n.Lines, n.Returns, n.Joints)...)
	return words
})

const (
	shortWord  = 3 // letters below which a word is found in many others
	compounded = 6 // letters from which on a word may be several
)

// endings may end a compound though they are short.
var endings = []string{"id", "no", "nr", "at", "on"}

// compound splits a word that is several known ones written together, as PostgreSQL's small letters leave of SalesOrderHeader. A word
// that is not made of known ones as a whole stays one.
func compound(word string) []string {
	known := vocabularyWords()
	if len(word) < compounded || known[word] || known[singular(word)] {
		return []string{singular(word)}
	}
	var split func(rest string) []string
	split = func(rest string) []string {
		if slices.Contains(endings, rest) {
			return []string{rest}
		}
		for n := len(rest); n >= shortWord; n-- { // the longest first: salesperson, not sales person
			if head := singular(rest[:n]); known[rest[:n]] || known[head] {
				if n == len(rest) {
					return []string{head}
				}
				if tail := split(rest[n:]); tail != nil {
					return append([]string{head}, tail...)
				}
			}
		}
		return nil
	}
	if all := split(word); all != nil {
		return all
	}
	return []string{singular(word)}
}
