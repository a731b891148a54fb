package quality

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// asked are the words of a field that measures ask for: where no row has one, they count nothing.
func asked(b *plan.Business, entity, field string, words []string) []string {
	var found []string
	for _, m := range b.Catalog.Measures() {
		if m.Entity != entity || !slices.Contains(m.Where.Paths(), field) {
			continue
		}
		for _, word := range words {
			if strings.Contains(m.Where.String(), "'"+word+"'") && !slices.Contains(found, word) {
				found = append(found, word)
			}
		}
	}
	slices.Sort(found)
	return found
}

// unused finds the words that no row has, for each field; nothing where there are no rows.
func unused(entity string, flaws []sqlgen.Flaw, counts []float64, rows float64) []Finding {
	var all []Finding
	for n, flaw := range flaws {
		if flaw.Kind != sqlgen.NeverOccurs || counts[n] > 0 || rows == 0 {
			continue
		}
		i := slices.IndexFunc(all, func(f Finding) bool { return f.Field == flaw.Field })
		if i < 0 {
			i = len(all)
			all = append(all, Finding{Kind: sqlgen.NeverOccurs, Entity: entity, Field: flaw.Field})
		}
		all[i].Count++
		all[i].add(Example{Value: &flaw.Word})
	}
	return all
}
