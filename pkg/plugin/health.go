package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// oldest is the oldest PostgreSQL that the plugin works with.
const oldest = 13

// timeForRows is how long the health check reads rows. Grafana gives up on it after 30 seconds.
const timeForRows = 10 * time.Second

const notUnique = "Keys that must be unique are not, so that rows count several times"

// health is what a check found; it is the JSON details of its answer.
type health struct {
	Message     string            `json:"verboseMessage,omitempty"` // what Grafana shows below the answer's message
	Server      string            `json:"server,omitempty"`         // PostgreSQL's version
	KPIs        int               `json:"kpis"`
	Available   int               `json:"available"`
	Custom      int               `json:"custom"`                // how many of the KPIs are the company's own
	Unavailable map[string]string `json:"unavailable,omitempty"` // by KPI: why
	Unreadable  map[string]string `json:"unreadable,omitempty"`  // by entity, or entity.field of the mapping: what the database says
	Entities    []entityHealth    `json:"entities,omitempty"`    // those that can be read
	Findings    []finding         `json:"findings,omitempty"`    // what is wrong with the data, the worst first
}

// entityHealth is what the rows of an entity look like.
type entityHealth struct {
	Entity  string     `json:"entity"`
	Rows    *float64   `json:"rows"`              // null when that is not known
	Newest  *time.Time `json:"newest,omitempty"`  // change
	Usable  *float64   `json:"usable,omitempty"`  // share of the rows
	Problem string     `json:"problem,omitempty"` // what could not be found out, and why
}

// finding is something wrong with the data.
type finding struct {
	Kind     string  `json:"kind"`
	Severity string  `json:"severity"`
	Entity   string  `json:"entity"`
	Field    string  `json:"field"`
	Count    float64 `json:"count"`
	Examples string  `json:"examples,omitempty"`
	Meaning  string  `json:"meaning"`
}

// CheckHealth connects and checks the server's version, every name of the mapping, which KPIs are available, and what the data are
// like. Its message says what to mend.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	var found health
	status := backend.HealthStatusOk
	message, err := d.examine(ctx, &found)
	if err != nil {
		_, source := classify(err)
		logDefect(ctx, source, err)
		status, message = backend.HealthStatusError, err.Error()
	}
	details, err := json.Marshal(found)
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: details}, err
}

func (d *Datasource) examine(ctx context.Context, found *health) (string, error) {
	if d.fault != nil {
		return "", d.fault
	}
	number, version, err := d.db.ServerVersion(ctx)
	if err != nil {
		return "", err
	}
	found.Server, _, _ = strings.Cut(version, " ") // what follows is the packager's
	if number < oldest*10_000 {
		return "", invalid("PostgreSQL %s is too old, at least %d is needed: update the server, or correct host and port in the data source's settings",
			found.Server, oldest)
	}
	known, err := d.remap(ctx)
	if err != nil {
		return "", err
	}
	asked := d.check(known, time.Now())
	asked.Budget = timeForRows
	checked, err := asked.Run(ctx, query.KPIs, query.Entities, query.Findings)
	if err != nil {
		return "", err
	}
	found.fill(checked, d.catalog)
	available := fmt.Sprintf("%d of %d KPIs are available", found.Available, found.KPIs) + d.custom(found)
	names := checked.Names()
	var doubled []string
	for _, f := range checked.Findings {
		if f.Multiplies() {
			doubled = append(doubled, fmt.Sprintf("%s (%s)", f.Name(), f.Shown().En))
		}
	}
	switch {
	case d.unmigrated(checked.Found):
		return "", invalid("connected to PostgreSQL %s, but the database %q has no tables of the reference schema %s: create them with `crmkpi migrate`, correct the setting database, or map your own tables in the setting mapping",
			found.Server, d.settings.Database.Database, schema.Name)
	case len(names) > 0:
		err := fmt.Errorf("connected to PostgreSQL %s, and %s, but %s cannot be read: %w",
			found.Server, available, enumerate(names), checked.Faults[names[0]])
		if len(doubled) > 0 {
			err = fmt.Errorf("%w. %s: %s", err, notUnique, enumerate(doubled))
		}
		return "", err
	case found.Available == 0:
		return "", invalid("connected to PostgreSQL %s, but no KPI is available under the mapping: map more entities in the setting mapping", found.Server)
	case len(doubled) > 0:
		return "", invalid("connected to PostgreSQL %s, and %s, but the data are read wrongly. %s: %s. Correct the setting mapping",
			found.Server, available, notUnique, enumerate(doubled))
	}
	return fmt.Sprintf("Connected to PostgreSQL %s: %s.", found.Server, available), nil
}

