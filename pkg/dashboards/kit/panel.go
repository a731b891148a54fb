package kit

import (
	"errors"
	"fmt"
	"slices"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Panel is a panel in the making.
type Panel struct {
	panel     dashboard.Panel
	questions []*Question
	measured  []Measured
	links     []Link
	fields    []field
	chosen    []string // columns of a table, in their order
	all       bool     // those are all that there are
	err       error
}

// field is how one field looks.
type field struct {
	matcher dashboard.MatcherConfig
	look    Look
}

// Look is how a field looks: properties that go together.
type Look []property

type property struct {
	dashboard.DynamicConfigValue
	links []Link // of a property that is links, which are written when the dashboard is known
}

// newPanel takes a panel from one of the SDK's builders.
func newPanel(title, description string, builder cog.Builder[dashboard.Panel]) *Panel {
	panel, err := builder.Build()
	panel.Title, panel.Description, panel.Datasource = &title, &description, source()
	if panel.FieldConfig == nil {
		panel.FieldConfig = dashboard.NewFieldConfigSource()
	}
	if panel.FieldConfig.Overrides == nil {
		panel.FieldConfig.Overrides = []dashboard.DashboardFieldConfigSourceOverrides{}
	}
	panel.FieldConfig.Defaults.NoValue = to(absent)
	return &Panel{panel: panel, err: err}
}

// absent stands where there is no value.
const absent = "–"

// At places the panel, in columns (of 24) and rows from the top left.
func (p *Panel) At(x, y, w, h uint32) *Panel {
	p.panel.GridPos = &dashboard.GridPos{X: x, Y: y, W: w, H: h}
	return p
}

// ID gives the panel the number that links lead to. Others are numbered in their order.
func (p *Panel) ID(id uint32) *Panel {
	p.panel.Id = &id
	return p
}

// Asks gives the panel its questions.
func (p *Panel) Asks(questions ...*Question) *Panel {
	p.questions = append(p.questions, questions...)
	return p
}

// Whatever makes all questions of the panel independent of filters of the dashboard, which its description has to say.
func (p *Panel) Whatever(dimensions ...string) *Panel {
	for _, q := range p.questions {
		q.Whatever(dimensions...)
	}
	return p
}

// In gives the panel a range of its own, as in 30d (the last), +7d (the next) or now/M (from there to now), which Grafana shows
// beside the title unless the title tells it.
func (p *Panel) In(timeFrom string) *Panel {
	p.panel.TimeFrom = &timeFrom
	return p
}

// Untold leaves the panel's own range out of its head, because its title tells it.
func (p *Panel) Untold() *Panel {
	p.panel.HideTimeOverride = to(true)
	return p
}

// Earlier moves the panel's range back by a time, as 90d.
func (p *Panel) Earlier(by string) *Panel {
	p.panel.TimeShift = &by
	return p
}

// WholeDays begins the panel's range with its first day and ends it with its last: bars stand at the beginning of their day, and one that
// began before the range would be cut.
func (p *Panel) WholeDays() *Panel { return p.whole("d") }

// WholeMonths is [Panel.WholeDays] for months.
func (p *Panel) WholeMonths() *Panel { return p.whole("M") }

// whole moves the range by nothing, which Grafana rounds: the beginning down, the end up.
func (p *Panel) whole(unit string) *Panel {
	return p.Earlier("0" + unit + "/" + unit).Untold()
}

// MostPoints bounds how many buckets the grain auto may cut the range into: about a month's days, a year's months for 31.
func (p *Panel) MostPoints(n float64) *Panel {
	p.panel.MaxDataPoints = &n
	return p
}

// Field says how the field of a KPI or dimension looks.
func (p *Panel) Field(name string, looks ...Look) *Panel {
	return p.matched("byName", name, looks)
}

// Fields says how the fields look whose names match a regular expression, as /.*_target/.
func (p *Panel) Fields(pattern string, looks ...Look) *Panel {
	return p.matched("byRegexp", pattern, looks)
}

// Of says how the fields of one question look, which is known by its letter.
func (p *Panel) Of(refID string, looks ...Look) *Panel {
	return p.matched("byFrameRefID", refID, looks)
}

func (p *Panel) matched(matcher string, options any, looks []Look) *Panel {
	p.fields = append(p.fields, field{dashboard.MatcherConfig{Id: matcher, Options: options}, slices.Concat(looks...)})
	return p
}

// Drill adds links to all values of the panel.
func (p *Panel) Drill(links ...Link) *Panel {
	p.links = append(p.links, links...)
	return p
}

// Shape changes the answers before they are shown.
func (p *Panel) Shape(id string, options any) *Panel {
	p.panel.Transformations = append(p.panel.Transformations, dashboard.DataTransformerConfig{Id: id, Options: options})
	return p
}

// Joined puts the answers of several questions beside one another, row by row, by a field that all have.
func (p *Panel) Joined(by string) *Panel {
	return p.Shape("joinByField", map[string]any{"byField": by, "mode": "outer"})
}

// Sorted orders the rows by a field that has the same name in all languages, as one that [Panel.Divided] has made.
func (p *Panel) Sorted(by string, descending bool) *Panel {
	return p.Shape("sortBy", map[string]any{"sort": []map[string]any{{"field": by, "desc": descending}}})
}

// Columns keeps these fields, in this order, and leaves all others out.
func (p *Panel) Columns(names ...string) *Panel {
	p.chosen, p.all = names, true
	included, order := map[string]bool{}, map[string]int{}
	for i, name := range names {
		included[name] = true
		for _, title := range titlesOf(name) { // Grafana orders fields by what they are called, leaves them out by what they are
			order[title] = i
		}
	}
	return p.Shape("organize", map[string]any{"includeByName": included, "indexByName": order, "excludeByName": map[string]bool{}, "renameByName": map[string]string{}})
}

// build completes the panel for its dashboard.
func (p *Panel) build(b *Board) (dashboard.Panel, error) {
	err := p.err
	panel := p.panel
	for i, q := range p.questions {
		question := *q
		question.Filters = nil
		for _, v := range b.filters() {
			dimension := v.question.Dimension
			if v.kind != dashboard.VariableTypeQuery {
				dimension = v.Name
			}
			obeys, wrong := q.obeys(dimension)
			if err = errors.Join(err, wrong); obeys {
				question.Filters = append(question.Filters, query.Filter{Dimension: dimension, Operator: query.In, Values: []string{"$" + v.Name}})
			}
		}
		question.Filters = append(question.Filters, q.Filters...)
		target, wrong := question.target(letter(i))
		err = errors.Join(err, wrong)
		panel.Targets = append(panel.Targets, target)
	}
	if b.Metrics {
		panel.Datasource = prometheusSource()
	}
	for i, m := range p.measured {
		panel.Targets = append(panel.Targets, m.target(letter(len(p.questions)+i)))
	}
	panel.FieldConfig.Defaults.Links = b.write(p.links, "")
	for _, f := range append(slices.Clone(p.fields), p.onAPhone()...) {
		name, _ := f.matcher.Options.(string)
		properties := make([]dashboard.DynamicConfigValue, len(f.look))
		for i, property := range f.look {
			properties[i] = property.DynamicConfigValue
			if property.links != nil {
				properties[i].Value = b.write(property.links, name)
			}
		}
		panel.FieldConfig.Overrides = append(panel.FieldConfig.Overrides, dashboard.DashboardFieldConfigSourceOverrides{Matcher: f.matcher, Properties: properties})
	}
	if err != nil {
		return panel, fmt.Errorf("panel %q: %w", *panel.Title, err)
	}
	return panel, nil
}

// Coarse leaves out buckets smaller than a time, as 1d, where the grain is auto.
func (p *Panel) Coarse(least string) *Panel {
	p.panel.Interval = &least
	return p
}

// Also applies what several panels have in common.
func (p *Panel) Also(common func(*Panel)) *Panel {
	common(p)
	return p
}
