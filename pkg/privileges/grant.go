package privileges

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Role is the usual name of the role that a data source connects as.
const Role = "crmkpi_reader"

// limits are what a reading role is bound by. The pool of a data source has ten connections, another one listens for changes, and for a
// while two instances of a data source live side by side.
var limits = []struct{ setting, value string }{
	{"default_transaction_read_only", "on"},
	{"statement_timeout", "'60s'"},
	{"lock_timeout", "'5s'"},
	{"idle_in_transaction_session_timeout", "'60s'"},
}

// Exists reports whether there is a role of a name.
func Exists(ctx context.Context, db *postgres.DB, role string) (bool, error) {
	found := false
	err := db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		return s.Read(ctx, postgres.Statement{SQL: "select from pg_catalog.pg_roles where rolname = $1", Args: []any{role}}, func(postgres.Row) error {
			found = true
			return nil
		})
	})
	return found, err
}

// SQL are the statements after which a role can read what is needed, and nothing else that has not been granted to everyone. A role that
// exists loses what it had in the same schemas.
func (n *Needs) SQL(role string, exists bool, language i18n.Language) string {
	to := pq.QuoteIdentifier(role)
	var lines []string
	add := func(format string, arguments ...any) { lines = append(lines, fmt.Sprintf(format, arguments...)) }
	say := func(text i18n.Text) {
		for line := range strings.Lines(text.In(language)) {
			add("-- %s", strings.TrimSpace(line))
		}
	}
	say(i18n.T("grant.head", "database", n.Database))
	if exists {
		say(i18n.T("grant.exists", "role", role))
	}
	add("begin;")
	verb := "create"
	if exists {
		verb = "alter"
	}
	add("%s role %s login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls connection limit 25;", verb, to)
	say(i18n.T("grant.password", "role", to))
	for _, l := range limits {
		add("alter role %s set %s = %s;", to, l.setting, l.value)
	}
	add("grant connect on database %s to %s;", pq.QuoteIdentifier(n.Database), to)
	for _, schema := range n.Schemas {
		if exists {
			add("revoke all on all tables in schema %s from %s;", pq.QuoteIdentifier(schema), to)
		}
		add("grant usage on schema %s to %s;", pq.QuoteIdentifier(schema), to)
	}
	byName := func(a, b crm.Table) int { return strings.Compare(a.Schema+"\x00"+a.Name, b.Schema+"\x00"+b.Name) }
	for _, t := range slices.SortedFunc(maps.Keys(n.Columns), byName) {
		columns := make([]string, len(n.Columns[t]))
		for i, c := range n.Columns[t] {
			columns[i] = pq.QuoteIdentifier(c)
		}
		list := ""
		if len(columns) > 0 {
			list = " (" + strings.Join(columns, ", ") + ")"
		}
		add("grant select%s on %s.%s to %s;", list, pq.QuoteIdentifier(t.Schema), pq.QuoteIdentifier(t.Name), to)
	}
	add("commit;")
	return strings.Join(lines, "\n") + "\n"
}
