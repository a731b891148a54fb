package plan

import (
	"errors"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// resolveFormula gives a formula of a question its meaning: that of a KPI which is made of others, each with arguments and a window of
// its own. Where one of them is unavailable, so is the formula.
func (b *Business) resolveFormula(entry query.Entry, parameters map[string]string) (ResolvedKPI, error) {
	asked := ResolvedKPI{Entry: entry}
	f := entry.Formula
	k, err := b.Catalog.Ask(f.Text, f.Label, catalog.Unit(f.Unit), func(text string) (*catalog.KPI, error) {
		operand, err := b.resolveKPI(text, parameters)
		if err != nil {
			return nil, err
		}
		if asked.Unavailable == nil {
			asked.Unavailable = operand.Unavailable
		}
		asked.Operands = append(asked.Operands, operand)
		return operand.KPI, nil
	})
	if err != nil {
		return asked, inKPIs(err)
	}
	asked.KPI = k
	if asked.Unavailable != nil {
		asked.Unavailable = inKPIs(fault.At(i18n.T("catalog.in_formula", "text", f.Text), asked.Unavailable))
	}
	return asked, nil
}

// inKPIs says that a fault lies in the KPIs of the question.
func inKPIs(err error) error {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Field == "" {
		return e.In("kpis")
	}
	return err
}

// Parts are the KPIs whose arguments and windows hold: the operands of a formula, of any other KPI itself.
func (k ResolvedKPI) Parts() []ResolvedKPI {
	if k.Operands == nil {
		return []ResolvedKPI{k}
	}
	return k.Operands
}

// parts are those of all KPIs that can be answered.
func (q *Query) parts() []ResolvedKPI {
	var all []ResolvedKPI
	for _, k := range q.KPIs {
		all = append(all, k.Parts()...)
	}
	return all
}

// Understands reports whether a parameter means something to the KPI, or to an operand of its formula.
func (k ResolvedKPI) Understands(parameter string) bool {
	return slices.ContainsFunc(k.Parts(), func(p ResolvedKPI) bool { _, ok := p.Parameters[parameter]; return ok })
}

// everywhere are the functions that leave the time of their arguments as it is.
var everywhere = []string{catalog.Ceil, catalog.Max, catalog.CappedRatio, catalog.RelativeGain, catalog.Share}

// ownTime returns the function of a formula that says over what time its operands are found, "" for none.
func ownTime(n catalog.Node) (function string) {
	if _, ok := n.(catalog.Operand); ok {
		return ""
	}
	if call, ok := n.(catalog.Call); ok && !slices.Contains(everywhere, call.Name) {
		return call.Name
	}
	for _, part := range catalog.Parts(n) {
		if found := ownTime(part); found != "" {
			return found
		}
	}
	return ""
}
