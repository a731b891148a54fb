package crm

import (
	"slices"
	"strings"
)

// similarDimensions are those that somebody may mean who names one that is not there: by another word for it, its title in any language,
// the name of a field that it is read from (owner is rep), or else a word of its id; none where nothing is like it.
func (m *Model) similarDimensions(id string) []string {
	asked := strings.Join(wordsOf(id), "_")
	var same, alike []string
	for _, known := range m.Dimensions() {
		d := m.dimensions[known]
		switch {
		case d.isCalled(asked):
			same = append(same, known)
		case slices.ContainsFunc(wordsOf(known), func(word string) bool { return slices.Contains(wordsOf(id), word) }):
			alike = append(alike, known)
		}
	}
	if len(same) > 0 {
		return same
	}
	return alike
}

// isCalled reports whether a dimension goes by a name, written as an id.
func (d *Dimension) isCalled(name string) bool {
	names := append([]string{d.Field}, d.also...)
	names = append(names, d.Title.All()...)
	for _, path := range d.paths {
		names = append(names, path[strings.LastIndexByte(path, '.')+1:])
	}
	return slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.Join(wordsOf(n), "_") == name })
}

// wordsOf are the words of an id or a title in small letters, each without the s of a plural.
func wordsOf(name string) []string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == '-' || r == ' ' })
	for i, w := range words {
		if len(w) > 3 {
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	return words
}
