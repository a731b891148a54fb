package bench

// wording are the texts of the tables in a language.
type wording struct {
	panel, kind, rows, statements, ratio string
	way, viewers, database, cpu, memory  string
	questions, installed, perSecond      string
	goal, bound, measured, reached       string
	yes, no, unmeasured, ms, mb          string
	names                                map[string]string // of ways, kinds and goals; English ones are as they are in code
}

// of is a name in the language.
func (w wording) of(name string) string {
	if said, ok := w.names[name]; ok {
		return said
	}
	return name
}

var words = map[string]wording{
	"en": {
		panel: "Panel", kind: "Kind", rows: "Rows", statements: "Statements", ratio: "Ratio",
		way: "Way", viewers: "Viewers", database: "Database", cpu: "Plugin's CPU", memory: "Plugin's memory",
		questions: "Questions", installed: "Installed", perSecond: "Transactions a second",
		goal: "Goal", bound: "Bound", measured: "Measured", reached: "Reached",
		yes: "yes", no: "no", unmeasured: "not measured", ms: "ms", mb: "MB",
		names: map[string]string{
			DashboardOnRows:   "Database time of the dashboard, engine on rows / by hand",
			PanelOnRows:       "Time of the slowest panel in comparison, engine on rows / by hand",
			DashboardOnSums:   "Database time of the dashboard, engine on sums / by hand",
			StatementsShared:  "Statements of a refresh, 100 viewers / 1 viewer of the plugin",
			OutsideOnRows:     "Plugin's time outside the database for a question, p50, on rows",
			OutsideOnSums:     "Plugin's time outside the database for a question, p50, on sums",
			WritesOfSums:      "Transactions a second, with sums / without",
			WritesOfAnnounced: "Transactions a second, with sums and announcements / without",
			MemoryOfMany:      "Plugin's resident memory under 100 viewers",
		},
	},
	"ru": {
		panel: "Панель", kind: "Вид", rows: "Строк", statements: "Запросов SQL", ratio: "Отношение",
		way: "Способ", viewers: "Зрителей", database: "База данных", cpu: "Процессор плагина", memory: "Память плагина",
		questions: "Вопросов", installed: "Установлено", perSecond: "Транзакций в секунду",
		goal: "Цель", bound: "Граница", measured: "Измерено", reached: "Достигнута",
		yes: "да", no: "нет", unmeasured: "не измерено", ms: "мс", mb: "МБ",
		names: map[string]string{
			ByHand: "вручную", EngineOnRows: "движок по строкам", EngineOnSums: "движок по сводкам",
			PluginOnRows: "плагин по строкам", PluginOnSums: "плагин по сводкам",
			Nothing: "ничего", Sums: "сводки", SumsAndAnnounced: "сводки и оповещения об изменениях",
			"simple": "простой", "simple, two time axes": "простой, две оси времени", "ratio": "отношение", "top 10": "лучшие 10",
			"two dimensions, three KPIs, comparison": "два разреза, три показателя, сравнение", "targets": "планы", "snapshot": "остаток на момент",
			"cohort": "когорта", "duration": "длительность", "attribution": "атрибуция", "attribution, ratio": "атрибуция, отношение",
			DashboardOnRows:   "Время базы на дашборд, движок по строкам / вручную",
			PanelOnRows:       "Время самой медленной по сравнению панели, движок по строкам / вручную",
			DashboardOnSums:   "Время базы на дашборд, движок по сводкам / вручную",
			StatementsShared:  "Запросов SQL на одно обновление, 100 зрителей плагина / 1 зритель",
			OutsideOnRows:     "Время плагина вне базы на вопрос, p50, по строкам",
			OutsideOnSums:     "Время плагина вне базы на вопрос, p50, по сводкам",
			WritesOfSums:      "Транзакций в секунду, со сводками / без них",
			WritesOfAnnounced: "Транзакций в секунду, со сводками и оповещениями / без них",
			MemoryOfMany:      "Резидентная память плагина при 100 зрителях",
		},
	},
}
