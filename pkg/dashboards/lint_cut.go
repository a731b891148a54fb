package dashboards

import (
	"regexp"
	"slices"
	"strconv"
)

// number finds the whole numbers of a title.
var number = regexp.MustCompile(`\d+`)

// cut checks that the title of a list that ends before its last row says after how many it does: nothing else on the screen tells
// the four most urgent from the only four.
func (l *linter) cut(p Panel) {
	for _, n := range p.limits() {
		if !slices.Contains(number.FindAllString(variable.ReplaceAllString(p.Title, ""), -1), strconv.Itoa(n)) {
			l.panel(p, `it shows %d rows and leaves the others out; say so in its title, as in "Open deals: first %d"`, n, n)
		}
	}
}

// limits are the numbers of rows that a panel shows at most, where it leaves out the others.
func (p Panel) limits() (most []int) {
	for _, t := range p.Transformations {
		if t.ID == "limit" {
			most = append(most, t.Options.LimitField)
		}
	}
	if len(most) > 0 { // whatever the questions keep
		return most
	}
	for _, q := range p.questions() {
		if q.Limit != nil && q.Limit.Top > 0 && !q.Limit.Rest {
			most = append(most, q.Limit.Top)
		}
	}
	return most
}
