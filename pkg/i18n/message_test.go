package i18n

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
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

// texts are the messages of a language, each with all its forms.
func texts(l Language) map[string]string {
	found := map[string]string{}
	for id, m := range spoken.words[l].messages {
		found[id] = strings.Join([]string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}, "\n")
	}
	return found
}

func TestLanguagesHaveTheSameMessages(t *testing.T) {
	require.Subset(t, Languages(), []Language{English, Russian})
	english := texts(English)
	for _, l := range Languages() {
		translated := texts(l)
		require.Equal(t, slices.Sorted(maps.Keys(english)), slices.Sorted(maps.Keys(translated)), l)
		for id, text := range english {
			require.Equal(t, arguments(text), arguments(translated[id]), "%s in %s", id, l)
		}
	}
}

func TestMessagesTakeTextsAndErrors(t *testing.T) {
	inner := T("fault.at", "place", New(Forms{English: "here", Russian: "здесь"}), "reason", errors.New("broken"))
	require.Equal(t, Forms{English: "here: broken", Russian: "здесь: broken"}, inner.Forms())
	require.Panics(t, func() { T("no.such.message") })
}

type speaks struct{ text Text }

func (s speaks) Error() string { return s.text.In(English) }

func (s speaks) Text() Text { return s.text }

func TestTextOfErrors(t *testing.T) {
	one := speaks{New(Forms{English: "one", Russian: "один"})}
	require.Equal(t, one.text, Of(fmt.Errorf("wrapped: %w", one)))
	require.Equal(t, Forms{English: "one\ntwo", Russian: "один\ntwo"}, Of(errors.Join(one, errors.New("two"))).Forms())
	require.Zero(t, Of(nil))
}
