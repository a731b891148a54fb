package sqlgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// Of an entity that completes another one (the versions of deals), two tables decide: a version counts while there is its deal, and a deal counts
// by its own dates while it has no version. Each row is written down by itself, with its sign, whatever there is in the other table. What has
// changed since the sums were made is then found in one snapshot:
//
//   - what is written down of a row changes what it came to if it counted when the sums were made;
//   - of what has begun or ceased to count since, because the other table has changed, all that there is now is added or taken away.
//
// Both together are the rows that count now, less those that counted then: Σ new·now − Σ old·then = Σ (new − old)·then + Σ new·(now − then). How
// many rows of the other table there were then are those that there are now, less what is written down.
const (
	changedWholes = "changed_wholes"
	changedParts  = "changed_parts"
)

// notedKeys are the common table expressions that [text.notedRows] reads, each as `name as materialized (…)`: for each key of which rows are
// written down, how many more there are now (net) and how many there are; none for an entity with rows of one table.
func (t *text) notedKeys(r *crm.Rollup) ([]string, error) {
	if r.WholeLog == "" {
		return nil, nil
	}
	e, err := t.Mapping.Model.Entity(r.Entity)
	if err != nil {
		return nil, err
	}
	c := e.Completes
	id, key := "log."+quote(c.ID), "log."+quote(c.Key)
	whole, err := t.source(c.Of, []string{c.ID})
	if err != nil {
		return nil, err
	}
	covered, err := t.covered(c, key)
	if err != nil {
		return nil, err
	}
	filled, err := t.filledKey(c, key)
	if filled != "" {
		filled = "\n  where " + filled
	}
	const keys = "%s as materialized (\n  select %[2]s as key, sum(log.\"sign\") as net, (select count(*) %[3]s) as now\n  from %[4]s as log%[5]s\n  group by %[2]s\n)"
	return []string{
		fmt.Sprintf(keys, changedWholes, id, fmt.Sprintf("from %s as whole where whole.%s = %s", whole, quote(c.ID), id), r.WholeLog, ""),
		fmt.Sprintf(keys, changedParts, key, covered, r.Log, filled),
	}, err
}

// Conditions on other, an expression of [text.notedKeys]: there were rows of a key when the sums were made, and there are now other than then.
const (
	someThen = "other.now > other.net"
	turns    = "(other.now > 0) <> (" + someThen + ")"
)

// then is the condition that there were rows of a key when the sums were made; of a key of which none has been written down, those that there are.
func then(exists string) string {
	return "case when other.key is null then " + exists + " else " + someThen + " end"
}

// notedRows is a FROM item of what has changed of an entity's rows since the sums of a rollup were made: the fields used and the column sign.
func (t *text) notedRows(r *crm.Rollup, used []string) (string, error) {
	e, err := t.Mapping.Model.Entity(r.Entity)
	if err != nil {
		return "", err
	}
	if e.Completes == nil {
		return t.notedThrough(r, used)
	}
	if r.WholeLog == "" { // each version counts by itself
		return "(select \"sign\", " + strings.Join(t.recordedColumns(e, nil, used), ", ") + " from " + r.Log + " as log)", nil
	}
	parts, err := t.notedVersions(e, r, used)
	if err != nil {
		return "", err
	}
	for _, row := range t.Mapping.Makes(e.Completes) {
		made, err := t.notedMade(e, r, row, used)
		if err != nil {
			return "", err
		}
		parts = append(parts, made...)
	}
	return "(\n  " + indent(strings.Join(parts, "\nunion all\n")) + "\n)", nil
}

// notedVersions selects what has changed of the rows that are completed, which count while there is what they are about.
func (t *text) notedVersions(e *crm.Entity, r *crm.Rollup, used []string) ([]string, error) {
	c := e.Completes
	columns := strings.Join(t.recordedColumns(e, t.Mapping.Makes(c), used), ", ")
	own := slices.DeleteFunc(append(slices.Clone(used), c.Key), func(name string) bool { return name == crm.InferredFlag })
	versions, err := t.parts(c.Entity, sorted(own))
	if err != nil {
		return nil, err
	}
	whole, err := t.source(c.Of, []string{c.ID})
	if err != nil {
		return nil, err
	}
	filled, err := t.filledKey(c, quote(c.Key))
	key := quote(c.Key)
	exists := fmt.Sprintf("exists (select from %s as whole where whole.%s = log.%s)", whole, quote(c.ID), key)
	return []string{
		fmt.Sprintf("select \"sign\", %s\nfrom %s as log\nleft join %s as other on other.key = log.%s\nwhere %s", columns, r.Log, changedWholes, key, both(then(exists), filled)),
		fmt.Sprintf("select case when other.now > 0 then 1 else -1 end, %s\nfrom %s as other\njoin %s as version on version.%s = other.key\nwhere %s", columns, changedWholes, versions, key, both(turns, filled)),
	}, err
}

// notedMade selects what has changed of the rows that are made, which count while nothing is completed by them.
func (t *text) notedMade(e *crm.Entity, r *crm.Rollup, row crm.Made, used []string) ([]string, error) {
	c := e.Completes
	log := &fromClause{text: t, root: &table{entity: c.Of, alias: "log"}}
	logged, loggedWhere, err := log.madeColumns(e, row, used)
	if err != nil {
		return nil, err
	}
	id := log.root.use(c.ID)
	covered, err := t.covered(c, id)
	if err != nil {
		return nil, err
	}
	whole := t.fromEntity(c.Of, "whole")
	columns, where, err := whole.madeColumns(e, row, used)
	if err != nil {
		return nil, err
	}
	if len(log.joins)+len(whole.joins) > 0 {
		return nil, fmt.Errorf("what %s makes of %s depends on other rows", e.Name, c.Of)
	}
	join := fmt.Sprintf("\njoin %s as other on other.key = %s", changedParts, whole.root.use(c.ID))
	from, err := whole.from()
	return []string{
		fmt.Sprintf("select log.\"sign\", %s\nfrom %s as log\nleft join %s as other on other.key = %s\nwhere %s", strings.Join(logged, ", "), r.WholeLog, changedParts, id, both(loggedWhere, "not "+then("exists (select "+covered+")"))),
		fmt.Sprintf("select case when other.now > 0 then -1 else 1 end, %s\n%s%s\nwhere %s", strings.Join(columns, ", "), from, join, both(where, turns)),
	}, err
}

// NotedRows is SQL without placeholders of what has changed of an entity's rows since the sums of a rollup were made: a FROM item with the
// fields and the column sign, and the common table expressions that it reads.
func NotedRows(c Context, r *crm.Rollup, fields []string) (with []string, from string, err error) {
	t := newText(c)
	keys, err := t.notedKeys(r)
	if err != nil {
		return nil, "", err
	}
	if from, err = t.notedRows(r, fields); err != nil {
		return nil, "", err
	}
	for i, key := range keys {
		if keys[i], err = t.plain(key).Literal(); err != nil {
			return nil, "", err
		}
	}
	from, err = t.plain(from).Literal()
	return keys, from, err
}
