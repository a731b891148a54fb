package i18n

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

var argument = regexp.MustCompile(`\.[a-z]\w*`)

// arguments are the names that a message takes.
func arguments(text string) []string {
	var names []string
	for _, action := range regexp.MustCompile(`\{\{[^}]*\}\}`).FindAllString(text, -1) {
		names = append(names, argument.FindAllString(action, -1)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestLanguagesHaveTheSameMessages(t *testing.T) {
	english, err := ids(English)
	require.NoError(t, err)
	russian, err := ids(Russian)
	require.NoError(t, err)
	require.Equal(t, sortedIDs(english), sortedIDs(russian))
	for id, text := range english {
		require.Equal(t, arguments(text), arguments(russian[id]), id)
	}
}

func TestMessagesTakeTextsAndErrors(t *testing.T) {
	inner := T("fault.at", "place", Text{En: "here", Ru: "здесь"}, "reason", errors.New("broken"))
	require.Equal(t, Text{En: "here: broken", Ru: "здесь: broken"}, inner)
	require.Panics(t, func() { T("no.such.message") })
}

type told struct{ Text }

func (t told) Error() string { return t.En }

func (t told) text() Text { return t.Text }

type speaks struct{ told }

func (s speaks) Text() Text { return s.told.text() }

func TestTextOfErrors(t *testing.T) {
	one := speaks{told{Text{En: "one", Ru: "один"}}}
	require.Equal(t, Text{En: "one", Ru: "один"}, Of(fmt.Errorf("wrapped: %w", one)))
	require.Equal(t, Text{En: "one\ntwo", Ru: "один\ntwo"}, Of(errors.Join(one, errors.New("two"))))
	require.Zero(t, Of(nil))
}
