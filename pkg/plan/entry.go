package plan

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// statistic is the parameter that says what is made of values. A KPI that measures durations has it of its own; of any other KPI with a
// value for each row an entry of the question can ask it.
const statistic = "statistic"

// Asked are the KPIs that an entry of a question names: those of a formula one by one. One that is faulty names none.
func (b *Business) Asked(entry string) []*catalog.KPI {
	k, err := b.resolveKPI(entry, nil)
	if err != nil {
		return nil
	}
	var all []*catalog.KPI
	for _, p := range k.Parts() {
		all = append(all, p.KPI)
	}
	return all
}

// resolveKPI gives an entry of a question its meaning: its own arguments hold before those of the whole question.
func (b *Business) resolveKPI(text string, parameters map[string]string) (ResolvedKPI, error) {
	entry, err := query.ParseEntry(text)
	if err != nil {
		return ResolvedKPI{}, err
	}
	if entry.Formula.Text != "" {
		return b.resolveFormula(entry, parameters)
	}
	kpi, err := b.Catalog.KPI(entry.KPI)
	if err != nil {
		return ResolvedKPI{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(entry.Arguments)) {
		if _, understood := kpi.Parameters[name]; !understood && name != statistic {
			return ResolvedKPI{}, fault.New("plan.unknown_argument", "kpi", kpi.ID, "argument", name, "known", argumentsOf(kpi)).In("kpis")
		}
	}
	given := maps.Clone(parameters)
	if given == nil {
		given = map[string]string{}
	}
	maps.Copy(given, entry.Arguments)
	arguments, err := kpi.Arguments(given)
	if err != nil {
		return ResolvedKPI{}, err
	}
	if kpi, err = b.taking(kpi.With(arguments), entry, arguments); err != nil {
		return ResolvedKPI{}, fault.At(i18n.Same(entry.KPI), err)
	}
	return ResolvedKPI{KPI: kpi, Entry: entry, Arguments: arguments, Unavailable: b.lacks(kpi, arguments)}, nil
}

// taking is the KPI of the statistic that is asked for, which is noted among the arguments. A KPI made of a duration and more takes most
// statistics of the duration; a sum or a number of durations would make something else of it.
func (b *Business) taking(k *catalog.KPI, e query.Entry, arguments map[string]string) (*catalog.KPI, error) {
	chosen, ownOne := arguments[statistic]
	if !ownOne {
		if chosen = e.Arguments[statistic]; chosen == "" {
			return k, nil
		}
		arguments[statistic] = chosen
		return b.Catalog.Taking(k, chosen)
	}
	if measure.Gathers(chosen) {
		return b.Catalog.Taking(k, chosen)
	}
	return k, nil
}

// argumentsOf lists what an entry can say of a KPI.
func argumentsOf(k *catalog.KPI) []string {
	names := slices.Collect(maps.Keys(k.Parameters))
	if k.HasStatistics() && !slices.Contains(names, statistic) {
		names = append(names, statistic)
	}
	slices.Sort(names)
	return append(names, query.WindowArguments()...)
}
