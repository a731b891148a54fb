package postgres

import (
	"context"
	"net/url"
	"strings"
)

// Origin says who asks. Each statement carries it in a comment, so that whoever finds a slow one on the server finds the panel
// or the rule behind it.
type Origin struct {
	Dashboard, Panel, Rule string // as Grafana identifies them
	Query                  string // the letter of the query in its panel or rule
	QueryID                string // under which logs and traces know the question
}

// maxOriginValue bounds each value in the comment, in its characters.
const maxOriginValue = 40

// originKey is the context key of the comment that statements begin with.
type originKey struct{}

// WithOrigin has the statements that are run with the context say where they come from.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o.comment())
}

// originIn is the comment for the statements of a context; "" when nothing is known. It goes before the statement, because
// pg_stat_activity cuts the ends of long ones off.
func originIn(ctx context.Context) string {
	comment, _ := ctx.Value(originKey{}).(string)
	return comment
}

// comment is the origin in the form of sqlcommenter, which monitoring tools read; "" when nothing is known.
func (o Origin) comment() string {
	var known []string
	for _, field := range []struct{ key, value string }{ // in the order of their keys
		{"dashboard", o.Dashboard}, {"panel", o.Panel}, {"query", o.Query}, {"query_id", o.QueryID}, {"rule", o.Rule},
	} {
		if field.value != "" {
			known = append(known, field.key+"='"+escaped(field.value)+"'")
		}
	}
	if len(known) == 0 {
		return ""
	}
	return "/*" + strings.Join(known, ",") + "*/ "
}

// escaped leaves of a value only what neither ends a text nor a comment. A long one is cut between characters.
func escaped(value string) string {
	var out strings.Builder
	for _, r := range value {
		next := strings.ReplaceAll(url.QueryEscape(string(r)), "+", "%20")
		if out.Len()+len(next) > maxOriginValue {
			break
		}
		out.WriteString(next)
	}
	return out.String()
}
