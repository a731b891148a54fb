package kit

// words are the words that the reference schema writes into columns people read, by dimension, and how people write them. What a
// company writes instead is shown as it is.
var words = map[string]map[string]string{
	"channel": {
		"search": "Search", "social": "Social media", "email": "E-mail", "events": "Events", "content": "Content", "referral": "Referral", "partner": "Partners",
	},
	"deal_type":         {"new": "New business", "renewal": "Renewal", "upsell": "Upsell", "cross_sell": "Cross-sell"},
	"forecast_category": {"pipeline": "Pipeline", "best_case": "Best case", "commit": "Commit", "omitted": "Left out"},
	"lead_status":       {"new": "Not contacted", "contacted": "Contacted", "qualified": "Qualified lead", "disqualified": "Disqualified", "converted": "Converted"},
	"cost_kind":         {"media": "Media", "agency": "Agency", "tools": "Tools", "salary": "Salaries"},
	"order_status":      {"placed": "Placed", "shipped": "Shipped", "delivered": "Delivered", "cancelled": "Cancelled"},
	"mention_kind":      {"comment": "Comment", "mention": "Mention", "post": "Post", "review": "Review"},
	"sentiment":         {"negative": "Negative", "neutral": "Neutral", "positive": "Positive"},
	"priority":          {"low": "Low", "normal": "Normal", "high": "High", "urgent": "Urgent"},
	"ticket_channel":    {"email": "E-mail", "chat": "Chat", "phone": "Phone", "social": "Social media", "web": "Web", "meeting": "Meeting"},
	"ticket_kind":       {"question": "Question", "incident": "Incident", "request": "Request", "complaint": "Complaint"},
	"ticket_status": {
		"new": "Just created", "open": "Being worked on", "pending": "Pending", "on_hold": "On hold", "solved": "Solved", "closed": "Closed", "resolved": "Resolved",
		"rejected": "Rejected",
	},
	"commitment_kind": {"callback": "Callback", "delivery": "Delivery", "document": "Document", "service": "Service"},
	"feedback_kind":   {"complaint": "Complaint", "praise": "Praise", "recommendation": "Recommendation"},
	"sla_metric":      {"first_response": "First response", "resolution": "Resolution"},
	"survey_kind":     {"csat": "Satisfaction", "nps": "Recommendation score", "quality": "Service quality"},
	"check_category": {
		"goods_quality": "Quality of goods", "order_accuracy": "Order accuracy", "service_quality": "Quality of service", "expectations": "Expectations",
	},
}

// Worded shows the words of a dimension as people write them.
func Worded(dimension string) Look {
	of, ok := words[dimension]
	if !ok {
		panic("there are no words of " + dimension)
	}
	return Words(of)
}
