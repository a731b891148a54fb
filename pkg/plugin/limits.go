package plugin

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

const (
	// defaultQuestionTime is longer than that of a statement, of which a question has several.
	defaultQuestionTime = 2 * time.Minute
	// defaultMemory is in MiB.
	defaultMemory = 1024
	// spare is how many connections one person alone leaves to others, unless the settings say how many may be taken.
	spare = 2
	// sharedPart is which part of the memory is for answers that are kept for the next who asks the same.
	sharedPart = 16
	// defaultAge is how old such an answer may be, in seconds.
	defaultAge = 15
	// maxAge is longer than anybody would call it now.
	maxAge = 3600
	// maxBound is more than any bound needs, and fits into all that is reckoned with it.
	maxBound = 1_000_000_000
)

// limits are those of the settings, with their defaults.
func (in stored) limits() Limits {
	memory := int64(cmp.Or(in.MaxMemory, defaultMemory)) << 20
	turns := cmp.Or(in.MaxOpenConns, postgres.DefaultMaxOpenConns)
	return Limits{
		Admission: admission.Limits{
			Turns: turns, PerPerson: cmp.Or(in.MaxPerPerson, max(1, turns-spare)), Memory: memory,
		},
		QuestionTime: cmp.Or(seconds(in.QuestionTimeout), max(defaultQuestionTime, seconds(in.QueryTimeout))),
		Shared:       uint64(memory / sharedPart), // #nosec G115 -- settings below 0 are refused
		Age:          in.age(),
	}
}

// age is how old an answer may be; none is not given to another one who asks.
func (in stored) age() time.Duration {
	if in.AnswerAge == nil {
		return defaultAge * time.Second
	}
	return seconds(*in.AnswerAge)
}

// The codes of what is refused here, and not by who answers.
const (
	tooLong = "limits.time"
	tooMuch = "limits.memory"
)

// inTime bounds the time of a question as a whole, see [late]; one to wrong settings needs none.
func (d *Datasource) inTime(ctx context.Context) (context.Context, context.CancelFunc) {
	most := d.settings.Limits.QuestionTime
	if most <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, most, fault.New(tooLong, "time", most))
}

// late is the error of a question in a context of [Datasource.inTime]: where its time was over, that is why, unless the server had no connection
// for it all the time.
func late(ctx context.Context, err error) error {
	over, ok := errors.AsType[*fault.Error](context.Cause(ctx))
	if e, known := errors.AsType[*postgres.Error](err); err == nil || !ok || known && e.Kind == postgres.KindTooManyConnections {
		return err
	}
	return over
}

// personOf names who asks, for whom turns are counted: whoever is signed in, as Grafana's backend says, all others of a public dashboard
// together, and all alert rules that nobody signs for.
func personOf(user *backend.User, alerts bool) string {
	switch {
	case user != nil && cmp.Or(user.Login, user.Email) != "":
		return "user " + cmp.Or(user.Login, user.Email)
	case alerts:
		return "alert rules"
	}
	return "anybody"
}

// boundOf names the bound that an error tells of, as a label of metrics; "" for none.
func boundOf(err error) string {
	if e, ok := errors.AsType[*postgres.Error](err); ok {
		switch e.Kind {
		case postgres.KindTooManyRows:
			return "rows"
		case postgres.KindTooManyConnections:
			return "connections"
		case postgres.KindTimeout:
			return "statement_time"
		}
		return ""
	}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return map[string]string{
			"plan.too_many_cells": "cells", "plan.too_many_groups": "groups", "lists.too_many_rows": "list_rows",
			"lists.too_many_values": "list_rows", tooLong: "question_time", tooMuch: "memory",
		}[e.Code]
	}
	return ""
}
