// Package query is the question a panel, an alert rule or the command line asks: its JSON, its version and its validation.
// How a question is answered is not known here.
package query

import "github.com/crmkpi/crm-datasource/pkg/calendar"

// CurrentVersion is the version of the question's JSON that is written today. Older ones are migrated by [Parse].
const CurrentVersion = 1

// Type says what is asked for.
type Type string

// The query types; the package types knows what each of them is.
const (
	KPI         Type = "kpi"
	Records     Type = "records"     // the rows of an entity, or behind a KPI
	Values      Type = "values"      // the values of a dimension
	Agenda      Type = "agenda"      // planned activities and commitments between two instants
	Timeline    Type = "timeline"    // what happened with one customer
	Annotations Type = "annotations" // events to mark on charts
	Explain     Type = "explain"     // how one KPI is computed
	Check       Type = "check"       // what can be read, and what the data are like
)

// About is what a check tells about, or what values are of that no dimension has.
type About string

// What a check tells about. Values may be KPIs instead of a dimension's, too.
const (
	Entities    About = "entities"    // rows, newest change and usable share of each
	KPIs        About = "kpis"        // which are available, and what the others miss
	Findings    About = "findings"    // what is wrong with the data
	Departments About = "departments" // values only: those that have KPIs
)

// The events of an annotations question.
const (
	WonDeals    = "won_deals"   // of at least the parameter threshold, in the reporting currency
	Campaigns   = "campaigns"   // from their first day to their last
	Escalations = "escalations" // of tickets
	Definitions = "definitions" // changes of a KPI's definition
	Future      = "future"      // what of the range has not happened yet; only when it is named
)

// Events lists the events of an annotations question.
func Events() []string { return []string{WonDeals, Campaigns, Escalations, Definitions, Future} }

// Auto is the grain that is chosen to fit the panel, never below a day.
const Auto calendar.Grain = "auto"

// Groups says which groups of a dimension an answer has.
type Groups string

// The groups of an answer. The default is those with a row.
const (
	WithRows  Groups = "rows"
	AllGroups Groups = "all" // every member of the dimension, also those without a row
)

// Compare names the period a question is compared with; "" for none.
type Compare string

// The comparisons.
const (
	PreviousPeriod Compare = "previous_period"
	PreviousYear   Compare = "previous_year"
)

// CompareAs is a way to show a comparison.
type CompareAs string

// The ways to show a comparison.
const (
	AsValue      CompareAs = "value"      // the KPI in the compared period
	AsDifference CompareAs = "difference" // now − then
	AsRatio      CompareAs = "ratio"      // now / then − 1; null when then is 0
)

// Alert says when an alert rule whose condition is "above 0" is to fire; "" leaves it to the rule.
type Alert string

// What an alert rule can ask for.
const (
	AlertValue  Alert = "value"  // the answer is that of a panel, and the rule has a limit of its own
	AlertMissed Alert = "missed" // the answer is by which part of the target each group misses it: above 0 where it does
)

// RunningTotal is the transform that adds up from the start of the range; Σ numerator / Σ denominator for ratios.
const RunningTotal = "running_total"

// RankColumn is the id of the column of places that a limit adds, which no KPI and no dimension may have.
const RankColumn = "rank"

// Format is the shape of the answer.
type Format string

// The formats. The default is a time series, and a table when there is no time axis.
const (
	TimeSeries Format = "timeseries"
	Table      Format = "table"
	Figures    Format = "figures" // one for each KPI and group, over the whole range; over time where a grain is named
	// FittingFormat is the one that fits the visualization. Who draws something says which that is, or has said so in [Question.Fits];
	// where nobody has, as in alert rules, it is a table of the whole range, unless the question names a grain.
	FittingFormat Format = "auto"
)

// Question asks for KPIs, or for one of the lists.
type Question struct {
	Version    int               `json:"version"`
	Type       Type              `json:"queryType,omitempty"`
	KPIs       Entries           `json:"kpis,omitempty"`
	GroupBy    []string          `json:"groupBy,omitempty"`
	Grain      calendar.Grain    `json:"grain,omitempty"`
	Groups     Groups            `json:"groups,omitempty"`
	Filters    []Filter          `json:"filters,omitempty"`
	Having     []Having          `json:"having,omitempty"` // of groups, all of which must hold
	Compare    Compare           `json:"compare,omitempty"`
	CompareAs  []CompareAs       `json:"compareAs,omitempty"`
	Transform  string            `json:"transform,omitempty"`
	Limit      *Limit            `json:"limit,omitempty"`
	Parameters map[string]string `json:"parameters,omitempty"`
	Format     Format            `json:"format,omitempty"`
	Fits       Format            `json:"fits,omitempty"`    // what [FittingFormat] is in the panel that the question was saved with, for public dashboards
	Details    bool              `json:"details,omitempty"` // also the assumptions and group sizes behind the KPIs, as columns
	Styled     bool              `json:"styled,omitempty"`  // colours, where bars begin, and links to rows follow the KPIs, before the panel's settings

	// Alert is asked of one KPI, over the whole range and of all groups: grain, comparison, transform and limit are not heeded then.
	Alert Alert `json:"alert,omitempty"`

	Entity    string   `json:"entity,omitempty"`    // records
	Dimension string   `json:"dimension,omitempty"` // values
	Search    string   `json:"search,omitempty"`    // values: only those that contain this text
	Prefer    string   `json:"prefer,omitempty"`    // values: those known by one of these texts, separated by commas, come first
	Events    []string `json:"events,omitempty"`    // annotations; none means all that are mapped
	About     About    `json:"about,omitempty"`     // check, and values of none of the dimensions
	// Departments are those of the KPIs that values are, separated by commas; all where there are none.
	Departments string `json:"departments,omitempty"`
	Rows        int    `json:"rows,omitempty"` // of a list: at most so many; 0 means a default

	Dashboard *Dashboard `json:"dashboard,omitempty"` // what a dashboard adds; nil for nothing
}

// Limit orders the groups by one KPI over the whole range, and keeps those with its highest (or lowest) values. Those that share the last
// place are all kept.
type Limit struct {
	Top       int    `json:"top,omitempty"`  // how many groups to keep; 0 keeps all of them, in the order of By
	By        string `json:"by,omitempty"`   // a KPI of the question; "" means the first, which has to be named where all groups are kept
	Then      string `json:"then,omitempty"` // another one, between groups that have the same value of the first; "" keeps all of them
	Ascending bool   `json:"ascending,omitempty"`
	// ThenAscending orders by Then from the lowest value on, or not; nil is as by the first.
	ThenAscending *bool `json:"thenAscending,omitempty"`
	Rank          bool  `json:"rank,omitempty"` // adds the place of each group as a column
	Rest          bool  `json:"rest,omitempty"` // fold the other groups into one instead of leaving them out
}

// Second reports whether the order by the second KPI is from its lowest value on.
func (l Limit) Second() (ascending bool) {
	if l.ThenAscending != nil {
		return *l.ThenAscending
	}
	return l.Ascending
}

// Ranks reports whether the groups are ranked by a KPI, by its [Entry.Key].
func (l Limit) Ranks(kpi string) bool { return kpi != "" && (l.By == kpi || l.Then == kpi) }
