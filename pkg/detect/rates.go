package detect

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// oneWayRates doubts the currency of rates that lead from one currency to another: the model's rate is what one unit of the currency
// comes to in the reporting currency, and which of the two that is, a person must say.
func (s *Suggestion) oneWayRates() {
	if s.Entity != "currency_rates" {
		return
	}
	var from, to *column
	for _, c := range s.table.columns {
		switch tokens := c.tokens; {
		case !slices.Contains(tokens, "currency"):
		case slices.Contains([]string{"from", "base", "source"}, tokens[0]):
			from = c
		case slices.Contains([]string{"to", "target", "quote"}, tokens[0]):
			to = c
		}
	}
	currency := s.field("currency")
	if from == nil || to == nil || currency == nil {
		return
	}
	currency.Confidence = refusal
	currency.Reason = joined(currency.Reason, i18n.T("detect.one_way_rates", "from", from.name, "to", to.name))
}
