package catalog

import (
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Measure is what is counted over the rows of one entity. Exactly one of Sum, Count, Distinct, Age, Duration, Members, Frozen and
// Effect says how.
type Measure struct {
	ID     string
	Entity string `yaml:"entity"`

	// Time is the row's own event, which puts it into a bucket; empty for a snapshot.
	Time expression.Expression `yaml:"time"`
	// TimeType is time or date; by default the type of the field that Time names.
	TimeType crm.Type `yaml:"time_type"`
	// Where keeps the rows that count; empty for all of them.
	Where expression.Expression `yaml:"where"`
	// Future says that only rows ahead of now count.
	Future bool `yaml:"future"`
	// Schedule is the path to the name of the schedule in whose business hours a future measure can look ahead.
	Schedule expression.Expression `yaml:"schedule"`

	Snapshot *Snapshot             `yaml:"snapshot"`
	Overlap  *Overlap              `yaml:"overlap"` // of a Sum
	Sum      expression.Expression `yaml:"sum"`
	Count    expression.Expression `yaml:"count"`    // rows where this is not null
	Distinct expression.Expression `yaml:"distinct"` // values of this among the rows of a snapshot
	Age      Unit                  `yaml:"age"`      // of the oldest row of a snapshot, in a unit of time
	Duration *Duration             `yaml:"duration"`
	Members  *Members              `yaml:"members"`
	Frozen   FrozenForecast        `yaml:"frozen"`
	Effect   Effect                `yaml:"effect"`

	// Currency is the path to the currency of the amount summed up; by default the entity's own.
	Currency expression.Expression `yaml:"currency"`
	// RatedAt is the instant on whose day the rate holds that the amount is converted at; by default that of the event.
	RatedAt expression.Expression `yaml:"rated_at"`
	// Otherwise names the measure that stands in where the mapping lacks what this one needs.
	Otherwise string `yaml:"otherwise"`
}

// Snapshot is the time during which a row counts: from start (inclusive) to end (exclusive, null for still).
type Snapshot struct {
	Start expression.Expression `yaml:"start"`
	End   expression.Expression `yaml:"end"`
}

// Duration is the time between two instants of a row, in a unit. Rows with a negative one are left out.
type Duration struct {
	From expression.Expression `yaml:"from"`
	To   expression.Expression `yaml:"to"`
	In   Unit                  `yaml:"in"`
	// Schedule is the path to the name of the schedule whose business hours count where the parameter hours says so.
	Schedule expression.Expression `yaml:"schedule"`
}

// Overlap spreads a sum over the time from Start (null for always) to End (exclusive, null for still): what counts is the part
// that falls into a bucket.
type Overlap struct {
	Start expression.Expression `yaml:"start"`
	End   expression.Expression `yaml:"end"`
	// ShareOf says what the common time is divided by: the row's own time, so that a budget is spread over its days, or that of
	// the bucket, so that a head counts by the part of the month it was there.
	ShareOf OverlapShare `yaml:"share_of"`
}

// OverlapShare is what the common time of a row and a bucket is a share of.
type OverlapShare string

// What the common time can be a share of.
const (
	OfRow    OverlapShare = "row"
	OfBucket OverlapShare = "bucket"
)

// Members looks at who did something in a period and in the one before.
type Members struct {
	Of    expression.Expression `yaml:"of"`    // the member; rows without one are left out
	Count MemberCount           `yaml:"count"` // what to count
	Over  MemberPeriod          `yaml:"over"`
}

// MemberPeriod is the period that a members measure looks at.
type MemberPeriod string

// The periods of members.
const (
	OverYear   MemberPeriod = "year"   // the year before the end of the bucket, and the year before that
	OverBucket MemberPeriod = "bucket" // the bucket, and the previous equal period
)

// FrozenForecast is a sum over the forecasts of reps for periods that have ended, as they were when the periods began.
type FrozenForecast string

// The sums over frozen forecasts.
const (
	ForecastAmount FrozenForecast = "amount" // what was forecast
	ForecastActual FrozenForecast = "actual" // what came of it
	ForecastError  FrozenForecast = "error"  // by how much each forecast missed
)

// Effect is the outcome whose change, from 30 days before to 30 days after an event, is compared with the change for everyone else.
type Effect string

// The outcomes.
const (
	EffectOnCSAT     Effect = "csat"           // share of good answers, in points of 100
	EffectOnResponse Effect = "first_response" // mean minutes to the first response
)

// MemberCount is what a members measure counts.
type MemberCount string

// What a members measure counts.
const (
	MemberRows   MemberCount = "rows"   // rows of the period
	MemberAmount MemberCount = "amount" // the sum over the rows of the period
	MemberActive MemberCount = "active" // members with a row in the period
	MemberRepeat MemberCount = "repeat" // members with two rows or more in the period
	MemberBefore MemberCount = "before" // members with a row in the period before
	MemberLost   MemberCount = "lost"   // members of the period before without a row in this one
)

// Additive reports whether values of the measure add up over groups.
func (m *Measure) Additive() bool {
	return m.Duration == nil && m.Members == nil && m.Distinct.Empty() && m.Age == "" && m.Effect == ""
}

// AddsUpOverTime reports whether values of the measure add up over buckets: a state and a head count do not.
func (m *Measure) AddsUpOverTime() bool {
	return m.Additive() && m.Snapshot == nil && (m.Overlap == nil || m.Overlap.ShareOf == OfRow)
}

// Countable reports whether nothing is 0: of no rows there is neither a percentile nor an age nor an effect.
func (m *Measure) Countable() bool { return m.Duration == nil && m.Age == "" && m.Effect == "" }

// IsMoney reports whether the measure is an amount to be converted to the reporting currency.
func (m *Measure) IsMoney() bool {
	for _, path := range m.Sum.Paths() {
		if f, err := crm.Canonical().Resolve(m.Entity, path); err == nil && f.Type == crm.Money {
			return true
		}
	}
	return false
}

// CurrencyPath is the path to the currency of the amount.
func (m *Measure) CurrencyPath() string {
	if m.Currency.Empty() {
		return "currency"
	}
	return m.Currency.String()
}

// Paths returns the fields and paths the measure reads, with the currency of an amount.
func (m *Measure) Paths() []string {
	var paths []string
	for _, e := range m.expressions() {
		paths = append(paths, e.Paths()...)
	}
	return paths
}

func (m *Measure) expressions() []expression.Expression {
	all := []expression.Expression{m.Time, m.Where, m.Sum, m.Count, m.Distinct, m.Currency, m.RatedAt}
	if m.Snapshot != nil {
		all = append(all, m.Snapshot.Start, m.Snapshot.End)
	}
	if m.Duration != nil {
		all = append(all, m.Duration.From, m.Duration.To)
	}
	if m.Members != nil {
		all = append(all, m.Members.Of)
	}
	if m.Overlap != nil {
		all = append(all, m.Overlap.Start, m.Overlap.End)
	}
	return all
}

// RowParameters returns the names of the parameters that decide which rows there are and when they count; the others only
// decide what is counted of them.
func (m *Measure) RowParameters() []string {
	rows := *m
	rows.Sum, rows.Count, rows.Distinct = expression.Expression{}, expression.Expression{}, expression.Expression{}
	if m.Members == nil {
		rows.Where = expression.Expression{}
	}
	rows.Duration = nil
	return rows.Parameters()
}

// Parameters returns the names of the parameters the measure reads.
func (m *Measure) Parameters() []string {
	var names []string
	for _, e := range m.expressions() {
		names = append(names, e.Parameters()...)
	}
	if m.Duration != nil {
		names = append(names, "statistic")
		if !m.Duration.Schedule.Empty() {
			names = append(names, "hours")
		}
	}
	if !m.Schedule.Empty() {
		names = append(names, "hours")
	}
	if e, err := crm.Canonical().Entity(m.Entity); err == nil {
		names = append(names, e.Parameters()...)
	}
	return names
}
