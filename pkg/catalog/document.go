package catalog

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// maxText bounds a text of definitions, in bytes.
const maxText = 256 << 10

// document returns the root of a YAML text that has nothing but plain values; nil for an empty text and for one that is none,
// which is a fault.
func (r *reader) document(text string) *yaml.Node {
	if len(text) > maxText {
		r.failAt(place{r.source, 1}, "", fault.New("catalog.text_too_long", "have", len(text), "most", maxText))
		return nil
	}
	before := len(r.list)
	root, more, err := parse(text)
	switch {
	case err != nil:
		r.failAt(place{r.source, faultyLine(text)}, "", fault.New("catalog.not_yaml", "reason", err))
	case more > 0:
		r.failAt(place{r.source, more}, "", fault.New("catalog.second_document"))
	case root != nil:
		r.refuseReferences(root)
	}
	if len(r.list) > before {
		return nil
	}
	return root
}

// parse returns the root of a YAML text, nil for an empty one, and the line of a second document, 0 for none.
func parse(text string) (root *yaml.Node, more int, err error) {
	// The parser is known to have panicked on texts that no person writes; that must not end the plugin.
	defer func() {
		if p := recover(); p != nil {
			err = fault.New("catalog.unreadable_yaml")
		}
	}()
	if !utf8.ValidString(text) {
		return nil, 0, fault.New("catalog.not_utf8")
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
	if len(first.Content) == 0 || isNull(first.Content[0]) {
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

// faultyLine finds the line that makes a text invalid. The parser tells the line of what it was in the middle of, or none; here
// it is the line after the longest beginning that is valid by itself, which for an unclosed bracket or quote is where it opens.
func faultyLine(text string) int {
	lines := bytes.SplitAfter([]byte(text), []byte("\n"))
	fed := &lineReader{lines: lines}
	var sink yaml.Node
	func() {
		defer func() { _ = recover() }() // as in parse
		for decoder := yaml.NewDecoder(fed); decoder.Decode(&sink) == nil; {
		}
	}()
	end := max(1, fed.read)
	size := len(bytes.Join(lines[:end], nil))
	for budget := 32 * maxText; end > 1 && budget > 0; end-- {
		size -= len(lines[end-1])
		budget -= size
		if _, _, err := parse(text[:size]); err == nil {
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

// refuseReferences refuses anchors and aliases, which let a short text stand for a huge one, and tags, which have no use here.
func (r *reader) refuseReferences(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		r.failAt(place{r.source, n.Line}, "", fault.New("catalog.alias", "alias", n.Value))
	case n.Anchor != "":
		r.failAt(place{r.source, n.Line}, "", fault.New("catalog.anchor", "anchor", n.Anchor))
	case n.Style&yaml.TaggedStyle != 0:
		r.failAt(place{r.source, n.Line}, "", fault.New("catalog.tag", "tag", n.Tag))
	}
	for _, part := range n.Content {
		r.refuseReferences(part)
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }
