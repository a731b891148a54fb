// The command generate writes the reference of the KPIs in every language.
package main

import (
	"github.com/crmkpi/crm-datasource/pkg/internal/generated"
	"github.com/crmkpi/crm-datasource/pkg/reference"
)

func main() { generated.Main("DOCS, the folder that gets kpis.md and ru/kpis.md", reference.Pages) }
