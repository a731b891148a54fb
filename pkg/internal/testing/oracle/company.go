package oracle

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/jmoiron/sqlx"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// Company is a company's rows, all of them in memory. It is safe for concurrent reading.
type Company struct {
	teams     []*team
	users     []*user
	campaigns []*campaign
	pipelines []*pipeline
	stages    []*stage
	trainings []*training
	accounts  []*account
	leads     []*lead
	deals     []*deal
	versions  []*version
	quotes    []*quote
	targets   []*target
	forecasts []*forecastSubmission

	activities   []*activity
	orders       []*order
	lines        []*line
	products     []*product
	payments     []*payment
	contacts     []*contact
	costs        []*cost
	touches      []*touch
	sessions     []*session
	mentions     []*mention
	tickets      []*ticket
	ticketEvents []*ticketEvent
	slaTargets   []*slaTarget
	surveys      []*survey
	feedback     []*feedback
	commitments  []*commitment
	checks       []*check
	enrollments  []*enrollment

	rates        []*rate
	openingHours []*openingHours
	holidays     []*holiday

	ratesOf map[string][]*rate            // by day
	scopes  map[string]map[string]subject // who or what a target is for, by scope and id
	visits  []*visit

	presumed []*visit // of deals without a history, which tell only of stalls
	entries  []*entry
	slips    []*slip
	rungs    []*rung
	paths    []*path
	answers  map[*account][]*survey     // about satisfaction, in order of time
	opening  map[string]*calendar.Hours // by schedule
}

// Load reads the tables of the reference schema, which a schema of the database has: every row of every table, with nothing but SELECT * FROM.
func Load(ctx context.Context, pool *sql.DB, schema string) (*Company, error) {
	db := sqlx.NewDb(pool, "postgres")
	db.MapperFunc(snake)
	c := &Company{}
	for table, rows := range map[string]any{
		"teams": &c.teams, "users": &c.users, "campaigns": &c.campaigns, "pipelines": &c.pipelines, "stages": &c.stages,
		"trainings": &c.trainings, "accounts": &c.accounts, "leads": &c.leads, "deals": &c.deals, "deal_history": &c.versions,
		"quotes": &c.quotes, "targets": &c.targets, "activities": &c.activities, "orders": &c.orders,
		"order_lines": &c.lines, "products": &c.products, "payments": &c.payments, "contacts": &c.contacts, "campaign_costs": &c.costs,
		"touches": &c.touches, "web_sessions": &c.sessions, "social_mentions": &c.mentions, "forecast_submissions": &c.forecasts,
		"tickets": &c.tickets, "ticket_events": &c.ticketEvents, "sla_targets": &c.slaTargets,
		"surveys": &c.surveys, "feedback": &c.feedback, "commitments": &c.commitments, "standard_checks": &c.checks,
		"training_enrollments": &c.enrollments, "currency_rates": &c.rates,
		"business_hours": &c.openingHours, "holidays": &c.holidays,
	} {
		if err := read(ctx, db, schema+"."+table, reflect.ValueOf(rows).Elem()); err != nil {
			return nil, fmt.Errorf("read %s.%s: %w", schema, table, err)
		}
		dropInfinite(reflect.ValueOf(rows).Elem())
	}
	c.link()
	return c, nil
}

// dropInfinite makes null what is no number.
func dropInfinite(rows reflect.Value) {
	for i := range rows.Len() {
		row := rows.Index(i).Elem()
		for f := range row.NumField() {
			if v, ok := fieldOf(row, f); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
				row.Field(f).SetZero()
			}
		}
	}
}

// fieldOf is the number that a field points to.
func fieldOf(row reflect.Value, field int) (float64, bool) {
	if !row.Type().Field(field).IsExported() {
		return 0, false
	}
	v, ok := row.Field(field).Interface().(*float64)
	if !ok || v == nil {
		return 0, false
	}
	return *v, true
}

// snake is the column of a Go field: ClosedAt is closed_at, ID is id.
func snake(field string) string {
	var column strings.Builder
	runes := []rune(strings.ReplaceAll(field, "ID", "Id"))
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 {
			column.WriteByte('_')
		}
		column.WriteRune(unicode.ToLower(r))
	}
	return column.String()
}

