package probe

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The columns of tables.
var (
	kpiColumns = []answer.TableColumn{
		{ID: "kpi", Title: i18n.T("check.column_kpi"), Type: crm.String},
		{ID: "title", Title: i18n.T("check.column_title"), Type: crm.String},
		{ID: "department", Title: i18n.T("check.column_department"), Type: crm.String},
		{ID: "available", Title: i18n.T("check.column_available"), Type: crm.Bool},
		{ID: "reason", Title: i18n.T("check.column_reason"), Type: crm.String},
	}
	entityColumns = []answer.TableColumn{
		{ID: "entity", Title: i18n.T("check.column_entity"), Type: crm.String},
		{ID: "title", Title: i18n.T("check.column_title"), Type: crm.String},
		{ID: "rows", Title: i18n.T("check.column_rows"), Type: crm.Number, Unit: catalog.Count},
		{ID: "newest_change", Title: i18n.T("check.column_newest"), Type: crm.Time},
		{ID: "usable_share", Title: i18n.T("check.column_usable"), Type: crm.Number, Unit: catalog.Percent},
		{ID: "problem", Title: i18n.T("check.column_problem"), Type: crm.String},
	}
	findingColumns = []answer.TableColumn{
		{ID: "severity", Title: i18n.T("check.column_severity"), Type: crm.String},
		{ID: "finding", Title: i18n.T("check.column_finding"), Type: crm.String},
		{ID: "entity", Title: i18n.T("check.column_entity"), Type: crm.String},
		{ID: "field", Title: i18n.T("check.column_field"), Type: crm.String},
		{ID: "count", Title: i18n.T("check.column_count"), Type: crm.Number, Unit: catalog.Count},
		{ID: "examples", Title: i18n.T("check.column_examples"), Type: crm.String},
		{ID: "meaning", Title: i18n.T("check.column_meaning"), Type: crm.String},
		{ID: "title", Title: i18n.T("check.column_title"), Type: crm.String},
		{ID: "field_title", Title: i18n.T("check.column_field_title"), Type: crm.String},
	}
)

// Table lists what was asked about.
func (r *Result) Table(about query.About) *answer.Table {
	t := r.entities
	switch about {
	case query.KPIs:
		t = r.kpis
	case query.Findings:
		t = r.findings
	}
	return t()
}

// Notices say what there was no time for.
func (r *Result) Notices() []answer.Notice {
	var all []answer.Notice
	for _, skipped := range r.Skipped {
		all = append(all, answer.Notice{Warning: true, Text: skipped})
	}
	return all
}

func (r *Result) kpis() *answer.Table {
	t := &answer.Table{Title: i18n.T("check.kpis"), Columns: kpiColumns}
	for _, k := range unavailableFirst(r.KPIs) {
		t.Rows = append(t.Rows, []any{k.ID, k.Title, catalog.DepartmentTitle(k.Department), k.Available(), k.Unavailable})
	}
	return t
}

func unavailableFirst(kpis []KPI) []KPI {
	missing := slices.DeleteFunc(slices.Clone(kpis), KPI.Available)
	return append(missing, slices.DeleteFunc(slices.Clone(kpis), func(k KPI) bool { return !k.Available() })...)
}

func (r *Result) entities() *answer.Table {
	t := &answer.Table{Title: i18n.T("check.entities"), Columns: entityColumns}
	for _, h := range r.Entities {
		row := []any{h.Entity, r.Mapping.Model.Title(h.Entity), nil, nil, nil, h.Problem()}
		if h.Inspection != nil {
			row[2] = h.Rows
			if h.Newest != nil {
				row[3] = *h.Newest
			}
		}
		if share := h.Share(); share != nil {
			row[4] = *share
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (r *Result) findings() *answer.Table {
	t := &answer.Table{Title: i18n.T("check.findings"), Columns: findingColumns}
	for _, f := range r.Findings {
		var count any
		if f.Count > 0 || f.Err == nil {
			count = f.Count
		}
		model := r.Mapping.Model
		t.Rows = append(t.Rows, []any{f.Severity(), string(f.Kind), f.Entity, f.Field, count, f.Shown(), f.Meaning(model), entityTitle(model, f.Entity), fieldTitle(model, f.Entity, f.Field)})
	}
	return t
}
