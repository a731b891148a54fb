package sqlgen

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// partOf returns the condition that a row is a part of something, see [crm.Entity.PartOf]; "" for an entity whose rows stand alone, and
// where rows that are of nothing are looked at, too. What a row is a part of is looked up where that is mapped, but not among a few rows
// of it.
func (t *text) partOf(e *crm.Entity) (string, error) {
	if e.PartOf == "" || t.strays || t.Mapping.Most > 0 {
		return "", nil
	}
	f, err := t.Mapping.Field(e.Name, e.PartOf)
	if err != nil {
		return "", err
	}
	key, filled := t.column(e, f.Name, false), ""
	if t.Mapping.MayBeBlank(e.Name, f) {
		filled = Filled(key)
	}
	if t.Mapping.Available(f.To, "id") != nil {
		return both(key+" is not null", filled), nil
	}
	whole, err := t.selection(f.To, []string{"id"})
	return both(fmt.Sprintf("%s in (select whole.\"id\" from %s as whole)", key, whole), filled), err
}

// parts is [text.source] with the rows that are of nothing, for what finds none of these.
func (t *text) parts(entity string, used []string) (string, error) {
	defer func(strays bool) { t.strays = strays }(t.strays)
	t.strays = true
	return t.source(entity, used)
}
