package frames

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// read says what an answer was read from, so that who shows it knows when to ask again.
type read struct {
	AsOf     time.Time `json:"asOf"`
	Entities []string  `json:"entities,omitempty"` // whose rows were read: when none of them has changed since, nor has the answer
	// Restricted says that it is of the rows that who asks may see, and these are not all.
	Restricted bool `json:"restricted,omitempty"`
}

func readOf(statements []answer.Statement, o Options) read {
	return read{AsOf: o.AsOf, Entities: answer.Entities(statements), Restricted: o.Restricted}
}

// custom is the metadata that Grafana has no place of its own for.
type custom struct {
	read
	Grain      calendar.Grain `json:"grain"`
	Incomplete []time.Time    `json:"incomplete,omitempty"` // where the buckets stand that the range cuts or now lies in
	Immature   []time.Time    `json:"immature,omitempty"`   // where the buckets stand whose cohorts are younger than their window
}

func customOf(r *answer.Result, o Options) custom {
	c := custom{read: readOf(r.Statements, o), Grain: r.Grain}
	for _, b := range r.Buckets {
		if b.Incomplete {
			c.Incomplete = append(c.Incomplete, stamp(b))
		}
		if b.Immature {
			c.Immature = append(c.Immature, stamp(b))
		}
	}
	return c
}

func notices(all []answer.Notice, language i18n.Language) []data.Notice {
	var shown []data.Notice
	for _, n := range all {
		severity := data.NoticeSeverityInfo
		if n.Warning {
			severity = data.NoticeSeverityWarning
		}
		shown = append(shown, data.Notice{Severity: severity, Text: n.Text.In(language)})
	}
	return shown
}

// executed is the text of the statements for Grafana's query inspector, with the values of the placeholders as comments.
func executed(statements []answer.Statement, language i18n.Language) string {
	var text strings.Builder
	for i, s := range statements {
		if i > 0 {
			text.WriteString("\n\n")
		}
		ran := i18n.T("frames.executed", "number", i+1, "statements", len(statements), "count", s.Rows, "duration", s.Duration.Round(100*time.Microsecond))
		fmt.Fprintf(&text, "%s\n%s", ran.In(language), s.SQL)
		for n, arg := range s.Args {
			fmt.Fprintf(&text, "\n-- $%d = %s", n+1, literal(arg))
		}
	}
	return text.String()
}

// literal writes a value as SQL on one line, so that it stays a comment, and not all of a long list.
func literal(arg any) string {
	const most = 300
	if v, ok := arg.(driver.Valuer); ok {
		if value, err := v.Value(); err == nil {
			arg = value
		}
	}
	switch v := arg.(type) {
	case nil:
		return "null"
	case string:
		arg = "'" + strings.ReplaceAll(v, "'", "''") + "'"
	}
	text := []rune(strings.Map(onOneLine, fmt.Sprint(arg)))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

func onOneLine(r rune) rune {
	if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
		return ' '
	}
	return r
}
