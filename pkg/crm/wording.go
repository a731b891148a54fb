package crm

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// readWordings notes at dimensions how people write the words of the data.
func (m *Model) readWordings(text []byte) error {
	var given map[string]map[string]i18n.Text
	if err := Strict(text, &given); err != nil {
		return err
	}
	for id, words := range given {
		d, err := m.Dimension(id)
		if err != nil {
			return err
		}
		if d.Entity != "" || d.Labels != nil {
			return fmt.Errorf("the values of %s are no words of a text", id)
		}
		d.Wording = map[string]i18n.Text{}
		for word, text := range words {
			d.Wording[word] = i18n.Defined("dimensions."+id+".wording."+word, text)
		}
	}
	return nil
}

// Worded are the values of a dimension that contain a text as people write them, in any language and without regard to case, sorted.
func (d *Dimension) Worded(search string) []string {
	var found []string
	for word, text := range d.Wording {
		if slices.ContainsFunc(text.All(), func(t string) bool { return strings.Contains(strings.ToLower(t), strings.ToLower(search)) }) {
			found = append(found, word)
		}
	}
	slices.Sort(found)
	return found
}

// Wordings is how people write some values of a dimension, by how all of its known ones are written, without what another one of them is
// called: two would look alike.
func Wordings(known map[string]i18n.Text, values iter.Seq[string]) map[string]i18n.Text {
	if len(known) == 0 {
		return nil
	}
	there := map[string]bool{}
	for value := range values {
		there[value] = true
	}
	all := map[string]i18n.Text{}
	for value, text := range known {
		if there[value] && !slices.ContainsFunc(text.All(), func(t string) bool { return t != value && there[t] }) {
			all[value] = text
		}
	}
	return all
}
