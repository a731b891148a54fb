package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/mappingdoc"
)

// word is one of a command line, in quotes or not.
var word = regexp.MustCompile(`'[^']*'|\S+`)

// The commands of the pages on the demo company, run as they stand there, print what stands below them.
func TestDemoPages(t *testing.T) {
	for _, page := range []string{"demo.md", filepath.Join("ru", "demo.md")} {
		t.Run(page, func(t *testing.T) {
			path := filepath.Join("..", "..", "..", "docs", page)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Contains(t, string(text), "crmkpi seed --today "+now, "the company of the page is that of these tests")
			blocks, err := mappingdoc.Read(path)
			require.NoError(t, err)
			commands := mappingdoc.Of(blocks, "console")
			require.Len(t, commands, 18)
			for _, b := range commands {
				line, want, _ := strings.Cut(b.Text, "\n")
				args := word.FindAllString(strings.TrimPrefix(line, "$ crmkpi "), -1)
				for i := range args {
					args[i] = strings.Trim(args[i], "'")
				}
				got := succeed(t, append(args, "--dsn", company(t), "--now", now)...).stdout
				require.Equal(t, strings.TrimRight(want, "\n"), strings.TrimRight(got, "\n"), line)
			}
		})
	}
}
