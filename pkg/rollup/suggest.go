package rollup

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Refused is what a question needs and is not worth keeping, or cannot be kept.
type Refused struct {
	Need   plan.RollupNeed
	Reason error
}

const (
	// worth is how many rows each sum must stand for at least: else reading the rows is as fast.
	worth = 4
	// wider is how many times as many sums a question may have to read as it needs, before they are kept apart.
	wider = 2
	// looked is over how many of the last days of an entity's rows sums are counted.
	looked = 90
)

// Suggest chooses what to keep for questions: sums by the keys that each needs, or else by others that do as well, and by those of several at
// once where these are hardly more. How many sums there would be is counted over the last days that have rows. With an age, triggers need not follow the
// rows.
func Suggest(ctx context.Context, db *postgres.DB, c sqlgen.Context, needs []plan.RollupNeed, age string) (Plan, []Refused, error) {
	if _, err := (Definition{Age: age}).age(); err != nil {
		return Plan{}, nil, err
	}
	keepable := func(entity string) error {
		if age != "" {
			return nil
		}
		return followed(ctx, db.Pool(), c, entity)
	}
	var p Plan
	var refused []Refused
	for _, axis := range axes(needs) {
		if err := keepable(axis[0].Entity); err != nil {
			if !isFault(err) {
				return p, nil, err
			}
			refused = append(refused, Refused{axis[0], err})
			continue
		}
		sizes := &sizes{db: db.Pool(), context: c, of: axis[0], known: map[string]size{}, keepable: keepable}
		if axis[0].Time != "" {
			switch err := keepable("currency_rates"); {
			case err == nil:
				sizes.converts = c.Mapping.Available("currency_rates", "rate") == nil
			case !isFault(err):
				return p, nil, err
			}
		}
		var kept []candidate
		for _, need := range axis {
			best, err := sizes.choose(ctx, need)
			if err != nil {
				return p, nil, err
			}
			if !best.worth() {
				if one := (Refused{need, fault.New("rollup.not_worth", "rows", best.rows, "sums", best.sums, "days", looked)}); !said(refused, one) {
					refused = append(refused, one)
				}
				continue
			}
			kept = append(kept, best)
		}
		kept, err := sizes.join(ctx, kept)
		if err != nil {
			return p, nil, err
		}
		for _, k := range kept {
			d := Definition{Entity: k.Entity, Time: k.Time, From: k.From, To: k.To, Keys: k.Keys, Values: k.Values, Converted: k.converted(), Age: age}
			if k.monthly {
				d.Grain = monthly
			}
			p.Rollups = append(p.Rollups, d)
		}
	}
	return p, refused, nil
}

// axes are the needs by entity and times, each set of keys once, with the values of all that need it.
func axes(needs []plan.RollupNeed) [][]plan.RollupNeed {
	sorted := slices.Clone(needs)
	order := func(a, b plan.RollupNeed) int {
		return cmp.Or(cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Text(), b.Text()), cmp.Compare(len(a.Keys), len(b.Keys)), slices.Compare(a.Keys, b.Keys),
			slices.CompareFunc(a.Instead, b.Instead, slices.Compare), cmp.Compare(fmt.Sprint(a.Currencies), fmt.Sprint(b.Currencies)))
	}
	slices.SortStableFunc(sorted, order)
	var all [][]plan.RollupNeed
	for _, n := range sorted {
		last := len(all) - 1
		if last < 0 || all[last][0].Entity != n.Entity || all[last][0].Text() != n.Text() {
			all = append(all, []plan.RollupNeed{n})
			continue
		}
		if end := &all[last][len(all[last])-1]; slices.Equal(end.Keys, n.Keys) && slices.EqualFunc(end.Instead, n.Instead, slices.Equal) && end.Currencies == n.Currencies {
			end.Values = union(end.Values, n.Values)
			continue
		}
		all[last] = append(all[last], n)
	}
	return all
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

type candidate struct {
	plan.RollupNeed
	size
	monthly, converts bool
}

// converted reports whether amounts are kept in the reporting currency.
func (c candidate) converted() bool {
	return c.converts && !c.Currencies && slices.Contains(c.Keys, "currency")
}

// by are the keys that tell sums apart.
func (c candidate) by() []string {
	if !c.converted() {
		return c.Keys
	}
	return slices.DeleteFunc(slices.Clone(c.Keys), func(key string) bool { return key == "currency" })
}

type size struct{ rows, sums int }

func (s size) worth() bool { return s.sums*worth <= s.rows }

// sizes counts the sums that there would be of an entity by its times.
type sizes struct {
	db      *sql.DB
	context sqlgen.Context
	of      plan.RollupNeed
	known   map[string]size
	last    sql.NullString // the last time that rows count by, as the database writes it; not valid for none
	looked  bool           // for it

	converts bool               // amounts can be kept in the reporting currency
	keepable func(string) error // why rows of an entity cannot be kept
}

