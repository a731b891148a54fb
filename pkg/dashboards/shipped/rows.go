package shipped

import "github.com/crmkpi/crm-datasource/pkg/dashboards/kit"

// Lists of rows that several dashboards lead to. What the rows add to a KPI is called like it, so that columns are put in order by both.

func wonDeals(id uint32) *kit.Panel {
	return kit.Table("Deals won", "The deals that make up revenue, the newest first. Rows, so there is nothing to compare.").ID(id).
		Asks(kit.Rows("revenue")).
		Columns("name", "revenue", "won_amount", "url", "owner", "account", "closed_at", "pipeline", "stage", "type", "campaign").
		Field("name", kit.Least(200)).
		Field("url", kit.Named("CRM"), kit.Arrow()).
		Field("type", kit.Worded("deal_type"))
}

func openDeals(id uint32) *kit.Panel {
	return kit.Table("Open deals", "The deals that are open now, whatever the range. Rows, so there is nothing to compare.").ID(id).
		Asks(kit.Rows("deals").Where(kit.Is("deal_status", "open"))).
		Columns("name", "amount", "currency", "url", "owner", "account", "stage", "pipeline", "expected_close_on", "probability", "forecast_category").
		Field("name", kit.Least(200)).
		Field("url", kit.Named("CRM"), kit.Arrow()).
		Field("forecast_category", kit.Worded("forecast_category"))
}

func newLeads(id uint32) *kit.Panel {
	return kit.Table("Leads", "The leads behind new leads, the newest first. Rows, so there is nothing to compare.").ID(id).
		Asks(kit.Rows("new_leads")).
		Columns("name", "status", "url", "channel", "campaign", "owner", "created_at", "first_contacted_at", "source").
		Field("name", kit.Least(160)).
		Field("status", kit.Worded("lead_status")).
		Field("url", kit.Named("CRM"), kit.Arrow()).
		Field("channel", kit.Worded("channel"))
}

func costs(id uint32) *kit.Panel {
	return kit.Table("Marketing costs", "The costs of campaigns and channels. Rows, so there is nothing to compare.").ID(id).
		Asks(kit.Rows("marketing_cost")).
		Columns("campaign", "amount", "currency", "kind", "channel", "spent_on").
		Field("campaign", kit.Least(200)).
		Field("kind", kit.Worded("cost_kind")).
		Field("channel", kit.Worded("channel"))
}
