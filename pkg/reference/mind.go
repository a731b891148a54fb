package reference

import (
	"fmt"
	"path"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// trap is what KPIs of one nature are easily mistaken for.
type trap struct {
	applies func(*catalog.KPI) bool
	text    i18n.Text
}

// traps follow from what a KPI is, in the order in which they are told. What a single KPI is mistaken for is in its definition.
var traps = []trap{
	{isState, i18n.Text{
		En: "A state at the end of each bucket, of the last one at its end or now: never add it up over time. Groups may be added.",
		Ru: "Состояние на конец каждого интервала, последнего — на его конец или на сейчас: по времени не складывается. По группам складывать можно.",
	}},
	{isStateOfNoSum, i18n.Text{
		En: "A state at the end of each bucket, of the last one at its end or now: it adds up neither over time nor over groups.",
		Ru: "Состояние на конец каждого интервала, последнего — на его конец или на сейчас: не складывается ни по времени, ни по группам.",
	}},
	{isRatio, i18n.Text{
		En: "Sums are divided, Σ / Σ over the bucket and group: never average or add the values. Null, not 0, where the denominator is 0.",
		Ru: "Делятся суммы, Σ / Σ по интервалу и группе: значения нельзя ни усреднять, ни складывать. Пусто, а не 0, если знаменатель равен 0.",
	}},
	{hasTwoTimes, i18n.Text{
		En: "What is divided goes by different times, so over short periods numerator and denominator are not of the same things.",
		Ru: "Числитель и знаменатель относятся к разным временам, поэтому за короткие периоды они не об одном и том же.",
	}},
	{isCohort, i18n.Text{
		En: "It belongs to the bucket of the start, and what comes after the window never counts. Cohorts younger than the window are not final: a series " +
			"marks them, a single figure leaves them out.",
		Ru: "Относится к интервалу начала; то, что случилось после окна, не считается никогда. Когорты моложе окна ещё не окончательны: в ряду они " +
			"отмечены, в одном числе не учтены.",
	}},
	{isDuration, i18n.Text{
		En: "What has not ended is not in it, nor is a negative duration, which data_health counts. Medians and percentiles of groups or buckets cannot be averaged.",
		Ru: "Незавершённого в нём нет, как и отрицательных длительностей, их считает data_health. Медианы и процентили групп или интервалов нельзя усреднять.",
	}},
	{understands("hours"), i18n.Text{
		En: "Business hours need business_hours in the mapping: the schedule named like the ticket's team, else the one named default.",
		Ru: "Рабочим часам нужна business_hours в сопоставлении: график с именем команды обращения, иначе с именем default.",
	}},
	{isMoney, i18n.Text{
		En: "Amounts are converted at the rate of the day of their own event. A missing rate fails the question, which names currency and day.",
		Ru: "Суммы пересчитываются по курсу дня своего события. Если курса нет, вопрос завершается ошибкой с валютой и днём.",
	}},
	{isMoneyOfAState, i18n.Text{
		En: "Amounts are converted at the rate of the day on which the row, or its version, began. A missing rate fails the question, which names currency and day.",
		Ru: "Суммы пересчитываются по курсу дня, когда началась строка или её версия. Если курса нет, вопрос завершается ошибкой с валютой и днём.",
	}},
	{kind(catalog.FutureKind), i18n.Text{
		En: "Only what lies ahead of now counts: the range must reach into the future. Given the parameter horizon, it is one figure for that long from now.",
		Ru: "Считается только то, что впереди: диапазон должен доходить до будущего. С параметром horizon это одно число на такой срок вперёд.",
	}},
	{looksAhead, i18n.Text{
		En: "Open deals are in today's bucket and later ones: the range must reach into the future.",
		Ru: "Открытые сделки попадают в сегодняшний интервал и более поздние: диапазон должен доходить до будущего.",
	}},
	{hasTarget, i18n.Text{
		En: "A target is spread over the working days of its period. Ungrouped, the company's holds, without one the sum of the teams', without those of the " +
			"users': two levels are never added. It can be grouped only by what targets are set for.",
		Ru: "План разложен по рабочим дням своего периода. Без группировки действует план компании, без него — сумма планов команд, без них — сотрудников: " +
			"два уровня не складываются. Группировать можно только по тому, для чего ставятся планы.",
	}},
	{uses(catalog.WholePeriods), i18n.Text{
		En: "It is for the whole target periods that the range touches: a range of two days can mean two months or quarters.",
		Ru: "Считается за целые плановые периоды, которых касается диапазон: диапазон в два дня может означать два месяца или квартала.",
	}},
	{plans, i18n.Text{
		En: "It assumes that the 12 months before the range go on; parameters replace what is assumed, and the answer says what it was (details).",
		Ru: "Предполагается, что 12 месяцев до диапазона продолжатся; допущения можно заменить параметрами, ответ говорит, какими они были (details).",
	}},
	{trails, i18n.Text{
		En: "Part of it is of the 12 months before the range: another start of the range is another value.",
		Ru: "Часть считается за 12 месяцев до диапазона: другое начало диапазона — другое значение.",
	}},
	{countsMembers, i18n.Text{
		En: "Distinct ones are counted, each once in every bucket and group it is in: buckets and groups do not add up to the whole.",
		Ru: "Считаются различные, каждый — один раз в каждом своём интервале и группе: интервалы и группы в сумме не дают целого.",
	}},
	{looksBackAYear, i18n.Text{
		En: "It looks at the year, or the two years, before the end of each bucket: buckets side by side share most of what they count.",
		Ru: "Смотрит на год или два до конца каждого интервала: соседние интервалы считают почти одно и то же.",
	}},
	{hits, i18n.Text{
		En: "Only those with a target of their own are in it.",
		Ru: "Учитываются только те, у кого есть собственный план.",
	}},
	{isFrozen, i18n.Text{
		En: "Forecasts are those that stood when their periods began, without forecast_submissions those of deal_history by month; only periods that have ended count. " +
			"It can be grouped by rep, team and manager.",
		Ru: "Берутся прогнозы на начало их периодов, без forecast_submissions — из deal_history по месяцам; только завершившиеся периоды. Группировать можно по rep, team " +
			"и manager.",
	}},
	{understands("attribution"), i18n.Text{
		En: "The model (last, first, linear, position 40/20/40, time_decay with a half-life of 7 days) moves revenue between campaigns; the total stays.",
		Ru: "Модель (last, first, linear, position 40/20/40, time_decay с полураспадом 7 дней) переносит выручку между кампаниями; итог не меняется.",
	}},
	{kind(catalog.EffectKind), i18n.Text{
		En: "Null when fewer than 10 people are on either side. Group sizes are among the details of the answer.",
		Ru: "Пусто, если с какой-либо стороны меньше 10 человек. Размеры групп — в подробностях ответа (details).",
	}},
	{kind(catalog.ReportKind), i18n.Text{
		En: "It is about all rows there are, whatever the range.",
		Ru: "Речь обо всех строках, какой бы ни был диапазон.",
	}},
}

// mind tells what to mind about a KPI: its own first.
func (w writer) mind(k *catalog.KPI) []string {
	var lines []string
	if text := w.in(k.Pitfall); text != "" {
		lines = append(lines, w.linked(text))
	}
	for _, t := range traps {
		if t.applies(k) {
			lines = append(lines, w.linked(w.in(t.text)))
		}
	}
	for _, c := range k.Changes {
		lines = append(lines, fmt.Sprintf("%s: %s", c.On, w.in(c.Note)))
	}
	return lines
}

func kind(is catalog.Kind) func(*catalog.KPI) bool {
	return func(k *catalog.KPI) bool { return k.Kind == is }
}

func uses(function string) func(*catalog.KPI) bool {
	return func(k *catalog.KPI) bool { return k.Uses(function) }
}

func understands(parameter string) func(*catalog.KPI) bool {
	return func(k *catalog.KPI) bool { _, ok := k.Parameters[parameter]; return ok }
}

// some reports whether a formula has a part that passes.
func some(k *catalog.KPI, passes func(catalog.Node) bool) bool {
	found := false
	catalog.Walk(k.Formula, func(n catalog.Node) { found = found || passes(n) })
	return found
}

// measured reports whether a measure of the formula passes.
func measured(k *catalog.KPI, passes func(*catalog.Measure) bool) bool {
	return slices.ContainsFunc(k.Measures(), passes)
}

func divides(k *catalog.KPI) bool {
	return some(k, func(n catalog.Node) bool { b, ok := n.(catalog.Binary); return ok && b.Op == '/' })
}

func snapshot(m *catalog.Measure) bool { return m.Kind() == "snapshot" }

func isState(k *catalog.KPI) bool {
	return measured(k, snapshot) && !divides(k) && !measured(k, func(m *catalog.Measure) bool { return !m.Additive() })
}

func isStateOfNoSum(k *catalog.KPI) bool { return measured(k, snapshot) && !isState(k) }

// isRatio leaves out single figures of planning and what divides by a past value.
func isRatio(k *catalog.KPI) bool {
	return divides(k) && !k.SingleFigure() && !isStateOfNoSum(k) && !k.Uses(catalog.CappedRatio)
}

func hasTwoTimes(k *catalog.KPI) bool {
	if !divides(k) || k.SingleFigure() || k.Uses(catalog.Trailing) {
		return false
	}
	times := map[string]bool{}
	for _, m := range k.Measures() {
		if !m.Time.Empty() && !overYears(m) {
			times[path.Ext("."+m.Time.String())] = true
		}
	}
	return len(times) > 1
}

func isDuration(k *catalog.KPI) bool { return k.Kind == catalog.DurationKind }

func isCohort(k *catalog.KPI) bool { return k.Uses(catalog.Mature) && !k.SingleFigure() }

func isMoneyOfAState(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool { return m.IsMoney() && snapshot(m) })
}

