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
	kind    crm.Type // of the time
}

func (k *kept) sums(c sqlgen.Context, n int) (sums, error) {
	f, err := c.Mapping.Field(k.entity, k.rollups[n].Time)
	if err != nil {
		return sums{}, err
	}
	return sums{k.rollups[n], c, f.Type}, nil
}

func quote(name string) string { return pq.QuoteIdentifier(name) }

// columns of the tables: the beginning of a day or month, the keys, how many rows there are, and what each value comes to and how many rows have it.
func (s sums) columns() []string {
	all := []string{`"at"`}
	for _, k := range s.Keys {
		all = append(all, quote(k))
	}
	all = append(all, `"rows"`)
	for i := range s.Values {
		all = append(all, fmt.Sprintf(`"value %d"`, i+1), fmt.Sprintf(`"known %d"`, i+1))
	}
	return all
}

// ofRows selects the sums of a level over rows of a FROM item, each of which counts as often as its sign (SQL) says. Changes is the condition
// that a sum is not nothing.
func (s sums) ofRows(l level, from, alias, sign string) (selection, changes string, err error) {
	time, currency := alias+"."+quote(s.Time), ""
	if slices.Contains(s.Keys, "currency") {
		currency = alias + "." + quote("currency")
	}
	at, err := sqlgen.SummedAt(s.context, l.months, s.kind, time, currency)
	if err != nil {
		return "", "", err
	}
	columns := []string{at + ` as "at"`}
	for _, k := range s.Keys {
		columns = append(columns, alias+"."+quote(k))
	}
	rows := "sum(" + sign + ")"
	columns = append(columns, rows+"::bigint")
	some := []string{rows + " <> 0"}
	for _, v := range s.Values {
		e, err := expression.Parse(v)
		if err != nil {
			return "", "", err
		}
		value, err := sqlgen.Summand(s.context, s.Entity, alias, e)
		if err != nil {
			return "", "", err
		}
		sum := "0::numeric"
		if !s.context.Mapping.OnlyCounted(s.Entity, e) {
			sum = fmt.Sprintf("coalesce(sum(%s * (%s)::numeric), 0)::numeric", sign, value)
			some = append(some, sum+" <> 0")
		}
		known := fmt.Sprintf("sum(%s * (case when %s is not null then 1 else 0 end))", sign, value)
		some = append(some, known+" <> 0")
		columns = append(columns, sum, known+"::bigint")
	}
	return fmt.Sprintf("select %s from %s where %s is not null group by %s", strings.Join(columns, ", "), from, time, s.by()), strings.Join(some, " or "), nil
}

// ofImage selects the sums of a level over the rows of the entity.
func (k *kept) ofImage(s sums, l level, sign string) (string, error) {
	selection, _, err := s.ofRows(l, "(\n"+k.image+"\n) as image", "image", sign)
	return selection, err
}

// by are the numbers of the columns that tell sums apart.
func (s sums) by() string {
	all := make([]string, 1+len(s.Keys))
	for i := range all {
		all[i] = fmt.Sprint(i + 1)
	}
	return strings.Join(all, ", ")
}

// again are the columns as sums of sums.
func (s sums) again() string {
	all := s.columns()
	for i := 1 + len(s.Keys); i < len(all); i++ {
		kind := "bigint"
		if strings.HasPrefix(all[i], `"value`) {
			kind = "numeric"
		}
		all[i] = fmt.Sprintf("sum(%s)::%s as %s", all[i], kind, all[i])
	}
	return strings.Join(all, ", ")
}
