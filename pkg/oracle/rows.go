package oracle

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// The rows of the reference schema, as far as KPIs read them. A nil pointer is null; lower-case fields are the rows that
// the keys next to them point to, nil where they point nowhere.

type team struct {
	ID   int64
	Name string
}

type user struct {
	ID            int64
	Name          string
	Team, Manager *int64

	team    *team
	manager *user
}

type campaign struct {
	ID      int64
	Name    string
	Channel *string
}

type pipeline struct {
	ID   int64
	Name string
}

type stage struct {
	ID             int64
	Name           string
	StallAfterDays *int
}

type training struct {
	ID   int64
	Name string
}

type account struct {
	ID                        int64
	Name                      string
	Owner, Campaign           *int64
	Segment, Industry, Region *string
	Country, Source, Channel  *string
	FirstWonAt                *time.Time

	owner    *user
	campaign *campaign
}

type lead struct {
	ID                       int64
	Owner, Campaign, Account *int64
	Deal                     *int64
	Source, Channel          *string
	Status                   string
	CreatedAt                time.Time
	QualifiedAt              *time.Time

	owner    *user
	campaign *campaign
	account  *account
	deal     *deal
}

type deal struct {
	ID                             int64
	Account, Lead, Owner, ClosedBy *int64
	Pipeline, Stage, Campaign      *int64
	Source, Type, LostReason       *string
	Status                         string
	Amount, Probability            *float64
	Currency, ForecastCategory     *string
	ExpectedCloseOn                *calendar.Date
	CreatedAt                      time.Time
	ClosedAt                       *time.Time

	account         *account
	owner, closedBy *user
	pipeline        *pipeline
	stage           *stage
	campaign        *campaign
}

// rep is who the deal counts for: the closer once it is closed, the owner until then and where no closer is known.
func (d *deal) rep() *user {
	if d.Status != "open" && d.ClosedBy != nil {
		return d.closedBy
	}
	return d.owner
}

// version is a row of deal_history.
type version struct {
	Deal                       int64
	ValidFrom                  time.Time
	ValidTo                    *time.Time
	Stage, Owner               *int64
	Status                     string
	Amount, Probability        *float64
	Currency, ForecastCategory *string

	deal  *deal
	stage *stage
	owner *user
}

type quote struct {
	Deal, Account, Owner *int64
	IsLatest             bool
	Status               string
	Amount               *float64
	Currency             *string
	SentAt, DecidedAt    *time.Time
	ValidUntil           *calendar.Date

	deal    *deal
	account *account
	owner   *user
}

type target struct {
	Metric, Scope          string
	ScopeID                *string
	PeriodStart, PeriodEnd calendar.Date
	Value                  float64
	Currency               *string
}

type activity struct {
	Type                         *string
	Owner, Account               *int64
	Status                       string
	StartsAt, DueAt, CompletedAt *time.Time
	DurationMinutes              *float64

	owner   *user
	account *account
}

type order struct {
	Account, Owner, Campaign *int64
	Status                   string
	OrderedAt                time.Time
	Amount, Cost             *float64
	Currency                 *string

	account  *account
	owner    *user
	campaign *campaign
}

type cost struct {
	Campaign      *int64
	Channel, Kind *string
	SpentOn       calendar.Date
	Amount        float64
	Currency      *string

	campaign *campaign
}

type touch struct {
	Lead, Deal, Campaign *int64
	Channel              *string
	OccurredAt           time.Time

	campaign *campaign
}

type mention struct {
	Platform, Sentiment *string
	IsOwnBrand          bool
	Reach               *float64
	PublishedAt         time.Time
}

type ticket struct {
	ID                                     int64
	Account, Agent, Team                   *int64
	Channel, Category, Priority, Kind      *string
	CreatedAt                              time.Time
	FirstResponseAt, SolvedAt, EscalatedAt *time.Time
	ReopenCount                            int

	account *account
	agent   *user
	team    *team
}

type slaTarget struct {
	Ticket            int64
	Metric            string
	DueAt             time.Time
	MetAt, BreachedAt *time.Time

	ticket *ticket
}

type survey struct {
	Kind                                      string
	Ticket, Account, Agent                    *int64
	RespondedAt                               *time.Time
	Score, ScaleMax                           *float64
	Professionalism, Friendliness, Usefulness *float64

	ticket  *ticket
	account *account
	agent   *user
}

type feedback struct {
	Kind              string
	Account, Ticket   *int64
	Channel, Category *string
	ReceivedAt        time.Time

	account *account
	ticket  *ticket
}

type commitment struct {
	Kind                            *string
	Account, Owner                  *int64
	DueAtOriginal                   time.Time
	DueAt, FulfilledAt, CancelledAt *time.Time

	account *account
	owner   *user
}

type check struct {
	Standard  string
	Category  *string
	Owner     *int64
	Team      *int64
	Passed    bool
	CheckedAt time.Time

	owner *user
	team  *team
}

type enrollment struct {
	Training, User     int64
	DueAt, CompletedAt *time.Time

	training *training
	user     *user
}

type rate struct {
	Currency string
	ValidOn  calendar.Date
	Rate     float64
}

type openingHours struct {
	Schedule string
	Weekday  int
}

type holiday struct {
	Schedule string
	Day      calendar.Date
}
