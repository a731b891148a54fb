package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// A column that is not there costs what reads it, and nothing else: the preset stays, and says what it lacks and which KPIs need that.
func TestMissingColumnsCostAPresetOnlyWhatReadsThem(t *testing.T) {
	for name, test := range map[string]struct {
		drop, missing string
		without       []string // entities that are lost
	}{
		"of a field":          {`alter table opportunity drop column amount`, "deals.amount", nil},
		"of a text":           {`alter table "case" drop column priority`, "tickets.priority", nil},
		"of all of an entity": {`alter table email drop column parent_type`, "ticket_events", []string{"ticket_events"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := read(t, filled(t, schemaOf(t, "espocrm"), test.drop))
			require.Len(t, r.Presets, 1)
			p := r.Presets[0]
			require.Equal(t, "espocrm", p.ID)
			require.GreaterOrEqual(t, p.Confidence, detect.Sure)
			for _, entity := range []string{"deals", "leads", "tickets", "accounts", "users"} {
				require.Contains(t, p.Entities, entity)
			}
			for _, entity := range test.without {
				require.NotContains(t, p.Entities, entity)
			}
			require.Contains(t, p.Reason.In(i18n.English), test.missing)
			require.Empty(t, p.Reason.Missing())
		})
	}
	r, _ := read(t, filled(t, schemaOf(t, "espocrm"), `alter table opportunity drop column amount`))
	require.Regexp(t, `without deal_history, deals\.amount, .*revenue.*does not exist`, r.Presets[0].Reason.In(i18n.English))
}
