package detect

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// amounts adds up the lines of orders and of deals that have no amount of their own.
func (f *finder) amounts(ctx context.Context) error {
	for _, entity := range []string{"orders", "deals"} {
		s := f.suggestion(entity)
		if s == nil || s.field("amount") != nil {
			continue
		}
		id := s.field("id")
		if id == nil || id.column == nil {
			continue
		}
		l := f.linesOf(s, id.column)
		if l == nil {
			f.paid(s, id.column)
			continue
		}
		if err := f.look(ctx, l.table); err != nil {
			return err
		}
		s.offer(l.amount(id.column))
	}
	f.linesLessDiscount()
	return nil
}

// paid adds up the payments of orders that have neither an amount nor lines.
func (f *finder) paid(s *Suggestion, id *column) {
	payments := f.suggestion("payments")
	if s.Entity != "orders" || payments == nil {
		return
	}
	of, amount := keyTo(payments, s, id), payments.anyField("amount")
	if of == nil || amount == nil || amount.column == nil {
		return
	}
	l := lines{table: payments.table, of: of, total: amount.column}
	sum := l.amount(id)
	sum.Confidence = min(0.65, amount.Confidence)
	sum.Reason = joined(i18n.T("detect.sum_of_payments", "table", payments.table.Name, "column", of.name), amount.Reason)
	if status := payments.table.like(outcomes, names().Fields["status"]...); status != nil && len(status.sample.values) > 1 {
		sum.Confidence = min(sum.Confidence, 0.45)
		sum.Reason = joined(sum.Reason, i18n.T("detect.payments_of_states", "column", status.name, "values", shown(status.sample.values)))
	}
	s.offer(sum)
}

func outcomes(c *column) bool { return c.kind == words && c.sample.few() }

// linesLessDiscount takes the discount off the price of order lines, where it is known what it means.
func (f *finder) linesLessDiscount() {
	s := f.suggestion("order_lines")
	if s == nil || s.field("unit_price") == nil {
		return
	}
	l := lines{table: s.table, price: s.field("unit_price").column, discount: discountOf(s.table)}
	if l.price == nil || l.discount == nil || l.discount == l.price {
		return
	}
	price := s.field("unit_price")
	factor, sure, why := l.reduction("t")
	price.Reason = joined(price.Reason, why)
	if sure >= Sure {
		price.reads(plain(price.SQL + factor))
		price.Confidence = min(price.Confidence, sure)
	}
}

func discountOf(t *table) *column {
	return t.like(of(whole, decimal), names().Discounts...)
}

// lines is a table that has several rows for each row of another.
type lines struct {
	table           *table
	of              *column // whose line it is
	price, quantity *column
	total           *column // of the line, where it has neither price nor quantity; discounts are taken off
	discount        *column
}

// linesOf finds the table of the lines of a suggestion, the one whose name is most like it.
func (f *finder) linesOf(s *Suggestion, id *column) *lines {
	var found *lines
	most := 0.0
	for _, t := range f.tables {
		if t == s.table || f.known.separate(t, s.table) {
			continue
		}
		if l, score := linesIn(t, s, id); score > most {
			found, most = l, score
		}
	}
	return found
}

