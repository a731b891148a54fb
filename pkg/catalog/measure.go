package catalog

import "github.com/crmkpi/crm-datasource/pkg/measure"

// Measure is what is counted over the rows of one entity; see [measure.Measure], whose kinds say how it can be defined.
type Measure = measure.Measure
