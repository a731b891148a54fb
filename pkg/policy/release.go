package policy

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Released says which numbers of a plan that an exemption covers may be told.
type Released struct {
	plan    *plan.Plan
	periods []calendar.Range
	order   []int                     // of the leaderboard's dimensions among those that the question groups by
	kept    map[place]map[string]bool // whether a group is not told, of those that have been counted
}

// place is where rows are counted: of a measure, in one period.
type place struct {
	column measure.Column
	period int
}

// behind are the rows behind a number that somebody may not see: how many there are of each person, under "" those that are nobody's.
type behind map[string]float64

func (b behind) size() (rows float64, people int) {
	for person, n := range b {
		if n > 0 {
			rows += n
			if person != "" {
				people++
			}
		}
	}
	return rows, people
}

// all is the group of all rows; no other one has its key.
const all = ""

// Release counts the rows behind the numbers of a plan: those of the whole company that are not among those seen. More sizes than the cells that an
// answer may have are a [*fault.Error].
func (e Exemption) Release(ctx context.Context, whole, seen *plan.Business, p *plan.Plan, r *exec.Reader) (*Released, error) {
	released := &Released{plan: p, kept: map[place]map[string]bool{}}
	var by []string
	if groupBy := p.Query.Question.GroupBy; len(groupBy) > 0 {
		by = e.By // in one order, however the question groups
		for _, id := range by {
			released.order = append(released.order, slices.Index(groupBy, id))
		}
	}
	var err error
	if released.periods, err = e.periods(whole, p); err != nil {
		return nil, err
	}
	cells, most := 0, whole.Settings.MaxCells
	for scanned, scan := range p.Scans {
		if _, rows := scan.Subject.(plan.Rows); !rows {
			continue
		}
		entity := scan.Columns[0].Entity
		person := whose(whole.Mapping, entity)
		counted := map[place]map[string]behind{}
		for n, of := range []*plan.Business{whole, seen.Restricted(seen.Mapping.Restriction().Only(entity))} {
			sign := []float64{1, -1}[n]
			err := exec.New(of, p, r).Sizes(ctx, scanned, released.periods, by, person, func(s exec.Size) error {
				if cells++; cells > most {
					return fault.New("plan.too_many_cells", "cells", cells, "groups", len(counted), "buckets", len(released.periods), "columns", len(scan.Columns), "allowed", most)
				}
				note(counted, s, sign)
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		people := e.People
		if person == "" || e.ofPeople(whole.Mapping.Model) {
			people = 0
		}
		for at, groups := range counted {
			released.kept[at] = e.keeps(groups, people)
		}
	}
	return released, nil
}

// whose is a path to the people whose rows those of an entity are; "" where they are nobody's.
func whose(m crm.Mapping, entity string) string {
	for _, path := range m.Model.Whose(entity) {
		if m.Available(entity, path) == nil {
			return path
		}
	}
	return ""
}

func note(counted map[place]map[string]behind, s exec.Size, sign float64) {
	at, group := place{s.Column, s.Window}, key(s.Group)
	if counted[at] == nil {
		counted[at] = map[string]behind{}
	}
	if counted[at][group] == nil {
		counted[at][group] = behind{}
	}
	person := ""
	if s.Person != nil {
		person = *s.Person
	}
	counted[at][group][person] += sign * s.Rows
}

// key writes the keys of a group so that no two groups are alike.
func key(group []*string) string {
	if len(group) == 0 {
		return all
	}
	text, _ := json.Marshal(group) // texts can always be written
	return string(text)
}

// keeps returns which groups of a period are not told. A group is told where who asks sees all rows of it, or enough others stand behind
// it. So is what is left of all rows when those that are told are taken away: where they would not be enough, the smallest of the others are
// kept, too.
func (e Exemption) keeps(groups map[string]behind, people int) map[string]bool {
	enough := func(b behind) bool {
		rows, n := b.size()
		return rows == 0 || rows >= float64(e.Rows) && n >= people
	}
	kept, together, rest := map[string]bool{}, behind{}, behind{}
	keep := func(group string) {
		kept[group] = true
		rest.add(groups[group])
	}
	var told []string
	for group, b := range groups {
		kept[group] = false
		together.add(b)
		if rows, _ := b.size(); !enough(b) {
			keep(group)
		} else if rows > 0 {
			told = append(told, group)
		}
	}
	slices.SortFunc(told, func(x, y string) int {
		a, _ := groups[x].size()
		b, _ := groups[y].size()
		return cmp.Or(cmp.Compare(a, b), cmp.Compare(x, y))
	})
	for ; len(told) > 0 && !enough(rest); told = told[1:] {
		keep(told[0])
	}
	kept[all] = !enough(together)
	return kept
}

// add adds up the rows that are not seen.
func (b behind) add(other behind) {
	for person, rows := range other {
		b[person] += max(rows, 0)
	}
}

// Tells reports whether the value of an operand in a window, which is that of some rows, may be told for a group of the question, by its keys;
// without any, for all groups together. Of what has not been counted nothing is.
func (r *Released) Tells(operand, window int, group []*string) bool {
	o := r.plan.Operands[operand]
	w := o.Axis.Known().Windows[window]
	ordered := make([]*string, 0, len(group))
	if len(group) > 0 {
		for _, d := range r.order {
			ordered = append(ordered, group[d])
		}
	}
	of, counted := key(ordered), false
	first, _ := slices.BinarySearchFunc(r.periods, w.From, func(p calendar.Range, from time.Time) int { return p.From.Compare(from) })
	for n := first; n < len(r.periods) && r.periods[n].From.Before(w.To); n++ {
		kept, known := r.kept[place{o.Column, n}][of]
		if kept {
			return false
		}
		counted = counted || known
	}
	return counted
}
