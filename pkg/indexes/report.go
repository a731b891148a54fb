package indexes

import (
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// The columns of tables. Times are in milliseconds.
var (
	number = answer.TableColumn{ID: "number", Title: i18n.T("indexes.column_number"), Type: crm.Number, Unit: catalog.Count}
	keeps  = answer.TableColumn{ID: "rows_kept", Title: i18n.T("indexes.column_kept"), Type: crm.Number, Unit: catalog.Percent}
	saved  = answer.TableColumn{ID: "cost_saved", Title: i18n.T("indexes.column_saved"), Type: crm.Number, Unit: catalog.Percent}
	took   = answer.TableColumn{ID: "time", Title: i18n.T("indexes.column_time"), Type: crm.Number, Unit: catalog.Count}
	scan   = answer.TableColumn{ID: "scan_time", Title: i18n.T("indexes.column_scan"), Type: crm.Number, Unit: catalog.Count}

	indexColumns = []answer.TableColumn{
		number,
		{ID: "index", Title: i18n.T("indexes.column_index"), Type: crm.String},
		{ID: "rows", Title: i18n.T("indexes.column_rows"), Type: crm.Number, Unit: catalog.Count},
		{ID: "statements", Title: i18n.T("indexes.column_statements"), Type: crm.Number, Unit: catalog.Count},
		saved, took, scan,
	}
	useColumns = []answer.TableColumn{
		number,
		{ID: "asked_by", Title: i18n.T("indexes.column_asked"), Type: crm.String},
		keeps,
		{ID: "cost", Title: i18n.T("indexes.column_cost"), Type: crm.Number, Unit: catalog.Count},
		{ID: "cost_with_index", Title: i18n.T("indexes.column_with"), Type: crm.Number, Unit: catalog.Count},
		saved, took, scan,
	}
	refusalColumns = []answer.TableColumn{
		{ID: "table", Title: i18n.T("indexes.column_table"), Type: crm.String},
		{ID: "key", Title: i18n.T("indexes.column_key"), Type: crm.String},
		{ID: "reason", Title: i18n.T("indexes.column_reason"), Type: crm.String},
	}
)

// Table lists the indexes, each with what it does for all statements together.
func (a *Advice) Table() *answer.Table {
	t := &answer.Table{Columns: indexColumns, Notices: a.notices()}
	for n, i := range a.Indexes {
		var cost, with float64
		var all, read time.Duration
		measured, timed := true, false
		for _, u := range i.Uses {
			if cost += u.Cost; u.With != nil {
				with += *u.With
			} else {
				measured = false
			}
			if u.Time != nil {
				all, read, timed = all+*u.Time, read+*u.Scan, true
			}
		}
		row := []any{float64(n + 1), i.SQL(), i.Rows, float64(len(i.Uses)), nil, nil, nil}
		if measured && cost > 0 {
			row[4] = 1 - with/cost
		}
		if timed {
			row[5], row[6] = inMilliseconds(&all), inMilliseconds(&read)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Uses lists what each index does for each statement.
func (a *Advice) Uses() *answer.Table {
	t := &answer.Table{Title: i18n.T("indexes.uses"), Columns: useColumns}
	for n, i := range a.Indexes {
		for _, u := range i.Uses {
			t.Rows = append(t.Rows, []any{float64(n + 1), asking(u.By), u.Kept, u.Cost, value(u.With), value(u.Saved()), inMilliseconds(u.Time), inMilliseconds(u.Scan)})
		}
	}
	return t
}

// Refusals lists what is not proposed, and why.
func (a *Advice) Refusals() *answer.Table {
	t := &answer.Table{Title: i18n.T("indexes.refusals"), Columns: refusalColumns}
	for _, r := range a.Refused {
		t.Rows = append(t.Rows, []any{r.Table.Schema + "." + r.Table.Name, r.Key, r.Reason})
	}
	return t
}

// notices say how the gain is known, and what is not.
func (a *Advice) notices() []answer.Notice {
	var all []answer.Notice
	say := func(warning bool, text i18n.Text) { all = append(all, answer.Notice{Warning: warning, Text: text}) }
	switch {
	case len(a.Indexes) == 0:
		say(false, i18n.T("indexes.none"))
	case a.Measured:
		say(false, i18n.T("indexes.measured"))
	default:
		say(false, i18n.T("indexes.bound"))
	}
	expression, partitioned := false, false
	for _, i := range a.Indexes {
		expression = expression || strings.HasPrefix(i.Key, "(")
		partitioned = partitioned || i.Partitioned
	}
	if expression && !a.Measured {
		say(false, i18n.T("indexes.expression"))
	}
	if partitioned {
		say(false, i18n.T("indexes.partitioned"))
	}
	if a.Untimed > 0 {
		say(true, i18n.T("indexes.untimed", "number", a.Untimed, "budget", a.Budget))
	}
	if a.Failed > 0 {
		say(true, i18n.T("indexes.failed", "number", a.Failed))
	}
	if len(a.Stale) > 0 {
		var names []string
		for _, t := range a.Stale {
			names = append(names, t.Schema+"."+t.Name)
		}
		say(true, i18n.T("indexes.stale", "tables", names))
	}
	return all
}

// asking are the first of those who ask.
func asking(by []string) string {
	const most = 3
	if len(by) > most {
		return strings.Join(by[:most], "; ") + "; …"
	}
	return strings.Join(by, "; ")
}

func value(number *float64) any {
	if number == nil {
		return nil
	}
	return *number
}

func inMilliseconds(d *time.Duration) any {
	if d == nil {
		return nil
	}
	return float64(d.Microseconds()) / 1000
}
