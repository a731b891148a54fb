package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/indexes"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// indexing are the flags of a check for indexes.
type indexing struct {
	wanted bool
	folder string
}

// indexes prints which indexes the tables lack.
func (s *session) indexes(cmd *cobra.Command, how indexing, budget time.Duration) error {
	facts, err := s.facts(cmd.Context())
	if err != nil {
		return err
	}
	e, err := engine.Open(cmd.Context(), s.catalog, s.mapped, plan.Settings{Calendar: s.calendar, ReportingCurrency: s.currency}, s.db)
	if err != nil {
		return err
	}
	r := rehearsal{session: s, engine: e, samples: map[string]string{}, places: map[string]int{}}
	if err := r.rehearse(cmd.Context(), how.folder); err != nil {
		return err
	}
	advice, err := indexes.Find(cmd.Context(), s.db, r.statements, budget)
	if err != nil {
		return err
	}
	out := s.readable(advice.Table())
	var notices []answer.Notice
	for _, fact := range facts {
		notices = append(notices, answer.Notice{Text: fact})
	}
	out.notices = append(notices, out.notices...)
	for _, below := range []struct {
		id string
		of *answer.Table
	}{{"uses", advice.Uses()}, {"refused", advice.Refusals()}} {
		out.parts = append(out.parts, part{id: below.id, title: below.of.Title.In(s.lang()), sheet: s.readable(below.of)})
	}
	return s.print(cmd, out)
}

// rehearsal collects the statements that questions come to, none of which is run.
type rehearsal struct {
	*session
	engine     *engine.Engine
	statements []indexes.Asked
	places     map[string]int    // of each statement among them
	samples    map[string]string // a value of each dimension
}

func (r *rehearsal) rehearse(ctx context.Context, folder string) error {
	sample := func(dimension string) string { return r.sample(ctx, dimension) }
	var all []posed
	var err error
	if folder != "" {
		all, err = posedBy(folder, sample)
	} else if all, err = posedByShipped(sample); err == nil {
		all = append(all, usual(r.catalog)...)
	}
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Type == query.Check {
			continue
		}
		span, err := r.span(p.from, p.to)
		if err != nil {
			continue // a range that its dashboard alone knows
		}
		// What cannot be asked of this company has no statements.
		_, err = r.engine.Ask(exec.Rehearse(ctx, func(s sqlgen.Statement) { r.note(p.by, s) }), p.Question, plan.Request{Range: span, Now: r.time})
		if ctx.Err() != nil {
			return err
		}
	}
	return nil
}

// note notes a statement of a question.
func (r *rehearsal) note(by string, s sqlgen.Statement) {
	known := fmt.Sprintf("%s %q", s.SQL, s.Args)
	n, ok := r.places[known]
	if !ok {
		n = len(r.statements)
		r.places[known] = n
		r.statements = append(r.statements, indexes.Asked{Statement: postgres.Statement{SQL: s.SQL, Args: s.Args}})
	}
	if a := &r.statements[n]; !slices.Contains(a.By, by) {
		a.By = append(a.By, by)
	}
}

// sample is a value that a dimension has, for the planner to know how many rows a filter keeps; that of rows without one where none can be read.
func (r *rehearsal) sample(ctx context.Context, dimension string) string {
	value, known := r.samples[dimension]
	if known {
		return value
	}
	value = query.None
	found, err := r.engine.Ask(ctx, query.Question{Type: query.Values, Dimension: dimension, Rows: 1}, plan.Request{Now: r.time})
	if err == nil && len(found.Tables) == 1 && len(found.Tables[0].Rows) == 1 {
		if text, ok := found.Tables[0].Rows[0][0].(string); ok {
			value = text
		}
	}
	r.samples[dimension] = value
	return value
}
