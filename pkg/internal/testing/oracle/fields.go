package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// scalar is a number, an instant or a day of a row; none of them where it has no value.
type scalar struct {
	number  *float64
	instant *time.Time
	day     *calendar.Date
}

// scaled is a subject whose fields can be compared; false means that rows of its kind do not have the field.
type scaled interface {
	field(path string) (scalar, bool)
}

// Comparing are the KPIs whose rows the oracle can filter by fields, sorted.
func Comparing() []string { return slices.Sorted(maps.Keys(comparedBy)) }

// Compared are the fields that filters of the KPI may compare, as far as the oracle knows them.
func Compared(kpi string) []string { return comparedBy[kpi] }

var (
	ofDeals    = []string{"amount", "probability", "created_at", "closed_at", "expected_close_on", "account.first_won_at"}
	ofLeads    = []string{"created_at", "qualified_at", "first_contacted_at"}
	comparedBy = map[string][]string{
		"revenue": ofDeals, "deals_won": ofDeals, "deals_lost": ofDeals, "win_rate": ofDeals, "win_rate_value": ofDeals, "average_deal_size": ofDeals,
		"new_deals": ofDeals, "new_deal_value": ofDeals, "sales_cycle": ofDeals, "win_rate_cohort": ofDeals, "new_leads": ofLeads, "speed_to_lead": ofLeads,
	}
)

func (d *deal) field(path string) (scalar, bool) {
	switch path {
	case "amount":
		return scalar{number: d.Amount}, true
	case "probability":
		return scalar{number: d.Probability}, true
	case "created_at":
		return scalar{instant: &d.CreatedAt}, true
	case "closed_at":
		return scalar{instant: d.ClosedAt}, true
	case "expected_close_on":
		return scalar{day: d.ExpectedCloseOn}, true
	case "account.first_won_at":
		if d.account == nil {
			return scalar{}, true
		}
		return scalar{instant: d.account.FirstWonAt}, true
	}
	return scalar{}, false
}

func (l *lead) field(path string) (scalar, bool) {
	switch path {
	case "created_at":
		return scalar{instant: &l.CreatedAt}, true
	case "qualified_at":
		return scalar{instant: l.QualifiedAt}, true
	case "first_contacted_at":
		return scalar{instant: l.FirstContactedAt}, true
	}
	return scalar{}, false
}

func (o occurrence) field(path string) (scalar, bool) {
	if row, ok := o.subject.(scaled); ok {
		return row.field(path)
	}
	return scalar{}, false
}

// compare judges a comparison of a row's number or day.
func (a *asking) compare(s subject, f query.Filter) verdict {
	var v scalar
	row, ok := s.(scaled)
	if ok {
		v, ok = row.field(f.Field)
	}
	if !ok {
		a.err = fmt.Errorf("rows that a KPI of the question looks at have no field %s", f.Field)
		return no
	}
	v.instant = instantOf(v.instant)
	if v.day != nil && !isDay(*v.day) {
		v.day = nil
	}
	if v.instant != nil {
		day := calendar.DateOf(v.instant.In(a.calendar.Location))
		v.day = &day
	}
	var order func(value string) int
	switch {
	case v.day != nil:
		order = func(value string) int { d, _ := calendar.ParseDate(value); return v.day.Compare(d) }
	case v.number != nil:
		order = func(value string) int {
			number, _ := strconv.ParseFloat(value, 64)
			switch {
			case *v.number < number:
				return -1
			case *v.number > number:
				return 1
			}
			return 0
		}
	default:
		return no
	}
	found := map[query.Operator]bool{
		query.Above: order(f.Values[0]) > 0, query.AtLeast: order(f.Values[0]) >= 0, query.Below: order(f.Values[0]) < 0, query.AtMost: order(f.Values[0]) <= 0,
		query.Between: order(f.Values[0]) >= 0 && order(f.Values[len(f.Values)-1]) <= 0,
	}[f.Operator]
	if found {
		return yes
	}
	return no
}
