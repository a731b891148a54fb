package catalog

import "github.com/crmkpi/crm-datasource/pkg/fault"

// Report is a look at a company's data themselves, for each entity of its mapping.
type Report string

// The reports.
const (
	Freshness Report = "freshness" // the age of the newest change
	Health    Report = "health"    // the share of the rows that are usable
)

// Reported is a number that a report finds for an entity.
type Reported string

// What reports find.
const (
	NewestAge         Reported = "newest_age"         // in hours
	Rows              Reported = "rows"               // all
	UsableRows        Reported = "usable_rows"        // those without any of the faults below
	NegativeDurations Reported = "negative_durations" // rows that end before they begin
	MissingOwners     Reported = "missing_owners"     // rows that nobody owns; they are usable
	MissingRates      Reported = "missing_rates"      // rows whose amount cannot be converted
	OrphanKeys        Reported = "orphan_keys"        // rows that name a row which is not there
)

func (Reported) node() {}

func (r Report) formula(errs []error) (Node, []error) {
	switch r {
	case Freshness:
		return NewestAge, errs
	case Health:
		return Binary{Op: '/', X: UsableRows, Y: Rows}, errs
	}
	return NewestAge, append(errs, fault.New("catalog.unknown_report", "report", r))
}
