package kit

// toTheMinute writes the times of a table without seconds, which nobody needs.
func (p *Panel) toTheMinute() *Panel {
	return p.matched("byType", "time", []Look{look("unit", "time:YYYY-MM-DD HH:mm")})
}
