package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what the commands of docs/demo.md print instead of comparing with it; read it before it is committed")

var (
	console = regexp.MustCompile("(?s)```console\n\\$ crmkpi ([^\n]*)\n(.*?)\n```")
	word    = regexp.MustCompile(`'[^']*'|\S+`) // of a command line, in quotes or not
)

// The commands of the pages on the demo company, run as they stand there, print what stands below them.
func TestDemoPages(t *testing.T) {
	for _, page := range []string{"demo.md", filepath.Join("ru", "demo.md")} {
		t.Run(page, func(t *testing.T) {
			path := filepath.Join("..", "..", "..", "docs", page)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Contains(t, string(text), "crmkpi seed --today "+now, "the company of the page is that of these tests")
			blocks := 0
			written := console.ReplaceAllStringFunc(string(text), func(block string) string {
				blocks++
				line := console.FindStringSubmatch(block)[1]
				args := word.FindAllString(line, -1)
				for i := range args {
					args[i] = strings.Trim(args[i], "'")
				}
				printed := succeed(t, append(args, "--dsn", company(t), "--now", now)...).stdout
				return "```console\n$ crmkpi " + line + "\n" + strings.TrimRight(printed, "\n") + "\n```"
			})
			require.Equal(t, 18, blocks)
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(written), 0o600))
				return
			}
			require.Equal(t, written, string(text), "after a change on purpose: go test ./pkg/cmd/crmkpi -run DemoPages -update")
		})
	}
}
