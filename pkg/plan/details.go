package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// assumption is a value that a KPI rests on and the question may replace, with the axis that the formula has it on.
type assumption struct {
	catalog.Assumed
	axis *axis
}

// assumptions returns the distinct assumptions of a formula, in its order.
func (p *planner) assumptions(k asked, n catalog.Node, a *axis) []assumption {
	var all []assumption
	add := func(more []assumption) {
		for _, one := range more {
			if !slices.ContainsFunc(all, func(other assumption) bool { return other.KPI.ID == one.KPI.ID }) {
				all = append(all, one)
			}
		}
	}
	switch n := n.(type) {
	case catalog.Assumed:
		add([]assumption{{n, a}})
	case catalog.Binary:
		add(p.assumptions(k, n.X, a))
		add(p.assumptions(k, n.Y, a))
	case catalog.Call:
		for _, arg := range n.Args {
			add(p.assumptions(k, arg, p.axes.of(n.Name, a, k.arguments)))
		}
	}
	return all
}

// detail adds what is behind the KPIs: the assumptions of planning, the sizes of the groups compared, the faults of the data.
// They are columns only where the question asks for details, so that a panel or an alert rule has no figures it does not want;
// a notice tells the assumptions and sizes of a single figure always.
func (p *planner) detail(r *Result) {
	seen := map[string]bool{}
	for _, k := range p.kpis {
		for _, one := range p.assumptions(k, k.Formula, p.axes.main) {
			if id := "assumed_" + one.KPI.ID; !seen[id] {
				seen[id] = true
				p.detailColumn(r, Column{ID: id, KPI: one.KPI, Title: assumedTitle(one.KPI), Unit: one.KPI.Unit}, func(group string, i int) *float64 {
					return p.evaluate(k, one.Assumed, one.axis, group, i, false)
				})
			}
		}
		p.noticeAssumptions(k)
		p.detailEffect(r, k)
		if k.Report == catalog.Health {
			p.detailHealth(r, k)
		}
	}
}

func assumedTitle(k *catalog.KPI) i18n.Text {
	return i18n.Text{En: "Assumed: " + k.Title.En, Ru: "Допущение: " + k.Title.Ru}
}

// detailColumn adds a column where the question asks for details.
func (p *planner) detailColumn(r *Result, c Column, value func(group string, i int) *float64) {
	if !p.question.Details {
		return
	}
	values := make([][]*float64, len(p.ordered))
	for g, group := range p.ordered {
		values[g] = make([]*float64, len(p.axes.buckets))
		for i := range values[g] {
			values[g][i] = value(group, i)
		}
	}
	r.Columns, r.Values = append(r.Columns, c), append(r.Values, values)
}

// noticeAssumptions tells what a planning KPI assumes.
func (p *planner) noticeAssumptions(k asked) {
	var en, ru []string
	for _, one := range p.assumptions(k, k.Formula, p.axes.main) {
		value, from := "", i18n.Text{}
		switch v := given(k, one.Assumed); {
		case v != nil:
			value, from = plain(*v, one.KPI.Unit), i18n.Text{En: " (given)", Ru: " (задано)"}
		case len(p.question.GroupBy) == 0:
			if v := p.evaluate(k, one.Assumed, one.axis, "", 0, false); v != nil {
				value = plain(*v, one.KPI.Unit)
			}
		}
		en = append(en, strings.TrimSpace(one.KPI.Title.En+" "+value)+from.En)
		ru = append(ru, strings.TrimSpace(one.KPI.Title.Ru+" "+value)+from.Ru)
	}
	if len(en) > 0 {
		p.notices = append(p.notices, Notice{Text: i18n.Text{
			En: k.Title.En + " assumes: " + strings.Join(en, ", ") + ".",
			Ru: "«" + k.Title.Ru + "» исходит из допущений: " + strings.Join(ru, ", ") + ".",
		}})
	}
}

