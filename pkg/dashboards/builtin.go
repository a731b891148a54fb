package dashboards

import (
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// BuiltIn is the catalogue that the plugin has.
type BuiltIn struct{}

// KPI reports whether there is a KPI, or a goal of one.
func (BuiltIn) KPI(id string) bool {
	_, err := catalog.Default().KPI(id)
	return err == nil
}

// Dimension reports whether the model has a dimension.
func (BuiltIn) Dimension(id string) bool {
	_, err := crm.Reference().Model.Dimension(id)
	return err == nil
}

// Horizon tells when the numbers of a KPI lie.
func (BuiltIn) Horizon(id string) string {
	k, err := catalog.Default().KPI(id)
	if err != nil {
		return ""
	}
	return string(k.Horizon)
}

// Goal reports whether a KPI is a target, or its formula has one.
func (BuiltIn) Goal(id string) bool {
	k, err := catalog.Default().KPI(id)
	if err != nil {
		return false
	}
	found := k.Goal != ""
	catalog.Walk(k.Formula, func(n catalog.Node) {
		_, target := n.(catalog.Target)
		found = found || target
	})
	return found
}
