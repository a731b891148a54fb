package query

import "github.com/crmkpi/crm-datasource/pkg/fault"

// Dashboard is what a dashboard adds to all of its questions: filters and groups that its readers chose. A question takes what it can
// have, and its answer tells of the rest; what the question itself asks for it has to have.
type Dashboard struct {
	Filters []Filter `json:"filters,omitempty"`
	GroupBy []string `json:"groupBy,omitempty"`
}

// Validate checks only how much there is: whether a question can have it is found out one by one.
func (d *Dashboard) Validate() error {
	if d == nil {
		return nil
	}
	if n := len(Comparisons(d.Filters)); n > MaxFilters {
		return fault.New("question.too_many_filters", "have", n, "most", MaxFilters).In("dashboard.filters")
	}
	if n := len(d.GroupBy); n > MaxGroupBy {
		return fault.New("question.too_many_dimensions", "have", n, "most", MaxGroupBy).In("dashboard.groupBy")
	}
	return nil
}

// Without is the question alone, without what a dashboard adds.
func (q Question) Without() (Question, Dashboard) {
	var added Dashboard
	if q.Dashboard != nil {
		added, q.Dashboard = *q.Dashboard, nil
	}
	return q, added
}
