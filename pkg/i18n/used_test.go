package i18n

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	asked   = regexp.MustCompile(`(?:i18n\.T|fault\.New)\("([^"]+)"( ?\+)?`)
	literal = regexp.MustCompile(`"([a-z_]+\.[a-z0-9_.]+)"`)
)

// An id that no message has would be a panic in front of a user, and a message that nothing names is of no use. An id that is put
// together begins with a literal, as in i18n.T("calendar.weekday_" + day).
func TestMessagesAreThoseThatTheProgramAsksFor(t *testing.T) {
	messages := texts(English)
	named := map[string]bool{}
	var beginnings []string
	require.NoError(t, fs.WalkDir(os.DirFS(".."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(os.DirFS(".."), path)
		for _, match := range asked.FindAllStringSubmatch(string(text), -1) {
			if match[2] != "" {
				beginnings = append(beginnings, match[1])
				continue
			}
			require.True(t, messages[match[1]] != "", "%s: there is no message %s", path, match[1])
		}
		for _, match := range literal.FindAllStringSubmatch(string(text), -1) {
			named[match[1]] = true
		}
		return err
	}))
	for id := range messages {
		begins := func(beginning string) bool { return strings.HasPrefix(id, beginning) }
		require.True(t, named[id] || slices.ContainsFunc(beginnings, begins), "nothing names the message %s", id)
	}
}
