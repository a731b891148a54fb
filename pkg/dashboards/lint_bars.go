package dashboards

import (
	"bytes"
	"encoding/json"
	"strings"
)

// bars checks that a chart's bars have their width. Grafana makes all of them as wide as the shortest distance between two, and a
// range that begins amid a day or a month has a first bucket that may be hours long; a week begins on another day for each reader.
func (l *linter) bars(p Panel) {
	if p.Type != "timeseries" || !p.FieldConfig.drawsBars() {
		return
	}
	if from, _ := l.d.Range(p); strings.HasPrefix(from, "now") && (!strings.Contains(from, "/") || strings.HasSuffix(from, "/w")) {
		l.panel(p, "its range begins at %s, amid a period, which can make its bars as thin as lines; begin it with a whole day, month, quarter or year, as in now-30d/d", from)
	}
}

func (f FieldConfig) drawsBars() bool {
	bars := json.RawMessage(`"bars"`)
	for _, o := range f.Overrides {
		for _, property := range o.Properties {
			if property.ID == "custom.drawStyle" && bytes.Equal(property.Value, bars) {
				return true
			}
		}
	}
	return false
}
