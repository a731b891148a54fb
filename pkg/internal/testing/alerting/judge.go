package alerting

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/dataplane/sdata/numeric"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Asked answers a question over a range.
type Asked func(ctx context.Context, question json.RawMessage, from, to time.Time) (data.Frames, error)

// Instance is what becomes of one group under a rule.
type Instance struct {
	Labels data.Labels
	Values map[string]float64 // of the questions and constants, by refId
	Firing bool
}

// Verdict is what becomes of a rule at an instant: no instances are no data.
type Verdict []Instance

// Firing are the labels of the groups that fire.
func (v Verdict) Firing() (all []data.Labels) {
	for _, i := range v {
		if i.Firing {
			all = append(all, i.Labels)
		}
	}
	return all
}

// Judge asks a rule's questions and compares as Grafana does. A group that fired before, by its labels, recovers only where the
// recovery threshold says so.
func (r Rule) Judge(ctx context.Context, now time.Time, ask Asked, fired ...data.Labels) (Verdict, error) {
	numbers := map[string]map[string]*Instance{}
	constants := map[string]float64{}
	noData := false
	for _, q := range r.Data {
		if !q.Asks() {
			if text, ok := q.Model["expression"].(string); ok && q.Model["type"] == "math" {
				constant, err := strconv.ParseFloat(text, 64)
				if err != nil {
					return nil, fmt.Errorf("%s: %s is no constant: %w", r.UID, q.RefID, err)
				}
				constants[q.RefID] = constant
			}
			continue
		}
		from, to := q.Range.at(now)
		frames, err := ask(ctx, q.JSON(), from, to)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", r.UID, q.RefID, err)
		}
		if numbers[q.RefID], err = read(frames); err != nil {
			return nil, fmt.Errorf("%s, %s: %w", r.UID, q.RefID, err)
		}
		noData = noData || len(numbers[q.RefID]) == 0 // of any question, Grafana makes it the rule's
	}
	if noData {
		return nil, nil
	}
	t, err := r.threshold()
	if err != nil {
		return nil, err
	}
	var verdict Verdict
	for group, found := range numbers[t.Expression] {
		i := Instance{Labels: found.Labels, Values: map[string]float64{}}
		for refID, constant := range constants {
			i.Values[refID] = constant
		}
		for refID, of := range numbers {
			other, ok := of[group]
			if !ok {
				return nil, fmt.Errorf("%s: %s has no value of %s", r.UID, refID, group)
			}
			i.Values[refID] = other.Values[""]
		}
		value, condition := i.Values[t.Expression], t.Conditions[0]
		i.Firing = condition.Evaluator.holds(value)
		if condition.UnloadEvaluator != nil && slices.ContainsFunc(fired, i.Labels.Equals) {
			i.Firing = !condition.UnloadEvaluator.holds(value)
		}
		verdict = append(verdict, i)
	}
	slices.SortFunc(verdict, func(a, b Instance) int { return strings.Compare(a.Labels.String(), b.Labels.String()) })
	return verdict, nil
}

// read returns the numbers of an answer by group, as Grafana's expressions read them. A group without a value would be no data of
// its own, with an alert that nobody understands: questions leave it out.
func read(frames data.Frames) (map[string]*Instance, error) {
	reader, err := numeric.CollectionReaderFromFrames(frames)
	if err != nil {
		return nil, err
	}
	all, err := reader.GetCollection(false)
	if err != nil || all.NoData() {
		return nil, err
	}
	found := map[string]*Instance{}
	for _, ref := range all.Refs {
		value, _, err := ref.NullableFloat64Value()
		if err != nil {
			return nil, err
		}
		labels := ref.GetLabels()
		if value == nil {
			return nil, fmt.Errorf("the value of %s is null", labels)
		}
		if _, twice := found[labels.String()]; twice {
			return nil, fmt.Errorf("two values have the labels %s", labels)
		}
		found[labels.String()] = &Instance{Labels: labels, Values: map[string]float64{"": *value}}
	}
	return found, nil
}

func (c comparison) holds(value float64) bool {
	switch c.Type {
	case "lt":
		return value < c.Params[0]
	case "gt":
		return value > c.Params[0]
	case "gte":
		return value >= c.Params[0]
	case "outside_range":
		return value < c.Params[0] || value > c.Params[1]
	case "within_range":
		return value > c.Params[0] && value < c.Params[1]
	}
	panic("no comparison is called " + c.Type)
}
