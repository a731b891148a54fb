package oracle

import (
	"maps"
	"slices"
)

// horizon is where a KPI looks.
type horizon int

const (
	past    horizon = iota
	current         // the state now
	ahead           // the future
	aim             // a target, which is known beforehand
)

// kpi is how a KPI is computed, written down from its definition in words.
type kpi struct {
	horizon horizon
	value   func(*cell) *float64
	reach   string // how far it looks ahead of now where neither the range nor the question says
	cohort  bool
	figure  bool // one figure for the range, not a series
	running bool // it can be added up over time
}

var kpis = map[string]kpi{
	// Sales.
	"revenue":                    {horizon: past, value: func(c *cell) *float64 { return c.sum(won) }, running: true},
	"deals_won":                  {horizon: past, value: func(c *cell) *float64 { return c.count(won) }, running: true},
	"deals_lost":                 {horizon: past, value: func(c *cell) *float64 { return c.count(lost) }, running: true},
	"revenue_target":             {horizon: aim, value: func(c *cell) *float64 { return c.target("revenue", c.part.aims) }, running: true},
	"revenue_attainment":         {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(won), c.target("revenue", c.part.aims)) }, running: true},
	"revenue_pace":               {horizon: current, value: func(c *cell) *float64 { return ratio(c.sum(won), c.target("revenue", c.part.elapsed)) }, running: true},
	"revenue_gap":                {horizon: current, value: func(c *cell) *float64 { return c.gap() }, figure: true, running: true},
	"revenue_share":              {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(won), c.everyone().sum(won)) }, running: true},
	"average_deal_size":          {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(won), c.count(wonWorth)) }, running: true},
	"win_rate":                   {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(won), plus(c.count(won), c.count(lost))) }, running: true},
	"win_rate_value":             {horizon: past, value: func(c *cell) *float64 { return c.wonByAmount() }, running: true},
	"win_rate_cohort":            {horizon: past, value: func(c *cell) *float64 { return c.conversion(dealsToWin) }, cohort: true, running: true},
	"sales_cycle":                {horizon: past, value: func(c *cell) *float64 { return c.duration(cycles) }},
	"new_leads":                  {horizon: past, value: func(c *cell) *float64 { return c.count(newLeads) }, running: true},
	"new_deals":                  {horizon: past, value: func(c *cell) *float64 { return c.count(newDeals) }, running: true},
	"new_deal_value":             {horizon: past, value: func(c *cell) *float64 { return c.sum(newDeals) }, running: true},
	"lead_conversion_rate":       {horizon: past, value: func(c *cell) *float64 { return c.conversion(leadsToWin) }, cohort: true, running: true},
	"lead_to_deal_rate":          {horizon: past, value: func(c *cell) *float64 { return c.conversion(leadsToDeal) }, cohort: true, running: true},
	"revenue_gap_after_pipeline": {horizon: current, value: func(c *cell) *float64 { return c.gapAfterPipeline() }, figure: true, running: true},
	"leads_needed":               {horizon: current, value: func(c *cell) *float64 { return c.leadsNeeded() }, figure: true, running: true},
	"deals":                      {horizon: current, value: func(c *cell) *float64 { return c.countPresent(allDeals) }},
	"deal_value":                 {horizon: current, value: func(c *cell) *float64 { return c.sumPresent(allDeals) }},
	"open_deals":                 {horizon: current, value: func(c *cell) *float64 { return c.countNow(openDeals) }},
	"pipeline_value":             {horizon: current, value: func(c *cell) *float64 { return c.sumNow(openDeals) }},
	"weighted_pipeline":          {horizon: current, value: func(c *cell) *float64 { return c.sumNow(weightedDeals) }},
	"past_due_deals":             {horizon: current, value: func(c *cell) *float64 { return c.countNow(pastDue) }},
	"forecast":                   {horizon: ahead, value: func(c *cell) *float64 { return plus(c.sum(won), c.sum(likely)) }, running: true},
	"forecast_past_due":          {horizon: current, value: func(c *cell) *float64 { return c.sum(late) }, running: true},
	"forecast_commit":            {horizon: ahead, value: func(c *cell) *float64 { return plus(c.sum(won), c.sum(committed)) }, running: true},
	"forecast_best_case":         {horizon: ahead, value: func(c *cell) *float64 { return plus(c.sum(won), c.sum(hopeful)) }, running: true},
	"stage_duration":             {horizon: past, value: func(c *cell) *float64 { return c.duration(stageStay) }},
	"stalled_deals":              {horizon: current, value: func(c *cell) *float64 { return c.countNow(stalledBefore(c.part.whole)) }},
	"stalled_value":              {horizon: current, value: func(c *cell) *float64 { return c.sumNow(stalledBefore(c.part.whole)) }},
	"open_quotes":                {horizon: current, value: func(c *cell) *float64 { return c.countNow(openQuotes) }},
	"open_quote_value":           {horizon: current, value: func(c *cell) *float64 { return c.sumNow(openQuotes) }},
	"quote_acceptance_rate":      {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(accepted), plus(c.count(accepted), c.count(declined))) }, running: true},
	"activities_done":            {horizon: past, value: func(c *cell) *float64 { return c.count(done) }, running: true},
	"meetings_held":              {horizon: past, value: func(c *cell) *float64 { return c.count(meetings) }, running: true},
	"hours_logged":               {horizon: past, value: func(c *cell) *float64 { return c.sum(done) }, running: true},
	"activities_overdue":         {horizon: current, value: func(c *cell) *float64 { return c.countNow(overdueActivities) }},
	"activities_upcoming":        {horizon: ahead, value: func(c *cell) *float64 { return c.countAhead(planned) }, reach: "7d", running: true},
	"past_due_value":             {horizon: current, value: func(c *cell) *float64 { return c.sumNow(pastDue) }},
	"expansion_revenue":          {horizon: past, value: func(c *cell) *float64 { return c.sum(expansions) }, running: true},
	"renewal_revenue":            {horizon: past, value: func(c *cell) *float64 { return c.sum(renewals) }, running: true},
	"revenue_per_rep":            {horizon: past, value: func(c *cell) *float64 { return c.perPerson(employed) }},
	"revenue_per_ramped_rep":     {horizon: past, value: func(c *cell) *float64 { return c.perPerson(ramped) }},
	"revenue_vs_previous":        {horizon: past, value: func(c *cell) *float64 { return c.versusPrevious() }},
	"rep_target_hit_rate":        {horizon: past, value: func(c *cell) *float64 { return c.targetHits() }, running: true},
	"required_run_rate":          {horizon: current, value: func(c *cell) *float64 { return c.runRate() }, figure: true, running: true},
	"deals_needed":               {horizon: current, value: func(c *cell) *float64 { return c.dealsNeeded() }, figure: true, running: true},
	"pipeline_needed":            {horizon: current, value: func(c *cell) *float64 { return c.pipelineNeeded() }, figure: true, running: true},
	"reps_needed":                {horizon: current, value: func(c *cell) *float64 { return c.repsNeeded() }, figure: true, running: true},
	"pipeline_coverage":          {horizon: current, value: func(c *cell) *float64 { return c.coverage() }, figure: true, running: true},
	"sales_velocity":             {horizon: current, value: func(c *cell) *float64 { return c.velocity() }},
	"speed_to_lead":              {horizon: past, value: func(c *cell) *float64 { return c.duration(firstContacts) }},
	"untouched_leads":            {horizon: current, value: func(c *cell) *float64 { return c.countNow(untouched) }},
	"stage_conversion":           {horizon: past, value: func(c *cell) *float64 { return c.conversion(entriesToMoveOn) }, cohort: true, running: true},
	"stage_loss_share":           {horizon: past, value: func(c *cell) *float64 { return c.conversion(entriesToLoss) }, cohort: true, running: true},
	"stage_reached":              {horizon: past, value: func(c *cell) *float64 { return countOf(c.visitors(dealsAtStage, c.part.span)) }},
	"stage_reach_rate":           {horizon: past, value: func(c *cell) *float64 { return c.conversion(stepsToReach) }, cohort: true, running: true},
	"slipped_deals":              {horizon: past, value: func(c *cell) *float64 { return c.distinct(slipped) }},
	"pipeline_opening":           {horizon: current, value: func(c *cell) *float64 { return c.pipelineBefore(false) }},
	"pipeline_change":            {horizon: past, value: func(c *cell) *float64 { return c.sum(movesOf(c.part.whole)) }, running: true},
	"pipeline_closing":           {horizon: current, value: func(c *cell) *float64 { return c.pipelineBefore(true) }},
	"forecast_accuracy":          {horizon: past, value: func(c *cell) *float64 { return minus(number64(1), ratio(c.sum(missed), c.sum(achieved))) }, running: true},
	"forecast_bias":              {horizon: past, value: func(c *cell) *float64 { return minus(ratio(c.sum(foreseen), c.sum(achieved)), number64(1)) }, running: true},
	"activities_per_win":         {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(doneToWin), c.count(won)) }, running: true},

	// Marketing.
	"marketing_cost":       {horizon: past, value: func(c *cell) *float64 { return c.sum(spent) }, running: true},
	"media_cost":           {horizon: past, value: func(c *cell) *float64 { return c.sum(spentOnMedia) }, running: true},
	"new_customers":        {horizon: past, value: func(c *cell) *float64 { return c.count(customersWon) }, running: true},
	"cac":                  {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(spent), c.count(customersWon)) }, running: true},
	"cpa":                  {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(spentOnMedia), c.count(newLeads)) }, running: true},
	"cost_per_lead":        {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(spent), c.count(newLeads)) }, running: true},
	"attributed_revenue":   {horizon: past, value: func(c *cell) *float64 { return c.sum(creditedWon) }, running: true},
	"unattributed_revenue": {horizon: past, value: func(c *cell) *float64 { return c.sum(unattributed) }, running: true},
	"campaign_roi":         {horizon: past, value: func(c *cell) *float64 { return c.campaignReturn() }},
	"roi":                  {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(creditedWon), c.sum(spent)) }, running: true},
	"net_roi":              {horizon: past, value: func(c *cell) *float64 { return ratio(minus(c.sum(creditedWon), c.sum(spent)), c.sum(spent)) }, running: true},
	"campaign_target":      {horizon: aim, value: func(c *cell) *float64 { return c.target("attributed_revenue", c.part.aims) }, running: true},
	"campaign_attainment":  {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(creditedWon), c.target("attributed_revenue", c.part.aims)) }, running: true},
	"lead_target":          {horizon: aim, value: func(c *cell) *float64 { return c.target("new_leads", c.part.aims) }, running: true},
	"lead_target_pace":     {horizon: current, value: func(c *cell) *float64 { return ratio(c.count(newLeads), c.target("new_leads", c.part.elapsed)) }, running: true},
	"qualified_leads":      {horizon: past, value: func(c *cell) *float64 { return c.count(qualified) }, running: true},
	"cltv":                 {horizon: current, value: func(c *cell) *float64 { return c.lifetimeValue() }},
	"cltv_to_cac":          {horizon: current, value: func(c *cell) *float64 { return ratio(c.lifetimeValue(), ratio(c.sum(spent), c.count(customersWon))) }},
	"orders":               {horizon: past, value: func(c *cell) *float64 { return c.count(ordered) }, running: true},
	"order_value":          {horizon: past, value: func(c *cell) *float64 { return c.sum(ordered) }, running: true},
	"ordering_customers":   {horizon: past, value: func(c *cell) *float64 { return c.distinct(customerOrders) }},
	"order_lines":          {horizon: past, value: func(c *cell) *float64 { return c.count(lines) }, running: true},
	"units_sold":           {horizon: past, value: func(c *cell) *float64 { return c.sum(units) }, running: true},
	"product_sales":        {horizon: past, value: func(c *cell) *float64 { return c.sum(lines) }, running: true},
	"product_profit":       {horizon: past, value: func(c *cell) *float64 { return c.sum(lineGains) }, running: true},
	"payments_received":    {horizon: past, value: func(c *cell) *float64 { return c.sum(paid) }, running: true},
	"customers":            {horizon: current, value: func(c *cell) *float64 { return c.countNow(clients) }},
	"accounts":             {horizon: current, value: func(c *cell) *float64 { return c.countPresent(allAccounts) }},
	"contacts":             {horizon: current, value: func(c *cell) *float64 { return c.countPresent(allContacts) }},
	"products":             {horizon: current, value: func(c *cell) *float64 { return c.countPresent(allProducts) }},
	"sessions":             {horizon: past, value: func(c *cell) *float64 { return c.count(visitors) }, running: true},
	"touches":              {horizon: past, value: func(c *cell) *float64 { return c.count(touched) }, running: true},
	"average_order_value":  {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(ordered), c.count(ordersWorth)) }, running: true},
	"customer_profit":      {horizon: past, value: func(c *cell) *float64 { return c.sum(profits) }, running: true},
	"mentions":             {horizon: past, value: func(c *cell) *float64 { return c.count(ownMentions) }, running: true},
	"reach":                {horizon: past, value: func(c *cell) *float64 { return c.sum(ownMentions) }, running: true},
	"net_sentiment":        {horizon: past, value: func(c *cell) *float64 { return ratio(minus(c.count(positive), c.count(negative)), c.count(scored)) }, running: true},
	"share_of_voice":       {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(ownMentions), c.count(allMentions)) }, running: true},
	"leads_by_source":      {horizon: past, value: func(c *cell) *float64 { return c.count(newLeads) }, running: true},
	"qualification_rate":   {horizon: past, value: func(c *cell) *float64 { return c.conversion(leadsToQualify) }, cohort: true, running: true},
	"lead_attainment":      {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(newLeads), c.target("new_leads", c.part.aims)) }, running: true},
	"session_to_lead_rate": {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(visitorLeads), c.count(visitors)) }, running: true},
	"budget_used":          {horizon: past, value: func(c *cell) *float64 { return ratio(c.sum(spent), c.budget()) }, running: true},
	"margin_roi":           {horizon: past, value: func(c *cell) *float64 { return ratio(minus(c.sum(broughtGains), c.sum(spent)), c.sum(spent)) }, running: true},
	"orders_per_customer":  {horizon: past, value: func(c *cell) *float64 { return c.ordersPerCustomer() }},
	"repeat_purchase_rate": {horizon: past, value: func(c *cell) *float64 { return c.repeatPurchases() }},
	"retention_rate":       {horizon: past, value: func(c *cell) *float64 { return c.retention() }},
	"churn_rate":           {horizon: past, value: func(c *cell) *float64 { return minus(number64(1), c.retention()) }},
	"review_rating":        {horizon: past, value: func(c *cell) *float64 { return c.mean(reviews) }, running: true},
	"social_response_time": {horizon: past, value: func(c *cell) *float64 { return c.duration(replies) }},
	"unanswered_mentions":  {horizon: current, value: func(c *cell) *float64 { return c.countNow(unanswered) }},

	// Support.
	"tickets_created":          {horizon: past, value: func(c *cell) *float64 { return c.count(ticketsCreated) }, running: true},
	"tickets_solved":           {horizon: past, value: func(c *cell) *float64 { return c.count(ticketsSolved) }, running: true},
	"complaints_created":       {horizon: past, value: func(c *cell) *float64 { return c.count(complaints) }, running: true},
	"open_tickets":             {horizon: current, value: func(c *cell) *float64 { return c.countNow(openTickets) }},
	"tickets_waiting":          {horizon: current, value: func(c *cell) *float64 { return c.countNow(waiting) }},
	"escalated_tickets":        {horizon: current, value: func(c *cell) *float64 { return c.countNow(escalatedOpen) }},
	"escalation_rate":          {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(escalated), c.count(ticketsCreated)) }, running: true},
	"reopen_rate":              {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(reopened), c.count(ticketsSolved)) }, running: true},
	"first_response_time":      {horizon: past, value: func(c *cell) *float64 { return c.duration(responses) }},
	"resolution_time":          {horizon: past, value: func(c *cell) *float64 { return c.duration(solutions) }},
	"sla_met_rate":             {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(slaMet), c.count(slaDecided)) }, running: true},
	"sla_due_soon":             {horizon: ahead, value: func(c *cell) *float64 { return c.slaDueSoon() }, reach: "4h", running: true},
	"sla_overdue":              {horizon: current, value: func(c *cell) *float64 { return c.countNow(slaOverdue) }},
	"csat":                     {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(happy), c.count(answers)) }, running: true},
	"surveys_answered":         {horizon: past, value: func(c *cell) *float64 { return c.count(answers) }, running: true},
	"professionalism":          {horizon: past, value: func(c *cell) *float64 { return c.mean(professionalism) }, running: true},
	"friendliness":             {horizon: past, value: func(c *cell) *float64 { return c.mean(friendliness) }, running: true},
	"usefulness":               {horizon: past, value: func(c *cell) *float64 { return c.mean(usefulness) }, running: true},
	"complaints":               {horizon: past, value: func(c *cell) *float64 { return c.count(complained) }, running: true},
	"recommendations":          {horizon: past, value: func(c *cell) *float64 { return c.count(recommended) }, running: true},
	"praise":                   {horizon: past, value: func(c *cell) *float64 { return c.count(praised) }, running: true},
	"commitments_kept_rate":    {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(commitmentsKept), c.count(commitmentsFallenDue)) }, running: true},
	"commitments_due":          {horizon: ahead, value: func(c *cell) *float64 { return c.countAhead(commitmentsAhead) }, reach: "7d", running: true},
	"commitments_overdue":      {horizon: current, value: func(c *cell) *float64 { return c.countNow(commitmentsOverdue) }},
	"standards_compliance":     {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(passed), c.count(checked)) }, running: true},
	"standards_checked":        {horizon: past, value: func(c *cell) *float64 { return c.count(checked) }, running: true},
	"training_completion_rate": {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(trainingsCompleted), c.count(trainingsFallenDue)) }, running: true},
	"trainings_overdue":        {horizon: current, value: func(c *cell) *float64 { return c.countNow(trainingsOverdue) }},
	"unassigned_tickets":       {horizon: current, value: func(c *cell) *float64 { return c.countNow(unassigned) }},
	"backlog_change":           {horizon: past, value: func(c *cell) *float64 { return minus(c.count(ticketsCreated), c.count(ticketsSolved)) }, running: true},
	"longest_wait":             {horizon: current, value: func(c *cell) *float64 { return c.longestWait() }},
	"first_resolution_time":    {horizon: past, value: func(c *cell) *float64 { return c.duration(firstSolutions) }},
	"first_contact_resolution": {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(solvedAtOnce), c.count(ticketsSolved)) }, running: true},
	"csat_response_rate":       {horizon: past, value: func(c *cell) *float64 { return c.conversion(surveysToAnswer) }, cohort: true, running: true},
	"quality_score":            {horizon: past, value: func(c *cell) *float64 { return c.mean(quality) }, running: true},
	"nps": {horizon: past, value: func(c *cell) *float64 {
		return times(number64(100), ratio(minus(c.count(promoters), c.count(detractors)), c.count(asked)))
	}, running: true},
	"complaints_per_100_customers": {horizon: past, value: func(c *cell) *float64 { return times(number64(100), ratio(c.count(complained), c.yearCustomers())) }},
	"on_time_delivery_rate":        {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(deliveredOnTime), c.count(deliveriesFallenDue)) }, running: true},
	"order_accuracy":               {horizon: past, value: func(c *cell) *float64 { return c.compliance("order_accuracy") }, running: true},
	"goods_quality":                {horizon: past, value: func(c *cell) *float64 { return c.compliance("goods_quality") }, running: true},
	"service_quality":              {horizon: past, value: func(c *cell) *float64 { return c.compliance("service_quality") }, running: true},
	"expectations_met":             {horizon: past, value: func(c *cell) *float64 { return c.compliance("expectations") }, running: true},
	"training_gain":                {horizon: past, value: func(c *cell) *float64 { return c.mean(learned) }, running: true},
	"training_effect":              {horizon: past, value: func(c *cell) *float64 { return c.effect(satisfactionEffects) }},
	"training_effect_on_response":  {horizon: past, value: func(c *cell) *float64 { return c.effect(responseEffects) }},
	"tickets_per_customer":         {horizon: past, value: func(c *cell) *float64 { return ratio(c.count(ticketsCreated), c.distinct(ticketCustomers)) }},
	"customer_risk":                {horizon: current, value: func(c *cell) *float64 { return c.sumNow(risks) }},
	"agent_load":                   {horizon: current, value: func(c *cell) *float64 { return c.agentLoad() }},
	"tickets_solved_per_agent":     {horizon: past, value: func(c *cell) *float64 { return c.solvedPerAgent() }},
}

// everyone is the same cell for all groups together.
func (c *cell) everyone() *cell {
	all := *c
	all.keys = slices.Collect(maps.Keys(c.asking.groups))
	return &all
}

// RunningTotal tells whether an entry of a question can be added up over time.
func RunningTotal(id string) bool {
	e := entryOf(id)
	return kpiOf(e.kpi).running && e.arguments["rolling"] == "" && e.arguments["to_date"] == "" && (e.arguments["statistic"] == "" || e.arguments["statistic"] == "sum")
}
