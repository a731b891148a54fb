package formula

import (
	"cmp"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// remarks are what must be told of the rows that have been read, in the order in which it was found.
type remarks struct {
	order []measure.Remark
	found map[measure.Remark]map[int]measure.Found // by where it was found
}

// Remark adds rows to what must be told. Rows that are found at one place, of a scan or for an operand, are others each time; at two
// places they may be the same, so that the place which found the most is told.
func (d *Data) Remark(place int, what measure.Remark, found measure.Found) {
	r := &d.remarks
	if r.found == nil {
		r.found = map[measure.Remark]map[int]measure.Found{}
	}
	if r.found[what] == nil {
		r.order, r.found[what] = append(r.order, what), map[int]measure.Found{}
	}
	before := r.found[what][place]
	r.found[what][place] = measure.Found{Rows: before.Rows + found.Rows, Of: before.Of + found.Of}
}

// notices are what the reader of the answer must know of the question, of the rows that have been read and of the groups that are shown.
func (d *Data) notices(b *plan.Business) []answer.Notice {
	d.remarkLacks(b)
	all := append(d.told(measure.LevelsOfParts, measure.Lacks, measure.Periodless), b.Notices(d.Plan.Query)...)
	all = append(all, d.told(measure.Startless, measure.Inferred)...)
	all = append(all, d.noneLeft()...)
	if d.Tied > 0 {
		all = append(all, answer.Notice{Text: i18n.T("notice.tied", "shown", d.Tied, "top", d.Plan.Ranking.Top, "kpi", d.Plan.Ranking.KPI.Title)})
	}
	return all
}

// told are the notices of some kinds of remarks, those of the first kind first.
func (d *Data) told(kinds ...measure.RemarkKind) []answer.Notice {
	var all []answer.Notice
	for _, kind := range kinds {
		for _, what := range d.remarks.order {
			if what.Kind == kind {
				most := slices.MaxFunc(slices.Collect(maps.Values(d.remarks.found[what])), func(a, b measure.Found) int { return cmp.Compare(a.Rows, b.Rows) })
				all = append(all, answer.Notice{Warning: what.Warns(most), Text: what.Text(most)})
			}
		}
	}
	return all
}
