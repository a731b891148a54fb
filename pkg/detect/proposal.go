package detect

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// YAML is the proposal as a mapping, with what speaks for each entity and field in comments. What is not sure is a comment itself, with
// one sign: however many lines lose it, what is left is YAML. What is said of them has two, and stays a comment.
func (r *Detection) YAML(language i18n.Language) string {
	var b strings.Builder
	say := func(t i18n.Text) { comment(&b, "", t.In(language)) }
	say(i18n.T("detect.proposal"))
	var flags []string
	for _, p := range r.Presets {
		say(i18n.T("detect.preset_found", "title", p.Title, "schema", p.Schema, "confidence", fmt.Sprintf("%.2f", p.Confidence), "reason", p.Reason))
		if p.ID != "" && p.Confidence >= Sure {
			flags = append(flags, "--preset '"+strings.ReplaceAll(p.Name(), "'", `'\''`)+"'")
		}
	}
	if len(flags) > 0 {
		say(i18n.T("detect.preset_beside", "flags", strings.Join(flags, " ")))
	}
	if len(r.Numbers) > 0 {
		say(i18n.T("detect.first_numbers"))
	}
	for _, number := range r.Numbers {
		comment(&b, "", "  "+number.Text().In(language))
	}
	for _, note := range r.Notes {
		say(note)
	}
	b.WriteString("entities:\n")
	for _, s := range r.Suggestions {
		s.yaml(&b, language)
	}
	return b.String()
}

// yaml writes the suggestion as an entity of a mapping, in comments where it is not sure.
func (s Suggestion) yaml(b *strings.Builder, language i18n.Language) {
	off := ""
	if !s.Sure() {
		off = "# "
	}
	comment(b, "  ", fmt.Sprintf("%.2f: %s", s.Confidence, s.Reason.In(language)))
	if s.Given != "" {
		comment(b, "  ", i18n.T("detect.given", "preset", s.Given).In(language))
	}
	fmt.Fprintf(b, "  %s%s:\n", off, s.Entity)
	s.source(b, "  "+off+"  ")
	for _, c := range s.Conditions {
		comment(b, "  "+off+"  ", fmt.Sprintf("%.2f: %s", c.Confidence, c.Reason.In(language)))
		if !c.Sure() { // no line of its own: there is one `where`
			comment(b, "  "+off+"  ", "where: "+c.SQL)
		}
	}
	if where := s.Where(); where != "" {
		fmt.Fprintf(b, "  %s  where: %s\n", off, scalar(where))
	}
	fmt.Fprintf(b, "  %s  fields:\n", off)
	for _, f := range s.Fields {
		comment(b, "  "+off+"    ", fmt.Sprintf("%.2f: %s", f.Confidence, f.Reason.In(language)))
		if f.Sure() {
			fmt.Fprintf(b, "  %s    %s: %s\n", off, f.Name, f.yaml())
			continue
		}
		if f.Join != "" {
			comment(b, "  "+off+"    ", "from: … "+f.Join)
		}
		fmt.Fprintf(b, "  %s    %s%s: %s\n", off, mark(off), f.Name, f.yaml())
	}
}

// yaml is the field as the mapping has it.
func (f Field) yaml() string { return formula{sql: f.SQL, text: f.Conversion}.yaml() }

// source writes where the rows come from: a table, or its newest versions, and what is joined to them.
func (s Suggestion) source(b *strings.Builder, indent string) {
	if s.newest == nil {
		fmt.Fprintf(b, "%sfrom: %s\n", indent, block(s.from(), indent+"  "))
		return
	}
	fmt.Fprintf(b, "%sfrom:\n", indent)
	var keys []string
	for _, key := range s.newest.keys() {
		keys = append(keys, quotedScalar(key))
	}
	for _, part := range []option{
		{"latest", scalar(s.table.sql())}, {"per", "[" + strings.Join(keys, ", ") + "]"}, {"by", scalar(quoted(s.newest.version.name))}, {"as", "t"},
	} {
		fmt.Fprintf(b, "%s  %s: %s\n", indent, part.name, part.value)
	}
	if joins := s.joins(); len(joins) > 0 {
		fmt.Fprintf(b, "%s  join: %s\n", indent, block(joins, indent+"    "))
	}
}

// mark comments a line out that is not in a comment already.
func mark(off string) string {
	if off == "" {
		return "# "
	}
	return ""
}

// block writes SQL of several lines as a YAML scalar, with a line for each, unless YAML takes them only as escapes.
func block(lines []string, indent string) string {
	if len(lines) == 1 || slices.ContainsFunc(lines, odd) {
		return scalar(strings.Join(lines, " "))
	}
	return "|-\n" + indent + strings.Join(lines, "\n"+indent)
}

// comment writes one line; what a database holds must not end it.
func comment(b *strings.Builder, indent, text string) {
	clean := strings.Map(func(r rune) rune {
		if !printable(r) {
			return '?'
		}
		return r
	}, text)
	fmt.Fprintf(b, "%s## %s\n", indent, clean)
}

// printable reports whether YAML takes a rune as it is, and a terminal too.
func printable(r rune) bool {
	return r == ' ' || unicode.IsGraphic(r) && r != '\uFEFF' && r != unicode.ReplacementChar && !unicode.Is(unicode.Z, r)
}

var plainSQL = regexp.MustCompile(`^[a-z("][\w."()', /*=<>+-]*$`)

// scalar writes SQL as a YAML scalar.
func scalar(sql string) string {
	if plainSQL.MatchString(sql) && sql[0] != '"' && !strings.HasSuffix(sql, " ") {
		return sql
	}
	return quotedScalar(sql)
}

// odd reports whether a text holds what YAML takes only as an escape.
func odd(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return !printable(r) })
}

// quotedScalar writes any text as a YAML scalar in quotation marks.
func quotedScalar(sql string) string {
	if !odd(sql) {
		return "'" + strings.ReplaceAll(sql, "'", "''") + "'"
	}
	var b strings.Builder
	for _, r := range sql {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case printable(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	return `"` + b.String() + `"`
}
