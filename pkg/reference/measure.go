package reference

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

var (
	sumOf      = i18n.Text{En: "sum of %s in %s", Ru: "сумма %s в %s"}
	countOf    = i18n.Text{En: "number of rows with %s in %s", Ru: "число строк с %s в %s"}
	distinctOf = i18n.Text{En: "number of distinct %s in %s", Ru: "число различных %s в %s"}
	ageOf      = i18n.Text{En: "age of the oldest row of %s, in %s", Ru: "возраст самой старой строки %s, %s"}
	durationOf = i18n.Text{En: "time from %s to %s of the rows of %s, in %s", Ru: "время от %s до %s по строкам %s, %s"}
	effectOf   = i18n.Text{
		En: "change of %s from the 30 days before %s in %s to the 30 days after, minus the same change of those who had none around then",
		Ru: "изменение показателя «%s» от 30 дней до %s в %s к 30 дням после, минус такое же изменение у тех, у кого тогда этого не было",
	}
	when       = i18n.Text{En: ", by %s", Ru: ", по времени %s"}
	state      = i18n.Text{En: ", from %s until %s", Ru: ", с %s до %s"}
	spreadOver = i18n.Text{En: ", spread evenly from %s until %s: what falls into the bucket counts", Ru: ", поровну с %s до %s: считается то, что попадает в интервал"}
	presentFor = i18n.Text{En: ", from %s until %s: by the part of the bucket it was there", Ru: ", с %s до %s: с учётом доли интервала, когда строка действовала"}
	under      = i18n.Text{En: " where %s", Ru: ", где %s"}
	aheadOnly  = i18n.Text{En: ", only ahead of now", Ru: ", только впереди"}
	bySchedule = i18n.Text{En: "; with `hours=business` in the hours of the schedule that %s names", Ru: "; с `hours=business` — в часах графика, который называет %s"}
)

// outcomes are what effects are measured by.
var outcomes = map[measure.Outcome]i18n.Text{
	measure.EffectOnCSAT:     {En: "the share of good satisfaction answers (80 % of the scale or more)", Ru: "доля хороших ответов об удовлетворённости (от 80 % шкалы)"},
	measure.EffectOnResponse: {En: "the mean time to the first response", Ru: "среднее время до первого ответа"},
}

// frozen are the sums over frozen forecasts.
var frozen = map[measure.FrozenSum]i18n.Text{
	measure.ForecastAmount: {En: "the forecasts in %s (%s), as they stood when their periods began", Ru: "прогнозы из %s (%s), какими они были в начале своих периодов"},
	measure.ForecastActual: {En: "the revenue of the periods forecast in %s (%s)", Ru: "выручка периодов, на которые есть прогноз в %s (%s)"},
	measure.ForecastError:  {En: "by how much each forecast in %s (%s) missed, up or down", Ru: "на сколько ошибся каждый прогноз из %s (%s), в любую сторону"},
}

// members are the counts of members: of whom, in which entity, in which periods.
var members = map[measure.MemberCount]i18n.Text{
	measure.MemberRows:   {En: "number of rows with %[1]s in %[2]s, %[3]s", Ru: "число строк с %[1]s в %[2]s, %[3]s"},
	measure.MemberAmount: {En: "sum over the rows with %[1]s in %[2]s, %[3]s", Ru: "сумма по строкам с %[1]s в %[2]s, %[3]s"},
	measure.MemberActive: {En: "number of distinct %[1]s in %[2]s, %[3]s", Ru: "число различных %[1]s в %[2]s, %[3]s"},
	measure.MemberRepeat: {En: "number of distinct %[1]s with two rows or more in %[2]s, %[3]s", Ru: "число различных %[1]s с двумя и более строками в %[2]s, %[3]s"},
	measure.MemberBefore: {En: "number of distinct %[1]s in %[2]s, %[4]s", Ru: "число различных %[1]s в %[2]s, %[4]s"},
	measure.MemberLost:   {En: "number of distinct %[1]s in %[2]s, %[4]s, without a row %[3]s", Ru: "число различных %[1]s в %[2]s, %[4]s, без строк %[3]s"},
}

// memberPeriods are the period that members are counted over, and the one before.
var memberPeriods = map[measure.MemberPeriod][2]i18n.Text{
	measure.OverYear:   {{En: "in the year up to the end of the bucket", Ru: "за год до конца интервала"}, {En: "in the year before that", Ru: "за предыдущий год"}},
	measure.OverBucket: {{En: "in the bucket", Ru: "в интервале"}, {En: "in the equal period before", Ru: "в предыдущем таком же периоде"}},
}

// measure says what a measure counts, when and under which condition.
func (w writer) measure(m *catalog.Measure) string {
	text := w.counted(m)
	add := func(format i18n.Text, e expression.Expression) {
		if !e.Empty() {
			text += fmt.Sprintf(w.in(format), code(e.String()))
		}
	}
	add(under, m.Where)
	if _, ok := m.Timing.(*measure.Effect); !ok {
		add(when, m.Time)
	}
	switch t := m.Timing.(type) {
	case *measure.Snapshot:
		text += fmt.Sprintf(w.in(state), code(t.Start.String()), code(t.End.String()))
	case *measure.Overlap:
		format := presentFor
		if t.ShareOf == measure.OfRow {
			format = spreadOver
		}
		text += fmt.Sprintf(w.in(format), code(t.Start.String()), code(t.End.String()))
	}
	if m.Future {
		text += w.in(aheadOnly)
	}
	add(bySchedule, m.Hours())
	return text
}

func (w writer) counted(m *catalog.Measure) string {
	entity := code(m.Entity)
	switch t := m.Timing.(type) {
	case *measure.Members:
		periods := memberPeriods[t.Over]
		text := fmt.Sprintf(w.in(members[t.Count])+"%.0[4]s", code(t.Of.String()), entity, w.in(periods[0]), w.in(periods[1]))
		if amount := m.Amount(); !amount.Empty() {
			text += ": " + code(amount.String())
		}
		return text
	case *measure.Frozen:
		return fmt.Sprintf(w.in(frozen[t.Sum]), entity, code(m.Amount().String()))
	case *measure.Effect:
		return fmt.Sprintf(w.in(effectOf), w.in(outcomes[t.On]), code(m.Time.String()), entity)
	}
	switch a := m.Aggregation.(type) {
	case *measure.Duration:
		return fmt.Sprintf(w.in(durationOf), code(a.From.String()), code(a.To.String()), entity, w.in(inUnits[a.In]))
	case *measure.Age:
		return fmt.Sprintf(w.in(ageOf), entity, w.in(inUnits[a.In]))
	case *measure.Sum:
		return fmt.Sprintf(w.in(sumOf), code(a.Of.String()), entity)
	case *measure.Distinct:
		return fmt.Sprintf(w.in(distinctOf), code(a.Of.String()), entity)
	case *measure.Count:
		return fmt.Sprintf(w.in(countOf), code(a.Of.String()), entity)
	}
	return entity
}

// inUnits are the units that durations are in.
var inUnits = map[measure.Unit]i18n.Text{
	measure.Days:    {En: "days", Ru: "в днях"},
	measure.Hours:   {En: "hours", Ru: "в часах"},
	measure.Minutes: {En: "minutes", Ru: "в минутах"},
}
