package reference

import "github.com/crmkpi/crm-datasource/pkg/catalog"

// measure says what a measure counts, when and under which condition.
func (w writer) measure(m *catalog.Measure) string { return w.in(m.Words()) }