func isMoney(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool { return m.IsMoney() && !snapshot(m) }) ||
		some(k, func(n catalog.Node) bool { t, ok := n.(catalog.Target); return ok && t.Money })
}

// looksAhead is true of forecasts: what is won, and what is expected.
func looksAhead(k *catalog.KPI) bool {
	return k.Horizon == catalog.Future && k.Kind != catalog.FutureKind
}

func hasTarget(k *catalog.KPI) bool {
	return some(k, func(n catalog.Node) bool { _, ok := n.(catalog.Target); return ok })
}

func plans(k *catalog.KPI) bool {
	return some(k, func(n catalog.Node) bool {
		a, ok := n.(catalog.Assumed)
		if !ok {
			return false
		}
		call, ok := a.Of.(catalog.Call)
		return ok && call.Name == catalog.Trailing
	})
}

func trails(k *catalog.KPI) bool { return k.Uses(catalog.Trailing) && !plans(k) }

func countsMembers(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool { return m.Has(measure.CountsDistinct) }) && !k.Uses(catalog.CappedRatio)
}

func overYears(m *catalog.Measure) bool { return m.Has(measure.LooksBackYears) }

// looksBackAYear is true of what looks at nothing but years.
func looksBackAYear(k *catalog.KPI) bool {
	return measured(k, overYears) && !measured(k, func(m *catalog.Measure) bool { return !overYears(m) })
}

func hits(k *catalog.KPI) bool {
	return some(k, func(n catalog.Node) bool { _, ok := n.(*catalog.HitRate); return ok })
}

func isFrozen(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool { return m.Has(measure.FrozenForecasts) })
}
