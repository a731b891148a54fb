package detect

import (
	"context"
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// spans are times that a table may keep as how long it took from another one on.
var spans = []struct{ entity, field, from string }{
	{"tickets", "first_response_at", "created_at"},
	{"tickets", "solved_at", "created_at"},
}

// units of time, by the word at the end of a column's name.
var units = map[string]string{"second": "second", "sec": "second", "minute": "minute", "min": "minute", "hour": "hour", "hr": "hour", "day": "day"}

// lasting finds times that are kept as durations, whose unit the column's name tells.
func (f *finder) lasting(context.Context) error {
	for _, span := range spans {
		s := f.suggestion(span.entity)
		if s == nil || s.field(span.field) != nil || s.field(span.from) == nil {
			continue
		}
		for _, col := range s.table.columns {
			unit := units[last(col.tokens)]
			if unit == "" || !col.readable || !of(whole, decimal)(col) || col.sample.empty() || col.sample.any(negative) {
				continue
			}
			c := &candidate{entity: s.of, table: s.table}
			name := slices.DeleteFunc(slices.Clone(col.tokens[:len(col.tokens)-1]), func(word string) bool { return word == "in" })
			if score, _ := c.likeKnown(name, append([]string{span.field}, names().Entities[span.entity].Lasting[span.field]...)); score < 0.85 {
				continue
			}
			from := s.field(span.from)
			s.offer(Field{Name: span.field, SQL: fmt.Sprintf("%s + %s * interval '1 %s'", from.SQL, col.as("t"), unit), Join: from.Join, Confidence: 0.65, column: col,
				Reason: joined(i18n.Same(col.typeName), i18n.T("detect.lasting", "column", col.name, "from", span.from))})
			break
		}
	}
	return nil
}

func negative(v string) bool { return len(v) > 0 && v[0] == '-' }
