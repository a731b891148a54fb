package dashboards

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever is read as a dashboard, each of its questions is asked as JSON or refused.
func FuzzDashboard(f *testing.F) {
	shipped, err := os.ReadFile("../../dashboards/data/data-health.json")
	require.NoError(f, err)
	f.Add(shipped)
	for _, seed := range []string{
		`{}`, `null`, `[]`, `{"panels":[null,{"type":"row","panels":[{}]}]}`, `{"panels":[{"targets":[{"filters":[{"values":["$a","${b:csv}"]}]}]}]}`,
		`{"panels":[{"timeFrom":"now/M","targets":[{"filters":null,"kpis":["$a"]}]}],"templating":{"list":[{"name":"a","type":"textbox","current":{"value":"\"\\\u0000"}}]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Parse(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		for _, p := range d.All() {
			d.Range(p)
			for _, target := range p.Targets {
				asked, err := d.Asked(target)
				if err == nil {
					require.True(t, json.Valid(asked), "%s", asked)
				}
			}
		}
	})
}
