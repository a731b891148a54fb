package lists

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// CheckFilters refuses filters that a question for rows, other than those behind a KPI, cannot have; without the database.
func CheckFilters(b *plan.Business, q query.Question) error {
	l := &lister{Business: b, question: q}
	switch q.Type {
	case query.Records:
		return b.CheckFilters(q.Entity, q.Filters)
	case query.Values:
		if q.About != "" {
			break
		}
		d, err := b.Dimension(q.Dimension)
		if err != nil {
			return fault.ByAsker(err)
		}
		if len(q.Filters) > 0 && (d.ID == plan.EntityDimension || d.Labels != nil) {
			return fault.New("lists.values_known_beforehand", "dimension", d.Title).In("filters")
		}
		values, err := l.values(d)
		if err != nil {
			return err
		}
		return l.within(&values)
	case query.Agenda:
		return l.addAll(&list{}, agendaEntries)
	case query.Timeline:
		return l.addAll(&list{}, timelineEntries)
	case query.Annotations:
		return l.checkAnnotations()
	}
	if len(q.Filters) > 0 {
		return fault.New("lists.no_filters").In("filters")
	}
	return nil
}

// checkAnnotations refuses filters that none of the events asked for can have: where others cannot, the answer tells.
func (l *lister) checkAnnotations() error {
	if err := l.checkFilters(); err != nil {
		return err
	}
	for _, f := range l.question.Filters {
		lacks := error(fault.New("lists.no_filters").In("filters"))
		for _, name := range query.Events() {
			e, ok := eventEntries[name]
			if ok && lacks != nil && l.wants(name) && l.mapped(e, &omissions{model: l.Mapping.Model}) {
				lacks = l.CheckFilters(e.entity, []query.Filter{f})
			}
		}
		if lacks != nil {
			return lacks
		}
	}
	return nil
}

// Entities are those whose rows a question for rows, other than those behind a KPI, lists or looks at; sorted.
func Entities(b *plan.Business, q query.Question) []string {
	l := &lister{Business: b, question: q}
	var all []string
	switch q.Type {
	case query.Records:
		all = append(all, q.Entity)
	case query.Values:
		if d, err := b.Dimension(q.Dimension); err == nil && d.Labels == nil {
			values, _ := l.values(d)
			for _, home := range values.Homes {
				all = append(all, home.Entity)
			}
		}
	case query.Agenda:
		all = entitiesOf(agendaEntries)
	case query.Timeline:
		all = entitiesOf(timelineEntries)
	case query.Annotations:
		for name, e := range eventEntries {
			if l.wants(name) {
				all = append(all, e.entity)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func entitiesOf(entries []entry) []string {
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = e.entity
	}
	return all
}
