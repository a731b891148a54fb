package detect

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// knownNames is names.yaml.
type knownNames struct {
	Entities   map[string]*knownEntity `yaml:"entities"`
	Fields     map[string][]string     `yaml:"fields"`
	Others     []string                `yaml:"others"`
	Prefixes   []string                `yaml:"prefixes"`
	References []string                `yaml:"references"`

	Deleted, Archived, Active []string
	Tenants                   []string
	MaybeTenants              []string `yaml:"maybe tenants"`
	Versions, Newest          []string
	Lines, Returns, Joints    []string
	Won, Lost, Closed         []string
	Outcomes                  []string
	OutcomeNames              []string `yaml:"outcome names"`
	FirstNames                []string `yaml:"first names"`
	LastNames                 []string `yaml:"last names"`
	Discounts, Quantities     []string
	LineTotals                []string `yaml:"line totals"`
	Labels, Codes             []string
	Years, Quarters, Months   []string
	Places, Areas, Changes    []string
	Currencies                []string
	TeamWords                 []string `yaml:"team words"`
	RoleWords                 []string `yaml:"role words"`
	Scores                    []string
	ScoredAt                  []string `yaml:"scored at"`
}

type knownEntity struct {
	Tables  []string                       `yaml:"tables"`
	Not     []string                       `yaml:"not"`
	Key     []string                       `yaml:"key"`
	Shape   *shape                         `yaml:"shape"`
	Lasting map[string][]string            `yaml:"lasting"`
	Fields  map[string][]string            `yaml:"fields"`
	Words   map[string]map[string]wordList `yaml:"words"`
}

// wordList is a list of words, or the one word that stands for all others.
type wordList []string

func (l *wordList) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*l = wordList{node.Value}
		return nil
	}
	return node.Decode((*[]string)(l))
}

//go:embed names.yaml
var namesYAML []byte

var names = sync.OnceValue(func() *knownNames {
	var n knownNames
	if err := yaml.Unmarshal(namesYAML, &n); err != nil {
		panic(fmt.Sprintf("the embedded names are broken: %v", err))
	}
	return &n
})

// split returns the words of an identifier in small letters, each in the singular: `tblSalesOrders` and `tblsalesorders` are tbl sale order.
func split(name string) []string {
	var all []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			all = append(all, compound(strings.ToLower(string(word)))...)
		}
		word = nil
	}
	letters := []rune(name)
	for i, c := range letters {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			end()
			continue
		case i > 0 && unicode.IsUpper(c) && (!unicode.IsUpper(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1])):
			end()
		}
		word = append(word, c)
	}
	end()
	return all
}

// last returns the last of some words; "" where there is none.
func last(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// like tells how alike the words of a name, also written together, and of a known one are, from 0 to 1.
func like(name []string, together string, of known) float64 {
	known := of.words
	switch {
	case len(name) == 0 || len(known) == 0:
		return 0
	case together == of.together:
		return 1
	case len(name) > len(known) && slices.Equal(name[len(name)-len(known):], known):
		if len(known) == 1 {
			return 0.5 // one word says little, as in birth_date
		}
		return 0.7 // something in front
	case len(name) > len(known) && slices.Equal(name[:len(known)], known):
		return 0.4 // something behind, as in order_status: mostly another thing
	}
	return 0
}

// known is a known name: its words, and these written together.
type known struct {
	words    []string
	together string
}

var phrases sync.Map

// phrase returns a known name in words, which are asked for again and again.
func phrase(name string) known {
	if found, ok := phrases.Load(name); ok {
		return found.(known)
	}
	words := split(name)
	found := known{words, strings.Join(words, "")}
	phrases.Store(name, found)
	return found
}

// best is the greatest likeness to any of the known names, earlier ones a little before later ones.
func best(name []string, known []string) (float64, string) {
	score, which := 0.0, ""
	together := strings.Join(name, "")
	for i, k := range known {
		if s := like(name, together, phrase(k)) * (1 - 0.01*float64(min(i, 10))); s > score {
			score, which = s, k
		}
	}
	return score, which
}

// withoutPrefix is a table's name without words in front that say nothing about what it holds.
func withoutPrefix(tokens []string) []string {
	for len(tokens) > 1 && slices.Contains(names().Prefixes, tokens[0]) {
		tokens = tokens[1:]
	}
	return tokens
}

// isNamed reports whether a name is one of some known names.
func isNamed(name string, known []string) bool { return isAny(split(name), known) }

// isAny reports whether the words of a name are those of one of some known names.
func isAny(words, known []string) bool {
	score, _ := best(words, known)
	return score > 0.85
}

// tableLike tells how much the words of a table's name are those of an entity.
func tableLike(tokens []string, entity string) (float64, string) {
	n, known := names(), names().Entities[entity]
	if isAny(tokens, known.Not) || isAny(withoutPrefix(tokens), known.Not) {
		return 0, ""
	}
	all := append([]string{entity}, known.Tables...)
	score, which := best(tokens, all)
	for len(tokens) > 1 && slices.Contains(n.Prefixes, tokens[0]) {
		tokens = tokens[1:]
		if s, w := best(tokens, all); 0.95*s > score {
			score, which = 0.95*s, w
		}
	}
	return score, which
}

// fieldNames are the known names of a field, its own first, then those of the entity or, without such, of every entity.
func fieldNames(entity, field string) []string {
	n := names()
	own, ok := n.Entities[entity].Fields[field]
	if !ok {
		own = n.Fields[field]
	}
	return append([]string{field}, own...)
}
