package plan

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// entityDimension is what reports about the data are grouped by.
const entityDimension = "entity"

// reports are what was found for each entity; a number that cannot be told is missing.
type reports map[string]map[catalog.Reported]float64

// readReports looks at the rows of every mapped entity that the question's filters keep.
func (p *planner) readReports(ctx context.Context) error {
	p.reports = reports{}
	health := slices.ContainsFunc(p.kpis, func(k asked) bool { return k.Report == catalog.Health })
	for _, name := range slices.Sorted(maps.Keys(p.mapping.Entities)) {
		if !p.keeps(name) {
			continue
		}
		found, err := p.readReport(ctx, name, health)
		if err != nil {
			return err
		}
		p.reports[name] = found
		if len(p.question.GroupBy) > 0 {
			key := name
			p.groups.add([]*string{&key, &key})
		}
	}
	return nil
}

// keeps applies the question's filters to an entity.
func (p *planner) keeps(entity string) bool {
	return !slices.ContainsFunc(p.question.Filters, func(f query.Filter) bool { return !f.Matches(entity, &entity) })
}

func (p *planner) readReport(ctx context.Context, entity string, health bool) (map[catalog.Reported]float64, error) {
	found := map[catalog.Reported]float64{}
	newest, _, err := p.report(ctx, p.reportOn(entity, health), found)
	if newest != nil {
		found[catalog.NewestAge] = p.request.Now.Sub(*newest).Hours()
	}
	return found, err
}

func (p *planner) reportOn(entity string, health bool) sqlgen.Report {
	return sqlgen.Report{Entity: entity, Faults: health, Spans: p.spans(entity), Began: p.began(entity), Rated: p.ratedAt(entity)}
}

// report notes what a report finds, and returns the newest instant and the rows with each of its flaws.
func (p *planner) report(ctx context.Context, r sqlgen.Report, found map[catalog.Reported]float64) (newest *time.Time, flaws []float64, err error) {
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, nil, err
	}
	s, err := r.Statement(c)
	if err != nil {
		return nil, nil, err
	}
	flaws = make([]float64, len(r.Flaws))
	err = p.db.Read(ctx, s, func(row postgres.Row) error {
		values := make([]*float64, len(sqlgen.ReportColumns))
		dest := []any{&newest}
		for i := range values {
			dest = append(dest, &values[i])
		}
		for i := range flaws {
			dest = append(dest, &flaws[i])
		}
		if err := row.Scan(dest...); err != nil {
			return err
		}
		for i, v := range values {
			if v != nil {
				found[catalog.Reported(sqlgen.ReportColumns[i])] = *v
			}
		}
		return nil
	})
	return newest, flaws, err
}

// spans are the times of an entity's rows that the catalogue measures: from one field to another, which must not come before.
func (p *planner) spans(entity string) [][2]string {
	var spans [][2]string
	for _, m := range p.catalog.Measures() {
		if m.Entity != entity {
			continue
		}
		from, to := "", ""
		switch {
		case m.Duration != nil && m.Duration.From.IsPath() && m.Duration.To.IsPath():
			from, to = m.Duration.From.String(), m.Duration.To.String()
		case m.Snapshot != nil && m.Snapshot.Start.String() == p.began(entity) && m.Snapshot.End.IsPath():
			from, to = m.Snapshot.Start.String(), m.Snapshot.End.String()
		}
		span := [2]string{from, to}
		if from == "" || slices.Contains(spans, span) || p.mapping.Available(entity, from) != nil || p.mapping.Available(entity, to) != nil {
			continue
		}
		spans = append(spans, span)
	}
	return spans
}

// ratedAt returns the field of an entity at which the catalogue converts its amounts; "" when nothing is converted.
func (p *planner) ratedAt(entity string) string {
	for _, m := range p.catalog.Measures() {
		if m.Entity != entity || !m.IsMoney() || m.Frozen != "" || p.currency(m) != "currency" {
			continue
		}
		at := m.Time
		if m.Snapshot != nil {
			at = m.Snapshot.Start
		}
		if e, err := p.mapping.Model.Entity(entity); err == nil && at.IsPath() && p.mapping.Available(entity, at.String()) == nil {
			if _, own := e.Field(at.String()); own {
				return at.String()
			}
		}
	}
	return ""
}

// began returns the field that tells when a row came into being, without which it counts nowhere; "" where rows have none.
func (p *planner) began(entity string) string {
	e, err := p.mapping.Model.Entity(entity)
	if err != nil || e.Begins == "" || p.mapping.Available(entity, e.Begins) != nil {
		return ""
	}
	return e.Begins
}

// reported adds up what was found for the entities of a group; the newest change is that of the entity that changed last.
func (p *planner) reported(n catalog.Reported, group string) *float64 {
	ids := []string{group}
	switch {
	case group == restID:
		ids = p.others
	case len(p.question.GroupBy) == 0:
		ids = slices.Collect(maps.Keys(p.reports))
	}
	var total *float64
	for _, id := range ids {
		v, ok := p.reports[id][n]
		if !ok {
			continue
		}
		if total != nil {
			if v += *total; n == catalog.NewestAge {
				v = min(v-*total, *total)
			}
		}
		total = &v
	}
	return total
}
