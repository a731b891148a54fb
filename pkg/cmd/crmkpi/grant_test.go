package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/built"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// What the built command prints makes, run by the owner, a role that answers as the owner does, and reads nothing else.
func TestGrant(t *testing.T) {
	binary := built.Command(t)
	run := func(args ...string) (stdout, stderr string) {
		t.Helper()
		var out, wrong strings.Builder
		cmd := exec.Command(binary, args...)
		cmd.Stdout, cmd.Stderr = &out, &wrong
		require.NoError(t, cmd.Run(), "crmkpi %q: %s", args, &wrong)
		return out.String(), wrong.String()
	}

	dsn := writable(t)
	owner := pgtest.Open(t, dsn)
	_, err := owner.Exec(`create table crm.payroll (id int); create schema hr; create table hr.salaries (id int); alter table crm.users add column salary int`)
	require.NoError(t, err)
	role := `Reader "` + strings.ToLower(rand.Text()[:8]) + `"`
	quoted := pq.QuoteIdentifier(role)
	t.Cleanup(func() {
		_, err := owner.Exec("drop owned by " + quoted + "; drop role " + quoted)
		require.NoError(t, err)
	})
	reader, err := url.Parse(dsn)
	require.NoError(t, err)
	reader.User = url.UserPassword(role, role)

	for range 2 { // the second time, there is the role already
		script, said := run("grant", "--dsn", dsn, "--role", role)
		require.Empty(t, said)
		_, err = owner.Exec(script)
		require.NoError(t, err, "what is printed can be run as it is")
		_, err = owner.Exec("alter role " + quoted + " password " + pq.QuoteLiteral(role))
		require.NoError(t, err)

		asked := []string{"query", "--kpi", "revenue", "--kpi", "win_rate", "--kpi", "open_tickets", "--group-by", "region", "--from", "2026-01-01", "--to", "2026-03-01", "--now", now, "--format", "json"}
		var byOwner, byReader answerJSON
		for from, answer := range map[string]*answerJSON{dsn: &byOwner, reader.String(): &byReader} {
			text, _ := run(append(asked, "--dsn", from)...)
			require.NoError(t, json.Unmarshal([]byte(text), answer))
		}
		require.NotEmpty(t, byOwner.Rows)
		require.Equal(t, byOwner.Rows, byReader.Rows)
	}

	text, _ := run("check", "--dsn", reader.String(), "--budget", "1s")
	require.Contains(t, text, "Which version the reference schema crm has is not known")
	require.NotContains(t, text, "denied")

	as := pgtest.Open(t, reader.String())
	for _, statement := range []string{
		"select * from crm.payroll", "select * from hr.salaries", "select salary from crm.users", "select * from crm.users",
		"insert into crm.users (id, name) values (-1, 'Eve')", "update crm.deals set amount = 0", "delete from crm.deals", "create table crm.mine (id int)",
	} {
		tx, err := as.Begin()
		require.NoError(t, err)
		_, err = tx.Exec("set transaction read write")
		require.NoError(t, err)
		_, err = tx.Exec(statement)
		refused, ok := errors.AsType[*pq.Error](err)
		require.True(t, ok, "%s: %v", statement, err)
		require.Equal(t, pqerror.InsufficientPrivilege, refused.Code, statement)
		require.NoError(t, tx.Rollback())
	}
}
