package sqlgen

// Schedules writes the statement that reads all opening hours and holidays. Its columns are schedule, weekday (0 is Sunday),
// opens, closes and timezone as text, and holiday, which is null for opening hours and the only other value for a holiday.
func Schedules(c Context) (Statement, error) {
	t := newText(c)
	hours, err := t.selection("business_hours", []string{"schedule", "weekday", "opens", "closes", "timezone"})
	if err != nil {
		return Statement{}, err
	}
	sql := "select hours.schedule::text as schedule, hours.weekday::int as weekday, hours.opens::text as opens, hours.closes::text as closes,\n" +
		"  hours.timezone::text as timezone, null::date as holiday\nfrom " + hours + " as hours"
	if c.Mapping.Available("holidays", "schedule") == nil && c.Mapping.Available("holidays", "day") == nil {
		holidays, err := t.selection("holidays", []string{"schedule", "day"})
		if err != nil {
			return Statement{}, err
		}
		sql += "\nunion all\nselect holiday.schedule::text, null, null, null, null, holiday.day\nfrom " + holidays + " as holiday\nwhere " + finite("holiday.day")
	}
	return t.plain(sql), nil
}
