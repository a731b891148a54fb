package crm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// A dimension asked for by another word for it, a title or the field behind it is hinted at.
func TestAnUnknownDimensionHintsAtTheOneMeant(t *testing.T) {
	for asked, want := range map[string]string{
		"owner":       `there is no dimension "owner"; did you mean agent or rep; the dimensions are account`,
		"Менеджер":    `did you mean rep;`,
		"salesperson": `did you mean rep;`,
		"customers":   `did you mean account;`,
		"lead_source": `did you mean lead_status or source;`,
	} {
		_, err := crm.Reference().Model.Dimension(asked)
		require.ErrorContains(t, err, want, asked)
	}
	_, err := crm.Reference().Model.Dimension("colour")
	require.ErrorContains(t, err, `there is no dimension "colour"; the dimensions are account`)
}
