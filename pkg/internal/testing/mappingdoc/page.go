// Package mappingdoc reads the pages docs/mapping.md and docs/ru/mapping.md, so that tests try what they show.
package mappingdoc

import (
	"os"
	"path/filepath"
	"strings"
)

// Block is a fenced block of a page.
type Block struct {
	Heading  string // of the section that it stands in
	Language string
	Text     string
}

// Pages are the pages by language, in the folder of the project.
func Pages(project string) map[string]string {
	docs := filepath.Join(project, "docs")
	return map[string]string{"en": filepath.Join(docs, "mapping.md"), "ru": filepath.Join(docs, "ru", "mapping.md")}
}

// Read returns the fenced blocks of a page.
func Read(path string) ([]Block, error) {
	page, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var blocks []Block
	heading, inside := "", false
	for line := range strings.Lines(string(page)) {
		switch {
		case strings.HasPrefix(line, "```"):
			if inside = !inside; inside {
				blocks = append(blocks, Block{Heading: heading, Language: strings.TrimSpace(line[3:])})
			}
		case inside:
			blocks[len(blocks)-1].Text += line
		case strings.HasPrefix(line, "#"):
			heading = strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
	}
	return blocks, nil
}

// Of returns the blocks of a language.
func Of(blocks []Block, language string) []Block {
	var of []Block
	for _, b := range blocks {
		if b.Language == language {
			of = append(of, b)
		}
	}
	return of
}

// Tutorial returns the mapping that the tutorial writes entity by entity: a block that is indented goes on with the one before.
func Tutorial(blocks []Block) string {
	var text string
	for _, b := range Of(blocks, "yaml") {
		switch {
		case strings.HasPrefix(b.Heading, "3. "):
			text = b.Text
		case strings.HasPrefix(b.Text, "  "):
			text += b.Text
		}
	}
	return text
}
