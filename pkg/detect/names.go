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
	Prefixes   []string                `yaml:"prefixes"`
	References []string                `yaml:"references"`
}

type knownEntity struct {
	Tables []string                       `yaml:"tables"`
	Key    []string                       `yaml:"key"`
	Fields map[string][]string            `yaml:"fields"`
	Words  map[string]map[string]wordList `yaml:"words"`
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

// split returns the words of an identifier in small letters, each in the singular: `tblSalesOrders` is tbl sale order.
func split(name string) []string {
	var all []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			all = append(all, singular(strings.ToLower(string(word))))
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

// singular undoes the plurals of English, and the commonest of Russian and German.
func singular(word string) string {
	irregular := map[string]string{
		"people": "person", "status": "status", "news": "news", "kunden": "kunde", "firmen": "firma", "bestellungen": "bestellung", "aufträge": "auftrag",
		"сделки": "сделка", "заявки": "заявка", "компании": "компания", "обращения": "обращение", "задачи": "задача", "команды": "команда",
		"встречи": "встреча", "позиции": "позиция", "платежи": "платеж", "сотрудники": "сотрудник", "продажи": "продажа", "этапы": "этап",
	}
	if s, ok := irregular[word]; ok {
		return s
	}
	n := len(word)
	switch {
	case n > 4 && strings.HasSuffix(word, "ies"):
		return word[:n-3] + "y"
	case n > 4 && (strings.HasSuffix(word, "sses") || strings.HasSuffix(word, "xes") || strings.HasSuffix(word, "ches") || strings.HasSuffix(word, "shes")):
		return word[:n-2]
	case n > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return word[:n-1]
	case n > 8 && strings.HasSuffix(word, "ы"): // заказы, клиенты: letters of two bytes
		return strings.TrimSuffix(word, "ы")
	}
	return word
}

// like tells how alike the words of a name and of a known one are, from 0 to 1.
func like(name, known []string) float64 {
	switch {
	case len(name) == 0 || len(known) == 0:
		return 0
	case slices.Equal(name, known), strings.Join(name, "") == strings.Join(known, ""):
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

// best is the greatest likeness to any of the known names, earlier ones a little before later ones.
func best(name []string, known []string) (float64, string) {
	score, which := 0.0, ""
	for i, k := range known {
		if s := like(name, split(k)) * (1 - 0.01*float64(min(i, 10))); s > score {
			score, which = s, k
		}
	}
	return score, which
}

// tableLike tells how much a table's name is that of an entity.
func tableLike(name, entity string) (float64, string) {
	n, known := names(), names().Entities[entity]
	all := append([]string{entity}, known.Tables...)
	tokens := split(name)
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
