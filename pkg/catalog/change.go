package catalog

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Change is a change of a KPI's definition: from that day on the KPI means something else.
type Change struct {
	On   calendar.Date `yaml:"on"`
	Note i18n.Text     `yaml:"note"`
}

func (c Change) validate() error {
	if c.On == (calendar.Date{}) {
		return in("on", fault.New("catalog.change_without_day"))
	}
	return in("note", complete(c.Note))
}

// changes are those of a KPI by day, in every language.
func (l *loader) changes(id string, given []Change) []Change {
	changes := inOrder(given)
	for i, c := range changes {
		changes[i].Note = l.text(id, "changes."+c.On.String(), c.Note)
	}
	return changes
}

// inOrder returns the changes by day; two of a day stay in the order in which they are written.
func inOrder(changes []Change) []Change {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b Change) int { return a.On.Compare(b.On) })
	return sorted
}

// complete checks that a text is there in the languages that must be; in others the English one stands in.
func complete(t i18n.Text) error {
	if len(t.Lacks()) > 0 {
		return fault.New("catalog.not_translated")
	}
	return nil
}
