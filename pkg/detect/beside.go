package detect

import (
	"context"
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
			field.Reason = i18n.T("detect.key_of_preset", "table", field.column.refers.Name, "entity", to)
		}
	}
	return nil
}

// ofPreset reports whether a foreign key of a column leads to a table of a recognised preset.
func (f *finder) ofPreset(c *column) bool {
	return c.refers.Name != "" && slices.ContainsFunc(f.Presets, func(p Preset) bool { return p.Confidence >= Sure && p.reads(c.refers) })
}
