package plan

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// readWorkingDays reads the company's working days, over which targets are spread. Without a schedule every calendar day counts.
func (p *planner) readWorkingDays(ctx context.Context) error {
	p.workingDays = calendar.WorkingDays{Calendar: true}
	if p.mapping.Available("business_hours", "schedule") != nil || p.mapping.Available("business_hours", "weekday") != nil {
		return nil
	}
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return err
	}
	s, err := sqlgen.WorkingDays(c)
	if err != nil {
		return err
	}
	days := calendar.WorkingDays{Holidays: map[calendar.Date]struct{}{}}
	open := false
	err = p.db.Read(ctx, s, func(row postgres.Row) error {
		var weekday *int
		var holiday *calendar.Date
		if err := row.Scan(&weekday, &holiday); err != nil {
			return err
		}
		if weekday != nil && *weekday >= 0 && *weekday < 7 {
			days.Weekdays[*weekday], open = true, true
		}
		if holiday != nil {
			days.Holidays[*holiday] = struct{}{}
		}
		return nil
	})
	if open {
		p.workingDays = days
	}
	return err
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
