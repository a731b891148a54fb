package detect

import (
	"regexp"
	"strings"
)

// told is a code and its meaning in a comment on a column: `1 = pending; 2 = shipped`, `0: new, 1: done`.
var told = regexp.MustCompile(`(-?\d+)\s*(?:=>|->|[=:–—-])\s*['"]?([^\d,;|/'"()\n]*[^\d,;|/'"()\s])`)

// meaning is what a value of the column stands for: of a number, what the comment on the column says of it, where that tells each
// code one meaning, or a constraint; else the value itself.
func (c *column) meaning(value string) string {
	if c.kind != whole {
		return value
	}
	if word, ok := c.codes()[value]; ok {
		return word
	}
	if word, ok := c.checked[value]; ok {
		return word
	}
	return value
}

// codes are the meanings of numbers that the column's comment tells; none where it tells one of them twice.
func (c *column) codes() map[string]string {
	codes := map[string]string{}
	for _, m := range told.FindAllStringSubmatch(c.remark, -1) {
		if _, twice := codes[m[1]]; twice {
			return nil
		}
		codes[m[1]] = strings.TrimSpace(m[2])
	}
	return codes
}
