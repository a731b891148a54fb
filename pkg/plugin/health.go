package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// oldest is the oldest PostgreSQL that the plugin works with.
const oldest = 13

// health is what a check found; it is the JSON details of its answer.
type health struct {
	Message     string            `json:"verboseMessage,omitempty"` // what Grafana shows below the answer's message
	Server      string            `json:"server,omitempty"`         // PostgreSQL's version
	KPIs        int               `json:"kpis"`
	Available   int               `json:"available"`
	Custom      int               `json:"custom"`                // how many of the KPIs are the company's own
	Unavailable map[string]string `json:"unavailable,omitempty"` // by KPI: why
	Unreadable  map[string]string `json:"unreadable,omitempty"`  // by entity, or entity.field of the mapping: what the database says
}

// CheckHealth connects and checks the server's version, every name of the mapping, and which KPIs are available. Its message
// says what to mend.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	var found health
	status := backend.HealthStatusOk
	message, err := d.check(ctx, &found)
	if err != nil {
		_, source := classify(err)
		logDefect(ctx, source, err)
		status, message = backend.HealthStatusError, err.Error()
	}
	details, err := json.Marshal(found)
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: details}, err
}

func (d *Datasource) check(ctx context.Context, found *health) (string, error) {
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
	readable, err := probe.Read(ctx, d.db, known.mapping)
	if err != nil {
		return "", err
	}
	if err := d.count(ctx, readable, found); err != nil {
		return "", err
	}
	available := fmt.Sprintf("%d of %d KPIs are available", found.Available, found.KPIs) + d.custom(found)
	names := readable.Names()
	switch {
	case d.unmigrated(readable):
		return "", invalid("connected to PostgreSQL %s, but the database %q has no tables of the reference schema %s: create them with `crmkpi migrate`, correct the setting database, or map your own tables in the setting mapping",
			found.Server, d.settings.Database.Database, schema.Name)
	case len(names) > 0:
		return "", fmt.Errorf("connected to PostgreSQL %s, and %s, but %s cannot be read: %w",
			found.Server, available, enumerate(names), readable.Faults[names[0]])
	case found.Available == 0:
		return "", invalid("connected to PostgreSQL %s, but no KPI is available under the mapping: map more entities in the setting mapping", found.Server)
	}
	return fmt.Sprintf("Connected to PostgreSQL %s: %s.", found.Server, available), nil
}

// count finds out which KPIs are available with what can be read.
func (d *Datasource) count(ctx context.Context, readable *probe.Found, found *health) error {
	engine := plan.New(d.catalog, readable.Mapping, d.settings.Business, d.db)
	found.Unavailable, found.Unreadable = map[string]string{}, map[string]string{}
	for _, k := range d.catalog.KPIs() {
		if err := engine.Available(k); err != nil {
			found.Unavailable[k.ID] = readable.Reason(err).Error()
		}
	}
	custom := d.catalog.Of(catalog.Custom)
	faults, err := probe.KPIs(ctx, engine, custom)
	if err != nil {
		return err
	}
	for id, fault := range faults {
		found.Unavailable[id] = fault.Error()
	}
	for name, fault := range readable.Faults {
		found.Unreadable[name] = fault.Error()
	}
	found.KPIs, found.Custom = len(d.catalog.KPIs()), len(custom)
	found.Available = found.KPIs - len(found.Unavailable)
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(found.Unavailable)) {
		lines = append(lines, fmt.Sprintf("%s is unavailable: %s", id, found.Unavailable[id]))
	}
	found.Message = strings.Join(lines, "\n")
	return nil
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
