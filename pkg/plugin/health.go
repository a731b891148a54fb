package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/privileges"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// oldest is the oldest PostgreSQL that the plugin works with.
const oldest = 13

// timeForRows is how long the health check reads rows and runs KPIs. Grafana gives up on it after 30 seconds, and people before.
var timeForRows = 8 * time.Second

// staleAfter is how far a replica may be behind.
const staleAfter = time.Minute

// state is whether questions can be answered.
type state string

// The states.
const (
	up       state = "up"
	degraded state = "degraded" // some questions are not answered, or late, or from what is wrong with the data
	down     state = "down"     // no question is answered
)

// number is the state as metrics tell it: the higher, the better.
func (s state) number() float64 { return float64(slices.Index([]state{down, degraded, up}, s)) }

// health is what a check found; it is the JSON details of its answer.
type health struct {
	State       state             `json:"state"`
	Message     string            `json:"verboseMessage,omitempty"` // what Grafana shows below the answer's message
	Server      string            `json:"server,omitempty"`         // PostgreSQL's version
	Replica     bool              `json:"replica,omitempty"`        // the server repeats another one
	Behind      *float64          `json:"behindSeconds,omitempty"`  // how far it is behind; left out where that is not known
	KPIs        int               `json:"kpis"`
	Available   int               `json:"available"`
	Custom      int               `json:"custom"`                // how many of the KPIs are the company's own
	Unavailable map[string]string `json:"unavailable,omitempty"` // by KPI: why; for who asks, the message does not list them
	Unreadable  map[string]string `json:"unreadable,omitempty"`  // by entity, or entity.field of the mapping: what the database says
	Entities    []entityHealth    `json:"entities,omitempty"`    // those that can be read
	Findings    []finding         `json:"findings,omitempty"`    // what is wrong with the data, the worst first
	Skipped     []string          `json:"skipped,omitempty"`     // what there was no time for
	Excess      []string          `json:"excess,omitempty"`      // what the role can do beyond what the mapping needs
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
// like. Its message says what to mend, in the data source's language. Others than administrators learn whether it answers.
func (d *Datasource) CheckHealth(ctx context.Context, request *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	reader := d.audienceOf(viewerOf(request.PluginContext.User), d.settings.Language, newQueryID())
	ctx = admission.By(ctx, personOf(request.PluginContext.User, false))
	entry := d.audit.entry(reader.queryID, viewerOf(request.PluginContext.User), "health", "health")
	defer entry.write()
	found := health{State: down}
	status := backend.HealthStatusOk
	message, err := guarded(func() (string, error) { return d.examine(ctx, &found) })
	entry.failed(err)
	if err != nil {
		known := []any{"queryId", reader.queryID}
		_, source := classify(err)
		logDefect(ctx, source, err, known...)
		backend.Logger.FromContext(ctx).Info("A check of the data source failed", append(append(known, "error", err), details(err)...)...)
		status = backend.HealthStatusError
		message = i18n.T("health."+string(found.State), "reason", reader.failure(err)).In(d.settings.Language)
	}
	healthState.WithLabelValues(d.uid).Set(found.State.number())
	if !reader.administrator {
		found = health{State: found.State, KPIs: found.KPIs, Available: found.Available, Custom: found.Custom}
		if status == backend.HealthStatusOk {
			message = reader.reads(i18n.T("access.healthy"))
		}
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
		return "", fault.New("health.too_old", "server", found.Server, "oldest", oldest)
	}
	stale := found.repeats(ctx, d.db)
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
	language := d.settings.Language
	excess, err := privileges.Excess(ctx, d.db, checked.Mapping)
	if err != nil {
		return "", err
	}
	found.fill(checked, d.catalog, excess, language)
	available := d.countAvailable(checked)
	names := checked.Names()
	var keys []i18n.Text
	var failing []probe.Finding
	for _, f := range checked.Findings {
		if f.Fails() {
			failing = append(failing, f)
		}
		if f.Multiplies() {
			keys = append(keys, i18n.T("health.key", "field", f.Name(), "examples", f.Shown()))
		}
	}
	if found.Available > 0 {
		found.State = degraded
	}
	doubled := i18n.T("health.not_unique", "keys", enumerate(keys))
	switch {
	case d.unmigrated(checked.Found):
		return "", fault.New("health.unmigrated", "server", found.Server, "database", d.settings.Database.Database, "schema", schema.Name)
	case len(names) > 0:
		err := fault.New("health.unreadable", "server", found.Server, "available", available, "names", enumerate(names), "reason", checked.Faults[names[0]])
		if len(keys) > 0 {
			err = fault.New("health.unreadable_and_doubled", "unreadable", err, "doubled", doubled)
		}
		return "", err
	case len(failing) > 0:
		return "", fault.New("health.failing", "server", found.Server, "available", available, "kpis", failing[0].Shown(), "reason", failing[0].Err)
	case found.Available == 0:
		return "", fault.New("health.no_kpis", "server", found.Server)
	case len(keys) > 0:
		return "", fault.New("health.doubled", "server", found.Server, "available", available, "doubled", doubled)
	}
	connected := i18n.T("health.connected", "server", found.Server, "available", available)
	if stale != (i18n.Text{}) {
		return i18n.T("health.stale", "connected", connected, "stale", stale).In(language), nil
	}
	found.State = up
	return connected.In(language), nil
}

// repeats finds out whether the server is a replica, and what is to be said of one that is behind. A service that does not tell is none.
func (h *health) repeats(ctx context.Context, db *postgres.DB) (stale i18n.Text) {
	replica, err := db.Replica(ctx)
	if err != nil {
		return stale
	}
	h.Replica = replica.Is
	if replica.Behind == nil {
		return stale
	}
	seconds := replica.Behind.Seconds()
	if h.Behind = &seconds; *replica.Behind > staleAfter {
		return i18n.T("health.behind", "time", replica.Behind.Round(time.Second))
	}
	return stale
}

// fill takes what the check found, in a language.
func (h *health) fill(r *probe.Result, c *catalog.Catalog, excess []i18n.Text, language i18n.Language) {
	for _, power := range excess {
		h.Excess = append(h.Excess, power.In(language))
	}
	h.KPIs, h.Available, h.Custom = len(r.KPIs), r.Available(), len(c.Of(catalog.Custom))
	h.Unavailable, h.Unreadable = map[string]string{}, map[string]string{}
	for _, k := range r.KPIs {
		if !k.Available() {
			h.Unavailable[k.ID] = k.Unavailable.In(language)
		}
	}
	for name, err := range r.Faults {
		h.Unreadable[name] = strings.ToValidUTF8(i18n.Of(err).In(language), "\uFFFD")
	}
	for _, e := range r.Entities {
		if r.Faults[e.Entity] != nil {
			continue
		}
		row := entityHealth{Entity: e.Entity, Usable: e.Share(), Problem: e.Problem().In(language)}
		if e.Inspection != nil {
			row.Rows, row.Newest = &e.Rows, e.Newest
		}
		h.Entities = append(h.Entities, row)
	}
	for _, f := range r.Findings {
		h.Findings = append(h.Findings, finding{
			Kind: string(f.Kind), Severity: f.Severity().In(language), Entity: f.Entity, Field: f.Field, Count: f.Count,
			Examples: f.Shown().In(language), Meaning: f.Meaning(r.Mapping.Model).In(language),
		})
	}
	for _, skipped := range r.Skipped {
		h.Skipped = append(h.Skipped, skipped.In(language))
	}
	h.Message = h.inWords(language)
}

// inWords says in lines what the check found: what is wrong first.
func (h *health) inWords(language i18n.Language) string {
	var lines []string
	for _, f := range h.Findings {
		lines = append(lines, f.inWords())
	}
	lines = append(lines, h.Skipped...)
	if len(h.Excess) > 0 {
		lines = append(lines, i18n.T("grant.advice", "powers", h.Excess).In(language))
	}
	var rows []string
	problems := map[string][]string{} // entities
	for _, e := range h.Entities {
		if e.Problem != "" {
			problems[e.Problem] = append(problems[e.Problem], e.Entity)
		}
		if e.Rows != nil {
			rows = append(rows, e.inWords(language))
		}
	}
	for _, problem := range slices.Sorted(maps.Keys(problems)) {
		lines = append(lines, fmt.Sprintf("%s: %s", strings.Join(problems[problem], ", "), problem))
	}
	if len(rows) > 0 {
		lines = append(lines, i18n.T("health.rows", "entities", strings.Join(rows, ", ")).In(language))
	}
	if n := len(h.Unavailable); n > 0 {
		lines = append(lines, i18n.T("health.unavailable", "number", n).In(language))
	}
	return strings.Join(lines, "\n")
}

func (f finding) inWords() string {
	text := f.Severity
	if where := probe.Name(f.Entity, f.Field); where != "" {
		text += ": " + where
	}
	text += ": " + f.Meaning
	switch {
	case f.Count > 0 && f.Examples != "":
		text += fmt.Sprintf(" (%.0f: %s)", f.Count, f.Examples)
	case f.Count > 0:
		text += fmt.Sprintf(" (%.0f)", f.Count)
	}
	return text
}

func (e entityHealth) inWords(language i18n.Language) string {
	text := fmt.Sprintf("%s %.0f", e.Entity, *e.Rows)
	var more []string
	if e.Newest != nil {
		more = append(more, i18n.T("health.newest", "day", e.Newest.UTC().Format(time.DateOnly)).In(language))
	}
	if e.Usable != nil {
		more = append(more, i18n.T("health.usable", "share", fmt.Sprintf("%.1f", *e.Usable*100)).In(language))
	}
	if len(more) > 0 {
		text += " (" + strings.Join(more, ", ") + ")"
	}
	return text
}

// countAvailable says how many KPIs are available, and how the company's own fare, those that are not available by name.
func (d *Datasource) countAvailable(r *probe.Result) i18n.Text {
	available := i18n.T("health.available", "available", r.Available(), "kpis", len(r.KPIs))
	custom := len(d.catalog.Of(catalog.Custom))
	var missing []string
	var reason i18n.Text
	for _, k := range r.KPIs {
		if k.Department == catalog.Custom && !k.Available() {
			missing = append(missing, k.ID)
			reason = cmp.Or(reason, k.Unavailable)
		}
	}
	switch {
	case custom == 0:
		return available
	case len(missing) == 0:
		return i18n.T("health.all_custom", "available", available, "custom", custom)
	}
	return i18n.T("health.some_custom", "available", available, "some", custom-len(missing), "custom", custom,
		"missing", enumerate(missing), "reason", reason)
}

// unmigrated reports whether nothing of the reference schema is there.
func (d *Datasource) unmigrated(readable *probe.Found) bool {
	if d.settings.Setup.Custom() || len(readable.Mapping.Entities) > 0 {
		return false
	}
	for _, err := range readable.Faults {
		if e, ok := errors.AsType[*postgres.Error](err); !ok || e.Kind != postgres.KindMissingObject {
			return false
		}
	}
	return true
}

// enumerate names the first of several things, and how many more there are.
func enumerate[T string | i18n.Text](names []T) i18n.Text {
	const most = 3
	if len(names) <= most {
		return i18n.T("health.names", "names", names)
	}
	return i18n.T("health.names_and_more", "names", names[:most], "more", len(names)-most)
}
