package catalog

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// maxFaults bounds what is reported of one text, so that a text of nothing but faults still makes a message that people read.
const maxFaults = 50

// place is where something stands in a text.
type place struct {
	source string // what the text is: a file or a setting; "" for a text without a name
	line   int
}

// placed is what is wrong at a place of a text.
type placed struct {
	place
	field string // such as big_deals.unit or "measure big_won.where"; "" for the text itself
	err   error
}

func (p *placed) fault() error {
	var err error
	switch {
	case p.field == "":
		err = fault.AtLine(p.line, nil, p.err)
	case p.line > 0:
		err = fault.AtLine(p.line, i18n.Same(p.field), p.err)
	default:
		err = fault.At(i18n.Same(p.field), p.err)
	}
	if p.source != "" {
		err = fault.At(i18n.Same(p.source), err)
	}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		e.Field = p.field
	}
	return err
}

// in says which field of a definition an error is about, so that it is reported with the line of that field.
func in(field string, err error) error {
	if err == nil {
		return nil
	}
	return &measure.InField{Field: field, Err: err}
}

// faults collects what is wrong with texts, and knows where their fields stand.
type faults struct {
	places map[string]place // by field
	faulty map[string]bool  // by field
	list   []*placed
}

func newFaults() faults { return faults{places: map[string]place{}, faulty: map[string]bool{}} }

// fail notes what is wrong with a field, or with the fields that the error names below it. The first fault of a field counts:
// what follows from it is no news.
func (f *faults) fail(field string, err error) {
	if err == nil {
		return
	}
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range all.Unwrap() {
			f.fail(field, one)
		}
		return
	}
	if below, ok := err.(*measure.InField); ok {
		f.fail(field+"."+below.Field, below.Err)
		return
	}
	if f.faulty[field] {
		return
	}
	f.faulty[field] = true
	f.failAt(f.placeOf(field), field, err)
}

func (f *faults) failAt(at place, field string, err error) {
	f.list = append(f.list, &placed{at, field, err})
}

// placeOf returns where a field stands or, for one that is not there, what it belongs to.
func (f *faults) placeOf(field string) place {
	for name := field; name != ""; name = name[:max(0, strings.LastIndexAny(name, ".["))] {
		if at, ok := f.places[name]; ok {
			return at
		}
	}
	return place{}
}

// isFaulty reports whether there is a fault in a field or below it.
func (f *faults) isFaulty(field string) bool {
	return slices.ContainsFunc(f.list, func(one *placed) bool {
		rest, ok := strings.CutPrefix(one.field, field)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

// err joins the faults in the order of their lines.
func (f *faults) err() error {
	sorted := slices.Clone(f.list)
	slices.SortStableFunc(sorted, func(a, b *placed) int {
		return cmp.Or(strings.Compare(a.source, b.source), cmp.Compare(a.line, b.line))
	})
	var errs []error
	for i, one := range sorted {
		if i == maxFaults {
			errs = append(errs, fault.New("catalog.more_faults", "more", len(sorted)-i))
			break
		}
		errs = append(errs, one.fault())
	}
	return errors.Join(errs...)
}
