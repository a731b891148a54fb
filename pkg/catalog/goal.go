package catalog

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Goal is what is asked of a KPI and the targets that are set for it. Each KPI has one of each, named like csat.target.
type Goal string

// The goals.
const (
	GoalTarget Goal = "target"     // what is aimed at
	Attainment Goal = "attainment" // how far it is reached, see [Attained]
	Pace       Goal = "pace"       // how far it is reached by now: against the target of the elapsed part
)

// Goals lists the goals, in the order in which they are shown.
func Goals() []Goal { return []Goal{GoalTarget, Attainment, Pace} }

// Attained is how far a value lies on the good side of its target: x / target where more is better, 2 - x / target where less is. In
// both cases 100 % is met exactly, more is better than aimed at, and a value of 0 has an attainment, too.
type Attained struct {
	Of, Target Node
	Lower      bool // less is better
	Steady     bool // the target is a level, see [Catalog.Steady], of which 0 is one like any other
}

func (*Attained) node() {}

// Goal returns a goal of a KPI: a KPI of its own, the same one each time. Targets have no goals, and what is neither better higher nor
// lower has only a target.
func (c *Catalog) Goal(k *KPI, g Goal) (*KPI, error) {
	switch {
	case k.Kind == TargetKind:
		return nil, fault.New("catalog.goal_of_target", "kpi", k.ID)
	case g == GoalTarget:
	case g != Attainment && g != Pace:
		return nil, fault.New("catalog.unknown_goal", "kpi", k.ID, "goal", string(g))
	case k.Better == "":
		return nil, fault.New("catalog.no_direction", "kpi", k.ID, "goal", string(g))
	}
	id := k.ID + "." + string(g)
	known, ok := c.goals.Load(id)
	if !ok {
		known, _ = c.goals.LoadOrStore(id, newGoal(k, g))
	}
	return known.(*KPI), nil
}

// GoalsOf returns the goals that a KPI has.
func (c *Catalog) GoalsOf(k *KPI) []*KPI {
	var all []*KPI
	for _, g := range Goals() {
		if goal, err := c.Goal(k, g); err == nil {
			all = append(all, goal)
		}
	}
	return all
}

// Steady reports whether a metric's target is a level that holds on each day of its period, rather than an amount that is spread over
// them: that of a KPI which does not add up over time. A metric that is no KPI adds up.
func (c *Catalog) Steady(metric string) bool {
	k, ok := c.kpis[metric]
	return ok && !k.AddsUpOverTime()
}

// newGoal defines a goal of a KPI.
func newGoal(k *KPI, g Goal) *KPI {
	goal := *k
	goal.ID, goal.Of, goal.Goal = k.ID+"."+string(g), k, g
	goal.Pitfall, goal.Synonyms, goal.Changes, goal.Report, goal.variants = i18n.Text{}, i18n.Text{}, nil, "", &variants{}
	goal.Title = i18n.T("catalog.goal_title_"+string(g), "kpi", k.Title)
	steady := !k.AddsUpOverTime()
	target := Target{Metric: k.ID, Money: k.Unit == Money || k.Unit == MoneyPerDay}
	if g == GoalTarget {
		goal.Kind, goal.Better, goal.Horizon, goal.Parameters = TargetKind, "", Past, map[string]string{}
		goal.Formula, goal.Definition = target, "target of "+k.ID
		goal.Description = i18n.T("catalog.goal_spread", "kpi", k.Title)
		if steady {
			goal.Description = i18n.T("catalog.goal_steady", "kpi", k.Title)
		}
		return &goal
	}
	goal.Kind, goal.Unit, goal.Better = Derived, Percent, Higher
	attained := &Attained{Of: k.Formula, Target: target, Lower: k.Better == Lower, Steady: steady}
	of := k.ID + "." + string(GoalTarget)
	if g == Pace {
		goal.Horizon = Current
		attained.Target, of = Call{Name: ToDate, Args: []Node{target}}, ToDate+"("+of+")"
	}
	goal.Formula, goal.Definition = attained, k.ID+" / "+of
	direction := ""
	if attained.Lower {
		goal.Definition, direction = "2 - "+goal.Definition, "_lower"
	}
	goal.Description = i18n.T("catalog.goal_"+string(g)+direction, "kpi", k.Title)
	return &goal
}

// goalNamed returns the KPI and the goal that an id such as csat.target names; false for one that is not of that form.
func (c *Catalog) goalNamed(id string) (*KPI, Goal, bool) {
	of, goal, ok := strings.Cut(id, ".")
	k := c.kpis[of]
	return k, Goal(goal), ok && k != nil
}

// AddsUpOverTime reports whether the values of adjacent buckets add up to that of both: of sums and counts of what happened, and of what
// is added, subtracted and scaled of them. What lies ahead of now is looked at like a state.
func (k *KPI) AddsUpOverTime() bool { return addsUp(k.Formula) }

func addsUp(n Node) bool {
	switch n := n.(type) {
	case Ref:
		return n.Measure.AddsUpOverTime() && !n.Measure.Future
	case Target:
		return true
	case Binary:
		_, left := n.X.(Number)
		_, right := n.Y.(Number)
		switch n.Op {
		case '*':
			return left && addsUp(n.Y) || right && addsUp(n.X)
		case '/':
			return right && addsUp(n.X)
		}
		return addsUp(n.X) && addsUp(n.Y)
	}
	return false
}
