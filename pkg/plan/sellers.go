package plan

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// revenueTarget is the metric of the targets that sales are set against.
const revenueTarget = "revenue"

// seller is a rep or a team.
type seller struct {
	key                        string
	expected, sold, hasTargets bool
}

// Sellers finds reps and teams with won deals in the last 12 months and no revenue target for them, and the reverse. Reps are
// left out where targets are given to others only, teams where none are given to teams.
func (e *Engine) Sellers(ctx context.Context, now time.Time) ([]Finding, error) {
	for _, field := range [][2]string{{"deals", "rep"}, {"deals", "status"}, {"deals", "closed_at"}, {"targets", "metric"}, {"targets", "scope"},
		{"targets", "scope_id"}, {"targets", "period_start"}, {"targets", "period_end"}, {"targets", "value"}} {
		if e.mapping.Available(field[0], field[1]) != nil {
			return nil, nil
		}
	}
	var all []Finding
	err := e.inspect(ctx, now, func(p *planner) error {
		scopes, err := p.targetScopes(ctx)
		if err != nil {
			return err
		}
		if len(scopes) == 0 || slices.Contains(scopes, "user") {
			reps, err := p.sellers(ctx, "user", "rep")
			if err != nil {
				return err
			}
			all = append(all, compared("rep", reps, nil)...)
		}
		if !slices.Contains(scopes, "team") || p.mapping.Available("deals", "rep.team") != nil {
			return nil
		}
		teams, err := p.sellers(ctx, "team", "rep.team")
		if err != nil {
			return err
		}
		parents, err := p.parents(ctx)
		all = append(all, compared("rep.team", teams, parents)...)
		return err
	})
	return all, err
}

// compared sets sales against targets. A target of a team is for the teams below it, too.
func compared(path string, sellers []seller, parents map[string]string) []Finding {
	covered, sold := map[string]bool{}, map[string]bool{}
	for _, s := range sellers {
		covered[s.key] = s.hasTargets
		if s.sold {
			for _, key := range lineage(s.key, parents) {
				sold[key] = true
			}
		}
	}
	none := Finding{Kind: SalesWithoutTarget, Entity: "deals", Field: path, Other: "targets"}
	idle := Finding{Kind: TargetWithoutSales, Entity: "targets", Field: "scope_id", Other: path}
	for _, s := range sellers {
		f := &none
		switch {
		case s.sold && s.expected && !slices.ContainsFunc(lineage(s.key, parents), func(key string) bool { return covered[key] }):
		case s.hasTargets && !sold[s.key]:
			f = &idle
		default:
			continue
		}
		f.Count++
		f.add(Example{Value: &s.key})
	}
	return slices.DeleteFunc([]Finding{none, idle}, func(f Finding) bool { return f.Count == 0 })
}

// lineage is a key and those above it.
func lineage(key string, parents map[string]string) []string {
	var keys []string
	for at, ok := key, true; ok && !slices.Contains(keys, at); at, ok = parents[at] {
		keys = append(keys, at)
	}
	return keys
}

func (p *planner) targetScopes(ctx context.Context) (scopes []string, err error) {
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	s, err := sqlgen.HasTargets{Metric: revenueTarget, Range: p.request.Range}.Statement(c)
	if err != nil {
		return nil, err
	}
	err = p.db.Read(ctx, s, func(row postgres.Row) error {
		var scope string
		err := row.Scan(&scope)
		scopes = append(scopes, scope)
		return err
	})
	return scopes, err
}

func (p *planner) sellers(ctx context.Context, scope, path string) (sellers []seller, err error) {
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	l := sqlgen.Sellers{Metric: revenueTarget, Scope: scope, Path: path, Range: p.request.Range}
	if quota := "rep.is_quota_carrying"; p.mapping.Available("deals", quota) == nil && p.mapping.Available("deals", "rep.id") == nil {
		l.Quota = quota
	}
	s, err := l.Statement(c)
	if err != nil {
		return nil, err
	}
	err = p.db.Read(ctx, s, func(row postgres.Row) error {
		var s seller
		err := row.Scan(&s.key, &s.expected, &s.sold, &s.hasTargets)
		sellers = append(sellers, s)
		return err
	})
	return sellers, err
}

// parents are the teams above teams, where they are known.
func (p *planner) parents(ctx context.Context) (map[string]string, error) {
	if p.mapping.Available("teams", "id") != nil || p.mapping.Available("teams", "parent") != nil {
		return nil, nil
	}
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	s, err := sqlgen.Parents{Entity: "teams", Field: "parent"}.Statement(c)
	if err != nil {
		return nil, err
	}
	parents := map[string]string{}
	return parents, p.db.Read(ctx, s, func(row postgres.Row) error {
		var key, parent string
		err := row.Scan(&key, &parent)
		parents[key] = parent
		return err
	})
}