// plain writes a value for a sentence.
func plain(v float64, unit catalog.Unit) string {
	if unit == catalog.Percent {
		return strconv.FormatFloat(100*v, 'f', 1, 64) + " %"
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// detailEffect tells how many people an effect compares, and where they were too few.
func (p *planner) detailEffect(r *Result, k asked) {
	ref, ok := k.Formula.(catalog.Ref)
	if !ok || ref.Measure.Effect == "" {
		return
	}
	l := p.leafOf(ref.Measure, k, p.axes.main)
	sizes := func(group string, i int) groupSizes {
		if all := p.effects[l.id()][group]; all != nil {
			return all[i]
		}
		return groupSizes{}
	}
	column := func(suffix string, title i18n.Text, size func(groupSizes) int) {
		c := Column{ID: k.ID + suffix, KPI: k.KPI, Unit: catalog.Count, Title: i18n.Text{En: k.Title.En + title.En, Ru: k.Title.Ru + title.Ru}}
		p.detailColumn(r, c, func(group string, i int) *float64 {
			n := float64(size(sizes(group, i)))
			return &n
		})
	}
	column("_trained", i18n.Text{En: ": people trained", Ru: ": обучавшихся"}, func(s groupSizes) int { return s.trained })
	column("_others", i18n.Text{En: ": others", Ru: ": остальных"}, func(s groupSizes) int { return s.others })
	for g, group := range p.ordered {
		for i := range p.axes.buckets {
			p.noticeSizes(r, k, g, i, sizes(group, i))
		}
	}
}

// noticeSizes tells the sizes of a single figure, and of every figure that is refused; of many, the first ones.
func (p *planner) noticeSizes(r *Result, k asked, g, i int, s groupSizes) {
	const most = 5
	single := len(p.ordered) == 1 && len(p.axes.buckets) == 1
	if !single && !s.tooSmall() || len(p.notices) > most || !p.begun(i) {
		return
	}
	where := strings.Join(r.Groups[g].Labels, ", ")
	if where != "" {
		where = " (" + where + ")"
	}
	text := i18n.Text{
		En: fmt.Sprintf("%s%s: %d people trained, %d others.", k.Title.En, where, s.trained, s.others),
		Ru: fmt.Sprintf("«%s»%s: обучавшихся — %d, остальных — %d.", k.Title.Ru, where, s.trained, s.others),
	}
	if s.tooSmall() {
		text.En += fmt.Sprintf(" Fewer than %d on a side say nothing, so it is not shown; lengthen the range or group by less.", enough)
		text.Ru += fmt.Sprintf(" Если с какой-либо стороны меньше %d, вывод невозможен, поэтому значение не показано; удлините диапазон или уберите группировку.", enough)
	}
	p.notices = append(p.notices, Notice{Warning: s.tooSmall(), Text: text})
}

// faultTitles are the columns of the details of data health.
var faultTitles = []struct {
	catalog.Reported
	i18n.Text
}{
	{catalog.Rows, i18n.Text{En: "Rows", Ru: "Строк"}},
	{catalog.NegativeDurations, i18n.Text{En: "Negative durations", Ru: "С отрицательной длительностью"}},
	{catalog.MissingOwners, i18n.Text{En: "Without an owner", Ru: "Без ответственного"}},
	{catalog.MissingRates, i18n.Text{En: "Without an exchange rate", Ru: "Без курса валюты"}},
	{catalog.OrphanKeys, i18n.Text{En: "Orphan keys", Ru: "С ключом в никуда"}},
}

func (p *planner) detailHealth(r *Result, k asked) {
	for _, fault := range faultTitles {
		c := Column{ID: k.ID + "_" + string(fault.Reported), KPI: k.KPI, Unit: catalog.Count, Title: fault.Text}
		p.detailColumn(r, c, func(group string, _ int) *float64 { return p.reported(fault.Reported, group) })
	}
}
