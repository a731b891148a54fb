package kit

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// written is a panel as Grafana reads it, with what these tests look at.
type written struct {
	Targets []struct {
		RefID string   `json:"refId"`
		KPIs  []string `json:"kpis"`
	} `json:"targets"`
	Transformations []struct {
		ID      string          `json:"id"`
		Filter  json.RawMessage `json:"filter"`
		Options struct {
			ConfigRefID string `json:"configRefId"`
			Mappings    []struct {
				FieldName        string `json:"fieldName"`
				HandlerKey       string `json:"handlerKey"`
				HandlerArguments struct {
					Threshold struct {
						Color string `json:"color"`
					} `json:"threshold"`
				} `json:"handlerArguments"`
			} `json:"mappings"`
		} `json:"options"`
	} `json:"transformations"`
}

func write(t *testing.T, p *Panel) written {
	t.Helper()
	b := Board{UID: "crm-x", Title: "X", Panels: []*Panel{p.At(0, 0, 24, 8)}}
	text, err := b.Write()
	require.NoError(t, err)
	var board struct {
		Panels []written `json:"panels"`
	}
	require.NoError(t, json.Unmarshal(text, &board))
	require.Len(t, board.Panels, 1)
	return board.Panels[0]
}

func TestJudgedTakesItsLimitsFromTheTargetsLowestFirst(t *testing.T) {
	for name, test := range map[string]struct {
		nearly  float64
		limits  []string
		colours []string
	}{
		"higher is better": {0.9, []string{`=csat.target * 0 as "limit 1"`, `=csat.target * 0.9 as "limit 2"`, `=csat.target as "limit 3"`}, []string{Bad, Warning, Good}},
		"lower is better":  {1.25, []string{`=csat.target * 0 as "limit 1"`, `=csat.target as "limit 2"`, `=csat.target * 1.25 as "limit 3"`}, []string{Good, Warning, Bad}},
	} {
		t.Run(name, func(t *testing.T) {
			p := write(t, Table("X", "Y").Asks(Ask("csat").By("agent")).Judged("csat", test.nearly).First(3))
			require.Len(t, p.Targets, 2)
			require.Equal(t, test.limits, p.Targets[1].KPIs)

			first := p.Transformations[0]
			require.Equal(t, "configFromData", first.ID)
			require.Equal(t, p.Targets[1].RefID, first.Options.ConfigRefID)
			for i, m := range first.Options.Mappings {
				require.Contains(t, test.limits[i], m.FieldName)
				require.Equal(t, "threshold1", m.HandlerKey)
				require.Equal(t, test.colours[i], m.HandlerArguments.Threshold.Color)
			}
		})
	}
}

func TestDividedChangesOnlyTheQuestionOfItsKPI(t *testing.T) {
	p := write(t, Table("X", "Y").Asks(RowsOf("deals"), Ask("data_freshness").By("entity")).Divided("data_freshness", 24, "age"))
	require.Len(t, p.Transformations, 3)
	for _, transformation := range p.Transformations {
		require.JSONEq(t, `{"id": "byRefId", "options": "B"}`, string(transformation.Filter))
	}
}

func TestDividedNeedsAQuestionOfItsKPIAlone(t *testing.T) {
	b := Board{UID: "crm-x", Title: "X", Panels: []*Panel{Table("X", "Y").At(0, 0, 24, 8).Asks(Ask("data_freshness", "data_health")).Divided("data_freshness", 24, "age")}}
	_, err := b.Write()
	require.ErrorContains(t, err, "no question asks for data_freshness alone")
}
