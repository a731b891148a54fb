// The command generate writes the shipped dashboards, in English and Russian.
package main

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/shipped"
	"github.com/crmkpi/crm-datasource/pkg/internal/generated"
)

func main() { generated.Main("DASHBOARDS, the folder to write", shipped.Files) }
