package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// A rep's target reaches a team or a manager only through the rep: where that is not mapped, the target has no such dimension.
func TestTargetsHaveTheDimensionsThatTheMappingLeadsTo(t *testing.T) {
	m := crm.Reference()
	m.Entities["users"] = crm.Source{From: `"crm"."users"`, Fields: map[string]string{"id": "id", "name": "name"}}
	e := engine.New(catalog.Default(), m, settings(t), nil)
	target, err := catalog.Default().KPI("revenue_target")
	require.NoError(t, err)
	require.Equal(t, []string{"campaign", "channel", "pipeline", "region", "rep", "team"}, e.Dimensions(target), "a team has targets of its own")
	_, err = take.Figures(e.Ask(context.Background(), query.Question{KPIs: []string{"revenue_target"}, GroupBy: []string{"manager"}, Grain: calendar.None}, thisYear(t)))
	var fault *fault.Error
	require.ErrorAs(t, err, &fault)
	require.ErrorContains(t, err, "cannot be grouped by manager")
}
