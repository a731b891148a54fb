package detect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// scored are three tickets, two of them with a score, one of these the greatest.
const scored = `create table tickets (id int primary key, subject text, priority text, status text, created_at timestamptz, solved_at timestamptz, satisfaction_score int);
	insert into tickets values (1, 'a', 'high', 'solved', '2024-01-01Z', '2024-01-02Z', 5), (2, 'b', 'low', 'solved', '2024-01-01Z', '2024-01-03Z', 3), (3, 'c', 'low', 'open', '2024-01-05Z', null, null)`

func TestScoresOfTicketsAreAnswers(t *testing.T) {
	dsn := filled(t, scored)
	r, m := read(t, dsn)
	fields := m.Entities["surveys"].Fields
	require.Equal(t, "1 5/5 2024-01-02, 2 3/5 2024-01-03", value(t, dsn, m, "surveys", `string_agg(`+fields["ticket"]+` || ' ' || `+fields["score"]+` || '/' || `+fields["scale_max"]+
		` || ' ' || (`+fields["responded_at"]+` at time zone 'UTC')::date, ', ' order by `+fields["id"]+`)`))
	require.Equal(t, "'csat'", fields["kind"])
	require.Contains(t, r.YAML(i18n.English), "it counts when the ticket was solved")
	requireSingle(t, dsn, m)
}

func TestAnswersHaveATimeOfTheirOwn(t *testing.T) {
	_, m := read(t, filled(t, scored, `alter table tickets add column rated_at timestamptz; update tickets set rated_at = '2024-02-01Z' where satisfaction_score is not null`))
	require.Equal(t, `t."rated_at"`, m.Entities["surveys"].Fields["responded_at"])
}

// A scale of which nobody gave the greatest, and a score of a ticket that is not solved, are for people to tell.
func TestDoubtfulAnswersAreLeftToPeople(t *testing.T) {
	r, m := read(t, filled(t, strings.Replace(scored, "'2024-01-02Z', 5)", "'2024-01-02Z', 4)", 1)))
	require.NotContains(t, m.Entities["surveys"].Fields, "scale_max")
	require.Contains(t, r.YAML(i18n.English), "# scale_max: '5'")
	r, m = read(t, filled(t, strings.Replace(scored, "null, null)", "null, 2)", 1)))
	require.NotContains(t, m.Entities["surveys"].Fields, "responded_at")
	require.Contains(t, r.YAML(i18n.English), `# responded_at: t."solved_at"`)
}
