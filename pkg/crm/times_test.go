package crm

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Which time is an entity's own decides on the rows that a range keeps, and on which count as incomplete.
func TestTimesOfEntities(t *testing.T) {
	want := map[string][2]string{ // happens, begins
		"accounts":             {"created_at", "created_at"},
		"activities":           {"created_at", "created_at"},
		"business_hours":       {"", ""},
		"campaign_costs":       {"spent_on", "spent_on"},
		"campaigns":            {"", ""},
		"commitments":          {"due_at", ""},
		"contacts":             {"", ""},
		"csat_standings":       {"", ""},
		"currency_rates":       {"valid_on", "valid_on"},
		"deal_credits":         {"closed_at", ""},
		"deal_history":         {"valid_from", "valid_from"},
		"deal_versions":        {"valid_from", "valid_from"},
		"deals":                {"created_at", "created_at"},
		"feedback":             {"received_at", "received_at"},
		"forecast_submissions": {"submitted_at", ""},
		"funnel_steps":         {"created_at", "created_at"},
		"holidays":             {"", ""},
		"leads":                {"created_at", "created_at"},
		"order_lines":          {"", ""},
		"orders":               {"ordered_at", "ordered_at"},
		"payments":             {"paid_at", ""},
		"pipeline_moves":       {"", ""},
		"pipelines":            {"", ""},
		"products":             {"", ""},
		"quotes":               {"sent_at", ""},
		"sla_targets":          {"due_at", ""},
		"slips":                {"", ""},
		"social_mentions":      {"published_at", "published_at"},
		"stage_entries":        {"entered_at", "entered_at"},
		"stage_visits":         {"entered_at", "entered_at"},
		"stages":               {"", ""},
		"stalls":               {"stalled_at", "stalled_at"},
		"standard_checks":      {"checked_at", "checked_at"},
		"surveys":              {"sent_at", ""},
		"targets":              {"period_start", "period_start"},
		"teams":                {"", ""},
		"ticket_contacts":      {"", ""},
		"ticket_events":        {"occurred_at", "occurred_at"},
		"tickets":              {"created_at", "created_at"},
		"touches":              {"occurred_at", "occurred_at"},
		"training_enrollments": {"due_at", ""},
		"trainings":            {"", ""},
		"users":                {"", ""},
		"web_sessions":         {"started_at", "started_at"},
	}
	got := map[string][2]string{}
	for _, name := range canonical().Entities() {
		e, err := canonical().Entity(name)
		require.NoError(t, err)
		got[name] = [2]string{e.Happens, e.Begins}
	}
	require.Equal(t, want, got)
}