// choose finds the keys by which it is worth keeping what is needed, by day if it can be. Where it is not, it is the one by the keys needed.
func (s *sizes) choose(ctx context.Context, need plan.RollupNeed) (candidate, error) {
	all := [][]string{need.Keys}
	for _, keys := range need.Instead {
		switch err := s.keepable(referred(s.context, need.Entity, keys)); {
		case err == nil:
			all = append(all, keys)
		case !isFault(err):
			return candidate{}, err
		}
	}
	var refused candidate
	for _, months := range []bool{false, true} {
		if months && need.Days {
			break
		}
		for i, keys := range all {
			one := candidate{RollupNeed: need, monthly: months, converts: s.converts}
			one.Keys = keys
			found, err := s.count(ctx, one.by(), months)
			if err != nil {
				return candidate{}, err
			}
			if one.size = found; found.worth() {
				return one, nil
			}
			if i == 0 {
				refused = one
			}
		}
	}
	return refused, nil
}

// said reports whether the same has been refused, which may have been needed in two ways.
func said(all []Refused, one Refused) bool {
	return slices.ContainsFunc(all, func(r Refused) bool { return r.Text(i18n.English) == one.Text(i18n.English) })
}

// referred is the entity that some of the keys are fields of, behind a reference.
func referred(c sqlgen.Context, entity string, keys []string) string {
	f, err := c.Mapping.Field(entity, strings.Join(crm.References(keys), ""))
	if err != nil {
		return ""
	}
	return f.To
}

// isFault reports whether an error says what cannot be kept, and not that it could not be found out.
func isFault(err error) bool {
	_, ours := errors.AsType[*fault.Error](err)
	return ours
}

func (s *sizes) count(ctx context.Context, keys []string, months bool) (size, error) {
	id := fmt.Sprint(months, keys)
	if found, known := s.known[id]; known {
		return found, nil
	}
	k := kept{entity: s.of.Entity, rollups: []Definition{{Entity: s.of.Entity, Time: s.of.Time, From: s.of.From, To: s.of.To, Keys: keys}}}
	if err := k.read(s.context); err != nil {
		return size{}, err
	}
	sums, err := k.sums(s.context, 0)
	if err != nil {
		return size{}, err
	}
	rows, err := sums.counts(level{months: months}, "image", "image", "1")
	if err != nil {
		return size{}, err
	}
	image := "(\n" + k.image + "\n) as "
	if !s.looked {
		const last = "select max(%[1]s)::text from %[2]s where %[3]s and isfinite(%[1]s)"
		if err := s.read(ctx, fmt.Sprintf(last, rows.time, image+rows.from, rows.where), nil, &s.last); err != nil {
			return size{}, err
		}
		s.looked = true
	}
	kind := "timestamptz"
	if sums.kind == crm.Date {
		kind = "date"
	}
	// By ranges that do not depend on rows, so that an index on the time serves.
	const recent = `select coalesce(sum(rows), 0), count(*)
from (select count(*) as rows from %[2]s where %[3]s and %[1]s > $1::%[4]s - interval '%[5]d days' and %[1]s <= $1::%[4]s group by %[6]s) as sums`
	var found size
	err = s.read(ctx, fmt.Sprintf(recent, rows.time, image+rows.from, rows.where, kind, looked, strings.Join(rows.apart, ", ")), []any{s.last}, &found.rows, &found.sums)
	s.known[id] = found
	return found, err
}

// read runs a statement that has one row, with memory for many.
func (s *sizes) read(ctx context.Context, statement string, args []any, into ...any) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return postgres.Explain(err)
	}
	defer tx.Rollback() // it has only read
	if _, err := tx.ExecContext(ctx, generous); err != nil {
		return postgres.Explain(err)
	}
	return postgres.Explain(tx.QueryRowContext(ctx, statement, args...).Scan(into...))
}

// join keeps together what is hardly more than each of it, the smallest first.
func (s *sizes) join(ctx context.Context, all []candidate) ([]candidate, error) {
	for i := 0; i < len(all); i++ {
		for j := i + 1; j < len(all); j++ {
			if all[i].monthly != all[j].monthly || apart(all[i].Keys, all[j].Keys) {
				continue
			}
			joined := all[i]
			joined.Keys, joined.Values = union(all[i].Keys, all[j].Keys), union(all[i].Values, all[j].Values)
			joined.Currencies = all[i].Currencies || all[j].Currencies
			both, err := s.count(ctx, joined.by(), joined.monthly)
			if err != nil {
				return nil, err
			}
			if both.sums > wider*min(all[i].sums, all[j].sums) || !both.worth() {
				continue
			}
			joined.size = both
			all[i] = joined
			all = slices.Delete(all, j, j+1)
			i = -1 // what is joined may be joined with those before
			break
		}
	}
	return all, nil
}

// apart reports whether keys are reached through two references, which one rollup cannot follow.
func apart(a, b []string) bool {
	return len(crm.References(union(a, b))) > 1
}

// Text says what it is, for people.
func (r Refused) Text(lang i18n.Language) string {
	return fmt.Sprintf("%s.%s [%s]: %s", r.Need.Entity, r.Need.Text(), strings.Join(r.Need.Keys, ", "), i18n.Of(r.Reason).In(lang))
}
