package quality

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
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
func Sellers(ctx context.Context, b *plan.Business, db *postgres.DB, now time.Time) ([]Finding, error) {
	for _, field := range [][2]string{{"deals", "rep"}, {"deals", "status"}, {"deals", "closed_at"}, {"targets", "metric"}, {"targets", "scope"},
		{"targets", "scope_id"}, {"targets", "period_start"}, {"targets", "period_end"}, {"targets", "value"}} {
		if b.Mapping.Available(field[0], field[1]) != nil {
			return nil, nil
		}
	}
	var all []Finding
	err := exec.Snapshot(ctx, db, func(r *exec.Reader) error {
		l := looking{Reader: r, business: b, request: lastYear(now)}
		scopes, err := l.targetScopes(ctx)
		if err != nil {
			return err
		}
		if len(scopes) == 0 || slices.Contains(scopes, "user") {
			reps, err := l.sellers(ctx, "user", "rep")
			if err != nil {
				return err
			}
			all = append(all, compared("rep", reps, nil)...)
		}
		if !slices.Contains(scopes, "team") || b.Mapping.Available("deals", "rep.team") != nil {
			return nil
		}
		teams, err := l.sellers(ctx, "team", "rep.team")
		if err != nil {
			return err
		}
		parents, err := l.parents(ctx)
		all = append(all, compared("rep.team", teams, parents)...)
		return err
	})
	return all, err
}

// looking reads what sales are set against.
type looking struct {
	*exec.Reader
	business *plan.Business
	request  plan.Request
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

func (l looking) targetScopes(ctx context.Context) (scopes []string, err error) {
	s, err := sqlgen.HasTargets{Metric: revenueTarget, Range: l.request.Range}.Statement(l.business.Context(l.request))
	if err != nil {
		return nil, err
	}
	err = l.Read(ctx, s, func(row measure.Row) error {
		var scope string
		err := row.Scan(&scope)
		scopes = append(scopes, scope)
		return err
	})
	return scopes, err
}

func (l looking) sellers(ctx context.Context, scope, path string) (sellers []seller, err error) {
	who := sqlgen.Sellers{Metric: revenueTarget, Scope: scope, Path: path, Range: l.request.Range}
	if quota := "rep.is_quota_carrying"; l.business.Mapping.Available("deals", quota) == nil && l.business.Mapping.Available("deals", "rep.id") == nil {
		who.Quota = quota
	}
	s, err := who.Statement(l.business.Context(l.request))
	if err != nil {
		return nil, err
	}
	err = l.Read(ctx, s, func(row measure.Row) error {
		var s seller
		err := row.Scan(&s.key, &s.expected, &s.sold, &s.hasTargets)
		sellers = append(sellers, s)
		return err
	})
	return sellers, err
}

// parents are the teams above teams, where they are known.
func (l looking) parents(ctx context.Context) (map[string]string, error) {
	if l.business.Mapping.Available("teams", "id") != nil || l.business.Mapping.Available("teams", "parent") != nil {
		return nil, nil
	}
	s, err := sqlgen.Parents{Entity: "teams", Field: "parent"}.Statement(l.business.Context(l.request))
	if err != nil {
		return nil, err
	}
	parents := map[string]string{}
	return parents, l.Read(ctx, s, func(row measure.Row) error {
		var key, parent string
		err := row.Scan(&key, &parent)
		parents[key] = parent
		return err
	})
}
