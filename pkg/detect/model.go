package detect

import (
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// entity returns an entity that names.yaml speaks of. It panics where the model has none of that name: the file is broken then.
func (r *Detection) entity(name string) *crm.Entity {
	e, err := r.model.Entity(name)
	if err != nil {
		panic("names.yaml: " + err.Error())
	}
	return e
}

// fieldOf returns a field of an entity. It panics where there is none: names.yaml, or the code that asks, is broken then.
func fieldOf(e *crm.Entity, field string) *crm.Field {
	f, ok := e.Field(field)
	if !ok {
		panic(fmt.Sprintf("names.yaml: the model has no field %s.%s", e.Name, field))
	}
	return f
}

// relations counts the fields of an entity that lead to another.
func relations(e *crm.Entity, to string) int {
	n := 0
	for _, field := range mappable(e) {
		if fieldOf(e, field).To == to {
			n++
		}
	}
	return n
}

// mappable are the fields of an entity that a mapping may give.
func mappable(e *crm.Entity) []string {
	return slices.DeleteFunc(e.Fields(), func(field string) bool { return !fieldOf(e, field).As.Empty() })
}
