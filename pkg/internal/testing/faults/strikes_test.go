package faults

import (
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
)

// restarts end what all clients of the server do.
var restarts = []fault{
	{id: "restart_idle", strike: func(t *testing.T, s *scene) func() {
		s.restart(t, func() {})
		return nil
	}},
	{id: "restart_asked", during: func(t *testing.T, s *scene) func() {
		s.restart(t, func() {})
		return nil
	}},
	{id: "failover", strike: func(t *testing.T, s *scene) func() {
		s.failOver(t)
		return func() { s.failBack(t) }
	}},
}

// oneByOne are the faults of one company and the way to it.
var oneByOne = []fault{
	{id: "down", strike: func(t *testing.T, s *scene) func() {
		s.Stop()
		return func() { require.NoError(t, s.Start()) }
	}},
	{id: "terminated_idle", strike: func(t *testing.T, s *scene) func() {
		s.disconnect(t)
		return nil
	}},
	{id: "terminated_asked", during: func(t *testing.T, s *scene) func() {
		s.disconnect(t)
		return nil
	}},
	{id: "cancelled_by_administrator", during: func(t *testing.T, s *scene) func() {
		s.exec(t, `select pg_cancel_backend(pid)`+ours)
		return nil
	}},
	{id: "reset_idle", strike: func(t *testing.T, s *scene) func() {
		heal := s.suffer(t, "reset_peer", `"timeout": 0`)
		s.exec(t, `select pg_terminate_backend(pid)`+ours) // whose last words set the toxic off
		heal()
		return nil
	}},
	{id: "cut", question: rows, strike: func(t *testing.T, s *scene) func() { return s.suffer(t, "limit_data", `"bytes": 50000`) }},
	{id: "slow", strike: func(t *testing.T, s *scene) func() { return s.suffer(t, "latency", `"latency": 50`) }},
	{id: "garbled", strike: func(t *testing.T, s *scene) func() { return s.suffer(t, "garble", ``) }},
	{id: "pool", settings: settings{"maxOpenConns": 1}, during: func(*testing.T, *scene) func() { return nil }},
	{id: "connections", strike: func(t *testing.T, s *scene) func() {
		s.disconnect(t)
		s.exec(t, `alter role `+s.reader+` connection limit 0`)
		return func() { s.exec(t, `alter role `+s.reader+` connection limit -1`) }
	}},
	{id: "password", strike: func(t *testing.T, s *scene) func() {
		s.exec(t, `alter role `+s.reader+` password 'another one'`)
		s.disconnect(t)
		return func() { s.exec(t, `alter role `+s.reader+` password `+pq.QuoteLiteral(password)) }
	}},
	{id: "permission", strike: func(t *testing.T, s *scene) func() {
		s.exec(t, `revoke select on crm.deals from `+s.reader)
		return func() { s.exec(t, `grant select on crm.deals to `+s.reader) }
	}},
	{id: "table", strike: func(t *testing.T, s *scene) func() {
		s.exec(t, `alter table crm.deals rename to deals_dropped`)
		return func() { s.exec(t, `alter table crm.deals_dropped rename to deals`) }
	}},
	{id: "column", strike: func(t *testing.T, s *scene) func() {
		s.exec(t, `alter table crm.deals rename amount to value`)
		return func() { s.exec(t, `alter table crm.deals rename value to amount`) }
	}},
	{id: "disk", question: sorted, strike: func(t *testing.T, s *scene) func() {
		s.exec(t, `alter role `+s.reader+` set work_mem = '64kB'`, `alter role `+s.reader+` set temp_file_limit = '8kB'`)
		s.disconnect(t)
		return func() {
			s.exec(t, `alter role `+s.reader+` reset all`)
			s.disconnect(t)
		}
	}},
	{id: "nan", changes: true, strike: func(t *testing.T, s *scene) func() {
		s.exec(t, `update crm.deals set amount = 'NaN' where id = 1`)
		return func() { s.exec(t, `update crm.deals set amount = 1 where id = 1`) }
	}},
	{id: "overflow", settings: settings{"mapping": growing}, strike: func(t *testing.T, s *scene) func() {
		s.exec(t, `update crm.deals set probability = 1 where id = 1`)
		return func() { s.exec(t, `update crm.deals set probability = null where id = 1`) }
	}},
}

// growing maps amounts that a deal with a probability makes too large for a number.
const growing = `entities:
  deals:
    from: crm.deals as d
    fields: {id: d.id, owner: d.owner, status: d.status, closed_at: d.closed_at, amount: "coalesce(power(10, d.probability::float8 * 1000), d.amount)"}
  users:
    from: crm.users as u
    fields: {id: u.id, name: u.name}`

// apart are faults after which nothing happens for a long time, each with a company, a way and a process of its own.
var apart = []fault{
	{id: "silent", strike: func(t *testing.T, s *scene) func() {
		s.disconnect(t)
		return s.suffer(t, "timeout", `"timeout": 0`)
	}},
	{id: "silent_asked", settings: settings{"queryTimeout": 2}, during: func(t *testing.T, s *scene) func() {
		return s.suffer(t, "timeout", `"timeout": 0`)
	}},
	{id: "encoding", settings: settings{"mapping": plain}, question: bySource, company: inASCII, strike: func(t *testing.T, s *scene) func() {
		s.exec(t, `update crm.deals set source = convert_from('\x4bf66c6e'::bytea, 'SQL_ASCII')`) // Köln in LATIN1
		return func() { s.exec(t, `update crm.deals set source = 'Bonn'`) }
	}},
}

const plain = `entities: {deals: {from: crm.deals as d, fields: {id: d.id, source: d.source, status: d.status, closed_at: d.closed_at, amount: d.amount}}}`

// inASCII is a company whose database does not look at the bytes of texts.
func inASCII(t *testing.T, s *server) company {
	provider := ""
	if s.major(t) >= 15 {
		provider = ` locale_provider libc`
	}
	c := s.open(t, "ascii", ` encoding 'SQL_ASCII'`+provider+` lc_collate 'C' lc_ctype 'C' template template0`)
	c.exec(t, `create schema crm`, `create table crm.deals as
		select 1 as id, 'Bonn' as source, 'won' as status, timestamptz '2024-05-02 12:00Z' as closed_at, 7 as amount`)
	c.grant(t)
	return c
}
