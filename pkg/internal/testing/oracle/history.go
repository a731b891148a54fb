package oracle

import (
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// livesOf gives the versions of each deal in order of time, and each of them its neighbours.
func livesOf(versions []*version) map[*deal][]*version {
	lives := map[*deal][]*version{}
	for _, v := range versions {
		lives[v.deal] = append(lives[v.deal], v)
	}
	for _, life := range lives {
		slices.SortFunc(life, func(a, b *version) int { return a.ValidFrom.Compare(b.ValidFrom) })
		for i, v := range life {
			v.older, v.newer = nil, nil
			if i > 0 {
				v.older, life[i-1].newer = life[i-1], v
			}
		}
	}
	return lives
}

// madeOf are the versions of a deal of which there is no history: by its own dates, with what it is now.
func madeOf(d *deal) []*version {
	v := &version{Deal: &d.ID, ValidFrom: d.CreatedAt, ValidTo: d.ClosedAt, Stage: d.Stage, Owner: d.Owner, Status: "open", Amount: d.Amount,
		Probability: d.Probability, Currency: d.Currency, ForecastCategory: d.ForecastCategory, ExpectedCloseOn: d.ExpectedCloseOn,
		deal: d, stage: d.stage, owner: d.owner, made: true}
	if d.Status == "open" || d.ClosedAt == nil {
		return []*version{v}
	}
	closed := *v
	closed.ValidFrom, closed.ValidTo, closed.Status = *d.ClosedAt, nil, d.Status
	return []*version{v, &closed}
}

func (v *version) open() bool { return v != nil && v.Status == "open" }

// entry is the first time that a deal came into a stage, with who owned it then.
type entry struct {
	visit
	movedOn *time.Time // when the deal was first won or further in the pipeline after that
	lost    *time.Time // when it was first lost from the stage
}

func entriesOf(lives map[*deal][]*version) (entries []*entry) {
	for _, life := range lives {
		entered := map[*stage]*entry{}
		for i, v := range life {
			if v.Status == "lost" && v.older.open() {
				if e := entered[v.older.stage]; e != nil && e.lost == nil {
					e.lost = &v.ValidFrom
				}
			}
			if !v.open() || v.stage == nil || entered[v.stage] != nil {
				continue
			}
			e := &entry{visit: visit{deal: v.deal, stage: v.stage, owner: v.owner, entered: v.ValidFrom}}
			for _, later := range life[i+1:] {
				if e.movedOn == nil && later.beyond(v.stage) {
					e.movedOn = &later.ValidFrom
				}
			}
			entered[v.stage], entries = e, append(entries, e)
		}
	}
	return entries
}

// beyond tells whether the deal has made it out of a stage to success, or to a later stage of the same pipeline.
func (v *version) beyond(s *stage) bool {
	return v.Status == "won" || v.open() && v.stage != nil && v.stage.Pipeline == s.Pipeline && v.stage.Position > s.Position
}

func entries(c *Company) []*entry { return c.entries }

func stageEntered(e *entry) time.Time { return e.entered }

var (
	entriesToMoveOn = cohort("entries to move on", entries, stageEntered, func(e *entry) *time.Time { return e.movedOn })
	entriesToLoss   = cohort("entries to loss", entries, stageEntered, func(e *entry) *time.Time { return e.lost })
)

// slip is an open deal that is put off to a later month, but not for ever, with the stage and owner that it has then.
type slip struct{ visit }

func slipsOf(lives map[*deal][]*version) (slips []*slip) {
	for _, life := range lives {
		for _, v := range life {
			if v.open() && v.older.open() && v.ExpectedCloseOn != nil && v.older.ExpectedCloseOn != nil &&
				month(*v.older.ExpectedCloseOn).Before(month(*v.ExpectedCloseOn)) && v.ExpectedCloseOn.Before(lastOfAll) {
				slips = append(slips, &slip{visit{deal: v.deal, stage: v.stage, owner: v.owner, entered: v.ValidFrom}})
			}
		}
	}
	return slips
}

// month is the first day of the month of a day.
func month(d calendar.Date) calendar.Date { return calendar.NewDate(d.Year, d.Month, 1) }

var slipped = &leaf{"slipped", func(a *asking) (facts []fact) {
	for _, s := range a.slips {
		facts = append(facts, fact{subject: s, from: s.entered, member: s.deal})
	}
	return facts
}}
