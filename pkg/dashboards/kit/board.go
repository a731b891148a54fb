package kit

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

// Board is a dashboard in the making.
type Board struct {
	UID, Title, Description string
	Department              string // its folder, and a tag
	From, To                string // the range at first, as now/y
	Refresh                 string // as 5m; "" for 5m
	Variables               []Variable
	Panels                  []*Panel
	Folded                  []Row // below, collapsed
	Metrics                 bool  // of the plugin itself, asked of Prometheus; none of the CRM
}

// Row is a collapsed row of panels.
type Row struct {
	Title  string
	Panels []*Panel
}

// filters are the variables that all questions obey which can.
func (b *Board) filters() []Variable {
	return slices.DeleteFunc(slices.Clone(b.Variables), func(v Variable) bool { return !v.filters })
}

// Write writes the dashboard as Grafana reads it.
func (b *Board) Write() ([]byte, error) {
	d := dashboard.NewDashboard()
	d.Uid, d.Title, d.Description, d.Tags = &b.UID, &b.Title, &b.Description, []string{"crm", b.Department, dashboards.English}
	d.GraphTooltip, d.Preload, d.Version = to(dashboard.DashboardCursorSyncCrosshair), to(false), to(uint32(1))
	d.Time = &dashboard.DashboardDashboardTime{From: b.From, To: b.To}
	if d.Refresh = &b.Refresh; b.Refresh == "" {
		d.Refresh = to("5m")
	}
	d.Links = []dashboard.DashboardLink{{
		Title: "Dashboards", Type: dashboard.DashboardLinkTypeDashboards, Icon: "external link", Tags: []string{"crm", dashboards.English},
		AsDropdown: true, IncludeVars: true, KeepTime: true, Placement: to(dashboard.DashboardLinkPlacementInControlsMenu),
	}}
	panels, err := b.fill(d)
	if err != nil {
		return nil, fmt.Errorf("dashboard %s: %w", b.UID, err)
	}
	fields, err := asMap(d)
	if err != nil {
		return nil, err
	}
	events, err := ahead(panels)
	if err != nil {
		return nil, fmt.Errorf("dashboard %s: %w", b.UID, err)
	}
	if events != nil && !b.Metrics {
		fields["annotations"] = map[string]any{"list": events}
	}
	return dashboards.Write(fields)
}

//lint:ignore SA1019 the classic form is the one that Grafana 12 imports and provisions
func (b *Board) fill(d *dashboard.Dashboard) (all []*dashboard.Panel, err error) {
	asked := sourceVariable()
	if b.Metrics {
		asked = prometheusChoice()
	}
	for _, v := range append([]Variable{asked}, b.Variables...) {
		model, wrong := v.model()
		err = errors.Join(err, wrong)
		d.Templating.List = append(d.Templating.List, model)
	}
	next := b.firstFree()
	number := func(p *dashboard.Panel) {
		if p.Id == nil {
			p.Id = to(next)
			next++
		}
	}
	bottom := uint32(0)
	for _, p := range b.Panels {
		panel, wrong := p.build(b)
		err = errors.Join(err, wrong)
		number(&panel)
		bottom = max(bottom, panel.GridPos.Y+panel.GridPos.H)
		d.Panels, all = append(d.Panels, dashboard.PanelOrRowPanel{Panel: &panel}), append(all, &panel)
	}
	for _, r := range b.Folded {
		row := dashboard.RowPanel{Type: "row", Title: &r.Title, Collapsed: true, GridPos: &dashboard.GridPos{Y: bottom, W: dashboards.Columns, H: 1}}
		row.Id, bottom = next, bottom+1
		next++
		y := bottom
		for _, p := range r.Panels {
			panel, wrong := p.build(b)
			err = errors.Join(err, wrong)
			number(&panel)
			if panel.GridPos == nil {
				panel.GridPos = &dashboard.GridPos{Y: y, W: dashboards.Columns, H: 11}
				y += 11
			} else {
				panel.GridPos.Y += bottom
			}
			row.Panels, all = append(row.Panels, panel), append(all, &panel)
		}
		d.Panels = append(d.Panels, dashboard.PanelOrRowPanel{RowPanel: &row})
	}
	return all, err
}

// firstFree is the first number past those that panels have already.
func (b *Board) firstFree() uint32 {
	free := uint32(1)
	see := func(panels []*Panel) {
		for _, p := range panels {
			if p.panel.Id != nil {
				free = max(free, *p.panel.Id+1)
			}
		}
	}
	see(b.Panels)
	for _, r := range b.Folded {
		see(r.Panels)
	}
	return free
}

func asMap(value any) (map[string]any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	fields := map[string]any{}
	return fields, json.Unmarshal(text, &fields)
}
