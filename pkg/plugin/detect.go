package plugin

import (
	"cmp"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// detection is what a database may hold, and the settings that would use it.
type detection struct {
	Presets []detectedPreset `json:"presets"`
	Mapping string           `json:"mapping"` // YAML for the setting, with reasons in comments
	Numbers []firstNumber    `json:"numbers"` // that the presets and the mapping would show
	Notes   []string         `json:"notes"`
}

type firstNumber struct {
	Preset string `json:"preset"` // "" for the proposed mapping
	Title  string `json:"title"`
	Value  string `json:"value"` // with its unit
	Note   string `json:"note"`
}

type detectedPreset struct {
	ID         string  `json:"id"` // "" for the reference schema
	Title      string  `json:"title"`
	Schema     string  `json:"schema"`
	Confidence float64 `json:"confidence"`
	Reason     string  `json:"reason"`
}

// administrators keeps out those who may not change the settings: what tables a database has is not for everyone who sees KPIs.
func (d *Datasource) administrators(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !viewerOf(backend.UserFromContext(r.Context())).Administers() {
			refused := fault.New("health.administrators")
			audited(r.Context()).failed(refused)
			answerJSON(w, http.StatusForbidden, resourceError{refused.Text().In(d.language(r))})
			return
		}
		next(w, r)
	}
}

// serveDetect looks at the database whatever mapping the settings have, a wrong one too.
func (d *Datasource) serveDetect(r *http.Request, _ audience) (any, error) {
	if d.db == nil {
		return nil, d.fault
	}
	found, err := detect.Within(r.Context(), d.db, crm.Reference().Model, timeForRows)
	if err != nil {
		return nil, cmp.Or(d.fault, err)
	}
	language := d.language(r)
	answer := detection{Presets: []detectedPreset{}, Mapping: found.YAML(language), Numbers: []firstNumber{}, Notes: []string{}}
	for _, n := range found.Numbers {
		answer.Numbers = append(answer.Numbers, firstNumber{n.Of, n.Title.In(language), n.Shown(), n.Note.In(language)})
	}
	for _, p := range found.Presets {
		answer.Presets = append(answer.Presets, detectedPreset{p.ID, p.Title.In(language), p.Schema, p.Confidence, p.Reason.In(language)})
	}
	for _, n := range found.Notes {
		answer.Notes = append(answer.Notes, n.In(language))
	}
	return answer, nil
}
