// Package dashboards reads the shipped dashboards: to check them, to translate them and to answer their questions without a
// browser. It knows Grafana's JSON, but not its SDK.
package dashboards

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// PluginID is the type of the data source whose questions the dashboards ask.
const PluginID = "crmkpi-crm-datasource"

// Dashboard is the part of a dashboard's JSON that matters to its questions and to [Lint].
type Dashboard struct {
	File        string `json:"-"` // the path it was read from
	UID         string `json:"uid"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Time        struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"time"`
	Templating struct {
		List []Variable `json:"list"`
	} `json:"templating"`
	Panels []Panel `json:"panels"`

	raw []byte
}

// Variable is a dashboard variable. Query is a question for the variables of our data source, a text for others.
type Variable struct {
	Name  string          `json:"name"`
	Label string          `json:"label"`
	Type  string          `json:"type"`
	Hide  int             `json:"hide"` // 0 where it stands at the top of the dashboard
	Query json.RawMessage `json:"query"`
	// Current is what a reader finds chosen.
	Current struct {
		Value any `json:"value"` // a text, or a list where several can be chosen
	} `json:"current"`
}

// Panel is a panel or a row; a collapsed row holds its panels.
type Panel struct {
	ID          int    `json:"id"`
	Type        string `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	GridPos     Grid   `json:"gridPos"`
	// TimeFrom is the panel's own range, as in 30d (the last), +7d (the next) or now/M (from there to now); "" for the dashboard's.
	TimeFrom string `json:"timeFrom"`
	// TimeShift moves both ends of the range back, as in 90d, or only rounds them, as in 0d/d.
	TimeShift string `json:"timeShift"`
	// HideTimeOverride leaves that range out of the panel's head.
	HideTimeOverride bool        `json:"hideTimeOverride"`
	Targets          []Target    `json:"targets"`
	FieldConfig      FieldConfig `json:"fieldConfig"`
	// MaxDataPoints bounds the buckets of the grain auto; 0 for as many as the panel is wide.
	MaxDataPoints int64 `json:"maxDataPoints"`
	// Transformations change the answers before they are shown.
	Transformations []Transformation `json:"transformations"`
	Options         struct {
		Orientation string `json:"orientation"` // of figures: horizontal is below one another
		Legend      *struct {
			ShowLegend bool `json:"showLegend"`
		} `json:"legend"`
	} `json:"options"`
	Panels []Panel `json:"panels"`
}

// Transformation is one of Grafana's; ConfigRefID is the question whose answer is not shown but says how others look.
type Transformation struct {
	ID      string `json:"id"`
	Options struct {
		ConfigRefID   string          `json:"configRefId"`
		IncludeByName map[string]bool `json:"includeByName"`
		IndexByName   map[string]int  `json:"indexByName"`
		LimitField    int             `json:"limitField"`
	} `json:"options"`
}

// Shows reports whether a panel shows what comes of a question, rather than how others look because of it.
func (p Panel) Shows(refID string) bool {
	return !slices.ContainsFunc(p.Transformations, func(t Transformation) bool { return t.Options.ConfigRefID == refID })
}

// FieldConfig are a panel's own settings for fields, which win over those that come with the data.
type FieldConfig struct {
	Defaults struct {
		Unit   string `json:"unit"`
		Links  []Link `json:"links"`
		Custom struct {
			MinWidth int `json:"minWidth"` // of a table's columns, in pixels
		} `json:"custom"`
	} `json:"defaults"`
	Overrides []Override `json:"overrides"`
}

// Override are settings for some fields.
type Override struct {
	Matcher struct {
		ID      string          `json:"id"`
		Options json.RawMessage `json:"options"`
	} `json:"matcher"`
	Properties []struct {
		ID    string          `json:"id"`
		Value json.RawMessage `json:"value"`
	} `json:"properties"`
}

// name is the name that the settings give to fields; "" for none.
func (o Override) name() (name string) {
	for _, property := range o.Properties {
		if property.ID == "displayName" {
			_ = json.Unmarshal(property.Value, &name)
		}
	}
	return name
}

// EveryField is the regular expression of overrides that are for all fields.
const EveryField = "/.*/"

// matches reports whether the settings are for a field of a name.
func (o Override) matches(field string) bool {
	var options string
	if json.Unmarshal(o.Matcher.Options, &options) != nil {
		return false
	}
	return o.Matcher.ID == "byName" && options == field || o.Matcher.ID == "byRegexp" && options == EveryField
}

// Link leads from a value to what is behind it.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Admin is the folder of the dashboards that show the plugin itself, and ask Prometheus instead of it.
const Admin = "admin"

// Load reads the dashboards of a folder and of those below it, but for the folders of another language and of administrators, in the order
// of their paths.
func Load(dir string) ([]Dashboard, error) {
	var all []Dashboard
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != dir && (entry.Name() == Russian || entry.Name() == Admin):
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(file) != ".json":
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		d, err := Parse(text)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		d.File = file
		all = append(all, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there are no dashboards in %s; give a folder that holds some as JSON", dir)
	}
	return all, nil
}

// Parse reads one dashboard.
func Parse(text []byte) (Dashboard, error) {
	d := Dashboard{raw: text}
	if err := json.Unmarshal(text, &d); err != nil {
		return d, fmt.Errorf("not a dashboard in Grafana's classic JSON: %w", err)
	}
	return d, nil
}

// All returns the panels that show something, in the order of reading: rows are left out, the panels in them are not.
func (d Dashboard) All() []Panel {
	var all []Panel
	for _, p := range d.Panels {
		if p.Type == "row" {
			all = append(all, p.Panels...)
		} else {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b Panel) int {
		if a.GridPos.Y != b.GridPos.Y {
			return a.GridPos.Y - b.GridPos.Y
		}
		return a.GridPos.X - b.GridPos.X
	})
	return all
}

// Links returns the links of a panel's values.
func (p Panel) Links() []Link {
	links := slices.Clone(p.FieldConfig.Defaults.Links)
	for _, override := range p.FieldConfig.Overrides {
		for _, property := range override.Properties {
			var more []Link
			if property.ID == "links" && json.Unmarshal(property.Value, &more) == nil {
				links = append(links, more...)
			}
		}
	}
	return links
}

// Range returns the ends of the range a panel is asked over, as Grafana's relative times such as now-30d or now/y.
func (d Dashboard) Range(p Panel) (from, to string) {
	switch t := p.TimeFrom; {
	case t == "":
		from, to = d.Time.From, d.Time.To
	case strings.HasPrefix(t, "+"):
		from, to = "now", "now"+t
	case strings.HasPrefix(t, "now"):
		from, to = t, "now"
	default:
		from, to = "now-"+t, "now"
	}
	return shifted(from, p.TimeShift), shifted(to, p.TimeShift)
}

// shifted moves the end of a range back. What is no relative time is a day of somebody's choice, which no shift that only rounds changes.
func shifted(at, by string) string {
	if by == "" || !strings.HasPrefix(at, "now") {
		return at
	}
	return at + "-" + by
}
