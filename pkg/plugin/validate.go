package plugin

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/yamltext"
)

// maxSettings bounds the settings that are sent to be checked, in bytes.
const maxSettings = 1 << 20

// mostFaults bounds those of one text that are told.
const mostFaults = 50

// validation asks what is wrong with a text that is being written. The other settings are what the editor has, saved or not: KPIs and
// policies name what the mapping adds.
type validation struct {
	Setting  string `json:"setting"`
	Settings stored `json:"settings"`
}

// textFault is something wrong with a text.
type textFault struct {
	Line    int    `json:"line"` // from 1; 0 for the whole text
	Message string `json:"message"`
}

// serveValidate reads a text as a save would. It asks the database nothing and keeps nothing.
func (d *Datasource) serveValidate(r *http.Request, _ audience) (any, error) {
	var asked validation
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxSettings)).Decode(&asked); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, fault.New("health.validate_size", "most", maxSettings)
		}
		return nil, fault.New("health.validate_request", "reason", err)
	}
	texts := map[string]string{
		settingMapping: asked.Settings.Mapping, settingKPIs: asked.Settings.KPIs, settingPolicy: asked.Settings.Policy,
	}
	text, ok := texts[asked.Setting]
	if !ok {
		return nil, fault.New("health.validate_request", "reason", asked.Setting)
	}
	faults := []textFault{}
	asked.Settings.readTexts(func(name string, err error) {
		if name == asked.Setting {
			faults = append(faults, textFault{lineOf(text, err), fault.Short(err).In(d.language(r))})
		}
	})
	slices.SortStableFunc(faults, func(a, b textFault) int { return cmp.Compare(a.Line, b.Line) })
	return map[string][]textFault{"faults": faults[:min(len(faults), mostFaults)]}, r.Context().Err()
}

// lineOf is the line that a fault is in.
func lineOf(text string, err error) int {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return 0
	case e.Line > 0:
		return e.Line
	}
	return yamltext.LineOf(text, e.Path)
}
