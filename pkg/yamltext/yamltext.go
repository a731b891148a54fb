// Package yamltext reads the YAML texts that people write into settings, and knows in which lines of them things stand.
package yamltext

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Parse returns the root of a YAML text, nil for an empty one, and the line of a second document, 0 for none.
func Parse(text string) (root *yaml.Node, more int, err error) {
	// The parser is known to have panicked on texts that no person writes; that must not end the plugin.
	defer func() {
		if p := recover(); p != nil {
			err = fault.New("yaml.unreadable")
		}
	}()
	if !utf8.ValidString(text) {
		return nil, 0, fault.New("yaml.not_utf8")
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var first, second yaml.Node
	if err := decoder.Decode(&first); errors.Is(err, io.EOF) {
		return nil, 0, nil
	} else if err != nil {
		return nil, 0, words(err)
	}
	if err := decoder.Decode(&second); err == nil {
		return nil, max(1, second.Line), nil
	} else if !errors.Is(err, io.EOF) {
		return nil, 0, words(err)
	}
	if len(first.Content) == 0 || IsNull(first.Content[0]) {
		return nil, 0, nil
	}
	return first.Content[0], 0, nil
}

// words leaves out of a message of the YAML parser the line that it is not sure of.
func words(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if _, after, ok := strings.Cut(rest, ": "); ok {
			text = after
		}
	}
	return errors.New(text)
}

// budgetOfLine bounds the bytes that are read to find a line.
const budgetOfLine = 8 << 20

// FaultyLine finds the line that makes a text invalid. The parser tells the line of what it was in the middle of, or none; here
// it is the line after the longest beginning that is valid by itself, which for an unclosed bracket or quote is where it opens.
func FaultyLine(text string) int {
	lines := bytes.SplitAfter([]byte(text), []byte("\n"))
	fed := &lineReader{lines: lines}
	var sink yaml.Node
	func() {
		defer func() { _ = recover() }() // as in Parse
		for decoder := yaml.NewDecoder(fed); decoder.Decode(&sink) == nil; {
		}
	}()
	end := max(1, fed.read)
	size := len(bytes.Join(lines[:end], nil))
	for budget := budgetOfLine; end > 1 && budget > 0; end-- {
		size -= len(lines[end-1])
		budget -= size
		if _, _, err := Parse(text[:size]); err == nil {
			return end
		}
	}
	if end > 1 { // the budget is spent
		return max(1, fed.read)
	}
	return 1
}

// lineReader gives a text line by line and counts the lines given.
type lineReader struct {
	lines [][]byte
	read  int
	rest  []byte
}

func (r *lineReader) Read(into []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.read == len(r.lines) {
			return 0, io.EOF
		}
		r.rest = r.lines[r.read]
		r.read++
	}
	n := copy(into, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// IsNull reports whether nothing is given.
func IsNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }
