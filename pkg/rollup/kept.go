package rollup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// kept is all that is kept of one entity: its logs serve all of its rollups.
type kept struct {
	entity  string
	fields  []string // that sums depend on: the entity's own, sorted, and those of what it refers to
	rollups []Definition
	image   string // SELECT of the fields
	logs    []log
	id      string // tells it from what is kept of the same entity in another way
}

// log is what is written down of the rows of a table.
type log struct {
	sqlgen.Noted
	image  string // SELECT of the fields
	suffix string // of the names of what is about the table
}

// of sorts the definitions by entity.
func (p Plan) of(c sqlgen.Context) ([]*kept, error) {
	var all []*kept
	for _, d := range p.Rollups {
		i := slices.IndexFunc(all, func(k *kept) bool { return k.entity == d.Entity })
		if i < 0 {
			i, all = len(all), append(all, &kept{entity: d.Entity})
		}
		all[i].rollups = append(all[i].rollups, d)
	}
	for _, k := range all {
		if slices.ContainsFunc(k.rollups, func(d Definition) bool { return d.Age != k.rollups[0].Age }) {
			return nil, fault.At(place(k.entity), fault.New("rollup.ages"))
		}
		if err := k.read(c); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// read finds the fields and how they are read, which the id stands for: under another mapping, time zone or currency it is another one.
func (k *kept) read(c sqlgen.Context) error {
	for _, d := range k.rollups {
		behind, err := d.through(c.Mapping)
		if err != nil {
			return err
		}
		k.fields = append(k.fields, behind...)
		k.fields = append(k.fields, crm.References(d.Keys)...)
		for _, v := range d.expressions() {
			e, err := expression.Parse(v)
			if err != nil {
				return err
			}
			own := slices.DeleteFunc(e.Paths(), func(path string) bool { return strings.Contains(path, ".") })
			for _, path := range own {
				stored, err := c.Mapping.Stored(k.entity, path)
				if err != nil {
					return err
				}
				k.fields = append(k.fields, stored...)
			}
		}
	}
	slices.Sort(k.fields)
	k.fields = slices.Compact(k.fields)
	var err error
	if e, err := c.Mapping.Model.Entity(k.entity); err == nil && e.Inferred != "" {
		k.fields = append(k.fields, crm.InferredFlag)
	}
	if k.image, err = sqlgen.Image(c, k.entity, k.fields); err != nil {
		return err
	}
	if err := k.note(c); err != nil {
		return err
	}
	what := []any{version, k.rollups, k.image, c.Calendar.Location.String(), c.ReportingCurrency}
	for _, l := range k.logs {
		if l.suffix == rates {
			what = append(what, l.image)
		}
	}
	text, err := json.Marshal(what)
	sum := sha256.Sum256(text)
	k.id = hex.EncodeToString(sum[:4])
	return err
}

// through are the fields of what a reference names that the keys depend on, as account.region.
func (d Definition) through(m crm.Mapping) ([]string, error) {
	paths, err := crm.KeyPaths(d.Keys)
	var all []string
	for _, path := range paths {
		if !strings.Contains(path, ".") {
			continue
		}
		fields, err := m.Through(d.Entity, path)
		if err != nil {
			return nil, err
		}
		all = append(all, fields...)
	}
	return all, err
}

// fieldsOf are the fields without those that only other rollups reach through references: what is referred to twice makes two of a row.
func (k *kept) fieldsOf(c sqlgen.Context, d Definition) ([]string, error) {
	own, err := d.through(c.Mapping)
	other := func(field string) bool { return strings.Contains(field, ".") && !slices.Contains(own, field) }
	return slices.DeleteFunc(slices.Clone(k.fields), other), err
}

// note finds what is to be written down of which tables.
func (k *kept) note(c sqlgen.Context) error {
	tables, err := sqlgen.NotedOf(c, k.entity, k.fields)
	if err != nil {
		return err
	}
	for i, t := range tables {
		l := log{Noted: t}
		if i > 0 {
			l.suffix = wholes
		}
		k.logs = append(k.logs, l)
	}
	referred, err := sqlgen.NotedThrough(c, k.entity, k.fields)
	if err != nil {
		return err
	}
	for _, reference := range slices.Sorted(maps.Keys(referred)) {
		k.logs = append(k.logs, log{Noted: referred[reference], suffix: through(reference)})
	}
	if slices.ContainsFunc(k.rollups, func(d Definition) bool { return d.Converted }) {
		k.logs = append(k.logs, log{Noted: sqlgen.Noted{Entity: "currency_rates", Fields: []string{"currency", "rate", "valid_on"}}, suffix: rates})
	}
	for i := range k.logs {
		if k.logs[i].image, err = k.logs[i].Image(c); err != nil {
			return err
		}
	}
	return nil
}

// rates is the suffix of what is about the exchange rates; no reference has such a name.
const rates = "__rates"

// wholes is the suffix of what is about the rows that others are a part of.
const wholes = "_whole"

// through is the suffix of what is about the rows that a reference names.
func through(reference string) string { return "_" + reference }

// version changes when what is kept does.
const version = 2

// name quotes the name of something that is kept.
func (k *kept) name(what string) string {
	return pq.QuoteIdentifier(Schema) + "." + pq.QuoteIdentifier(k.plain(what))
}

func (k *kept) plain(what string) string {
	return fmt.Sprintf("%.40s_%s_%s", k.entity, k.id, what)
}

// level is one of the tables of a rollup.
type level struct {
	name   string
	months bool
}

// levels are the tables of a rollup, by its number, the finest first.
func (k *kept) levels(n int) []level {
	months := level{fmt.Sprintf("months_%d", n+1), true}
	if k.rollups[n].Grain == monthly {
		return []level{months}
	}
	return []level{{fmt.Sprintf("days_%d", n+1), false}, months}
}

// rollup is how a question finds one of the rollups.
func (k *kept) rollup(n int) crm.Rollup {
	d := k.rollups[n]
	r := d.read()
	k.nameLogs(r, func(suffix string) string { return k.name("noted" + suffix) })
	for _, l := range k.levels(n) {
		if l.months {
			r.Months = k.name(l.name)
		} else {
			r.Days = k.name(l.name)
		}
	}
	return *r
}

// nameLogs says where a rollup finds the logs, by their suffixes.
func (k *kept) nameLogs(r *crm.Rollup, name func(suffix string) string) {
	for _, l := range k.logs {
		switch {
		case l.suffix == "":
			r.Log = name("")
		case l.suffix == wholes:
			r.WholeLog = name(wholes)
		case l.suffix == rates && r.Converted:
			r.RatesLog = name(rates)
		case r.Reference != "" && l.suffix == through(r.Reference):
			r.ReferenceLog = name(l.suffix)
		}
	}
}
