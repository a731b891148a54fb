package plugin

import (
	"errors"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// audience is who reads an answer. How the company's database is built and reached is for administrators, unless the settings say that
// it is for all: everything that leaves the plugin goes through here, and of a text others get [i18n.Text.Open] only.
type audience struct {
	administrator bool
	language      i18n.Language
	queryID       string // under which the log has what is kept from others
}

func (d *Datasource) audienceOf(v plan.Viewer, language i18n.Language, queryID string) audience {
	return audience{administrator: v.Administers() || d.settings.DetailsForAll, language: language, queryID: queryID}
}

// reads is what the audience reads of a text. What a server says while a connection is opened is in its own encoding, and what is no UTF-8
// cannot be sent to Grafana: the answers to all queries of the request would be lost.
func (a audience) reads(t i18n.Text) string {
	if !a.administrator {
		t = t.Open()
	}
	return strings.ToValidUTF8(t.In(a.language), "\uFFFD")
}

// failure is what the audience reads of an error. What others than administrators may not see is a code and what to do instead.
func (a audience) failure(err error) string {
	if a.administrator {
		return a.reads(i18n.Whole(err))
	}
	text := i18n.Of(err)
	if text.Guarded() {
		text = i18n.T("access.ask", "what", happened(err), "id", a.queryID, "code", kindOf(err))
	}
	return a.reads(text)
}

// happened says what an error means to those who may not see what it says.
func happened(err error) i18n.Text {
	if _, ok := errors.AsType[*crm.Unavailable](err); ok {
		return i18n.T("access.unavailable", "reason", i18n.Of(err).Open())
	}
	if e, ok := errors.AsType[*postgres.Error](err); ok {
		switch e.Kind {
		case postgres.KindAuth, postgres.KindUnreachable, postgres.KindTLS:
			return i18n.T("access.unreachable")
		case postgres.KindTooManyConnections:
			return i18n.T("access.busy")
		case postgres.KindTooManyRows:
			return i18n.T("access.too_many_rows")
		case postgres.KindTimeout:
			return i18n.T("access.timeout")
		case postgres.KindCancelled:
			return i18n.T("access.cancelled")
		}
		return i18n.T("access.refused")
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Owner == fault.Asker {
		return i18n.T("access.settings")
	}
	switch outcomeOf(err) {
	case cancelled:
		return i18n.T("access.cancelled")
	case timedOut:
		return i18n.T("access.timeout")
	case defect:
		return i18n.T("access.defect")
	}
	return i18n.T("access.refused")
}

// of is what the audience may have of an answer, which is left as it is, and what is kept back.
func (a audience) of(given *answer.Answer) (_ *answer.Answer, kept []i18n.Text) {
	if a.administrator {
		return given, nil
	}
	opened := func(t i18n.Text) i18n.Text {
		if t.Guarded() && !slices.Contains(kept, t) {
			kept = append(kept, t)
		}
		return t.Open()
	}
	whole := *given
	shown := &whole
	shown.Tables = nil
	if given.Result != nil {
		result := *given.Result
		result.Notices, result.Statements, result.Plan = noticesOf(result.Notices, opened), withoutSQL(result.Statements), nil
		shown.Result = &result
	}
	for _, t := range given.Tables {
		table := *t
		table.Notices, table.Statements, table.Rows = noticesOf(t.Notices, opened), withoutSQL(t.Statements), nil
		for _, row := range t.Rows {
			if len(row) > 0 && (row[0] == engine.PlanPart || row[0] == engine.StatementsPart) {
				continue
			}
			row = slices.Clone(row)
			for i, cell := range row {
				if text, ok := cell.(i18n.Text); ok {
					row[i] = opened(text)
				}
			}
			table.Rows = append(table.Rows, row)
		}
		shown.Tables = append(shown.Tables, &table)
	}
	if len(kept) > 0 {
		shown.Note(answer.Notice{Text: i18n.T("access.partly", "id", a.queryID)})
	}
	return shown, kept
}

func noticesOf(all []answer.Notice, opened func(i18n.Text) i18n.Text) []answer.Notice {
	shown := slices.Clone(all)
	for i := range shown {
		shown[i].Text = opened(shown[i].Text)
	}
	return shown
}

// withoutSQL keeps what was read, and how long that took.
func withoutSQL(all []answer.Statement) []answer.Statement {
	shown := slices.Clone(all)
	for i := range shown {
		shown[i].SQL, shown[i].Args = "", nil
	}
	return shown
}

// keptBack logs what an answer did not tell.
func (a audience) keptBack(log func(message string, arguments ...any), kept []i18n.Text) {
	if len(kept) == 0 {
		return
	}
	texts := make([]string, len(kept))
	for i, t := range kept {
		texts[i] = t.In(i18n.English)
	}
	log("Parts of an answer were kept from somebody who is no administrator", "queryId", a.queryID, "kept", texts)
}

// details are what the log has of an error beyond its text.
func details(err error) []any {
	if e, ok := errors.AsType[*postgres.Error](err); ok {
		return []any{"detail", e.Detail, "sqlState", e.SQLState, "sql", e.SQL}
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Detail != "" {
		return []any{"detail", e.Detail}
	}
	return nil
}
