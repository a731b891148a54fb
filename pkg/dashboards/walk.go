package dashboards

import (
	"maps"
	"slices"
)

// walk calls visit for each field of the objects in a JSON value, outer ones first and in the order of their names. Items of
// a list have the key of the list.
func walk(value any, visit func(key string, value any)) {
	var inner func(key string, value any)
	inner = func(key string, value any) {
		visit(key, value)
		switch v := value.(type) {
		case map[string]any:
			for _, k := range sorted(v) {
				inner(k, v[k])
			}
		case []any:
			for _, item := range v {
				inner(key, item)
			}
		}
	}
	inner("", value)
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
