package main

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// business are the flags that say how a company counts, the settings of a data source.
type business struct {
	connection
	custom
	mappingFlags
	seeing
	timezone, weekStart, currency, now string
	fiscalStart, maxCells              int
	language, format                   *choice
	explain                            bool
}

func (b *business) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	b.addDSN(flags)
	b.addTimeout(flags)
	b.addMapping(flags)
	b.addCustom(flags)
	b.addPolicy(flags)
	flags.StringVar(&b.timezone, "timezone", "UTC", "business time zone, as Europe/Berlin")
	flags.StringVar(&b.weekStart, "week-start", "monday", "first day of the week")
	flags.IntVar(&b.fiscalStart, "fiscal-start", 1, "first month of the fiscal year, 1 to 12")
	flags.StringVar(&b.currency, "currency", "USD", "reporting currency, the one that the exchange rates lead to")
	flags.IntVar(&b.maxCells, "max-cells", plan.DefaultMaxCells, "the most groups × periods × columns of an answer")
	flags.StringVar(&b.now, "now", "", "the time to take for now (default: the clock's)")
	b.addOutput(cmd)
	flags.BoolVar(&b.explain, "explain", false, "also print the plan and the SQL statements, their arguments, rows and durations")
}

func (b *business) addOutput(cmd *cobra.Command) {
	b.format = choices(cmd.Flags(), "format", "output", "table", "json", "csv")
	b.language = choices(cmd.Flags(), "lang", "language of titles and notices", i18n.Tags()...)
}

// session is a database with what its questions are answered by, and what the company takes for now.
type session struct {
	*business
	catalog  *catalog.Catalog
	db       *postgres.DB
	calendar calendar.Calendar
	mapped   crm.Mapping
	guard    *policy.Guard
	time     time.Time
}

// start reads the flags. The session is to be closed.
func (b *business) start(ctx context.Context) (*session, error) {
	s := &session{business: b}
	var err error
	if s.calendar, err = b.calendar(); err != nil {
		return nil, &usageError{err}
	}
	s.time = time.Now().In(s.calendar.Location)
	if b.now != "" {
		if s.time, err = s.calendar.ParseTime(b.now, s.time); err != nil {
			return nil, usageAt("--now", err)
		}
	}
	if b.maxCells < 0 { // 0 is the default, and what commands have that answer no question
		return nil, usage("cli.max_cells", "cells", b.maxCells, "default", plan.DefaultMaxCells)
	}
	b.currency = strings.ToUpper(b.currency)
	if !currencyCode.MatchString(b.currency) {
		return nil, usage("cli.currency", "code", b.currency)
	}
	setup, err := b.setup()
	if err != nil {
		return nil, err
	}
	if s.catalog, err = b.catalogue(setup.Words()); err != nil {
		return nil, err
	}
	if s.guard, err = b.seeing.guard(setup.Words(), s.catalog); err != nil {
		return nil, err
	}
	if s.db, err = b.open(); err != nil {
		return nil, err
	}
	if s.mapped, err = mapped(ctx, s.db, setup); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// ask answers a question.
func (s *session) ask(ctx context.Context, q query.Question, r plan.Request) (*answer.Answer, error) {
	e, err := engine.Open(ctx, s.catalog, s.mapped, plan.Settings{Calendar: s.calendar, ReportingCurrency: s.currency, MaxCells: s.maxCells}, s.db)
	if err != nil {
		return nil, err
	}
	e.Guard, r.Viewer = s.guard, s.viewer()
	return e.Ask(ctx, q, r)
}

func (s *session) close() { _ = s.db.Close() } // everything has been read

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

func (b *business) calendar() (calendar.Calendar, error) {
	zone, err := calendar.LoadZone(b.timezone)
	if err != nil {
		return calendar.Calendar{}, err
	}
	weekStart, err := calendar.ParseWeekday(b.weekStart)
	if err != nil {
		return calendar.Calendar{}, err
	}
	c := calendar.Calendar{Location: zone, WeekStart: weekStart, FiscalStart: time.Month(b.fiscalStart)}
	return c, c.Validate()
}

// span reads the range of a question.
func (s *session) span(from, to string) (calendar.Range, error) {
	var r calendar.Range
	for _, end := range []struct {
		flag, text string
		parse      func(string, time.Time) (time.Time, error)
		into       *time.Time
	}{{"--from", from, s.calendar.ParseTime, &r.From}, {"--to", to, s.calendar.ParseTo, &r.To}} {
		if end.text == "" {
			return r, usage("cli.time_missing", "flag", end.flag)
		}
		t, err := end.parse(end.text, s.time)
		if err != nil {
			return r, usageAt(end.flag, err)
		}
		*end.into = t
	}
	return r, nil
}

func (b *business) lang() i18n.Language { return i18n.Language(b.language.value) }
