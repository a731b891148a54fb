package agreement_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/agreement"
)

func contradictions(t *testing.T, figures ...agreement.Figure) []string {
	t.Helper()
	s := agreement.Screen(figures)
	require.NoError(t, s.Read())
	return s.Contradictions()
}

func figure(panel, kpi string, value float64) agreement.Figure {
	return agreement.Figure{Panel: panel, KPI: kpi, Basis: "year", Value: value, Whole: true}
}

func of(f agreement.Figure, group string) agreement.Figure {
	f.Group, f.Dimensions = group, []string{"team"}
	return f
}

func in(f agreement.Figure, basis string) agreement.Figure {
	f.Basis = basis
	return f
}

func TestRatiosAreWhatStandsBesideThem(t *testing.T) {
	revenue, target := figure("Goal", "revenue", 50), figure("Goal", "revenue_target", 200)
	require.Empty(t, contradictions(t, revenue, target, figure("Goal", "revenue_attainment", 0.25)))
	require.Equal(t, []string{`"Goal" revenue_attainment is 0.3, but the figures beside it give 0.25`},
		contradictions(t, revenue, target, figure("Goal", "revenue_attainment", 0.3)))
	require.Empty(t, contradictions(t, revenue, target, in(figure("Month", "revenue_attainment", 0.3), "month")), "another range in another panel")
	require.Len(t, contradictions(t, revenue, target, in(figure("Goal", "revenue_attainment", 0.3), "month")), 1, "another range in the same panel")
	require.Empty(t, contradictions(t, revenue, figure("Goal", "revenue_attainment", 0.3)), "nothing to divide by")
	require.Len(t, contradictions(t, of(revenue, "North"), of(target, "North"), of(figure("Goal", "revenue_attainment", 0.3), "North")), 1)
	require.Empty(t, contradictions(t, of(revenue, "North"), of(target, "South"), of(figure("Goal", "revenue_attainment", 0.3), "South")))
}

func TestGapsAndFormulasAreReckonedToo(t *testing.T) {
	revenue, target := figure("Goal", "revenue", 50), figure("Goal", "revenue_target", 200)
	require.Empty(t, contradictions(t, revenue, target, figure("Needed", "revenue_gap", 150)))
	require.Len(t, contradictions(t, revenue, target, figure("Needed", "revenue_gap", 900)), 1, "the gap of more days")
	told := figure("Needed", "revenue_gap", 900)
	told.Told = true
	require.Empty(t, contradictions(t, revenue, target, told), "the gap of more days, as the panel says")
	require.Len(t, contradictions(t, revenue, target, figure("Goal", `=revenue - revenue_target as "Ahead"`, -1)), 1)
	require.Empty(t, contradictions(t, revenue, target, figure("Goal", `=revenue - revenue_target as "Ahead"`, -150)))
	require.Empty(t, contradictions(t, revenue, target, figure("Goal", "=revenue:offset=1y / revenue_target", 7)), "the revenue of another year")
	require.Empty(t, contradictions(t, figure("CSAT", "csat", 0.8), figure("CSAT", "csat.target", 0.8), figure("CSAT", "csat.attainment", 1)))
	require.Len(t, contradictions(t, figure("CSAT", "csat", 0.8), figure("CSAT", "csat.target", 0.4), figure("CSAT", "csat.attainment", 1)), 1)
}

func TestPartsAreTheWhole(t *testing.T) {
	north, south := of(figure("Teams", "revenue", 30), "North"), of(figure("Teams", "revenue", 20), "South")
	require.Empty(t, contradictions(t, figure("Goal", "revenue", 50), north, south))
	require.Equal(t, []string{`"Goal" revenue is 60, but the parts by [team] in "Teams" add up to 50`}, contradictions(t, figure("Goal", "revenue", 60), north, south))
	best := north
	best.Whole = false
	require.Empty(t, contradictions(t, figure("Goal", "revenue", 60), best), "the best alone are not the whole")
}

func TestSharesAreOneTogether(t *testing.T) {
	north, south := of(figure("Teams", "revenue_share", 0.6), "North"), of(figure("Teams", "revenue_share", 0.4), "South")
	require.Empty(t, contradictions(t, north, south))
	require.Len(t, contradictions(t, north), 1)
	north.Whole = false
	require.Empty(t, contradictions(t, north))
}

func TestOneQuestionHasOneAnswer(t *testing.T) {
	require.Len(t, contradictions(t, figure("Goal", "revenue", 50), figure("Other", "revenue", 51)), 1)
	require.Empty(t, contradictions(t, figure("Goal", "revenue", 50), in(figure("Other", "revenue", 51), "month")))
}

func TestOpeningAndChangeAreTheClosing(t *testing.T) {
	opening, change := figure("Pipeline", "pipeline_opening", 100), figure("Pipeline", "pipeline_change", -40)
	require.Empty(t, contradictions(t, opening, change, figure("Pipeline", "pipeline_closing", 60)))
	require.Equal(t, []string{`"Pipeline" pipeline_opening is 100, with the changes of -40 it is not the closing of 70`},
		contradictions(t, opening, change, figure("Pipeline", "pipeline_closing", 70)))
	new, won := of(figure("Pipeline", "pipeline_change", 10), "new"), of(figure("Pipeline", "pipeline_change", -50), "won")
	require.Len(t, contradictions(t, opening, new, won, figure("Pipeline", "pipeline_closing", 70)), 1)
	require.Empty(t, contradictions(t, opening, new, won, figure("Pipeline", "pipeline_closing", 60)))
	bars := []agreement.Figure{
		opening, of(figure("Pipeline", "=max(pipeline_change, 0)", 10), "new"), of(figure("Pipeline", "=max(0 - pipeline_change, 0)", 0), "new"),
		of(in(figure("Pipeline", "=0 - pipeline_change", 50), "won"), "won"),
	}
	require.Empty(t, contradictions(t, append(bars, figure("Pipeline", "pipeline_closing", 60))...))
	require.Len(t, contradictions(t, append(bars, figure("Pipeline", "pipeline_closing", 70))...), 1)
}

func TestFunnelsDoNotWiden(t *testing.T) {
	require.Empty(t, agreement.Screen{figure("Funnel", "new_leads", 9), figure("Funnel", "new_deals", 9), figure("Funnel", "deals_won", 3)}.Widens())
	require.Equal(t, []string{`"Funnel" new_deals is 9, more than the step before, new_leads of 5: they are not one cohort`},
		agreement.Screen{figure("Funnel", "new_leads", 5), figure("Funnel", "new_deals", 9)}.Widens())
	step := func(pipeline, stage string, value float64) agreement.Figure {
		f := of(figure("Funnel", "stage_reached", value), pipeline+", "+stage)
		f.Funnel = pipeline
		return f
	}
	require.Empty(t, agreement.Screen{step("North", "A", 5), step("North", "B", 2), step("South", "A", 9), step("South", "B", 9)}.Widens(), "each pipeline has its own")
	require.Len(t, agreement.Screen{step("North", "A", 5), step("North", "B", 6)}.Widens(), 1)
}
