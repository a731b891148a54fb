package oracle

import (
	"maps"
	"slices"
	"strings"
)

// askedFor is a KPI of a question with what is asked of it alone.
type askedFor struct {
	kpi       string
	arguments map[string]string
}

func entryOf(text string) askedFor {
	parts := strings.Split(text, ":")
	e := askedFor{kpi: parts[0], arguments: map[string]string{}}
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, "=")
		e.arguments[name] = value
	}
	return e
}

// suffix is how the arguments stand behind the KPI.
func (e askedFor) suffix() string {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(e.arguments)) {
		text += ":" + name + "=" + e.arguments[name]
	}
	return text
}

// of calls f while an entry's own arguments hold.
func (a *asking) of(e askedFor, f func()) {
	before := a.own
	a.own = e
	f()
	a.own = before
}
