package rollup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// sums writes the SQL of one rollup's sums.
type sums struct {
	Definition
	context sqlgen.Context
	kind    crm.Type // of the time; "" for states
}

func (k *kept) sums(c sqlgen.Context, n int) (sums, error) {
	return sumsOf(c, k.rollups[n])
}

func sumsOf(c sqlgen.Context, d Definition) (sums, error) {
	if d.Time == "" {
		return sums{d, c, ""}, nil
	}
	f, err := c.Mapping.Field(d.Entity, d.Time)
	if err != nil {
		return sums{}, err
	}
	return sums{d, c, f.Type}, nil
}

func quote(name string) string { return pq.QuoteIdentifier(name) }

// apart are the columns that tell sums apart: the beginning of a day or month, the keys and, of states, whether rows lack a start and, where
// amounts may be in another currency, the day of whose rate they have.
func (s sums) apart() []string {
	all := []string{`"at"`}
	for _, k := range s.Keys {
		all = append(all, quote(crm.KeyColumn(k)))
	}
	if s.Time == "" {
		all = append(all, `"startless"`)
		if s.read().Rated() {
			all = append(all, `"begun"`)
		}
	}
	return all
}

// read is what a question knows of the sums.
func (d Definition) read() *crm.Rollup {
	age, _ := d.age() // which has been checked
	r := &crm.Rollup{Entity: d.Entity, Time: d.Time, From: d.From, To: d.To, Keys: d.Keys, Values: d.Values, Converted: d.Converted, Age: age}
	if all := crm.References(d.Keys); len(all) > 0 {
		r.Reference = all[0]
	}
	return r
}

// columns of the tables: what tells sums apart, how many rows there are, and what each value comes to and how many rows have it. Of states all
// these are what has changed.
func (s sums) columns() []string {
	all := append(s.apart(), `"rows"`)
	if s.infers() {
		all = append(all, `"inferred"`, `"inferred begun"`)
	}
	for i := range s.Values {
		all = append(all, fmt.Sprintf(`"value %d"`, i+1), fmt.Sprintf(`"known %d"`, i+1))
	}
	return all
}

// infers reports whether some rows may not be recorded: those are counted apart, and how many of them have begun.
func (s sums) infers() bool {
	e, err := s.context.Mapping.Model.Entity(s.Entity)
	return err == nil && s.Time == "" && e.Inferred != ""
}

// counted is how rows of a FROM item count: under which values of the columns that tell sums apart, how often, and which.
type counted struct {
	from, sign, where string
	time              string // that decides on the day
	apart             []string
	inferred, begins  string // conditions: a row may be one that is not recorded, and begins; "" where all are recorded
	rated             sqlgen.Rated
}

// counts says how rows of a FROM item count, each as often as its sign (SQL) says.
func (s sums) counts(l level, from, alias, sign string) (counted, error) {
	if s.Time == "" {
		return s.changes(l, from, alias, sign)
	}
	keys, err := s.keysOf(alias)
	if err != nil {
		return counted{}, err
	}
	c := counted{from: from, sign: sign, time: alias + "." + quote(s.Time)}
	c.where = c.time + " is not null"
	currency := ""
	if n := slices.Index(s.Keys, "currency"); n >= 0 {
		if s.Converted {
			if c.rated, err = sqlgen.RatedRows(s.context, s.read(), alias); err != nil {
				return counted{}, err
			}
			keys[n] = c.rated.Currency
		}
		currency = "(" + keys[n] + ")"
	}
	at, err := sqlgen.SummedAt(s.context, l.months, s.kind, c.time, currency)
	c.apart = append([]string{at}, keys...)
	return c, err
}

// changes says how the states of rows count: as a change where each begins, and one back where it ends.
func (s sums) changes(l level, from, alias, sign string) (counted, error) {
	change, err := sqlgen.StateChanges(s.context, s.read(), alias, l.months)
	if err != nil {
		return counted{}, err
	}
	keys, err := s.keysOf(alias)
	if err != nil {
		return counted{}, err
	}
	apart := append(append([]string{change.At}, keys...), change.Startless)
	if change.Begun != "" {
		apart = append(apart, change.Begun)
	}
	return counted{
		from: from + " " + change.Join, sign: sign + " * " + change.Sign, where: change.Where, time: change.Time, apart: apart,
		inferred: change.Inferred, begins: change.Begins,
	}, nil
}

