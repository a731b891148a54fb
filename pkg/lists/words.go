package lists

import (
	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// happenings are what can have happened, by what it happened to: in other languages the words agree with it.
var happenings = map[string][]string{
	"activity": {"done", "planned"}, "commitment": nil, "deal": {"created", "won", "lost"}, "feedback": {"received"}, "message": {"public_reply", "internal_note"},
	"order": {"placed"}, "payment": {"received"}, "quote": {"sent"}, "survey": {"answered"}, "ticket": {"created", "solved"},
}

// translate replaces what a list tells of, and what happened to it, by texts in every language. Other words are the company's.
func translate(t *answer.Table) {
	what, event := t.Column("what"), t.Column("event")
	for _, row := range t.Rows {
		id, _ := row[what].(string)
		known, ok := happenings[id]
		if !ok {
			continue
		}
		row[what] = i18n.T("lists.what_" + id)
		if event < 0 {
			continue
		}
		for _, happened := range known {
			if row[event] == happened {
				row[event] = i18n.T("lists." + id + "_" + happened)
				break
			}
		}
	}
}
