package formula

import (
	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// remarks are how many rows are counted of which something is not known, in the order in which they were found.
type remarks struct {
	order []measure.Remark
	rows  map[measure.Remark]map[int]float64 // by scan
}

// PutRemark adds rows of a scan to what must be told.
func (d *Data) PutRemark(scan int, what measure.Remark, rows float64) {
	r := &d.remarks
	if r.rows == nil {
		r.rows = map[measure.Remark]map[int]float64{}
	}
	if r.rows[what] == nil {
		r.order, r.rows[what] = append(r.order, what), map[int]float64{}
	}
	r.rows[what][scan] += rows
}

// Remarks tell of rows that are counted though not all is known of them. Scans may look at the same rows, so that the one which found
// the most is told.
func (d *Data) Remarks() []answer.Notice {
	var all []answer.Notice
	for _, what := range d.remarks.order {
		most := 0.0
		for _, rows := range d.remarks.rows[what] {
			most = max(most, rows)
		}
		all = append(all, answer.Notice{Text: what.Text(most)})
	}
	return all
}
