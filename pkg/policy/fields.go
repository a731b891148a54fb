package policy

import (
	"reflect"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// Fields lists the fields of a policy as it is written, by the part that has them: "policy", "rule", "service" and "exemption".
func Fields() map[string][]string {
	return map[string][]string{
		"policy":    crm.YAMLNames(reflect.TypeFor[Policy]()),
		"rule":      append(crm.YAMLNames(reflect.TypeFor[Who]()), crm.YAMLNames(reflect.TypeFor[Rule]())...),
		"service":   crm.YAMLNames(reflect.TypeFor[Service]()),
		"exemption": append(crm.YAMLNames(reflect.TypeFor[Who]()), crm.YAMLNames(reflect.TypeFor[Exemption]())...),
	}
}

// Words lists the words that a field of a policy may have, by the field: "identity", "roles", "see" and "session".
func Words() map[string][]string {
	return map[string][]string{
		"identity": {string(ByEmail), string(ByLogin)}, "roles": slices.Clone(roles), "see": slices.Clone(kinds), "session": slices.Clone(parts),
	}
}
