package indexes

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// time runs the statements that indexes are proposed for, the dearest first, and takes from their plans how long each of them and its scans take, and
// how many rows they really keep.
func (f *finder) time(ctx context.Context) error {
	if f.Budget > 0 {
		f.until = time.Now().Add(f.Budget)
	}
	var all []Use
	for _, i := range f.Indexes {
		for _, u := range i.Uses {
			if !slices.ContainsFunc(all, func(o Use) bool { return o.Asked == u.Asked }) {
				all = append(all, u)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Use) int { return cmp.Compare(b.Cost, a.Cost) })
	for _, u := range all {
		root, err := f.timed(ctx, u.Statement)
		switch {
		case err == nil:
			f.note(u.Asked, root)
		case ctx.Err() != nil || lost(err):
			return err
		default: // it takes too long
			f.Untimed++
		}
	}
	f.Indexes = slices.DeleteFunc(f.Indexes, f.misjudges)
	if f.Measured {
		return nil
	}
	for i := range f.Indexes { // where nothing else says what an index saves
		f.Indexes[i].Uses = slices.DeleteFunc(f.Indexes[i].Uses, func(u Use) bool { return u.Scan != nil && *u.Scan < time.Duration(worth*float64(*u.Time)) })
	}
	f.Indexes = slices.DeleteFunc(f.Indexes, func(i Index) bool { return len(i.Uses) == 0 })
	return nil
}

// part is how many statements there is time for at least, so that none takes it from all others.
const part = 4

var errNoTime = errors.New("the budget is spent")

// timed runs a statement, within its part of the budget.
func (f *finder) timed(ctx context.Context, statement postgres.Statement) (*node, error) {
	if !f.until.IsZero() {
		left := time.Until(f.until)
		if left <= 0 {
			return nil, errNoTime
		}
		if err := f.Within(ctx, min(left, f.Budget/part)); err != nil {
			return nil, err
		}
	}
	return explained(ctx, f.Snapshot, true, statement)
}

// note notes what was seen of a statement when it was run.
func (f *finder) note(asked *Asked, root *node) {
	for i := range f.Indexes {
		for n := range f.Indexes[i].Uses {
			u := &f.Indexes[i].Uses[n]
			if u.Asked != asked {
				continue
			}
			whole := milliseconds(root.execution)
			var read time.Duration
			var found, seen float64
			for _, scan := range root.scans() {
				if f.tables[scan.table()] == nil || f.tables[scan.table()].root != f.Indexes[i].Table {
					continue
				}
				read += milliseconds(scan.Time * scan.Loops)
				found += scan.Found * scan.Loops
				seen += (scan.Found + scan.Removed) * scan.Loops
			}
			read = min(read, whole)
			u.Time, u.Scan = &whole, &read
			if u.filters && seen > 0 {
				share := found / seen
				u.Found = &share
			}
		}
	}
}

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

// misjudges reports whether what the planner expects of an index is far from what scans have found, and refuses it then.
func (f *finder) misjudges(index Index) bool {
	for _, u := range index.Uses {
		if u.Found == nil || *u.Found <= small || *u.Found <= misjudged*u.Kept {
			return false
		}
	}
	f.refuse(index.Table, index.Key, i18n.T("indexes.misjudged", "table", index.Table.Schema+"."+index.Table.Name))
	return true
}
