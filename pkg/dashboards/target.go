package dashboards

import (
	"encoding/json"
	"regexp"
)

// Target is one question of a panel, as saved.
type Target struct {
	RefID      string
	Datasource Reference
	JSON       json.RawMessage // all of it, with Grafana's own fields
}

// Reference names a data source.
type Reference struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// UnmarshalJSON keeps the question as it is written.
func (t *Target) UnmarshalJSON(text []byte) error {
	var known struct {
		RefID      string    `json:"refId"`
		Datasource Reference `json:"datasource"`
	}
	if err := json.Unmarshal(text, &known); err != nil {
		return err
	}
	*t = Target{RefID: known.RefID, Datasource: known.Datasource, JSON: append(json.RawMessage(nil), text...)}
	return nil
}

// variable finds $name, ${name}, ${name:format} and ${name.path}; Grafana's own begin with two underscores.
var variable = regexp.MustCompile(`\$(?:([A-Za-z]\w*)|\{([A-Za-z]\w*)[^}]*\})`)

// Asked returns the question as Grafana sends it to whoever opens the dashboard: what a variable says is in its place, and filters
// by variables that are "All" or empty are gone.
func (d Dashboard) Asked(t Target) (json.RawMessage, error) {
	text, err := t.Unfiltered()
	if err != nil {
		return nil, err
	}
	var failed error
	text = variable.ReplaceAllFunc(text, func(name []byte) []byte {
		value, chosen := d.chosen(name)
		if !chosen {
			return name
		}
		quoted, err := json.Marshal(value)
		if err != nil {
			failed = err
			return name
		}
		return quoted[1 : len(quoted)-1]
	})
	return text, failed
}

// chosen returns the text that a variable stands for; false where it stands for several, or is neither asked of our data source nor typed.
func (d Dashboard) chosen(name []byte) (string, bool) {
	found := variable.FindSubmatch(name)
	for _, v := range d.Templating.List {
		if (v.Type == "query" || v.Type == "textbox") && v.Name == string(found[1])+string(found[2]) {
			value, one := v.Current.Value.(string)
			return value, one
		}
	}
	return "", false
}

// Unfiltered returns the question as Grafana sends it when every variable is "All" or empty: filters by variables are gone.
func (t Target) Unfiltered() (json.RawMessage, error) {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(t.JSON, &fields); err != nil {
		return nil, err
	}
	if fields["filters"] == nil {
		return t.JSON, nil
	}
	var filters, kept []json.RawMessage
	if err := json.Unmarshal(fields["filters"], &filters); err != nil {
		return nil, err
	}
	for _, f := range filters {
		if !variable.Match(f) {
			kept = append(kept, f)
		}
	}
	delete(fields, "filters")
	if len(kept) > 0 {
		text, err := json.Marshal(kept)
		if err != nil {
			return nil, err
		}
		fields["filters"] = text
	}
	return json.Marshal(fields)
}
