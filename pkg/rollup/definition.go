// Package rollup keeps sums of a company's rows in its database, so that questions need not read the rows: how many there are and what they
// come to, for each day and each combination of a few keys. Triggers write down what changes, each row as it was and as it is, in the
// transaction that changes it; whoever reads adds that to the sums, in one snapshot, and so has exactly what the rows come to. A refresh
// merges what has been written down into the sums.
//
// Only an owner of the tables installs them, on purpose. The data source reads, see [crm.Rollup] and package sqlgen.
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
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Schema is where all of it is.
const Schema = "crmkpi_rollup"

// Plan is what is to be kept.
type Plan struct {
	Rollups []Definition `yaml:"rollups" json:"rollups"`
}

// Definition says by what the rows of an entity are summed.
type Definition struct {
	Entity string `yaml:"entity" json:"entity"`
	Time   string `yaml:"time,omitempty" json:"time,omitempty"` // the field by whose day in the business time zone; "" for states
	From   string `yaml:"from,omitempty" json:"from,omitempty"` // of states: an expression over fields, since when a row is there
	To     string `yaml:"to,omitempty" json:"to,omitempty"`     // and until when
	// Keys tell sums apart: fields, those of what one of them names, too, as account.region, and conditions on fields, as qualified_at is not null.
	Keys   []string `yaml:"keys,flow" json:"keys,omitempty"`
	Values []string `yaml:"values,flow" json:"values,omitempty"` // expressions over fields, summed and counted
	// Converted keeps amounts in the reporting currency, at the rate of their day: by far fewer sums, which do not tell by what currency they are.
	Converted bool `yaml:"converted,omitempty" json:"converted,omitempty"`
	// Grain is "month" where sums by day would hardly be fewer than the rows; "" for both.
	Grain string `yaml:"grain,omitempty" json:"grain,omitempty"`
}

// Parse reads a plan from YAML and checks its names against the mapping.
func Parse(text []byte, m crm.Mapping) (Plan, error) {
	var p Plan
	if err := crm.Strict(text, &p); err != nil {
		return p, err
	}
	if len(p.Rollups) == 0 {
		return p, fault.New("rollup.none")
	}
	for i, d := range p.Rollups {
		if err := d.check(m); err != nil {
			return p, fault.At(i18n.Same(fmt.Sprintf("rollups[%d]", i)), err)
		}
		for n, key := range d.Keys {
			e, err := expression.Parse(key)
			if err == nil {
				p.Rollups[i].Keys[n], err = sqlgen.KeyCondition(e, sqlgen.Arguments{})
			}
			if err != nil {
				return p, fault.At(i18n.Same(fmt.Sprintf("rollups[%d]", i)), err)
			}
		}
		slices.Sort(p.Rollups[i].Keys)
		slices.Sort(p.Rollups[i].Values)
	}
	return p, nil
}

// Text says by what times rows are summed.
func (d Definition) Text() string {
	return plan.RollupNeed{Time: d.Time, From: d.From, To: d.To}.Text()
}

func (d Definition) check(m crm.Mapping) error {
	if err := d.checkKeys(m); err != nil {
		return err
	}
	if err := d.checkTimes(m); err != nil {
		return err
	}
	if d.Converted && (d.Time == "" || !slices.Contains(d.Keys, "currency") || m.Available("currency_rates", "rate") != nil) {
		return fault.New("rollup.not_converted", "entity", d.Entity)
	}
	if d.Grain != "" && d.Grain != monthly {
		return fault.New("rollup.grain", "grain", d.Grain)
	}
	for _, v := range d.Values {
		if err := d.checkValue(m, v); err != nil {
			return err
		}
	}
	return nil
}

// checkKeys wants fields of the entity itself, or of what one reference names, and conditions on such.
func (d Definition) checkKeys(m crm.Mapping) error {
	for _, key := range d.Keys {
		e, err := expression.Parse(key)
		if err != nil {
			return err
		}
		if err := d.checkKey(m, e); err != nil {
			return err
		}
	}
	if all := crm.References(d.Keys); len(all) > 1 {
		return fault.New("rollup.two_references", "entity", d.Entity, "one", all[0], "other", all[1])
	}
	return nil
}

func (d Definition) checkKey(m crm.Mapping, key expression.Expression) error {
	if !key.IsPath() && !plan.Steady(m, d.Entity, key) {
		return fault.New("rollup.not_a_condition", "entity", d.Entity, "condition", key.String())
	}
	for _, path := range key.Paths() {
		through := strings.Contains(path, ".")
		fields, err := m.Through(d.Entity, path)
		if !through {
			fields, err = m.Stored(d.Entity, path)
		}
		switch known := err == nil && (!key.IsPath() || slices.Equal(fields, []string{path})); {
		case known && (through || m.IsStored(d.Entity, fields[0])):
		case through:
			return fault.New("rollup.not_referred", "entity", d.Entity, "field", path)
		default:
			return fault.New("rollup.not_a_field", "entity", d.Entity, "field", path)
		}
	}
	return nil
}

// checkTimes wants a time, or both ends of a state.
func (d Definition) checkTimes(m crm.Mapping) error {
	if (d.Time == "") != (d.From != "" && d.To != "") || d.Time != "" && d.From+d.To != "" {
		return fault.New("rollup.time_or_state", "entity", d.Entity)
	}
	if d.Time != "" {
		if !m.IsStored(d.Entity, d.Time) {
			return fault.New("rollup.not_a_field", "entity", d.Entity, "field", d.Time)
		}
		return d.checkTime(m, d.Time, crm.Time, crm.Date)
	}
	for _, end := range []string{d.From, d.To} {
		if err := d.checkValue(m, end, "timezone"); err != nil {
			return err
		}
		if e, err := expression.Parse(end); err != nil || !e.IsPath() {
			continue // of what is computed, the database knows the type
		}
		if err := d.checkTime(m, end, crm.Time); err != nil {
			return err
		}
	}
	return nil
}

func (d Definition) checkTime(m crm.Mapping, field string, allowed ...crm.Type) error {
	if f, err := m.Field(d.Entity, field); err != nil || !slices.Contains(allowed, f.Type) {
		return fault.New("rollup.not_a_time", "entity", d.Entity, "field", field)
	}
	return nil
}

// checkValue wants an expression over fields of the entity itself, which may name some parameters.
func (d Definition) checkValue(m crm.Mapping, text string, parameters ...string) error {
	e, err := expression.Parse(text)
	if err != nil {
		return fault.At(i18n.Same(text), err)
	}
	foreign := func(path string) bool { return strings.Contains(path, ".") }
	unknown := func(name string) bool { return !slices.Contains(parameters, name) }
	if _, err := m.StoredIn(d.Entity, e); err != nil || slices.ContainsFunc(e.Paths(), foreign) || slices.ContainsFunc(e.Parameters(), unknown) {
		return fault.New("rollup.not_a_value", "entity", d.Entity, "value", text)
	}
	return nil
}

// expressions are what is summed, by what times and by what keys it is.
func (d Definition) expressions() []string {
	all := slices.Concat([]string{d.Time, d.From, d.To}, d.Keys, d.Values)
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// monthly is the grain of sums of which there are none by day.
const monthly = "month"

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
const version = 1

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
	k.nameLogs(r, func(suffix string) string { return k.name("log" + suffix) })
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
