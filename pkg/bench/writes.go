package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/lib/pq"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// What is installed in the database that is written to.
const (
	Nothing          = "nothing"
	Sums             = "sums"
	SumsAndAnnounced = "sums and announcements"
)

// Writing is how fast a company writes.
type Writing struct {
	Installed string
	PerSecond float64 // transactions; the median of the turns
}

// Durable are settings of a server that writes each commit to its disk, as one that people rely on does.
var Durable = map[string]string{"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

const (
	writers = 2 // clients that write at once
	warm    = 1 // turns that are not counted, as what is copied is not in memory yet
)

// MeasureWrites has two clients write transactions of one row, so many each turn, into copies of a database: with nothing installed, with the triggers of sums,
// and with those of live updates, too, in turns. Nobody may be connected to the database itself.
func MeasureWrites(ctx context.Context, server *embedded.Server, database string, kept rollup.Plan, business plan.Settings, transactions, turns int) (_ []Writing, err error) {
	var copies []*written
	defer func() {
		for _, c := range copies {
			err = errors.Join(err, c.db.Close())
		}
	}()
	for n, installed := range []string{Nothing, Sums, SumsAndAnnounced} {
		name := fmt.Sprint(database, "_written_", n+1)
		if err := copyOf(ctx, server, database, name); err != nil {
			return nil, err
		}
		db, err := postgres.OpenDSN(server.DSN(name), postgres.Limits{})
		if err != nil {
			return nil, err
		}
		c := &written{installed: installed, db: db}
		copies = append(copies, c)
		if err := c.install(ctx, kept, business); err != nil {
			return nil, err
		}
		if err := c.look(ctx); err != nil {
			return nil, err
		}
	}
	for turn := range warm + turns {
		for n := range copies {
			if err := copies[(turn+n)%len(copies)].write(ctx, transactions, uint64(turn)); err != nil { // #nosec G115 -- turns are few
				return nil, err
			}
		}
	}
	var all []Writing
	for _, c := range copies {
		all = append(all, Writing{c.installed, Median(c.rates[warm:])})
	}
	return all, nil
}

// copyOf makes a database a copy of another one.
func copyOf(ctx context.Context, server *embedded.Server, database, name string) error {
	admin, err := sql.Open("postgres", server.DSN("postgres"))
	if err != nil {
		return err
	}
	defer admin.Close()
	for _, statement := range []string{
		"drop database if exists " + pq.QuoteIdentifier(name) + " with (force)",
		"create database " + pq.QuoteIdentifier(name) + " template " + pq.QuoteIdentifier(database),
	} {
		if _, err := admin.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// written is a database that is written to.
type written struct {
	installed      string
	db             *postgres.DB
	deals, tickets int64 // the largest ids of the rows that are there at first
	added          int64
	rates          []float64
}

func (w *written) install(ctx context.Context, kept rollup.Plan, business plan.Settings) error {
	if w.installed == Nothing {
		return nil
	}
	c := sqlgen.Context{Mapping: crm.Reference(), Calendar: business.Calendar, ReportingCurrency: business.ReportingCurrency}
	if err := rollup.Install(ctx, w.db, kept, c, nil); err != nil || w.installed == Sums {
		return err
	}
	tables, err := changes.Tables(ctx, w.db, crm.Reference())
	if err != nil {
		return err
	}
	announced, err := changes.Installable(ctx, w.db, tables)
	if err != nil {
		return err
	}
	return postgres.Write(ctx, w.db.Pool(), nil, changes.Installing(announced))
}

func (w *written) look(ctx context.Context) error {
	return w.db.Pool().QueryRowContext(ctx, `select (select max(id) from crm.deals), (select max(id) from crm.tickets)`).Scan(&w.deals, &w.tickets)
}

// write writes so many transactions, the same in each database.
func (w *written) write(ctx context.Context, transactions int, turn uint64) error {
	all, ctx := errgroup.WithContext(ctx)
	each := transactions / writers
	began := time.Now()
	for writer := range writers {
		first := w.added + int64(writer*each)
		all.Go(func() error {
			random := rand.New(rand.NewPCG(turn, uint64(first))) // #nosec G115 G404 -- numbers that are the same each time
			for n := range each {
				if err := w.one(ctx, random, first+int64(n)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := all.Wait()
	w.added += int64(writers * each)
	w.rates = append(w.rates, float64(writers*each)/time.Since(began).Seconds())
	return err
}

// one writes a row as those do who sell and help: what begins, goes on and ends, and what no sum depends on. New rows have numbers of their own.
func (w *written) one(ctx context.Context, random *rand.Rand, number int64) (err error) {
	exec := func(statement string, arguments ...any) {
		_, err = w.db.Pool().ExecContext(ctx, statement, arguments...)
	}
	deal, ticket, amount := 1+random.Int64N(w.deals), 1+random.Int64N(w.tickets), random.IntN(10_000)
	switch random.IntN(8) {
	case 0:
		exec(`insert into crm.deals (id, name, status, amount, currency, created_at) values ($1, 'New', 'open', $2, 'USD', now())`, w.deals+1+number, amount)
	case 1:
		exec(`update crm.deals set amount = $2 where id = $1`, deal, amount)
	case 2:
		exec(`update crm.deals set status = 'won', closed_at = now() where id = $1`, deal)
	case 3:
		exec(`update crm.deals set name = $2 where id = $1`, deal, fmt.Sprint("Deal ", amount))
	case 4:
		exec(`insert into crm.tickets (id, subject, status, priority, created_at) values ($1, 'New', 'new', 'normal', now())`, w.tickets+1+number)
	case 5:
		exec(`update crm.tickets set status = 'open', first_response_at = now() where id = $1`, ticket)
	case 6:
		exec(`update crm.tickets set status = 'solved', solved_at = now() where id = $1`, ticket)
	default:
		exec(`update crm.tickets set subject = $2 where id = $1`, ticket, fmt.Sprint("Ticket ", amount))
	}
	return err
}
