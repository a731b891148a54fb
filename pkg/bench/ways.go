package bench

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Way is a way in which panels are answered.
type Way struct {
	Name string
	Open func(context.Context) (Session, error)
}

// The ways.
const (
	ByHand       = "by hand"
	EngineOnRows = "engine on rows"
	EngineOnSums = "engine on sums"
	PluginOnRows = "plugin on rows"
	PluginOnSums = "plugin on sums"
)

// Session answers panels until it is closed.
type Session interface {
	// Ask is an [Ask].
	Ask(ctx context.Context, viewer int, p Panel) error
	// Used is what was used since the session was opened.
	Used(context.Context) (Usage, error)
	Close() error
}

// Usage is what answers take beside the server's time.
type Usage struct {
	Statements int           // as they were sent
	CPU        time.Duration // of the plugin's process; 0 where there is none
	Memory     uint64        // that this process had resident at the most, in bytes; 0 where there is none, or nobody tells
}

// limits are those of every way: as many connections as a data source has unless it says otherwise, and time for the slowest panel of a large company.
var limits = postgres.Limits{QueryTimeout: 30 * time.Minute}

// pool is a pool with those limits, as the plugin's, which counts statements.
func pool(dsn string, statements *atomic.Int64) (*postgres.DB, error) {
	server, err := pq.NewConfig(dsn)
	if err != nil {
		return nil, err
	}
	return postgres.Open(postgres.Config{
		Host: server.Host, Port: int(server.Port), Database: server.Database, User: server.User, Password: server.Password,
		TLS: postgres.TLSConfig{Mode: postgres.TLSDisable}, Limits: limits,
		Watch: func(postgres.Run) { statements.Add(1) },
	})
}

// pooled is what sessions of this process have in common.
type pooled struct {
	db         *postgres.DB
	statements atomic.Int64
}

func (s *pooled) open(dsn string) (err error) {
	s.db, err = pool(dsn, &s.statements)
	return err
}

func (s *pooled) Used(context.Context) (Usage, error) {
	return Usage{Statements: int(s.statements.Load())}, nil
}

func (s *pooled) Close() error { return s.db.Close() }

// WrittenByHand is the way of who writes each panel's statement.
func WrittenByHand(dsn string) Way {
	return Way{ByHand, func(context.Context) (Session, error) {
		s := &byHand{}
		return s, s.open(dsn)
	}}
}

type byHand struct{ pooled }

func (s *byHand) Ask(ctx context.Context, _ int, p Panel) error {
	text, err := p.statement()
	if err != nil {
		return err
	}
	s.statements.Add(1)
	_, err = read(ctx, s.db.Pool(), text, len(p.Question.GroupBy))
	return err
}

// OfEngine is the way of the engine that answers each question by itself, in this process, under a mapping with or without sums.
func OfEngine(name, dsn string, business plan.Settings, mapping crm.Mapping) Way {
	return Way{name, func(context.Context) (Session, error) {
		s := &ofEngine{}
		err := s.open(dsn)
		s.engine = engine.New(catalog.Default(), mapping, business, s.db)
		return s, err
	}}
}

type ofEngine struct {
	pooled
	engine *engine.Engine
}

func (s *ofEngine) Ask(ctx context.Context, _ int, p Panel) error {
	_, err := s.engine.Ask(ctx, p.Question, plan.Request{Range: year, Now: Today})
	return err
}
