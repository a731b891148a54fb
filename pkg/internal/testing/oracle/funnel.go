package oracle

import (
	"math"
	"time"
)

// rung is a stage that a deal has before it, or behind it.
type rung struct {
	deal    *deal
	stage   *stage
	reached *time.Time // when the deal first got there or further
}

func (r *rung) dimension(id string) (value, bool) {
	switch id {
	case "stage":
		return ofStage(r.stage)
	case "deal_status", "lost_reason", "forecast_category", "currency":
		return value{}, false
	}
	return r.deal.dimension(id)
}

// rungsOf are the stages of each deal's pipeline, those of lost deals aside.
func rungsOf(c *Company) (rungs []*rung) {
	versions, process := map[*deal][]*version{}, map[int64][]*stage{}
	for _, v := range c.versions {
		versions[v.deal] = append(versions[v.deal], v)
	}
	for _, s := range c.stages {
		if s.Kind != "lost" {
			process[s.Pipeline] = append(process[s.Pipeline], s)
		}
	}
	for _, d := range c.deals {
		if d.Pipeline == nil {
			continue
		}
		stages := process[*d.Pipeline]
		first := math.MaxInt
		for _, s := range stages {
			first = min(first, s.Position)
		}
		for _, s := range stages {
			at := &rung{deal: d, stage: s}
			if s.Position == first {
				at.reached = &d.CreatedAt
			}
			for _, v := range versions[d] {
				if v.asFarAs(s, stages) && (at.reached == nil || v.ValidFrom.Before(*at.reached)) {
					at.reached = &v.ValidFrom
				}
			}
			if at.reached != nil && at.reached.Before(d.CreatedAt) {
				at.reached = &d.CreatedAt
			}
			rungs = append(rungs, at)
		}
	}
	return rungs
}

// asFarAs tells whether a deal stands in a stage of its pipeline or beyond: a won one stands behind all open stages.
func (v *version) asFarAs(s *stage, process []*stage) bool {
	if v.stage != nil && v.stage.Pipeline == s.Pipeline && v.stage.Kind != "lost" && v.stage.Position >= s.Position {
		return true
	}
	if v.Status != "won" {
		return false
	}
	for _, other := range process {
		if other.Kind != "won" && other.Position >= s.Position {
			return true
		}
	}
	return false
}

func rungs(c *Company) []*rung { return c.rungs }

func rungBegan(r *rung) time.Time { return r.deal.CreatedAt }

var (
	stepsToReach = cohort("steps to reach", rungs, rungBegan, func(r *rung) *time.Time { return r.reached })
	dealsAtStage = &leaf{"deals at stage", func(a *asking) (facts []fact) {
		for _, r := range a.rungs {
			if instantOf(r.reached) != nil {
				facts = append(facts, fact{subject: r, from: r.deal.CreatedAt, event: instant, member: r.deal})
			}
		}
		return facts
	}}
)
