package alerting

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.yaml.in/yaml/v3"
)

// Folder holds the provisioned rules, seen from this package.
const Folder = "../../../../provisioning/alerting"

// expressions is the data source of what Grafana computes itself.
const expressions = "__expr__"

// Rule is a provisioned alert rule.
type Rule struct {
	File, Folder, Group string        `yaml:"-"`
	Every               time.Duration `yaml:"-"` // how often it is evaluated

	UID           string            `yaml:"uid"`
	Title         string            `yaml:"title"`
	Condition     string            `yaml:"condition"`
	For           string            `yaml:"for"`
	KeepFiringFor string            `yaml:"keepFiringFor"`
	MissingSeries int               `yaml:"missing_series_evals_to_resolve"`
	NoDataState   string            `yaml:"noDataState"`
	ExecErrState  string            `yaml:"execErrState"`
	Paused        bool              `yaml:"isPaused"`
	Labels        map[string]string `yaml:"labels"`
	Annotations   map[string]string `yaml:"annotations"`
	Data          []Query           `yaml:"data"`
}

// Query is a question or an expression of a rule.
type Query struct {
	RefID      string         `yaml:"refId"`
	DataSource string         `yaml:"datasourceUid"`
	Range      relativeRange  `yaml:"relativeTimeRange"`
	Model      map[string]any `yaml:"model"`
}

// relativeRange is a range by its distances before now, in seconds.
type relativeRange struct {
	From int `yaml:"from"`
	To   int `yaml:"to"`
}

// at is the range at an instant.
func (r relativeRange) at(now time.Time) (from, to time.Time) {
	return now.Add(-time.Duration(r.From) * time.Second), now.Add(-time.Duration(r.To) * time.Second)
}

// Asks reports whether the query goes to the data source, rather than being computed by Grafana.
func (q Query) Asks() bool { return q.DataSource != expressions }

// JSON is the question or expression as Grafana stores it.
func (q Query) JSON() json.RawMessage {
	text, err := json.Marshal(q.Model)
	if err != nil {
		panic(err) // what YAML reads, JSON can write
	}
	return text
}

// threshold is the condition of a rule.
type threshold struct {
	Expression string `json:"expression"`
	Conditions []struct {
		Evaluator       comparison  `json:"evaluator"`
		UnloadEvaluator *comparison `json:"unloadEvaluator"`
	} `json:"conditions"`
}

type comparison struct {
	Type   string    `json:"type"`
	Params []float64 `json:"params"`
}

func (r Rule) query(refID string) (Query, bool) {
	for _, q := range r.Data {
		if q.RefID == refID {
			return q, true
		}
	}
	return Query{}, false
}

func (r Rule) threshold() (t threshold, err error) {
	q, ok := r.query(r.Condition)
	if !ok {
		return t, fmt.Errorf("%s: no query has the refId of the condition, %q", r.UID, r.Condition)
	}
	if err := json.Unmarshal(q.JSON(), &t); err != nil {
		return t, err
	}
	if len(t.Conditions) != 1 {
		return t, fmt.Errorf("%s: the condition is no threshold expression with one condition", r.UID)
	}
	return t, nil
}

// bare is the rule without what only its texts show.
func (r Rule) bare() Rule {
	t, err := r.threshold()
	if err != nil {
		return r // whoever judges it says what is wrong
	}
	all := r.Data
	r.Data = nil
	for _, q := range all {
		if q.RefID == t.Expression || q.RefID == r.Condition {
			r.Data = append(r.Data, q)
		}
	}
	return r
}

// Load reads the rules of a folder, in the order of their files. Paused ones are templates.
func Load(dir string) (rules []Rule, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var document struct {
			Groups []struct {
				Name     string        `yaml:"name"`
				Folder   string        `yaml:"folder"`
				Interval time.Duration `yaml:"interval"`
				Rules    []Rule        `yaml:"rules"`
			} `yaml:"groups"`
		}
		if err := yaml.Unmarshal(text, &document); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, g := range document.Groups {
			for _, r := range g.Rules {
				r.File, r.Folder, r.Group, r.Every = filepath.Base(file), g.Folder, g.Name, g.Interval
				rules = append(rules, r)
			}
		}
	}
	return rules, nil
}