// linesIn reads a table as lines, and tells how likely it is that they are.
func linesIn(t *table, s *Suggestion, id *column) (*lines, float64) {
	tokens, score := withoutPrefix(split(t.Name)), 0.0
	for _, word := range tokens {
		if hasWord(names().Returns, word) {
			return nil, 0
		}
	}
	own := withoutPrefix(split(s.Table.Name))
	if hasWord(names().Lines, last(tokens)) {
		score += 0.4
	}
	if len(tokens) > len(own) && slices.Equal(tokens[:len(own)], own) {
		score += 0.3
	}
	if like, _ := tableLike(t.tokens, "order_lines"); like >= 0.85 && s.Entity == "orders" {
		score += 0.3
	}
	l := &lines{table: t}
	for _, c := range t.columns {
		switch {
		case !c.readable || !comparable(c, id):
		case c.refers == s.Table && c.refersTo == id.name:
			l.of = c
			score += 0.2
			if t.isLinesOf(s.table) {
				score += 0.2
			}
		case l.of == nil && c.refers == (crm.Table{}) && (sameKey(c, id) || c.leads(s.table)):
			l.of = c
		}
	}
	number := func(c *column) bool { return of(whole, decimal)(c) && c != l.of }
	fields := names().Entities["order_lines"].Fields
	l.price, l.quantity = t.like(number, fields["unit_price"]...), t.like(number, names().Quantities...)
	l.discount = discountOf(t)
	if l.price == nil || l.quantity == nil {
		l.price, l.quantity, l.discount = nil, nil, nil
		l.total = t.like(number, names().LineTotals...)
	}
	if l.of == nil || l.price == nil && l.total == nil || score < 0.4 {
		return nil, 0
	}
	return l, score
}

func hasWord(known []string, word string) bool {
	return slices.ContainsFunc(known, func(k string) bool { return slices.Equal(split(k), []string{word}) })
}

// amount is the sum of the lines, which are grouped before they are joined, so that they multiply nothing.
func (l *lines) amount(id *column) Field {
	confidence, reason := 0.75, i18n.T("detect.sum_of_lines", "table", l.table.Name, "column", l.of.name)
	var product string
	switch {
	case l.total != nil:
		product = money(l.total, "l")
	case l.discount != nil:
		factor, sure, why := l.reduction("l")
		product, confidence, reason = money(l.price, "l")+" * "+l.quantity.as("l")+factor, min(confidence, sure), joined(reason, why)
	default:
		product = money(l.price, "l") + " * " + l.quantity.as("l")
	}
	where := ""
	if kept := deletedRows(l.table, "l"); kept != "" {
		where = " where " + kept
	}
	key := quoted("key")
	return Field{
		Name: "amount", SQL: `"lines"."amount"`, Confidence: confidence, Reason: reason,
		Join: fmt.Sprintf(`left join (select %s as %s, sum(%s) as "amount" from %s%s group by %s) as "lines" on "lines".%s = %s`,
			l.of.as("l"), key, product, l.table.as("l"), where, l.of.as("l"), key, id.as("t")),
	}
}

// money is a column of money as SQL.
func money(c *column, alias string) string {
	sql := c.as(alias)
	if c.typeName == "money" {
		sql += "::numeric"
	}
	if part := parts[last(withoutCurrency(c.tokens))]; part.conversion != "" {
		return fmt.Sprintf("%s / %s", sql, part.divisor)
	}
	return sql
}

// percents are words in the name of a column that holds percent.
var percents = []string{"percent", "pct", "percentage", "perc", "prozent", "процент"}

// reduction is the factor by which a discount reduces a line, as far as what the column holds tells.
func (l *lines) reduction(alias string) (string, float64, i18n.Text) {
	s := l.discount.sample
	least, most, parted := 0.0, 0.0, false
	for _, v := range s.values {
		x, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return "", 0.3, i18n.Text{}
		}
		least, most, parted = min(least, x), max(most, x), parted || x > 0 && x < 1
	}
	sql := l.discount.as(alias)
	if s.someNull() || s.rows == 0 {
		sql = "coalesce(" + sql + ", 0)"
	}
	percent := slices.ContainsFunc(l.discount.tokens, func(word string) bool { return slices.Contains(percents, word) })
	switch {
	case least >= 0 && most <= 1 && parted && !percent:
		return " * (1 - " + sql + ")", 0.7, i18n.T("detect.less_share", "column", l.discount.name)
	case least >= 0 && most <= 100 && most > 1 && percent:
		return " * (1 - " + sql + " / 100.0)", 0.7, i18n.T("detect.less_percent", "column", l.discount.name)
	}
	return "", 0.3, i18n.T("detect.discount_unclear", "column", l.discount.name)
}
