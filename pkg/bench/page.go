package bench

import (
	"fmt"
	"strings"
)

// Where a page has its tables.
const (
	beginTable = "<!-- go tool mage bench -write: %s -->\n"
	endTable   = "<!-- end -->\n"
)

// Pages are the files of docs, by language, that tell what was measured of a company of a scale; none for a small one, which tells nothing of how fast
// anything is.
func Pages(scale string) map[string]string {
	name, ok := map[string]string{"medium": "benchmark.md", "large": "benchmark-large.md"}[scale]
	if !ok {
		return nil
	}
	return map[string]string{"en": "docs/" + name, "ru": "docs/ru/" + name}
}

// Fill returns a page with the tables in their places, and under the name "run" what was measured, in a sentence. Its error names a place that the page lacks.
func (r Report) Fill(page, language, sentence string) (string, error) {
	parts := map[string]string{"run": sentence + "\n"}
	names := []string{"run"}
	for _, t := range r.Tables(language) {
		names = append(names, t.Name)
		parts[t.Name] = t.RenderMarkdown() + "\n"
	}
	for _, name := range names {
		begin := fmt.Sprintf(beginTable, name)
		before, rest, begins := strings.Cut(page, begin)
		_, after, ends := strings.Cut(rest, endTable)
		if !begins || !ends {
			return "", fmt.Errorf("the page has no place for %s: it begins with %sand ends with %s", name, begin, endTable)
		}
		page = before + begin + parts[name] + endTable + after
	}
	return page, nil
}
