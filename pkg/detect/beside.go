package detect

import (
	"context"
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// besidePresets finds relations to what a recognised preset gives: by foreign keys to its tables.
func (f *finder) besidePresets(context.Context) error {
	for i := range f.Suggestions {
		s := &f.Suggestions[i]
		for j := range s.Fields {
			field := &s.Fields[j]
			to := fieldOf(s.of, field.Name).To
			if field.Sure() || to == "" || field.column == nil || f.chosen[to] != nil || !f.given(to) || !f.ofPreset(field.column) {
				continue
			}
			field.Confidence = 0.6
			field.Reason = i18n.Text{
				En: fmt.Sprintf("a foreign key to %s, which the preset for %s reads; make sure that it is the key of its rows", field.column.refers.Name, to),
				Ru: fmt.Sprintf("внешний ключ на %s, откуда пресет берёт %s; убедитесь, что это ключ его строк", field.column.refers.Name, to),
			}
		}
	}
	return nil
}

// ofPreset reports whether a foreign key of a column leads to a table of a recognised preset.
func (f *finder) ofPreset(c *column) bool {
	return c.refers.Name != "" && slices.ContainsFunc(f.Presets, func(p Preset) bool { return p.Confidence >= Sure && p.reads(c.refers) })
}
