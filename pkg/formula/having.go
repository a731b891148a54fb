package formula

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// judge finds the groups that do not pass each condition on groups: those that have another value, or none.
func (d *Data) judge(ctx context.Context) error {
	d.failing = map[int]bool{}
	if len(d.Plan.Having) == 0 {
		return nil
	}
	all := make([]int, len(d.Groups[0].keys))
	for i := range all {
		all[i] = i
	}
	// The whole of a share has rows that only the condition looks at, and that make no groups of the answer.
	shown := d.All
	d.All = all
	defer func() {
		d.All = shown
		clear(d.totals)
	}()
	for _, h := range d.Plan.Having {
		v, err := d.evaluator(ctx).vector(h.Formula, 0, all)
		if err != nil {
			return err
		}
		begun := d.Plan.Query.Begun(0) || h.KPI.KnownAhead()
		for _, group := range all {
			value, ok := v.shown(group, 0, h.KPI.EmptyNull)
			if !begun || !ok || !h.Holds(rounded(value)) {
				d.failing[group] = true
			}
		}
	}
	return nil
}

// noneLeft tells that there were groups, of which none passes.
func (d *Data) noneLeft() []answer.Notice {
	if len(d.Plan.Having) == 0 || len(d.All) == 0 || len(d.Ordered) > 0 {
		return nil
	}
	return []answer.Notice{{Text: i18n.T("notice.no_group_passes", "count", len(d.All))}}
}
