// Package plugin adapts the engine to Grafana's plugin protocol. It knows nothing of how a KPI is computed.
package plugin

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"golang.org/x/net/proxy"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// Datasource is one configured data source. It is safe for concurrent use.
type Datasource struct {
	backend.CallResourceHandler
	// Now is what time it is to questions: the clock's, but for tests of other days. It is set before the first question.
	Now func() time.Time

	uid      string
	settings Settings
	catalog  *catalog.Catalog // the instance's own: the built-in KPIs and the company's
	db       *postgres.DB
	audit    *auditor         // nil before the settings are read
	guard    *policy.Guard    // nil where everybody sees everything
	shared   *engine.Shared   // answers for all who ask the same; its cache is nil where none are kept
	gate     *admission.Gate  // before the database and the memory; nil with db
	changes  *changes.Watcher // nil where they are not to be watched, or nothing can be
	// known is the mapping with its engine, once the database has been asked what it has.
	known atomic.Pointer[mapped]
	// mapping is full while the database is asked.
	mapping chan struct{}
	// fault is what is wrong with the settings; catalog is then nil, and db where the connection is what is wrong. Grafana hides
	// the error of a factory from its users, so that a faulty instance is made and tells them by itself.
	fault error
}

// mapped is the company's mapping, and the engine that answers under it.
type mapped struct {
	mapping crm.Mapping
	engine  *engine.Engine
	asked   time.Time // when the database was
}

// typesHold is for how long a question relies on the types of the company's columns: who changes one need not save the settings anew.
const typesHold = 5 * time.Minute

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.StreamHandler         = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// NewDatasource makes an instance from the settings. It does not connect yet, and never fails: what is wrong with the
// settings is the answer to every question.
func NewDatasource(ctx context.Context, source backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	d := &Datasource{Now: time.Now, uid: source.UID, mapping: make(chan struct{}, 1)}
	if err := d.open(ctx, source); err != nil {
		d.fault = fault.At(i18n.T("settings.wrong"), err)
	}
	d.CallResourceHandler = d.resources()
	return d, nil
}

func (d *Datasource) open(ctx context.Context, source backend.DataSourceInstanceSettings) error {
	var wrong, err error
	d.settings, wrong = ParseSettings(source)
	d.audit = &auditor{source: source.UID, notes: d.settings.Audit}
	if wrong != nil && d.settings.Database.Host == "" {
		return wrong // they may not even be of the right types
	}
	if d.settings.Database.Dial, err = proxyDial(ctx, source); err == nil {
		d.settings.Database.Watch = countStatement
		d.gate = admission.New(d.settings.Limits.Admission)
		d.settings.Database.Turns = d.gate
		d.db, err = postgres.Open(d.settings.Database)
	}
	if d.db != nil {
		answers := engine.Cached(d.settings.Limits.Shared, d.settings.Limits.Age)
		d.shared = &engine.Shared{Cache: answers}
		pools.add(d.db, pool{uid: source.UID, gate: d.gate, answers: answers})
		process.add(d.db, d.settings.Limits.Admission.Memory)
	}
	if wrong != nil {
		return wrong
	}
	d.catalog, d.guard = d.settings.Catalog, policy.NewGuard(d.settings.Policy)
	d.audit.model, d.audit.catalog = d.settings.Setup.Words(), d.catalog
	if err == nil && !d.settings.Live.Off {
		d.changes = d.newWatcher(d.settings.Live.Every)
		d.shared.Unchanged = d.changes.Unchanged
	}
	return err
}

// mapped returns the mapping and its engine. A database that has not answered yet is asked again by the next question.
func (d *Datasource) mapped(ctx context.Context) (*mapped, error) {
	if known := d.young(); known != nil {
		return known, nil
	}
	select { // one asks for all panels of a dashboard
	case d.mapping <- struct{}{}:
		defer func() { <-d.mapping }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if known := d.young(); known != nil {
		return known, nil
	}
	return d.remap(ctx)
}

// young is what is known of the database, unless that is too long ago.
func (d *Datasource) young() *mapped {
	if known := d.known.Load(); known != nil && time.Since(known.asked) < typesHold {
		return known
	}
	return nil
}

// described is [Datasource.mapped] for what can be told without the numbers: where the database cannot be asked, the whole mapping
// that the settings give.
func (d *Datasource) described(ctx context.Context) (*mapped, error) {
	known, err := d.mapped(ctx)
	if _, ok := errors.AsType[*postgres.Error](err); !ok || len(d.settings.Setup.Presets) > 0 {
		return known, err
	}
	m, err := d.settings.Setup.Mapping(nil)
	return &mapped{mapping: m, engine: engine.New(d.catalog, m, d.settings.Business, d.db)}, err
}

// remap asks the database anew which tables of the presets it has, what of the mapping can be read, and of what types it is.
func (d *Datasource) remap(ctx context.Context) (*mapped, error) {
	m, err := probe.Mapping(ctx, d.db, d.settings.Setup)
	if err != nil {
		if _, ok := errors.AsType[*postgres.Error](err); ok {
			return nil, err
		}
		return nil, setting("presets", err)
	}
	known := &mapped{mapping: m, asked: time.Now()}
	if known.engine, err = engine.Open(ctx, d.catalog, m, d.settings.Business, d.db); err != nil {
		return nil, err
	}
	known.engine.Keyed, known.engine.Guard, known.engine.Gate = !d.settings.Setup.Custom(), d.guard, d.gate
	shared := *d.shared
	shared.Reading = known.asked.UnixNano()
	known.engine.Shared = &shared
	d.known.Store(known)
	return known, nil
}

// Dispose ends what still runs when the settings have changed or the plugin stops.
func (d *Datasource) Dispose() {
	defer func() {
		if !pools.has(d.uid) { // the one that takes its place may have been checked already
			healthState.DeleteLabelValues(d.uid)
		}
	}()
	if d.db == nil {
		return
	}
	if d.changes != nil {
		d.changes.Close()
	}
	pools.remove(d.db)
	d.shared.Cache.Close()
	process.remove(d.db)
	if err := d.db.Close(); err != nil {
		backend.Logger.Warn("The pool of connections was not closed cleanly", "error", err)
	}
}

var proxyPlace = i18n.T("settings.proxy")

// proxyDial dials through Grafana's secure socks proxy where Grafana and the data source have it on; else it is nil.
func proxyDial(ctx context.Context, source backend.DataSourceInstanceSettings) (func(context.Context, string, string) (net.Conn, error), error) {
	client, err := source.ProxyClient(ctx)
	if err != nil {
		return nil, fault.At(proxyPlace, err)
	}
	if !client.SecureSocksProxyEnabled() {
		return nil, nil
	}
	dialer, err := client.NewSecureSocksProxyContextDialer()
	if err != nil {
		return nil, fault.At(proxyPlace, err)
	}
	withContext, ok := dialer.(proxy.ContextDialer)
	if !ok {
		return nil, fault.At(proxyPlace, fault.New("settings.proxy_dialer"))
	}
	return withContext.DialContext, nil
}
