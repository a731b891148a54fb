package engine

import (
	"cmp"
	"math"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/lists"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What answers take, in bytes, estimated with room to spare. Which of them a question takes at most is known before anything is read.
const (
	bytesOfCell     = 160 // of an answer: what is read for it, its value, and its place in a frame
	bytesOfOperand  = 24  // of a value that formulas are made of
	bytesOfGroup    = 500
	bytesOfListed   = 2000 // of a row of a list
	bytesOfSentCell = 64   // of an answer that waits to be sent
)

// kpiBytes is how much memory a KPI question takes at most: that of as many groups as the bounds of an answer admit.
func (e *Engine) kpiBytes(p *plan.Plan) int64 {
	cells, operands, groups := len(p.Query.Axes.Buckets)*p.Width(), 0, 1
	if len(p.Query.Question.GroupBy) > 0 {
		groups = max(1, min(e.Settings.MaxGroups, e.Settings.MaxCells/max(1, cells)))
	}
	for _, o := range p.Operands {
		if l := o.Axis.Known(); l != nil {
			operands += len(l.Windows)
		}
	}
	return int64(groups) * int64(cells*bytesOfCell+operands*bytesOfOperand+bytesOfGroup)
}

// listBytes is how much memory a list takes at most.
func (e *Engine) listBytes(q query.Question) int64 {
	rows := cmp.Or(q.Rows, lists.DefaultRows)
	if q.Type == query.Values {
		rows = cmp.Or(q.Rows, e.Settings.MaxListed)
	}
	return int64(min(rows, e.Settings.MaxListed)) * bytesOfListed
}

// Sent is how much memory an answer takes until it is sent.
func Sent(a *answer.Answer) int64 {
	if r := a.Figures(); r != nil {
		return int64(len(r.Columns)) * int64(len(r.Groups)) * int64(len(r.Buckets)) * bytesOfSentCell
	}
	var bytes int64
	for _, t := range a.Tables {
		bytes += int64(len(t.Rows)) * bytesOfListed
	}
	return bytes
}

// bytesOfPlan is what an answer keeps beside its values: how it was planned, and what was read.
const bytesOfPlan = 20_000

// heldBytes is how much memory an answer takes while it is kept.
func heldBytes(a *answer.Answer) uint32 {
	return uint32(min(Sent(a)+bytesOfPlan, math.MaxUint32)) // #nosec G115 -- sizes are positive
}
