package detect

import (
	"slices"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// asShare fits a probability, which is from 0 to 1: many systems keep it in percent.
func asShare(number formula, fit float64, note i18n.Text, col *column) (formula, float64, i18n.Text) {
	least, most, known := col.sample.extremes()
	switch {
	case !known:
		return number, 0.45 * fit, joined(note, i18n.T("detect.share_unknown"))
	case least < 0 || most > 100:
		return number, 0, note
	case most > 1:
		return plain(number.sql + " / 100.0"), 0.9 * fit, joined(note, i18n.T("detect.percent"))
	case most < 1 && slices.ContainsFunc(col.tokens, func(word string) bool { return slices.Contains(percents, word) }):
		return number, 0.45 * fit, joined(note, i18n.T("detect.share_unknown"))
	}
	return number, fit, note
}

// extremes are the least and the greatest of numbers; false where there are none, or none but zeros.
func (s sample) extremes() (least, most float64, known bool) {
	for _, v := range s.values {
		x, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return 0, 0, false
		}
		least, most = min(least, x), max(most, x)
	}
	return least, most, least != 0 || most != 0
}
