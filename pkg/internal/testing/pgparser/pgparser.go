// Package pgparser asks PostgreSQL's own lexer and parser, without a server, how they read SQL.
package pgparser

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/wasilibs/go-pgquery/parser"
	"google.golang.org/protobuf/encoding/protowire"
)

// Token is a word as PostgreSQL's lexer finds it, a comment too: where it is, in bytes.
type Token struct{ Start, End int }

// Node is a part of a parse tree: an object, a list, a text, a number or a bool.
type Node struct{ value any }

// Start makes the parser ready, which takes some seconds: a fuzz target calls it first, since Go takes an input that takes long for one
// that hangs.
func Start(tb testing.TB) {
	if _, err := Parse("select 1"); err != nil {
		tb.Fatal(err)
	}
}

// Scan returns the words of SQL, or what the lexer has against it.
func Scan(sql string) ([]Token, error) {
	message, err := parser.ScanToProtobuf(sql)
	if err != nil {
		return nil, err
	}
	var tokens []Token
	err = fields(message, func(number protowire.Number, value []byte, _ uint64) error {
		if number != 2 {
			return nil
		}
		var t Token
		err := fields(value, func(number protowire.Number, _ []byte, n uint64) error {
			switch number {
			case 1:
				t.Start = int(n)
			case 2:
				t.End = int(n)
			}
			return nil
		})
		tokens = append(tokens, t)
		return err
	})
	return tokens, err
}

// fields calls each for the fields of a message that are messages or numbers.
func fields(message []byte, each func(protowire.Number, []byte, uint64) error) error {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		var value []byte
		var whole uint64
		switch kind {
		case protowire.VarintType:
			whole, n = protowire.ConsumeVarint(message)
		case protowire.BytesType:
			value, n = protowire.ConsumeBytes(message)
		default:
			return fmt.Errorf("field %d has the unknown type %d", number, kind)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		if err := each(number, value, whole); err != nil {
			return err
		}
	}
	return nil
}

// Parse returns the statements of SQL, or what the parser has against it.
func Parse(sql string) ([]Node, error) {
	text, err := parser.ParseToJSON(sql)
	if err != nil {
		return nil, err
	}
	var tree struct {
		Statements []struct {
			Statement any `json:"stmt"`
		} `json:"stmts"`
	}
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		return nil, fmt.Errorf("the parser's answer is no JSON: %w", err)
	}
	statements := make([]Node, len(tree.Statements))
	for i, s := range tree.Statements {
		statements[i] = Node{s.Statement}
	}
	return statements, nil
}

// At follows the names of objects' fields; what is not there is the node of nothing.
func (n Node) At(names ...string) Node {
	for _, name := range names {
		object, _ := n.value.(map[string]any)
		n = Node{object[name]}
	}
	return n
}

// List returns the items of a list.
func (n Node) List() []Node {
	items, _ := n.value.([]any)
	nodes := make([]Node, len(items))
	for i, item := range items {
		nodes[i] = Node{item}
	}
	return nodes
}

// Names returns the names of an object's fields.
func (n Node) Names() []string {
	var names []string
	object, _ := n.value.(map[string]any)
	for name := range object {
		names = append(names, name)
	}
	return names
}

// Text returns a text, "" for anything else.
func (n Node) Text() string {
	text, _ := n.value.(string)
	return text
}

// Number returns a number, 0 for anything else.
func (n Node) Number() int {
	number, _ := n.value.(float64)
	return int(number)
}

// Count counts the fields of a name in the whole tree.
func (n Node) Count(name string) int {
	count := 0
	switch value := n.value.(type) {
	case map[string]any:
		for field, below := range value {
			if field == name {
				count++
			}
			count += Node{below}.Count(name)
		}
	case []any:
		for _, below := range value {
			count += Node{below}.Count(name)
		}
	}
	return count
}
