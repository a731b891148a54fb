package detect

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// formula is how a mapping gives a field.
type formula struct {
	sql  string // as PostgreSQL is asked
	text string // the YAML of a conversion; "" where the mapping gives the SQL itself
}

// plain is a formula of SQL.
func plain(sql string) formula { return formula{sql: sql} }

// yaml is the formula as a mapping has it.
func (f formula) yaml() string {
	if f.text != "" {
		return f.text
	}
	return scalar(f.sql)
}

// option is one of a conversion, in YAML.
type option struct{ name, value string }

// converted is a conversion of SQL, which is stricter than SQL of one's own: what cannot be converted is an error that shows the value. It
// panics where the model refuses it: the code that asks is broken then.
func converted(entity string, field *crm.Field, conversion, subject string, options ...option) formula {
	return conversionOf(entity, field, append([]option{{conversion, flowScalar(subject)}}, options...)...)
}

// conversionOf is a conversion with its subject and options as YAML has them.
func conversionOf(entity string, field *crm.Field, options ...option) formula {
	var b strings.Builder
	for i, o := range options {
		fmt.Fprintf(&b, "%s%s: %s", []string{"{", ", "}[min(i, 1)], o.name, o.value)
	}
	b.WriteString("}")
	sql, err := field.Written(entity, b.String())
	if err != nil {
		panic(fmt.Sprintf("a conversion that a mapping does not take: %s: %v", b.String(), err))
	}
	return formula{sql: sql, text: b.String()}
}

// inUTC is the zone of what names none.
var inUTC = option{"zone", "UTC"}

// plainInFlow is what a YAML list or map in one line takes without quotation marks, and reads as the text it is.
var plainInFlow = regexp.MustCompile(`^(t|l)\.[\w."() ]*\w"?$`)

// plainWord is a text that no YAML takes for anything but a text.
var plainWord = regexp.MustCompile(`^[A-Za-z][A-Za-z_-]*( [A-Za-z_-]+)*$`)

// flowScalar writes SQL inside a YAML list or map of one line.
func flowScalar(sql string) string {
	if plainInFlow.MatchString(sql) {
		return sql
	}
	return quotedScalar(sql)
}

// plainFormat is a format of PostgreSQL that no YAML takes for anything but a text.
var plainFormat = regexp.MustCompile(`^[A-Z][A-Za-z0-9./ -]*$`)

// flowFormat writes a format there.
func flowFormat(format string) string {
	if plainFormat.MatchString(format) {
		return format
	}
	return quotedScalar(format)
}

// flowText writes a text there.
func flowText(text string) string {
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return quotedScalar(text)
	}
	if plainWord.MatchString(text) {
		return text
	}
	return quotedScalar(text)
}

// flowList writes texts as a list of one line.
func flowList(texts []string) string {
	var all []string
	for _, text := range texts {
		all = append(all, flowText(text))
	}
	return "[" + strings.Join(all, ", ") + "]"
}
