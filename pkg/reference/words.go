package reference

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var units = map[catalog.Unit]i18n.Text{
	catalog.Money:       {En: "money", Ru: "деньги"},
	catalog.MoneyPerDay: {En: "money per day", Ru: "деньги в день"},
	catalog.Count:       {En: "number", Ru: "число"},
	catalog.Percent:     {En: "share (1 is 100 %)", Ru: "доля (1 — это 100 %)"},
	catalog.Score:       {En: "score, 0–100", Ru: "балл, 0–100"},
	catalog.Times:       {En: "times", Ru: "раз"},
	catalog.Points:      {En: "points", Ru: "пункты"},
	catalog.Rating:      {En: "stars", Ru: "звёзды"},
	catalog.Days:        {En: "days", Ru: "дни"},
	catalog.Hours:       {En: "hours", Ru: "часы"},
	catalog.Minutes:     {En: "minutes", Ru: "минуты"},
}

var betters = map[catalog.Better]i18n.Text{
	catalog.Higher: {En: "higher", Ru: "больше"},
	catalog.Lower:  {En: "lower", Ru: "меньше"},
	"":             {En: "–", Ru: "–"},
}

var horizons = map[catalog.Horizon]i18n.Text{
	catalog.Past:    {En: "past", Ru: "прошлое"},
	catalog.Current: {En: "present", Ru: "настоящее"},
	catalog.Future:  {En: "future", Ru: "будущее"},
}

var kinds = map[catalog.Kind]i18n.Text{
	catalog.Simple:        {En: "event", Ru: "событие"},
	catalog.SnapshotKind:  {En: "state", Ru: "состояние"},
	catalog.DurationKind:  {En: "duration", Ru: "длительность"},
	catalog.FutureKind:    {En: "ahead", Ru: "впереди"},
	catalog.Ratio:         {En: "ratio", Ru: "отношение"},
	catalog.Derived:       {En: "computed", Ru: "расчёт"},
	catalog.ShareOfTotal:  {En: "share of total", Ru: "доля целого"},
	catalog.TargetKind:    {En: "target", Ru: "план"},
	catalog.CumulativeSum: {En: "running total", Ru: "нарастающий итог"},
	catalog.Conversion:    {En: "cohort", Ru: "когорта"},
	catalog.MembersKind:   {En: "distinct", Ru: "различные"},
	catalog.EffectKind:    {En: "effect", Ru: "влияние"},
	catalog.ReportKind:    {En: "report", Ru: "отчёт"},
}

var grains = map[calendar.Grain]i18n.Text{
	calendar.None:    {En: "none", Ru: "нет"},
	calendar.Hour:    {En: "hour", Ru: "час"},
	calendar.Day:     {En: "day", Ru: "день"},
	calendar.Week:    {En: "week", Ru: "неделя"},
	calendar.Month:   {En: "month", Ru: "месяц"},
	calendar.Quarter: {En: "quarter", Ru: "квартал"},
	calendar.Year:    {En: "year", Ru: "год"},
}

var reports = map[catalog.Report]i18n.Text{
	catalog.Freshness: {En: "a report on the rows of each entity: now − the newest time", Ru: "отчёт о строках каждой сущности: сейчас − самое новое время"},
	catalog.Health:    {En: "a report on the rows of each entity: usable rows / all rows", Ru: "отчёт о строках каждой сущности: пригодные строки / все строки"},
}

var (
	onlyOne   = i18n.Text{En: "none, one figure only", Ru: "нет, только одно число"}
	targetsOf = i18n.Text{En: "sum of the `targets` whose metric is %s", Ru: "сумма планов `targets` с показателем %s"}
	otherwise = i18n.Text{En: "; where %s is not mapped for it, %s stands in", Ru: "; если %s для этого не сопоставлена, вместо неё %s"}
	replaces  = i18n.Text{En: "takes the place of %s (%s), which is computed unless it is given", Ru: "заменяет %s (%s); если не задано, вычисляется"}
)