// link follows the keys and derives the rows that are not stored.
func (c *Company) link() {
	teams, users := byID(c.teams, func(r *team) int64 { return r.ID }), byID(c.users, func(r *user) int64 { return r.ID })
	campaigns := byID(c.campaigns, func(r *campaign) int64 { return r.ID })
	pipelines, stages := byID(c.pipelines, func(r *pipeline) int64 { return r.ID }), byID(c.stages, func(r *stage) int64 { return r.ID })
	trainings, accounts := byID(c.trainings, func(r *training) int64 { return r.ID }), byID(c.accounts, func(r *account) int64 { return r.ID })
	deals, tickets := byID(c.deals, func(r *deal) int64 { return r.ID }), byID(c.tickets, func(r *ticket) int64 { return r.ID })
	for _, r := range c.stages {
		r.pipeline = at(pipelines, &r.Pipeline)
	}
	for _, r := range c.users {
		r.team, r.manager = at(teams, r.Team), at(users, r.Manager)
	}
	for _, r := range c.accounts {
		r.owner, r.campaign = at(users, r.Owner), at(campaigns, r.Campaign)
	}
	for _, r := range c.leads {
		r.owner, r.campaign, r.account, r.deal = at(users, r.Owner), at(campaigns, r.Campaign), at(accounts, r.Account), at(deals, r.Deal)
	}
	for _, r := range c.deals {
		r.account, r.owner, r.closedBy = at(accounts, r.Account), at(users, r.Owner), at(users, r.ClosedBy)
		r.pipeline, r.stage, r.campaign = at(pipelines, r.Pipeline), at(stages, r.Stage), at(campaigns, r.Campaign)
	}
	for _, r := range c.versions {
		r.deal, r.stage, r.owner = at(deals, r.Deal), at(stages, r.Stage), at(users, r.Owner)
	}
	for _, r := range c.quotes {
		r.deal, r.account, r.owner = at(deals, r.Deal), at(accounts, r.Account), at(users, r.Owner)
	}
	for _, r := range c.activities {
		r.owner, r.account, r.deal, r.ticket = at(users, r.Owner), at(accounts, r.Account), at(deals, r.Deal), at(tickets, r.Ticket)
	}
	for _, r := range c.forecasts {
		r.owner = at(users, r.Owner)
	}
	for _, r := range c.orders {
		r.account, r.owner, r.campaign, r.deal = at(accounts, r.Account), at(users, r.Owner), at(campaigns, r.Campaign), at(deals, r.Deal)
	}
	orders, products := byID(c.orders, func(r *order) int64 { return r.ID }), byID(c.products, func(r *product) int64 { return r.ID })
	for _, r := range c.lines {
		r.order, r.product = orders[r.Order], at(products, r.Product)
	}
	for _, r := range c.payments {
		r.account, r.order = at(accounts, r.Account), at(orders, r.Order)
	}
	for _, r := range c.contacts {
		r.account = at(accounts, r.Account)
	}
	for _, r := range c.costs {
		r.campaign = at(campaigns, r.Campaign)
	}
	for _, r := range c.touches {
		r.account, r.campaign = at(accounts, r.Account), at(campaigns, r.Campaign)
	}
	for _, r := range c.sessions {
		r.campaign = at(campaigns, r.Campaign)
	}
	for _, r := range c.tickets {
		r.account, r.agent, r.team = at(accounts, r.Account), at(users, r.Agent), at(teams, r.Team)
	}
	c.countReplies(tickets)
	for _, r := range c.slaTargets {
		r.ticket = tickets[r.Ticket]
	}
	for _, r := range c.surveys {
		r.ticket, r.account, r.agent = at(tickets, r.Ticket), at(accounts, r.Account), at(users, r.Agent)
	}
	for _, r := range c.feedback {
		r.ticket, r.account = at(tickets, r.Ticket), at(accounts, r.Account)
	}
	for _, r := range c.commitments {
		r.account, r.owner = at(accounts, r.Account), at(users, r.Owner)
	}
	for _, r := range c.checks {
		r.owner, r.team = at(users, r.Owner), at(teams, r.Team)
	}
	for _, r := range c.enrollments {
		r.training, r.user = trainings[r.Training], users[r.User]
	}
	slices.SortFunc(c.rates, func(a, b *rate) int { return cmp.Or(a.ValidOn.Compare(b.ValidOn.Date), cmp.Compare(a.Rate, b.Rate)) })
	c.ratesOf = map[string][]*rate{}
	for _, r := range c.rates {
		c.ratesOf[r.Currency] = append(c.ratesOf[r.Currency], r)
	}
	c.scopes = scopesOf(c)
	// A version of no deal is none, and those that were made are made anew where rows are linked again.
	c.versions = slices.DeleteFunc(c.versions, func(v *version) bool { return v.made || v.deal == nil })
	lives := livesOf(c.versions)
	c.visits, c.entries, c.slips = visitsOf(lives), entriesOf(lives), slipsOf(lives)
	c.presumed = nil
	for _, d := range c.deals {
		if lives[d] == nil {
			made := madeOf(d)
			livesOf(made)
			c.versions = append(c.versions, made...)
			c.presumed = append(c.presumed, &visit{deal: d, stage: d.stage, owner: d.owner, entered: d.CreatedAt, left: d.ClosedAt})
		}
	}
	c.rungs = rungsOf(c)
	c.paths = pathsOf(c.deals, c.touches)
	c.answers, c.opening = answersOf(c.surveys), openingsOf(c.openingHours, c.holidays)
}

func byID[R any](rows []*R, id func(*R) int64) map[int64]*R {
	found := make(map[int64]*R, len(rows))
	for _, r := range rows {
		found[id(r)] = r
	}
	return found
}

func at[R any](rows map[int64]*R, id *int64) *R {
	if id == nil {
		return nil
	}
	return rows[*id]
}
