package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// oldest is the oldest PostgreSQL that the plugin works with.
const oldest = 13

// health is what a check found; it is the JSON details of its answer.
type health struct {
	Message     string            `json:"verboseMessage,omitempty"` // what Grafana shows below the answer's message
	Server      string            `json:"server,omitempty"`         // PostgreSQL's version
	KPIs        int               `json:"kpis"`
	Available   int               `json:"available"`
	Unavailable map[string]string `json:"unavailable,omitempty"` // by KPI: what the mapping lacks for it
	Unreadable  map[string]string `json:"unreadable,omitempty"`  // by entity: what the database says
}

// CheckHealth connects and checks the server's version, every entity of the mapping and what is available under it. Its
// message says what to mend.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	found := health{}
	message, err := d.check(ctx, &found)
	status := backend.HealthStatusOk
	if err != nil {
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
	version, _, _ = strings.Cut(version, " ") // what follows is the packager's
	found.Server = version
	if number < oldest*10_000 {
		return "", fmt.Errorf("PostgreSQL %s is too old, at least %d is needed: update the server, or correct host and port in the data source's settings", version, oldest)
	}
	if err := d.checkEntities(ctx, found); err != nil {
		return "", fmt.Errorf("connected to PostgreSQL %s, but %w", version, err)
	}
	if err := d.checkKPIs(found); err != nil {
		return "", err
	}
	return fmt.Sprintf("Connected to PostgreSQL %s: %d of %d KPIs are available.", version, found.Available, found.KPIs), nil
}

// checkEntities reads from every mapped entity, side by side. Only the names in the statements are of interest, so it asks
// for a time that has no rows.
func (d *Datasource) checkEntities(ctx context.Context, found *health) error {
	never := time.Date(9000, time.January, 1, 0, 0, 0, 0, time.UTC)
	request := plan.Request{Range: calendar.Range{From: never, To: never.Add(time.Second)}}
	var mu sync.Mutex
	faults := map[string]error{}
	var group errgroup.Group
	group.SetLimit(min(d.db.MaxOpenConns(), maxAtOnce))
	for entity := range d.settings.Mapping.Entities {
		group.Go(func() error {
			_, err := d.engine.Records(ctx, query.Question{Entity: entity, Rows: 1}, request)
			if err != nil {
				mu.Lock()
				defer mu.Unlock()
				faults[entity] = err
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil || len(faults) == 0 {
		return err
	}
	found.Unreadable = map[string]string{}
	names := slices.Sorted(maps.Keys(faults))
	for _, entity := range names {
		found.Unreadable[entity] = faults[entity].Error()
	}
	found.Message = list(found.Unreadable)
	if d.unmigrated(faults) {
		return fmt.Errorf("the database %q has no tables of the reference schema %s: create them with `crmkpi migrate`, correct the setting database, or map your own tables in the setting mapping",
			d.settings.Database.Database, schema.Name)
	}
	return fmt.Errorf("%d of %d entities cannot be read; %s: %w", len(faults), len(d.settings.Mapping.Entities), names[0], faults[names[0]])
}

// unmigrated reports whether nothing of the reference schema is there.
func (d *Datasource) unmigrated(faults map[string]error) bool {
	if d.settings.Own || len(faults) < len(d.settings.Mapping.Entities) {
		return false
	}
	for _, err := range faults {
		if e, ok := errors.AsType[*postgres.Error](err); !ok || e.Kind != postgres.KindMissingObject {
			return false
		}
	}
	return true
}

// checkKPIs counts what is available under the mapping; it is an error if nothing is.
func (d *Datasource) checkKPIs(found *health) error {
	found.Unavailable = map[string]string{}
	for _, k := range d.catalog.KPIs() {
		if err := d.engine.Available(k); err != nil {
			found.Unavailable[k.ID] = err.Error()
		}
	}
	found.KPIs = len(d.catalog.KPIs())
	found.Available = found.KPIs - len(found.Unavailable)
	found.Message = list(found.Unavailable)
	if found.Available == 0 {
		first := slices.Sorted(maps.Keys(found.Unavailable))[0]
		return fmt.Errorf("no KPI is available under the mapping: complete the setting mapping. For %s, %s", first, found.Unavailable[first])
	}
	return nil
}

// list writes a line for each entry.
func list(entries map[string]string) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		lines = append(lines, name+": "+entries[name])
	}
	return strings.Join(lines, "\n")
}
