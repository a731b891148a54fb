package sqlgen

// CompanySchedule is the schedule whose weekdays and holidays are the company's working days.
const CompanySchedule = "default"

// WorkingDays writes the statement that reads the company's working days. Its columns are weekday (0 is Sunday) and
// holiday, one of them null.
func WorkingDays(c Context) (Statement, error) {
	t := newText(c)
	hours, err := t.selection("business_hours", []string{"schedule", "weekday"})
	if err != nil {
		return Statement{}, err
	}
	company := t.arg(CompanySchedule, "text")
	sql := "select hours.weekday::int as weekday, null::date as holiday\nfrom " + hours + " as hours\nwhere hours.schedule::text = " + company
	if c.Mapping.Available("holidays", "schedule") == nil && c.Mapping.Available("holidays", "day") == nil {
		holidays, err := t.selection("holidays", []string{"schedule", "day"})
		if err != nil {
			return Statement{}, err
		}
		sql += "\nunion all\nselect null, holiday.day\nfrom " + holidays + " as holiday\nwhere holiday.schedule::text = " + company + " and " + finite("holiday.day")
	}
	return t.plain(sql), nil
}
