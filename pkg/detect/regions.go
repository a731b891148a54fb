package detect

import (
	"context"
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// regions finds where customers are when their table has only the key of a place: the place has the region or the country, or leads on to
// the table of its name.
func (f *finder) regions(ctx context.Context) error {
	accounts := f.suggestion("accounts")
	if accounts == nil || accounts.made != "" {
		return nil
	}
	for _, field := range []string{"region", "country"} {
		if accounts.field(field) != nil {
			continue
		}
		var all []Field
		for _, key := range accounts.table.columns {
			for _, place := range f.tables {
				if !key.readable || key.primary || place == accounts.table || f.known.separate(accounts.table, place) {
					continue
				}
				if leads, err := f.follows(ctx, key, place); err != nil {
					return err
				} else if !leads || !place.identity().readable {
					continue
				}
				found, ok, err := f.placed(ctx, accounts, field, key, place)
				if err != nil {
					return err
				}
				if ok {
					all = append(all, found)
				}
				break
			}
		}
		for _, found := range all {
			if len(all) > 1 {
				found.Confidence, found.Reason = min(found.Confidence, 0.45), joined(found.Reason, i18n.T("detect.several_places"))
			}
			accounts.offer(found)
		}
	}
	return nil
}

// placed is the region, or the country, of the row that a key of customers leads to; false where it has none. Where that row is no place,
// as a person is none, it is doubtful that customers are there too.
func (f *finder) placed(ctx context.Context, accounts *Suggestion, field string, key *column, place *table) (Field, bool, error) {
	if err := f.look(ctx, place); err != nil {
		return Field{}, false, err
	}
	near, far := quoted(field+" place"), quoted(field)
	found := Field{
		Name: field, Confidence: 0.75, Join: join(place, near, fmt.Sprintf("%s = %s", place.identity().as(near), key.as("t"))),
		Reason: i18n.T("detect.one_step", "table", accounts.table.Name, "column", key.name, "via", place.Name, "label", field),
	}
	if !isPlace(place) {
		found.Confidence, found.Reason = 0.45, joined(found.Reason, i18n.T("detect.no_place", "table", place.Name))
	}
	known := fieldNames("accounts", field)
	if label := place.like(of(words), known...); label != nil {
		found.SQL = label.as(near)
		return found, true, nil
	}
	c := &candidate{entity: accounts.of, table: place}
	for _, on := range place.columns {
		if score, _ := c.likeKnown(withoutReference(on.tokens), known); score < 0.85 || !on.readable || on.primary {
			continue
		}
		for _, t := range f.tables {
			if t == place {
				continue
			}
			if leads, err := f.follows(ctx, on, t); err != nil {
				return Field{}, false, err
			} else if !leads || !t.identity().readable {
				continue
			}
			if err := f.look(ctx, t); err != nil {
				return Field{}, false, err
			}
			label := t.like(of(words), slices.Concat(names().Labels, known)...)
			if label == nil {
				continue
			}
			found.SQL = label.as(far)
			found.Join += " " + join(t, far, fmt.Sprintf("%s = %s", t.identity().as(far), on.as(near)))
			found.Reason = joined(found.Reason, i18n.T("detect.lookup", "column", on.name, "table", t.Name, "label", label.name))
			return found, true, nil
		}
	}
	return Field{}, false, nil
}

// isPlace reports whether a table's rows are places, by its name.
func isPlace(t *table) bool {
	tokens := withoutPrefix(t.tokens)
	return slices.Contains(names().Areas, last(tokens)) || slices.Contains(names().Places, last(tokens))
}
