package plan

import (
	"errors"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// notice says what the reader of the numbers must know.
func (p *planner) notice() {
	p.noticeImmature()
	p.noticePast()
	p.noticeStandIns()
}

// noticeImmature tells of cohorts that are younger than their window.
func (p *planner) noticeImmature() {
	window := p.longestWindow()
	mature := p.request.Now.Add(-window)
	if window == 0 || !p.request.Range.To.After(mature) {
		return
	}
	day := p.settings.Calendar.Date(mature)
	text := i18n.Text{
		En: fmt.Sprintf("Cohorts that start after %s are younger than their window: their conversion is not final.", day),
		Ru: fmt.Sprintf("Когорты, начавшиеся после %s, моложе своего окна: их конверсия ещё не окончательна.", day),
	}
	if p.axes.grain == calendar.None {
		text = i18n.Text{
			En: fmt.Sprintf("Cohorts that start after %s are younger than their window and left out.", day),
			Ru: fmt.Sprintf("Когорты, начавшиеся после %s, моложе своего окна и не учтены.", day),
		}
	}
	p.notices = append(p.notices, Notice{Text: text})
}

// noticePast tells of KPIs that look ahead over a range that has no future.
func (p *planner) noticePast() {
	if p.request.Range.To.After(p.request.Now) {
		return
	}
	for _, k := range p.kpis {
		if k.Kind != catalog.FutureKind || p.question.Parameters["horizon"] != "" {
			continue
		}
		text := i18n.Text{
			En: fmt.Sprintf("%s looks ahead of now, but the range ends before: the next %s are shown.", k.Title.En, k.arguments["horizon"]),
			Ru: fmt.Sprintf("«%s» смотрит вперёд, а диапазон уже закончился: показаны ближайшие %s.", k.Title.Ru, k.arguments["horizon"]),
		}
		if p.axes.grain != calendar.None {
			text = i18n.Text{
				En: fmt.Sprintf("%s looks ahead of now, but the range ends before: extend it, or use grain none with a horizon.", k.Title.En),
				Ru: fmt.Sprintf("«%s» смотрит вперёд, а диапазон уже закончился: продлите его или выберите интервал none и горизонт.", k.Title.Ru),
			}
		}
		p.notices = append(p.notices, Notice{Warning: p.axes.grain != calendar.None, Text: text})
	}
}

// noticeStandIns tells where another measure stands in for one whose fields are not mapped.
func (p *planner) noticeStandIns() {
	for _, k := range p.kpis {
		for _, m := range k.Measures() {
			other := p.effective(m)
			if other == m {
				continue
			}
			lacking := m.Entity
			if missing, ok := errors.AsType[*crm.Unavailable](p.measurable(m)); ok {
				lacking = missing.Name()
			}
			p.notices = append(p.notices, Notice{Text: i18n.Text{
				En: fmt.Sprintf("%s: %s is not mapped, so it is computed from %s.", k.Title.En, lacking, other.Entity),
				Ru: fmt.Sprintf("«%s»: нет сопоставления для %s, поэтому расчёт по %s.", k.Title.Ru, lacking, other.Entity),
			}})
		}
	}
}
