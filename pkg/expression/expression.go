// Package expression reads the small SQL expressions of the catalogue and the model: conditions and computed
// values over canonical names, such as
//
//	status = 'won' and closed_at < created_at + :window
//
// Bare names are fields, dotted names are paths along many-to-one relations (deal.account.region), and names behind a
// colon are parameters of the question. [Expression.Render] gives each of them its SQL; everything else is kept as written.
package expression

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Expression is a parsed expression. The zero value is the empty expression, see [Expression.Empty].
type Expression struct {
	text   string
	tokens []token
}

// Parse reads an expression. It refuses what has no place in one: statement separators, comments, quoted identifiers,
// subqueries and unterminated strings.
func Parse(text string) (Expression, error) {
	tokens, err := scan(text)
	if err != nil {
		return Expression{}, fault.At(i18n.T("expression.in_expression", "text", text), err)
	}
	return Expression{text: strings.TrimSpace(text), tokens: tokens}, nil
}

// MustParse is [Parse] for expressions of the program itself; it panics on an error.
func MustParse(text string) Expression {
	e, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return e
}

// UnmarshalYAML reads the expression from a YAML scalar.
func (e *Expression) UnmarshalYAML(node *yaml.Node) error {
	var text string
	if err := node.Decode(&text); err != nil {
		return err
	}
	parsed, err := Parse(text)
	if err != nil {
		return fmt.Errorf("line %d: %w", node.Line, err)
	}
	*e = parsed
	return nil
}

// Empty reports whether there is nothing in the expression.
func (e Expression) Empty() bool { return len(e.tokens) == 0 }

// String returns the expression as written.
func (e Expression) String() string { return e.text }

// Paths returns the distinct fields and relation paths the expression names, in order of appearance.
func (e Expression) Paths() []string { return e.distinct(pathToken) }

// Parameters returns the distinct parameters the expression names, without the colon, in order of appearance.
func (e Expression) Parameters() []string { return e.distinct(parameterToken) }

// IsPath reports whether the expression is nothing but one field or path.
func (e Expression) IsPath() bool { return len(e.tokens) == 1 && e.tokens[0].kind == pathToken }

func (e Expression) distinct(kind tokenKind) []string {
	var names []string
	seen := map[string]bool{}
	for _, t := range e.tokens {
		if t.kind == kind && !seen[t.text] {
			seen[t.text] = true
			names = append(names, t.text)
		}
	}
	return names
}

// Render returns the SQL of the expression: path gives the SQL of a field or relation path, parameter that of a parameter. A path is
// compared when = or IN follows it at once. The first error of either is returned.
func (e Expression) Render(path func(name string, compared bool) (string, error), parameter func(name string) (string, error)) (string, error) {
	var sql strings.Builder
	for i, t := range e.tokens {
		if i > 0 && t.spaced {
			sql.WriteByte(' ')
		}
		text, err := t.text, error(nil)
		switch t.kind {
		case pathToken:
			text, err = path(t.text, e.comparison(i+1))
		case parameterToken:
			text, err = parameter(t.text)
		}
		if err != nil {
			return "", err
		}
		sql.WriteString(text)
	}
	return sql.String(), nil
}

// comparison reports whether a token is = or IN.
func (e Expression) comparison(i int) bool {
	return i < len(e.tokens) && (e.tokens[i].text == "=" || strings.EqualFold(e.tokens[i].text, "in"))
}
