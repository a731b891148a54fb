package types

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var abouts = helped("about", options("about", query.Entities, query.KPIs, query.Findings))

// check asks what can be read, and what the data are like.
var check = described(Type{
	ID:   query.Check,
	Uses: []Use{ForPanels},
	Fields: []Field{
		Field{Name: "about", Input: InputChoice, Options: abouts, Default: string(query.Entities)}.named("about"),
	},
	Defaults: func(q query.Question) query.Question {
		if q.About == "" {
			q.About = query.Entities
		}
		return q
	},
	Check: func(q query.Question) error {
		if !offers(abouts, q.About) {
			return fault.New("question.unknown_about", "about", q.About, "known", strings.Join(ids(abouts), ", ")).In("about")
		}
		return nil
	},
})