// keysOf is the SQL of the keys of rows of a FROM item.
func (s sums) keysOf(alias string) ([]string, error) {
	all := make([]string, len(s.Keys))
	for i, k := range s.Keys {
		if crm.IsKeyField(k) {
			all[i] = alias + "." + quote(k)
			continue
		}
		e, err := expression.Parse(k)
		if err == nil {
			all[i], err = sqlgen.Summand(s.context, s.read(), alias, e)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// ofRows selects the sums of a level over rows of a FROM item, each of which counts as often as its sign (SQL) says; "" for the condition (on the time,
// as %s) is all of them. Changes is the condition that a sum is not nothing.
func (s sums) ofRows(l level, from, alias, sign, condition string) (selection, changes string, err error) {
	c, err := s.counts(l, from, alias, sign)
	if err != nil {
		return "", "", err
	}
	columns := slices.Clone(c.apart)
	for i, name := range s.apart() {
		columns[i] += " as " + name
	}
	counts := []string{"sum(" + c.sign + ")"}
	if c.inferred != "" {
		counts = append(counts, fmt.Sprintf("sum(case when %s then %s else 0 end)", c.inferred, c.sign), fmt.Sprintf("sum(case when %s and %s then %s else 0 end)", c.inferred, c.begins, c.sign))
	}
	var some []string
	for _, count := range counts {
		columns, some = append(columns, count+"::bigint"), append(some, count+" <> 0")
	}
	for _, v := range s.Values {
		e, err := expression.Parse(v)
		if err != nil {
			return "", "", err
		}
		value, err := sqlgen.Summand(s.context, s.read(), alias, e)
		if err != nil {
			return "", "", err
		}
		sum := "0::numeric"
		if !s.context.Mapping.OnlyCounted(s.Entity, e) {
			summed := "(" + value + ")::numeric"
			if s.Converted && s.context.Mapping.Model.IsMoney(s.Entity, e) {
				summed += " * " + c.rated.Factor
			}
			sum = fmt.Sprintf("coalesce(sum(%s * %s), 0)::numeric", c.sign, summed)
			some = append(some, sum+" <> 0")
		}
		known := fmt.Sprintf("sum(%s * (case when %s is not null then 1 else 0 end))", c.sign, value)
		some = append(some, known+" <> 0")
		columns = append(columns, sum, known+"::bigint")
	}
	if condition != "" {
		c.where += " and " + fmt.Sprintf(condition, c.time)
	}
	with := ""
	if c.rated.With != "" {
		with = "with " + c.rated.With + "\n"
	}
	return fmt.Sprintf("%sselect %s from %s where %s group by %s", with, strings.Join(columns, ", "), c.from, c.where, s.by()), strings.Join(some, " or "), nil
}

// ofImage selects the sums of a level over the rows of the entity.
func (k *kept) ofImage(s sums, l level, sign, condition string) (string, error) {
	fields, err := k.fieldsOf(s.context, s.Definition)
	if err != nil {
		return "", err
	}
	image, err := sqlgen.Image(s.context, k.entity, fields)
	if err != nil {
		return "", err
	}
	selection, changes, err := s.ofRows(l, "(\n"+image+"\n) as image", "image", sign, condition)
	if s.Time == "" { // of which some have come and gone on one day
		selection += " having " + changes
	}
	return selection, err
}

// by are the numbers of the columns that tell sums apart.
func (s sums) by() string {
	all := make([]string, len(s.apart()))
	for i := range all {
		all[i] = fmt.Sprint(i + 1)
	}
	return strings.Join(all, ", ")
}

// again are the columns as sums of sums, and the condition that they are not nothing: of states, as many may have begun as have ended, but
// with other values.
func (s sums) again() (columns []string, some string) {
	columns = s.columns()
	var sums []string
	for i := len(s.apart()); i < len(columns); i++ {
		kind := "bigint"
		if strings.HasPrefix(columns[i], `"value`) {
			kind = "numeric"
		}
		if s.Time == "" || columns[i] == `"rows"` {
			sums = append(sums, "sum("+columns[i]+") <> 0")
		}
		columns[i] = fmt.Sprintf("sum(%s)::%s as %s", columns[i], kind, columns[i])
	}
	return columns, strings.Join(sums, " or ")
}

// ofDays selects the sums by month over those by day.
func (s sums) ofDays(days string) (string, error) {
	kind, currency := s.kind, ""
	switch {
	case s.Time == "":
		kind = crm.Time
	case slices.Contains(s.Keys, "currency"):
		currency = `days."currency"`
	}
	month, err := sqlgen.SummedAt(s.context, true, kind, `days."at"`, currency)
	columns, some := s.again()
	columns[0] = month + " as " + columns[0]
	return fmt.Sprintf("select %s from %s as days group by %s having %s", strings.Join(columns, ", "), days, s.by(), some), err
}
