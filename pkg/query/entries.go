package query

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Entries are the columns of a question, each an [Entry] as text. JSON may also give a formula as an object, see [Formula].
type Entries []string

// UnmarshalJSON reads texts and objects.
func (e *Entries) UnmarshalJSON(text []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		return err
	}
	*e = nil
	if list != nil {
		*e = make(Entries, len(list))
	}
	for i, item := range list {
		if len(item) == 0 || item[0] != '{' {
			if err := json.Unmarshal(item, &(*e)[i]); err != nil {
				return err
			}
			continue
		}
		var f Formula
		if err := json.Unmarshal(item, &f); err != nil {
			return err
		}
		written, err := parseFormula(f.String())
		if err == nil && (written.Label != strings.TrimSpace(f.Label) || written.Unit != f.Unit) {
			err = fault.New("question.formula_unit", "unit", f.Unit).In("kpis")
		}
		if err != nil {
			return err
		}
		(*e)[i] = written.String()
	}
	return nil
}

// Has reports whether one of the columns has that key, see [Entry.Key].
func (e Entries) Has(key string) bool {
	return slices.ContainsFunc(e, func(entry string) bool { return keyOf(entry) == key })
}

// keyOf is the key of an entry as it is written; one that cannot be read stays as it is, to be refused.
func keyOf(entry string) string {
	e, err := ParseEntry(entry)
	if err != nil {
		return entry
	}
	return e.Key()
}
