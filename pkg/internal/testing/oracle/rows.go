package oracle

import (
	"math"
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
	ID                        int64
	Name                      string
	Team, Manager             *int64
	IsQuotaCarrying           bool
	FTE                       *float64 `db:"fte"`
	HiredAt, RampedAt, LeftAt *time.Time

	team    *team
	manager *user
}

type campaign struct {
	ID               int64
	Name             string
	Channel          *string
	StartsOn, EndsOn *calendar.Date
	Budget           *float64
	Currency         *string
}

type pipeline struct {
	ID   int64
	Name string
}

type stage struct {
	ID, Pipeline   int64
	Name           string
	Position       int
	Kind           string
	StallAfterDays *int

	pipeline *pipeline
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
	FirstWonAt, ChurnedAt     *time.Time

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
	FirstContactedAt         *time.Time
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
	Deal                       *int64
	ValidFrom                  time.Time
	ValidTo                    *time.Time
	Stage, Owner               *int64
	Status                     string
	Amount, Probability        *float64
	Currency, ForecastCategory *string
	ExpectedCloseOn            *calendar.Date

	deal         *deal
	stage        *stage
	owner        *user
	older, newer *version // of the same deal, next to this one
	made         bool     // of the deal itself, which has no history
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

type forecastSubmission struct {
	Owner                  *int64
	PeriodStart, PeriodEnd calendar.Date
	Category               *string
	Amount                 float64
	Currency               *string
	SubmittedAt            time.Time

	owner *user
}

type activity struct {
	Type                         *string
	Owner, Account, Deal, Ticket *int64
	Status                       string
	StartsAt, DueAt, CompletedAt *time.Time
	DurationMinutes              *float64

	owner   *user
	account *account
	deal    *deal
	ticket  *ticket
}

type order struct {
	ID                       int64
	Account, Owner, Campaign *int64
	Deal                     *int64
	Status                   string
	OrderedAt                time.Time
	PromisedAtOriginal       *time.Time
	DeliveredAt              *time.Time
	Amount, Cost             *float64
	Currency                 *string

	deal     *deal
	account  *account
	owner    *user
	campaign *campaign
}

type product struct {
	ID       int64
	Name     string
	Category *string
}

// line is a row of order_lines.
type line struct {
	Order               int64
	Product             *int64
	Quantity            *float64
	UnitPrice, UnitCost *float64

	order   *order
	product *product
}

type payment struct {
	Account, Order *int64
	Amount         *float64
	Currency       *string
	PaidAt         time.Time

	account *account
	order   *order
}

type contact struct {
	Account *int64

	account *account
}

type cost struct {
	Campaign      *int64
	Channel, Kind *string
	SpentOn       calendar.Date
	Amount        *float64
	Currency      *string

	campaign *campaign
}

type touch struct {
	Lead, Account, Deal, Campaign *int64
	Channel                       *string
	OccurredAt                    time.Time

	account  *account
	campaign *campaign
}

type session struct {
	Campaign, Lead *int64
	Channel        *string
	StartedAt      time.Time

	campaign *campaign
}

type mention struct {
	Platform, Kind, Sentiment *string
	IsOwnBrand                bool
	Rating, Reach             *float64
	PublishedAt               time.Time
	RespondedAt               *time.Time
}

type rate struct {
	Currency string
	ValidOn  firstDay
	Rate     float64
}

// firstDay is a day, or -infinity, which is before all days.
type firstDay struct{ calendar.Date }

// Scan reads a column.
func (d *firstDay) Scan(value any) error {
	if text, ok := value.([]byte); ok && string(text) == "-infinity" {
		d.Date = calendar.Date{Year: math.MinInt}
		return nil
	}
	return d.Date.Scan(value)
}

type openingHours struct {
	Schedule      string
	Weekday       int
	Opens, Closes clock
	Timezone      string
}

type holiday struct {
	Schedule string
	Day      calendar.Date
}
