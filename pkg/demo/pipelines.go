package demo

import "math"

// stage is a step of a pipeline; time is the share of a deal's life that it takes.
type stage struct {
	id          int64
	name        string
	probability float64
	kind        string
	stall       int // days; 0 = not set
	time        float64
	losses      float64 // share of the lost deals that are lost here
}

// pipeline is a sales process; days is the median time to win, hope the share of it that
// reps expect at first, and neglect the chance that they no longer correct an expected close that has passed.
type pipeline struct {
	id        int64
	name      string
	days      float64
	hope      float64
	neglect   float64
	open      []stage
	won, lost stage
}

const (
	newBusiness = iota
	expansion
	partnerSales
)

func newPipelines() []*pipeline {
	all := []*pipeline{
		{name: "New business", days: 51, hope: 0.9, neglect: 0.09, open: []stage{
			{name: "Qualification", probability: 0.10, stall: 14, time: 1, losses: 0.36},
			{name: "Discovery", probability: 0.15, stall: 21, time: 1.3, losses: 0.24},
			{name: "Proposal", probability: 0.35, time: 1.5, losses: 0.18},
			{name: "Negotiation", probability: 0.55, stall: 30, time: 2.4, losses: 0.22},
		}},
		{name: "Expansion", days: 34, hope: 0.9, neglect: 0.12, open: []stage{
			{name: "Needs", probability: 0.20, stall: 14, time: 1, losses: 0.38},
			{name: "Quote", probability: 0.40, time: 1.2, losses: 0.32},
			{name: "Negotiation", probability: 0.65, stall: 25, time: 1.6, losses: 0.30},
		}},
		{name: "Partner sales", days: 52, hope: staleHope, neglect: staleNeglect, open: []stage{
			{name: "Registered", probability: 0.15, stall: 21, time: 1, losses: 0.40},
			{name: "Joint proposal", probability: 0.35, time: 1.6, losses: 0.32},
			{name: "Contract", probability: 0.60, time: 1.9, losses: 0.28},
		}},
	}
	stages := int64(0)
	number := func(s *stage, kind string) {
		stages++
		s.id, s.kind = stages, kind
	}
	for i, p := range all {
		p.id = int64(i + 1)
		for j := range p.open {
			number(&p.open[j], "open")
		}
		p.won, p.lost = stage{name: "Won", probability: 1}, stage{name: "Lost"}
		number(&p.won, "won")
		number(&p.lost, "lost")
	}
	return all
}

func (c *company) writePipelines() {
	c.pipelines = newPipelines()
	for _, p := range c.pipelines {
		c.tables.pipelines.int(c.tables.pipelines.next()).text(p.name).end()
		for i, s := range append(append([]stage{}, p.open...), p.won, p.lost) {
			c.stages.int(s.id).int(p.id).text(s.name).int(int64(i+1)).number(s.probability, 2).text(s.kind).ref(int64(s.stall)).end()
			c.stages.next()
		}
	}
}

// lastStage chooses the stage in which a deal is lost; in one of them, its rep may lose more often than others.
func (p *pipeline) lastStage(r random, often string) int {
	losses := make([]float64, len(p.open))
	for i, s := range p.open {
		losses[i] = s.losses
		if s.name == often {
			losses[i] *= loserFactor
		}
	}
	return r.index(losses)
}

// From these probabilities on, the customer has an offer, and the two sides settle its terms.
const proposing, agreeing = 0.35, 0.55

// category is what a rep forecasts for a deal in a stage.
func (s *stage) category(r random) string {
	x := r.Float64()
	switch {
	case x < 0.03:
		return "omitted"
	case s.probability >= agreeing && x < 0.60:
		return "commit"
	case s.probability >= agreeing, s.probability >= proposing && x < 0.55:
		return "best_case"
	}
	return "pipeline"
}

// estimate is the probability that a rep gives a deal in a stage: the stage's, or a feeling.
func (s *stage) estimate(r random) float64 {
	if s.kind != "open" || r.chance(0.7) {
		return s.probability
	}
	return math.Round(min(max(s.probability+0.1*r.NormFloat64(), 0.05), 0.95)*20) / 20
}
