package oracle_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// askParts asks as somebody of each of the sights, of sums and of rows, until so many questions have been answered of sums: what rows answer
// to who sees a part of them, the oracle has judged.
func (w world) askParts(t *testing.T, state, count uint64) {
	for i, s := range sights {
		part := w.part(t, s)
		asked, answered := uint64(0), uint64(0)
		for ; answered < count; asked++ {
			require.Less(t, asked, 1000*count, "%s is answered of rows", s.name)
			q := part.engine.generator(everyday+8000+uint64(i), state*1_000_000+asked).any()
			q.Zone, q.Currency = rolledSettings.zone, rolledSettings.currency
			if !part.engine.readsSums(t, q, answered%2 == 1) {
				continue
			}
			answered++
			text, _ := json.Marshal(q)
			require.NoError(t, part.alike(q), "as %s, question %d: %s", s.name, asked, text)
		}
		t.Logf("as %s, %d of %d questions are answered of sums", s.name, answered, asked)
	}
}

// restriction is that of the rule, as of somebody who has no rows.
func (s seen) restriction(t *testing.T, b *plan.Business) *crm.Restriction {
	p, err := s.policy(nil)
	require.NoError(t, err)
	restrictions, err := p.Restrictions(b)
	require.NoError(t, err)
	require.Len(t, restrictions, 2, "that of who is nobody, and the rule's")
	return restrictions[1]
}

// part is the company as somebody sees it, of sums and of rows alone.
func (w world) part(t *testing.T, s seen) restricted {
	guard, err := s.guard(nil)
	require.NoError(t, err)
	var email string
	require.NoError(t, w.db.Pool().QueryRowContext(t.Context(), "select email from crm.users where id = "+s.who).Scan(&email))
	w.guard, w.viewer = guard, plan.Viewer{Login: "m", Email: strings.ToUpper(email), Role: "Viewer"}
	rows := w
	rows.mapping = crm.Reference()
	return restricted{engine: w, alone: rows}
}

// readsSums reports whether a question of who sees a part is answered of sums, or of those of states.
func (w world) readsSums(t *testing.T, q asked, states bool) bool {
	e, err := w.engine(q)
	require.NoError(t, err)
	scope, err := e.Guard.For(t.Context(), e.DB, e.Business, w.viewer)
	require.NoError(t, err)
	e.Business = e.Restricted(scope.Restriction)
	return readsSums(e, q, states)
}
