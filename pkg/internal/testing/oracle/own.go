package oracle

import (
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// OwnMapping adds to the reference schema what the model lacks: fields of each type, relations, an entity that relations lead to and
// from, and dimensions derived in each way.
const OwnMapping = `
base: reference
entities:
  accounts:
    extra:
      initial: {text: "upper(left(name, 1))"}
      european: {bool: region = 'EMEA'}
      landed_at: {time: first_won_at}
  deals:
    extra:
      closer: {to: users, key: closed_by}
      origin: {key: lead % 5}
      quarter_amount: {money: amount / 4}
      odds: {number: probability * 100}
      due_on: {date: expected_close_on}
  payments:
    extra:
      purchase: {to: purchases, key: '"order"'}
  purchases:
    from: crm.orders as o
    fields:
      id: {key: o.id}
      account: {to: accounts, key: o.account}
      rep: {to: users, key: o.owner}
      campaign: {to: campaigns, key: o.campaign}
      amount: {money: o.amount}
      currency: {currency: o.currency}
      bought_at: {time: o.ordered_at}
dimensions:
  deal_size: {entity: deals, buckets: amount, at: [5000, 20000]}
  odds_class: {entity: deals, buckets: odds, at: [25, 50.5]}
  took: {entity: deals, age: created_at, until: closed_at, at: [1, 30, 90]}
  landed: {entity: accounts, age: landed_at, at: [365]}
  begun_on: {entity: deals, weekday: created_at}
  begun_at: {entity: deals, hour_of_day: created_at}
  due_month: {entity: deals, month_of_year: due_on}
  strategic: {entity: deals, flag: quarter_amount >= 2500 and account.european}
  basket: {entity: purchases, buckets: amount, at: [500, 2000]}
`

// OwnKPIs are KPIs over what [OwnMapping] adds.
const OwnKPIs = `
measures:
  bought: {entity: purchases, time: bought_at, sum: amount}
  buying: {entity: purchases, time: bought_at, count: id}
  quarter: {entity: deals, time: closed_at, sum: quarter_amount, where: status = 'won'}
  strategic_deals: {entity: deals, time: closed_at, count: id, where: status = 'won' and account.european and odds > 10}
kpis:
  purchase_value: {title: Purchase value, description: Amounts., measure: bought, unit: money, better: higher, horizon: past}
  purchases_made: {title: Purchases, description: Purchases., measure: buying, unit: count, better: higher, horizon: past}
  quarter_won: {title: Quarter, description: A quarter., measure: quarter, unit: money, better: higher, horizon: past}
  strategic_won: {title: Strategic, description: Deals., measure: strategic_deals, unit: count, better: higher, horizon: past}
`

// purchase is an order as a row of the company's own entity.
type purchase struct{ *order }

func (p purchase) dimension(id string) (value, bool) {
	if id == "order_status" {
		return value{}, false
	}
	return p.order.dimension(id)
}

var (
	purchases  = events("purchases", bought, func(p purchase) *time.Time { return &p.OrderedAt }, func(a *asking, p purchase, f *fact) { orderAmount(a, p.order, f) })
	quarterWon = events("quarter won", deals, dealWon, func(a *asking, d *deal, f *fact) {
		f.money(a, times(d.Amount, number64(0.25)), d.Currency)
	})
	strategicWon = events("strategic won", deals, func(d *deal) *time.Time {
		return when(d.Probability != nil && *d.Probability > 0.1 && d.account != nil && is(d.account.Region, "EMEA"), dealWon(d))
	}, nil)
)

func bought(c *Company) (all []purchase) {
	for _, o := range c.orders {
		all = append(all, purchase{o})
	}
	return all
}

// ownKPIs are how [OwnKPIs] are computed.
var ownKPIs = map[string]kpi{
	"purchase_value": {horizon: past, value: func(c *cell) *float64 { return c.sum(purchases) }, running: true},
	"purchases_made": {horizon: past, value: func(c *cell) *float64 { return c.count(purchases) }, running: true},
	"quarter_won":    {horizon: past, value: func(c *cell) *float64 { return c.sum(quarterWon) }, running: true},
	"strategic_won":  {horizon: past, value: func(c *cell) *float64 { return c.count(strategicWon) }, running: true},
}

// classes are the values of dimensions that cut numbers, in their order, with the bounds between them.
var classes = map[string]struct {
	bounds                []float64
	keys, labels, russian []string
}{
	"deal_size":  {[]float64{5000, 20000}, []string{"<5000", "5000..20000", ">=20000"}, []string{"under 5,000", "5,000–20,000", "20,000 and more"}, []string{"до 5\u00a0000", "5\u00a0000–20\u00a0000", "от 20\u00a0000"}},
	"odds_class": {[]float64{25, 50.5}, []string{"<25", "25..50.5", ">=50.5"}, []string{"under 25", "25–50.5", "50.5 and more"}, []string{"до 25", "25–50,5", "от 50,5"}},
	"took":       {[]float64{1, 30, 90}, []string{"<1", "1..30", "30..90", ">=90"}, []string{"under 1 day", "1–30 days", "30–90 days", "90 days and more"}, []string{"до 1 дня", "1–30 дней", "30–90 дней", "от 90 дней"}},
	"landed":     {[]float64{365}, []string{"<365", ">=365"}, []string{"under 365 days", "365 days and more"}, []string{"до 365 дней", "от 365 дней"}},
	"basket":     {[]float64{500, 2000}, []string{"<500", "500..2000", ">=2000"}, []string{"under 500", "500–2,000", "2,000 and more"}, []string{"до 500", "500–2\u00a0000", "от 2\u00a0000"}},
}

// OwnDimensions are the dimensions of [OwnMapping].
var OwnDimensions = []string{"initial", "european", "closer", "origin", "purchase", "deal_size", "odds_class", "took", "landed", "begun_on",
	"begun_at", "due_month", "strategic", "basket"}

// OwnLabels are labels of [OwnDimensions].
func (c *Company) OwnLabels() map[string][]string {
	parts := partLabels()
	labels := map[string][]string{
		"european": {"Yes", "No"}, "strategic": {"Yes", "No"}, "begun_on": parts["weekday"], "begun_at": parts["hour_of_day"], "due_month": parts["month_of_year"],
		"initial": {"A", "B", "M"}, "origin": {"0", "1", "4"}, "purchase": {"1", "2"}, "closer": c.Labels()["rep"],
	}
	for id, class := range classes {
		labels[id] = class.labels
	}
	return labels
}

// ownDimension is a row's value of a dimension of the company's own; false for other dimensions.
func (a *asking) ownDimension(s subject, id string) (value, bool) {
	if !slices.Contains(OwnDimensions, id) {
		return value{}, false
	}
	var d *deal
	var k *account
	var o *order
	switch r := s.(type) {
	case occurrence:
		return a.ownDimension(r.subject, id)
	case fact:
		return a.ownDimension(r.subject, id)
	case *account:
		k = r
	case *deal:
		d, k = r, r.account
	case *version:
		d, k = r.deal, r.deal.account
	case *activity:
		d, k = r.deal, r.account
	case *ticket:
		k = r.account
	case *order:
		d, k = r.deal, r.account
	case purchase:
		k, o = r.account, r.order
	case *payment:
		k, o = r.account, r.order
		if o != nil {
			d = o.deal
		}
	default:
		return value{}, false
	}
	if d == nil {
		d = &deal{}
	}
	if k == nil {
		k = &account{}
	}
	if o == nil {
		o = &order{}
	}
	return a.ofOwn(d, k, o, id), true
}

// ofOwn is the value of a deal, an account or a purchase, each of which may be none at all.
func (a *asking) ofOwn(d *deal, k *account, o *order, id string) value {
	known := func(v value, _ bool) value { return v }
	switch id {
	case "initial":
		initial := ""
		for _, first := range k.Name {
			initial = strings.ToUpper(string(first))
			break
		}
		return known(text(&initial))
	case "european":
		return truth3(k.Region != nil, k.Region != nil && *k.Region == "EMEA")
	case "closer":
		return known(ofUser(d.closedBy))
	case "origin":
		if d.Lead == nil {
			return value{none: true}
		}
		return known(named(*d.Lead%5, ""))
	case "purchase":
		if o.ID == 0 {
			return value{none: true}
		}
		return known(named(o.ID, ""))
	case "deal_size":
		at := d.CreatedAt
		if d.ClosedAt != nil {
			at = *d.ClosedAt
		}
		return a.sized(id, d.Amount, d.Currency, at)
	case "basket":
		return a.sized(id, o.Amount, o.Currency, o.OrderedAt)
	case "odds_class":
		return classOf(id, times(d.Probability, number64(100)))
	case "took":
		if instantOf(d.ClosedAt) == nil || endless(d.CreatedAt) {
			return value{none: true}
		}
		return classOf(id, number64(float64(daysFrom(a.calendar.Date(d.CreatedAt), a.calendar.Date(*d.ClosedAt)))))
	case "landed":
		if instantOf(k.FirstWonAt) == nil {
			return value{none: true}
		}
		return classOf(id, number64(float64(daysFrom(a.calendar.Date(*k.FirstWonAt), a.calendar.Date(a.now)))))
	case "begun_on":
		return a.partOf("weekday", d.CreatedAt)
	case "begun_at":
		return a.partOf("hour_of_day", d.CreatedAt)
	case "due_month":
		if d.ExpectedCloseOn == nil || !isDay(*d.ExpectedCloseOn) {
			return value{none: true}
		}
		return a.partOf("month_of_year", a.midnight(*d.ExpectedCloseOn))
	}
	// strategic: what is false is so whatever the other side is.
	european, large := d.account != nil && is(d.account.Region, "EMEA"), d.Amount != nil && *d.Amount/4 >= 2500
	knownEuropean, knownLarge := d.account != nil && d.account.Region != nil, d.Amount != nil
	return truth3(knownEuropean && knownLarge || knownEuropean && !european || knownLarge && !large, european && large)
}

// truth3 is yes, no or not known.
func truth3(known, holds bool) value {
	switch {
	case !known:
		return value{none: true}
	case holds:
		return value{key: "true", label: "Yes", russian: "Да"}
	}
	return value{key: "false", label: "No", russian: "Нет"}
}

// partOf is a part of a time that a row may not have.
func (a *asking) partOf(part string, at time.Time) value {
	if endless(at) {
		return value{none: true}
	}
	v, _ := occurrence{fact{from: at, event: instant}, a.calendar}.dimension(part)
	return v
}

// sized is the class of an amount in the reporting currency; none without an amount or a rate.
func (a *asking) sized(id string, amount *float64, currency *string, at time.Time) value {
	f := fact{from: at}
	f.money(a, amount, currency)
	if f.unknown || f.lacks != nil {
		return value{none: true}
	}
	return classOf(id, &f.value)
}

func classOf(id string, number *float64) value {
	if number == nil {
		return value{none: true}
	}
	class, i := classes[id], 0
	for i < len(class.bounds) && *number >= class.bounds[i] {
		i++
	}
	return value{key: class.keys[i], label: class.labels[i], russian: class.russian[i]}
}

func daysFrom(from, to calendar.Date) int {
	return int(to.Start(time.UTC).Sub(from.Start(time.UTC)) / (24 * time.Hour))
}

// ownPlace is where a value stands in the order of a dimension of the company's own.
func (a *asking) ownPlace(dimension, key string) string {
	switch dimension {
	case "begun_on":
		return partPlace("weekday", key, a.calendar.WeekStart)
	case "begun_at":
		return partPlace("hour_of_day", key, a.calendar.WeekStart)
	case "due_month":
		return partPlace("month_of_year", key, a.calendar.WeekStart)
	case "european", "strategic":
		return string(rune('a' + slices.Index([]string{"true", "false"}, key)))
	}
	if class, ok := classes[dimension]; ok {
		return string(rune('a' + slices.Index(class.keys, key)))
	}
	return ""
}
