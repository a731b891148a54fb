package rollup

import (
	"context"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Refresh merges what has been written down into the sums, entity by entity, and builds those that have not been built, and those of which nothing is
// written down. Whoever reads sees all of it before, or all of it after.
func Refresh(ctx context.Context, db *postgres.DB, c sqlgen.Context) error {
	return each(ctx, db, c, func(s Status) error {
		if !s.Built || s.Age > 0 {
			return s.build(ctx, db, c)
		}
		return s.merge(ctx, db, c)
	})
}

// Rebuild sums all rows anew.
func Rebuild(ctx context.Context, db *postgres.DB, c sqlgen.Context) error {
	return each(ctx, db, c, func(s Status) error { return s.build(ctx, db, c) })
}

// each does something with all that is kept under the mapping.
func each(ctx context.Context, db *postgres.DB, c sqlgen.Context, do func(Status) error) error {
	all, err := States(ctx, db, c)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Other {
			continue
		}
		if err := do(s); err != nil {
			return fault.At(place(s.Entity), err)
		}
	}
	return nil
}

// noted is what has changed since the sums of a rollup were made, as [sqlgen.NotedRows]: a FROM item, and what it reads, which is the same for all
// of the entity's rollups. The logs have names by their suffixes.
func (k *kept) noted(c sqlgen.Context, n int, name func(suffix string) string) (with []string, from string, err error) {
	r := k.rollups[n].read()
	k.nameLogs(r, name)
	fields, err := k.fieldsOf(c, k.rollups[n])
	if err != nil {
		return nil, "", err
	}
	return sqlgen.NotedRows(c, r, fields)
}

// rates are the conditions on times, as %[1]s, that the rates of a rollup's amounts are those of when the sums were made, and that they may not be;
// "" where amounts are not converted.
func (k *kept) rates(c sqlgen.Context, n int, name func(suffix string) string) (holding, changed string, err error) {
	if !k.rollups[n].Converted {
		return "", "", nil
	}
	r := k.rollups[n].read()
	k.nameLogs(r, name)
	until, some, err := sqlgen.RatesHold(c, r)
	return "(%[1]s < " + until + " or not " + some + ")", "(%[1]s >= " + until + " and " + some + ")", err
}

// merge moves the log into the sums by one statement. Months whose rates have changed are summed anew.
func (k *kept) merge(ctx context.Context, db *postgres.DB, c sqlgen.Context) error {
	const gone = "gone"
	var with []string
	for _, l := range k.logs {
		with = append(with, gone+l.suffix+" as (delete from "+k.name("log"+l.suffix)+" returning *)")
	}
	name := func(suffix string) string { return gone + suffix }
	for n := range k.rollups {
		s, err := k.sums(c, n)
		if err != nil {
			return err
		}
		keys, noted, err := k.noted(c, n, name)
		if err != nil {
			return err
		}
		if n == 0 {
			with = append(with, keys...)
		}
		holding, changed, err := k.rates(c, n, name)
		if err != nil {
			return err
		}
		for _, to := range k.levels(n) {
			selection, changes, err := s.ofRows(to, noted+" as image", "image", `image."sign"`, holding)
			if err != nil {
				return err
			}
			again, some := s.again()
			names := strings.Join(s.columns(), ", ")
			with = append(with,
				fmt.Sprintf("new_%s (%s) as (%s having %s)", to.name, names, selection, changes),
				fmt.Sprintf(`old_%s as (delete from %s as old using (select distinct "at" from new_%s) as touched where old."at" = touched."at" returning old.*)`, to.name, k.name(to.name), to.name),
				fmt.Sprintf(`put_%s as (insert into %s (%s) select %s from (select * from old_%s union all select * from new_%s) as both_of group by %s having %s)`,
					to.name, k.name(to.name), names, strings.Join(again, ", "), to.name, to.name, s.by(), some),
			)
			if changed == "" {
				continue
			}
			rows, err := k.ofImage(s, to, "1", changed)
			if err != nil {
				return err
			}
			with = append(with,
				fmt.Sprintf("gone_%s as (delete from %s as old where %s)", to.name, k.name(to.name), fmt.Sprintf(changed, `old."at"`)),
				fmt.Sprintf("again_%s as (insert into %s (%s) %s)", to.name, k.name(to.name), names, rows),
			)
		}
	}
	holding, err := k.holding(ctx, db, c)
	if err != nil {
		return err
	}
	return alone(ctx, db.Pool(), nil, append(holding, "with "+strings.Join(with, ",\n")+"\nselect",
		fmt.Sprintf(`update "crmkpi_rollup"."kept" set "refreshed_at" = now() where "entity" = %s`, pq.QuoteLiteral(k.entity)))...)
}