// fill takes what the check found.
func (h *health) fill(r *probe.Result, c *catalog.Catalog) {
	h.KPIs, h.Available, h.Custom = len(r.KPIs), r.Available(), len(c.Of(catalog.Custom))
	h.Unavailable, h.Unreadable = map[string]string{}, map[string]string{}
	for _, k := range r.KPIs {
		if !k.Available() {
			h.Unavailable[k.ID] = k.Unavailable.En
		}
	}
	for name, fault := range r.Faults {
		h.Unreadable[name] = fault.Error()
	}
	for _, e := range r.Entities {
		if r.Faults[e.Entity] != nil {
			continue
		}
		row := entityHealth{Entity: e.Entity, Usable: e.Share(), Problem: e.Problem().En}
		if e.Inspection != nil {
			row.Rows, row.Newest = &e.Rows, e.Newest
		}
		h.Entities = append(h.Entities, row)
	}
	for _, f := range r.Findings {
		if f.Kind != probe.Unreadable {
			h.Findings = append(h.Findings, finding{
				Kind: string(f.Kind), Severity: f.Severity().En, Entity: f.Entity, Field: f.Field, Count: f.Count,
				Examples: f.Shown().En, Meaning: f.Meaning(r.Mapping.Model).En,
			})
		}
	}
	h.Message = h.inWords()
}

// inWords says in lines what the check found.
func (h *health) inWords() string {
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(h.Unavailable)) {
		lines = append(lines, fmt.Sprintf("%s is unavailable: %s", id, h.Unavailable[id]))
	}
	var rows []string
	problems := map[string][]string{} // entities
	for _, e := range h.Entities {
		if e.Problem != "" {
			problems[e.Problem] = append(problems[e.Problem], e.Entity)
		}
		if e.Rows != nil {
			rows = append(rows, e.inWords())
		}
	}
	if len(rows) > 0 {
		lines = append(lines, "Rows: "+strings.Join(rows, ", "))
	}
	for _, problem := range slices.Sorted(maps.Keys(problems)) {
		lines = append(lines, fmt.Sprintf("%s: %s", strings.Join(problems[problem], ", "), problem))
	}
	for _, f := range h.Findings {
		text := fmt.Sprintf("%s: %s.%s: %s", f.Severity, f.Entity, f.Field, f.Meaning)
		if f.Count > 0 {
			text += fmt.Sprintf(" (%.0f: %s)", f.Count, f.Examples)
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

func (e entityHealth) inWords() string {
	text := fmt.Sprintf("%s %.0f", e.Entity, *e.Rows)
	var more []string
	if e.Newest != nil {
		more = append(more, "newest "+e.Newest.UTC().Format(time.DateOnly))
	}
	if e.Usable != nil {
		more = append(more, fmt.Sprintf("%.1f %% usable", *e.Usable*100))
	}
	if len(more) > 0 {
		text += " (" + strings.Join(more, ", ") + ")"
	}
	return text
}

// custom says how the company's own KPIs fare, those that are not available by name; "" where there are none.
func (d *Datasource) custom(found *health) string {
	var missing []string
	for _, k := range d.catalog.Of(catalog.Custom) {
		if found.Unavailable[k.ID] != "" {
			missing = append(missing, k.ID)
		}
	}
	switch {
	case found.Custom == 0:
		return ""
	case len(missing) == 0:
		return fmt.Sprintf(", %d of them custom", found.Custom)
	}
	return fmt.Sprintf(", %d of the %d custom ones among them; %s: %s", found.Custom-len(missing), found.Custom,
		enumerate(missing), found.Unavailable[missing[0]])
}

// unmigrated reports whether nothing of the reference schema is there.
func (d *Datasource) unmigrated(readable *probe.Found) bool {
	if d.settings.Setup.Custom() || len(readable.Mapping.Entities) > 0 {
		return false
	}
	for _, fault := range readable.Faults {
		if e, ok := errors.AsType[*postgres.Error](fault); !ok || e.Kind != postgres.KindMissingObject {
			return false
		}
	}
	return true
}

// enumerate names the first of several things, and how many more there are.
func enumerate(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
