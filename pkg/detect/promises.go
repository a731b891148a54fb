package detect

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// promises takes the only promised day for the first one, too.
func (f *finder) promises(context.Context) error {
	orders := f.suggestion("orders")
	if orders == nil || orders.field("promised_at") == nil || orders.field("promised_at_original") != nil {
		return nil
	}
	first := *orders.field("promised_at")
	first.Name, first.Confidence = "promised_at_original", 0.55
	first.Reason = joined(first.Reason, i18n.T("detect.only_promise"))
	orders.offer(first)
	return nil
}
