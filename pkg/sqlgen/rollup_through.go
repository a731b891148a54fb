package sqlgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// Sums can be kept by fields of what a reference names, as those of deals by the region of their account. Two tables decide on these, and each
// row of both is written down by itself. What has changed since the sums were made is then found in one snapshot:
//
//   - what is written down of a row counts under the region that its account has now;
//   - of an account whose region has changed, all that there was of it is taken away under the one that it had, and added under the one that
//     it has. What there was are the rows that there are now, less what is written down of them.
//
// Both together are the rows under the regions of now, less those of then under the regions of then:
// Σ new·now − Σ old·then = Σ (new − old)·now + Σ old·(now − then). Who wrote first, and whether either has seen what the other wrote, makes no
// difference.

// notedThrough is a FROM item of what has changed of an entity's rows: the fields used, those of what a reference names too, and the column sign.
func (t *text) notedThrough(r *crm.Rollup, used []string) (string, error) {
	own, through := splitKeys(used)
	if len(through) == 0 {
		return r.Log, nil
	}
	fields := make([]string, len(through)) // of what is referred to
	for i, name := range through {
		_, fields[i], _ = strings.Cut(name, ".")
	}
	with, on, err := t.changedReferred(r, fields)
	if err != nil {
		return "", err
	}
	logged, err := t.loggedThrough(r, slices.Concat(own, through))
	if err != nil {
		return "", err
	}
	rows, log := t.fromEntity(r.Entity, "whole"), &table{entity: r.Entity, alias: "log"}
	moved := func(of *table, sign string) (selected, joined string) {
		columns := []string{sign}
		for _, name := range own {
			columns = append(columns, of.use(name))
		}
		for _, name := range fields {
			columns = append(columns, "changed."+quote(name))
		}
		return "select " + strings.Join(columns, ", "), fmt.Sprintf("\njoin changed on changed.\"id\" = %s%s", of.use(r.Reference), on)
	}
	now, withNow := moved(rows.root, `changed."sign"`)
	from, err := rows.from()
	gone, withGone := moved(log, `-changed."sign" * log."sign"`)
	// What conditions keep of a log, the planner takes for one row, and would look through all that has changed for each.
	parts := []string{logged, now + "\n" + from + withNow, "(" + gone + "\nfrom " + r.Log + " as log" + withGone + "\noffset 0)"}
	return "(\n  " + indent("with "+with+"\n"+strings.Join(parts, "\nunion all\n")) + "\n)", err
}

// splitKeys tells the fields of an entity from those of what a reference names.
func splitKeys(names []string) (own, through []string) {
	for _, name := range names {
		if strings.Contains(name, ".") {
			through = append(through, name)
		} else {
			own = append(own, name)
		}
	}
	return own, through
}

// loggedThrough selects what is written down of an entity's rows, with some fields.
func (t *text) loggedThrough(r *crm.Rollup, fields []string) (string, error) {
	log := &fromClause{text: t, root: &table{entity: r.Entity, alias: "log"}}
	columns, err := log.summedColumns(r, fields)
	if err != nil {
		return "", err
	}
	joined, err := log.joined()
	return `select log."sign", ` + strings.Join(columns, ", ") + "\nfrom " + r.Log + " as log" + joined, err
}

// changedReferred is a common table expression, changed, of how what a reference names has changed: its id and fields, with the sign 1 as they are
// now and -1 as they were when the sums were made. While there is none of an id, what refers to it has no fields. On is what must hold beside
// that ids are equal.
func (t *text) changedReferred(r *crm.Rollup, fields []string) (with, on string, err error) {
	f, err := t.Mapping.Field(r.Entity, r.Reference)
	if err != nil {
		return "", "", err
	}
	referred, err := t.source(f.To, []string{"id"})
	if err != nil {
		return "", "", err
	}
	columns, none, by := []string{`"id"`}, []string{`"id"`}, []string{"1"}
	for i, name := range fields {
		columns, none, by = append(columns, quote(name)), append(none, "null"), append(by, fmt.Sprint(i+2))
	}
	with = fmt.Sprintf(`changed as materialized (
  select %[1]s, sum("sign") as "sign"
  from %[2]s as log
  group by %[3]s
  having sum("sign") <> 0
  union all
  select %[4]s, case when now = 0 then 1 else -1 end
  from (
    select log."id", sum(log."sign") as net, (select count(*) from %[5]s as referred where referred."id" = log."id") as now
    from %[2]s as log
    group by 1
  ) as log
  where (now = 0) <> (now = net)
)`, strings.Join(columns, ", "), r.ReferenceLog, strings.Join(by, ", "), strings.Join(none, ", "), indent(referred))
	on, err = (&fromClause{text: t}).refers(&table{entity: f.To, alias: "changed"})
	return with, on, err
}
