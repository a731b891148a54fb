package kit

import (
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// words are the words that the reference schema writes into columns which are no dimensions, and how people write them; those of dimensions are
// in pkg/crm/wordings.yaml. What a company writes instead is shown as it is.
var words = map[string]map[string]string{
	"mention_kind": {"comment": "Comment", "mention": "Mention", "post": "Post", "review": "Review"},
	"ticket_status": {
		"new": "Just created", "open": "Being worked on", "pending": "Pending", "on_hold": "On hold", "solved": "Solved", "closed": "Closed", "resolved": "Resolved",
		"rejected": "Rejected",
	},
	"check_category": {
		"goods_quality": "Quality of goods", "order_accuracy": "Order accuracy", "service_quality": "Quality of service", "expectations": "Expectations",
	},
}

// Worded shows the words of a dimension, or of a column that is none, as people write them.
func Worded(name string) Look {
	if of, ok := words[name]; ok {
		return Words(of)
	}
	d, err := crm.Reference().Model.Dimension(name)
	if err != nil || d.Wording == nil {
		panic("there are no words of " + name)
	}
	of := map[string]string{}
	for word, text := range d.Wording {
		of[word] = text.In(i18n.English)
	}
	return Words(of)
}
