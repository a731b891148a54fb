package lists

import (
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// holder returns what a value of a type is scanned into, held the value itself.
func holder(t crm.Type) any {
	switch t {
	case crm.Number, crm.Money:
		return new(*float64)
	case crm.Bool:
		return new(*bool)
	case crm.Time, crm.Date:
		return new(postgres.Instant)
	}
	return new(*string)
}

func held(cell any) any {
	switch v := cell.(type) {
	case **float64:
		return orNil(*v)
	case **bool:
		return orNil(*v)
	case *postgres.Instant:
		return orNil(v.At)
	case **string:
		return orNil(*v)
	}
	return nil
}

func orNil[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}
