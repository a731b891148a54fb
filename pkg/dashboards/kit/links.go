package kit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Link leads from a value to what is behind it, in the same range and with the same filters.
type Link struct {
	Title string
	Board string            // uid of another dashboard; "" for the same one
	Panel uint32            // the panel to show alone; 0 for the whole dashboard
	Set   map[string]string // variables, each set to the value that a field has in the same row
	Range string            // another range, as from=now-1y&to=now
	Head  string            // a variable, set to the name of the column

	page string // of Grafana, in the place of a dashboard
}

// Settings leads to those of the data source.
func Settings(title string) Link {
	return Link{Title: title, page: "/connections/datasources/edit/${datasource}"}
}

// Behind leads to a panel of the same dashboard that lists the rows.
func Behind(title string, panel uint32) Link { return Link{Title: title, Panel: panel} }

// To leads to another dashboard.
func To(title, board string) Link { return Link{Title: title, Board: board} }

// With sets variables to the values of the fields of the same names, as in With("rep").
func (l Link) With(names ...string) Link {
	set := maps.Clone(l.Set)
	if set == nil {
		set = map[string]string{}
	}
	for _, name := range names {
		set[name] = name
	}
	l.Set = set
	return l
}

// Headed sets a variable to the name of the column, of a table that has one for each value of a dimension.
func (l Link) Headed(variable string) Link {
	l.Head = variable
	return l
}

// During leads to another range.
func (l Link) During(from, to string) Link {
	l.Range = "from=" + from + "&to=" + to
	return l
}

// write writes the links of a field for a dashboard; those of all fields for "".
func (b *Board) write(links []Link, field string) []dashboard.DashboardLink {
	var written []dashboard.DashboardLink
	for _, l := range links {
		written = append(written, dashboard.DashboardLink{Title: l.Title, Url: to(b.address(l, field)), Tags: []string{}})
	}
	return written
}

func (b *Board) address(l Link, field string) string {
	if l.page != "" {
		return l.page
	}
	board := l.Board
	if board == "" {
		board = b.UID
	}
	var parts []string
	if l.Panel > 0 {
		parts = append(parts, fmt.Sprintf("viewPanel=panel-%d", l.Panel))
	}
	if l.Range == "" {
		l.Range = "${__url_time_range}"
	}
	parts = append(parts, l.Range, "${datasource:queryparam}")
	for _, v := range b.Variables {
		if _, set := l.Set[v.Name]; !set && v.Name != l.Head && v.carried() {
			parts = append(parts, "${"+v.Name+":queryparam}")
		}
	}
	for _, variable := range slices.Sorted(maps.Keys(l.Set)) {
		value := "__data.fields." + l.Set[variable] // as it is shown
		if l.Set[variable] == field {
			value = "__value.raw" // also where words are shown in its place
		}
		parts = append(parts, fmt.Sprintf("var-%s=${%s:percentencode}", variable, value))
	}
	if l.Head != "" {
		parts = append(parts, fmt.Sprintf("var-%s=${__field.name:percentencode}", l.Head))
	}
	return "/d/" + board + "?" + strings.Join(parts, "&")
}
