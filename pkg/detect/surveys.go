package detect

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// scales are the greatest scores of surveys of satisfaction.
var scales = []int64{5, 10, 100}

// surveys finds the score that a customer gave a ticket, where no table has the answers to surveys: each ticket with a score has one.
func (f *finder) surveys(ctx context.Context) error {
	tickets := f.suggestion("tickets")
	if tickets == nil || tickets.made != "" || tickets.newest != nil || tickets.field("id") == nil || f.given("surveys") || f.suggestion("surveys") != nil {
		return nil
	}
	score := tickets.table.like(of(whole, decimal), names().Scores...)
	if score == nil || score.sample.empty() {
		return nil
	}
	s := Suggestion{
		Entity: "surveys", Table: tickets.Table, table: tickets.table, of: f.entity("surveys"), Confidence: 0.6,
		Reason:     i18n.T("detect.surveys_of_tickets", "column", score.name, "table", tickets.table.Name),
		Conditions: append(slices.Clone(tickets.Conditions), Condition{SQL: score.as("t") + " is not null", Confidence: 0.8, Reason: i18n.T("detect.answered_only")}),
	}
	for _, same := range []struct{ field, of string }{{"id", "id"}, {"ticket", "id"}, {"account", "account"}, {"agent", "agent"}} {
		if there := tickets.field(same.of); there != nil {
			copied := *there
			copied.Name = same.field
			s.Fields = append(s.Fields, copied)
		}
	}
	s.offer(Field{Name: "kind", SQL: "'csat'", Confidence: 0.6, Reason: i18n.T("detect.satisfaction")})
	s.offer(Field{Name: "score", SQL: score.as("t"), Confidence: 0.85, column: score, Reason: joined(i18n.Same(score.typeName), i18n.T("detect.named", "word", "satisfaction"))})
	scale, err := f.scale(ctx, tickets.table, score)
	if err != nil {
		return err
	}
	s.offer(scale)
	answered, err := f.answered(ctx, tickets, score)
	if err != nil {
		return err
	}
	s.offer(answered)
	f.replace(s)
	return nil
}

// scale is the greatest score that could be given. It is surely known only where somebody gave it.
func (f *finder) scale(ctx context.Context, t *table, score *column) (Field, error) {
	row, ok, err := f.asks(ctx, postgres.Statement{SQL: fmt.Sprintf("select min(%[1]s)::text, max(%[1]s)::text from %[2]s", quoted(score.name), t.sql())})
	field := Field{Name: "scale_max", SQL: "5", Confidence: 0.4, Reason: i18n.T("detect.scale_unknown")}
	if err != nil || !ok {
		return field, err
	}
	least, most := fmt.Sprint(row[0]), fmt.Sprint(row[1])
	for _, scale := range scales {
		low, bad := strconv.ParseFloat(least, 64)
		high, worse := strconv.ParseFloat(most, 64)
		if bad != nil || worse != nil || low < 0 || high > float64(scale) {
			continue
		}
		field.SQL = strconv.FormatInt(scale, 10)
		field.Reason = i18n.T("detect.scores_between", "least", least, "most", most)
		if high == float64(scale) {
			field.Confidence = 0.75
		}
		break
	}
	return field, nil
}

// answered is when the customer gave the score: a column that says so or, where every ticket with a score was solved, when it was.
func (f *finder) answered(ctx context.Context, tickets *Suggestion, score *column) (Field, error) {
	t := tickets.table
	if at := t.like(of(instant, local, day), names().ScoredAt...); at != nil {
		what, fit, note := fitting("surveys", fieldOf(f.entity("surveys"), "responded_at"), at, "t")
		return Field{Name: "responded_at", SQL: what.sql, Conversion: what.text, Confidence: 0.85 * fit, column: at, Reason: joined(i18n.Same(at.typeName), note)}, nil
	}
	field := Field{Name: "responded_at", SQL: "null::timestamptz", Confidence: 0.2, Reason: i18n.T("detect.scored_unknown")}
	solved := tickets.field("solved_at")
	if solved == nil || solved.Join != "" {
		return field, nil
	}
	field = *solved
	field.Name, field.Confidence = "responded_at", 0.45
	field.Reason = i18n.T("detect.scored_when_solved")
	row, ok, err := f.asks(ctx, postgres.Statement{SQL: fmt.Sprintf("select not exists (select from %s as t where %s is not null and (%s) is null)", t.sql(), score.as("t"), solved.SQL)})
	if err == nil && ok && row[0] == true {
		field.Confidence = 0.55
	}
	return field, err
}
