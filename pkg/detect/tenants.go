package detect

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var word = regexp.MustCompile(`^\w+$`)

// manyTenants is how many of them are named.
const manyTenants = 5

// tenants finds the column that tells the rows of several companies apart, and says so: which company to count, only a person
// knows. The column is then taken for nothing else.
func (f *finder) tenants() {
	type group struct {
		name   string
		sure   bool // by its name
		in     []string
		values []string
	}
	groups := map[string]*group{}
	var entities []string // that are likely
	for _, entity := range slices.Sorted(maps.Keys(f.chosen)) {
		if f.chosen[entity].confidence >= Sure {
			entities = append(entities, entity)
		}
	}
	for _, entity := range entities {
		for _, col := range f.chosen[entity].table.columns {
			sure := isNamed(col.name, names().Tenants)
			if !col.readable || col.primary || col.unique || col.counted == countedUnique || !of(whole, decimal, uuid, words)(col) || !sure && !isNamed(col.name, names().MaybeTenants) {
				continue
			}
			g := groups[col.name]
			if g == nil {
				g = &group{name: col.name, sure: sure}
				groups[col.name] = g
			}
			g.in = append(g.in, entity)
			g.values = append(g.values, col.sample.values...)
		}
	}
	var found *group
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		g := groups[name]
		g.values = slices.Compact(slices.Sorted(slices.Values(g.values)))
		shared := 3*len(g.in) >= 2*len(entities) && len(g.in) > 1
		if !shared || len(g.values) < 2 || !g.sure && !f.apart(g.name, g.in) {
			continue
		}
		if found == nil || len(g.in) > len(found.in) || len(g.in) == len(found.in) && g.sure && !found.sure {
			found = g
		}
	}
	if found == nil {
		return
	}
	var everybodys []string
	for _, entity := range slices.Sorted(maps.Keys(f.chosen)) {
		c := f.chosen[entity]
		if c.tenant = c.table.column(found.name); c.tenant == nil && c.confidence >= Sure {
			everybodys = append(everybodys, entity)
		}
	}
	shared, more := "", ""
	if len(everybodys) > 0 {
		shared = ", shared: [" + strings.Join(everybodys, ", ") + "]"
	}
	values := found.values
	if len(values) > manyTenants {
		values, more = values[:manyTenants], ", …"
	}
	column := "t." + found.name
	if !word.MatchString(found.name) {
		column = "t." + quoted(found.name)
	}
	example := fmt.Sprintf("`tenant: {column: %s, value: %s%s}`", quotedScalar(column), quotedScalar(found.values[0]), shared)
	f.Notes = append(f.Notes, i18n.T("detect.tenants", "column", found.name, "found", len(found.in), "tables", len(entities), "values", shown(values), "more", more, "example", example))
}

// apart reports whether a column that is named like the key of a customer tells tenants apart: tables have it whose rows are no
// customer's, and it is no foreign key to the customers.
func (f *finder) apart(name string, in []string) bool {
	customers := f.chosen["accounts"]
	if customers != nil && !slices.Contains(in, "accounts") {
		if own := customers.table.column(name); own != nil && own == customers.table.identity() {
			return false // their own key
		}
	}
	for _, entity := range in {
		if customers != nil && f.chosen[entity].table.column(name).refers == customers.table.Table {
			return false
		}
	}
	return slices.ContainsFunc([]string{"accounts", "teams", "stages", "pipelines", "products", "campaigns"}, func(entity string) bool { return slices.Contains(in, entity) })
}
