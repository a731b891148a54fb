package plan

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// String writes the plan for people: what is read, in which order and what waits for what, then which formula uses what.
func (p *Plan) String() string {
	var text strings.Builder
	for _, f := range p.Query.Question.Filters {
		fmt.Fprintf(&text, "filter: %s\n", f)
	}
	for n := range p.Scans {
		fmt.Fprintf(&text, "scan %d: %s\n", n+1, p.scanText(n))
	}
	for n := range p.Operands {
		fmt.Fprintf(&text, "#%d = %s\n", n+1, p.operandText(n))
	}
	for n, total := range p.Totals {
		fmt.Fprintf(&text, "total %d = %s, over all groups\n", n+1, p.formulaText(total.Formula))
	}
	for _, c := range p.Columns {
		fmt.Fprintf(&text, "%s = %s\n", c.KPI.Key(), p.formulaText(c.Formula))
		if c.Then != nil {
			fmt.Fprintf(&text, "%s compared = %s\n", c.KPI.Key(), p.formulaText(c.Then))
		}
		for _, d := range c.Details {
			fmt.Fprintf(&text, "%s %s = %s\n", c.KPI.Key(), d.Name, p.formulaText(d.Formula))
		}
	}
	for _, a := range p.Assumed {
		fmt.Fprintf(&text, "assumed %s = %s\n", a.KPI.ID, p.formulaText(a.Formula))
	}
	for _, h := range p.Having {
		fmt.Fprintf(&text, "only the groups with %s %s %s\n", p.formulaText(h.Formula), h.Operator, numbersText(h.Numbers))
	}
	if r := p.Ranking; r != nil {
		order, rest := "highest", ""
		if r.Ascending {
			order = "lowest"
		}
		if r.Rest {
			rest = ", and the rest"
		}
		then := ""
		if r.Next != nil {
			next := "highest"
			if r.Second() {
				next = "lowest"
			}
			then = ", of equal ones those with the " + next + " " + p.formulaText(r.Next.Formula)
		}
		if r.Top == 0 {
			fmt.Fprintf(&text, "the groups with the %s %s first%s\n", order, p.formulaText(r.Formula), then)
			return text.String()
		}
		fmt.Fprintf(&text, "the %d groups with the %s %s%s%s\n", r.Top, order, p.formulaText(r.Formula), then, rest)
	}
	return text.String()
}

// scanText writes one scan.
func (p *Plan) scanText(n int) string {
	s := p.Scans[n]
	text := s.Subject.String()
	if len(s.Columns) > 0 {
		var columns, axes []string
		for _, c := range s.Columns {
			columns = append(columns, c.Name())
		}
		for _, a := range s.Axes {
			axes = append(axes, axisText(a))
		}
		text += ": " + strings.Join(columns, ", ") + " over " + strings.Join(axes, "; ")
		if s.Why != "" {
			text += ", of rows: " + s.Why
		}
		if s.Rollup != nil {
			text += ", of sums by " + strings.Join(append([]string{"day"}, s.Rollup.Keys...), ", ")
			if s.Rollup.Age > 0 {
				text += fmt.Sprintf(" that may be %s old", s.Rollup.Age)
			}
		}
		if by := p.Levels[s.Level].GroupBy; len(by) > 0 && !s.Rest {
			text += ", by " + strings.Join(by, ", ")
		}
	}
	if r, ok := s.Subject.(Roster); ok && !r.Groups {
		text += ", for their order"
	}
	if s.Side != "" {
		text += ", of the " + s.Side
	}
	if s.Silent {
		text += ", for conditions on groups"
	}
	if s.Rest {
		text += ", of all groups but those that the limit keeps"
	}
	if s.Top != nil {
		text += fmt.Sprintf(", only the first %d groups by %s", s.Top.Groups, s.Top.Aggregate)
	}
	var waits []string
	for _, w := range p.Waits(n) {
		waits = append(waits, fmt.Sprint(w+1))
	}
	if len(waits) > 0 {
		text += " (after scan " + strings.Join(waits, ", ") + ")"
	}
	return text
}

func axisText(a *axis.Axis) string {
	l := a.Known()
	if l == nil {
		return a.Name + ", known once targets are"
	}
	if len(l.Windows) == 1 {
		return a.Name + ", one window"
	}
	return fmt.Sprintf("%s, %d windows", a.Name, len(l.Windows))
}

func (p *Plan) operandText(n int) string {
	o := p.Operands[n]
	text := ""
	switch {
	case o.Report != "":
		text = "report " + string(o.Report)
	case o.Target.Metric != "":
		text = "target of " + o.Target.Metric + " over " + o.Axis.Name
		if o.Target.Steady {
			text = "level of the " + text
		}
	default:
		text = o.Column.Name() + " over " + o.Axis.Name
		if o.Part > 0 {
			text += fmt.Sprintf(", detail %d", o.Part)
		}
		if o.Side != "" {
			text += ", of the " + o.Side
		}
	}
	if o.Level > 0 {
		text += ", by " + strings.Join(p.Levels[o.Level].GroupBy, ", ")
	}
	for _, s := range p.Sums {
		if s.Operand == n {
			text += fmt.Sprintf(", added up from #%d", s.Of+1)
		}
	}
	return text
}

// formulaText writes a formula over the operands of the plan.
func (p *Plan) formulaText(f Formula) string {
	switch n := f.(type) {
	case Constant:
		return fmt.Sprint(float64(n))
	case Value:
		if n.Running {
			return fmt.Sprintf("running total of #%d", n.Operand+1)
		}
		return fmt.Sprintf("#%d", n.Operand+1)
	case Binary:
		return fmt.Sprintf("(%s %c %s)", p.formulaText(n.X), n.Op, p.formulaText(n.Y))
	case Apply:
		var args []string
		for _, arg := range n.Args {
			if arg != nil {
				args = append(args, p.formulaText(arg))
			}
		}
		return n.Function + "(" + strings.Join(args, ", ") + ")"
	case Share:
		return catalog.Share + "(" + p.formulaText(n.Of) + ")"
	case Total:
		return fmt.Sprintf("total %d", n.Number+1)
	case HitRate:
		return fmt.Sprintf("share of those by %s with %s >= %s", strings.Join(p.Levels[n.Level].GroupBy, ", "), p.formulaText(n.Of), p.formulaText(n.Target))
	case Attained:
		text := fmt.Sprintf("(%s / %s)", p.formulaText(n.Of), p.formulaText(n.Target))
		if n.Lower {
			text = "(2 - " + text + ")"
		}
		return text
	case Days:
		if n.Left {
			return "working days left of " + n.Axis.Name
		}
		return "days of " + n.Axis.Name
	case Lasts:
		return n.Axis.Name + " is not over"
	}
	return "nothing"
}
