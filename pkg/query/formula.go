package query

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// formulaSign begins an entry that is a formula over KPIs.
const formulaSign = "="

// MaxFormula bounds the characters of a formula, and of its label.
const MaxFormula = 1000

// Formula is a column that is made of KPIs in the question itself. It is written as
// =revenue / new_customers as "Revenue per new customer" in money, or in JSON as an object with these fields.
type Formula struct {
	Text  string `json:"formula"`         // with each space once; what stands in it the catalogue knows; "" for no formula
	Label string `json:"label,omitempty"` // the title of the column; "" for the text
	Unit  string `json:"unit,omitempty"`  // of the catalogue; "" for the one that follows from the KPIs
}

var (
	labelled = regexp.MustCompile(`(?s)^(.*?)\sas\s+(".*")(.*)$`)
	measured = regexp.MustCompile(`^(.*?)\sin\s+(\S+)$`)
)

// parseFormula reads an entry that begins with [formulaSign].
func parseFormula(entry string) (Formula, error) {
	text := strings.Join(strings.Fields(strings.TrimPrefix(entry, formulaSign)), " ")
	var f Formula
	if parts := labelled.FindStringSubmatch(strings.TrimPrefix(entry, formulaSign)); parts != nil {
		if json.Unmarshal([]byte(parts[2]), &f.Label) != nil {
			return f, fault.New("question.formula_label", "label", parts[2]).In("kpis")
		}
		f.Label = strings.TrimSpace(f.Label)
		text = strings.Join(strings.Fields(parts[1]+" "+parts[3]), " ")
	}
	if parts := measured.FindStringSubmatch(text); parts != nil {
		text, f.Unit = parts[1], parts[2]
	}
	f.Text = text
	return f, f.validate()
}

func (f Formula) validate() error {
	switch {
	case f.Text == "":
		return fault.New("question.formula_empty").In("kpis")
	case strings.Contains(f.Text, `"`):
		return fault.New("question.formula_label", "label", f.Text).In("kpis")
	case measured.MatchString(f.Text):
		return fault.New("question.formula_unit", "unit", measured.FindStringSubmatch(f.Text)[2]+" in "+f.Unit).In("kpis")
	case len(f.Text) > MaxFormula || len(f.Label) > MaxFormula:
		return fault.New("question.formula_too_long", "have", max(len(f.Text), len(f.Label)), "most", MaxFormula).In("kpis")
	}
	return nil
}

// key tells formulas apart, whatever they are called.
func (f Formula) key() string { return formulaSign + f.Text }

// String writes the formula as an entry.
func (f Formula) String() string {
	text := f.key()
	if f.Label != "" {
		text += " as " + quoted(f.Label)
	}
	if f.Unit != "" {
		text += " in " + f.Unit
	}
	return text
}

// quoted writes a text as JSON does, with its & < > as they are.
func quoted(text string) string {
	var written strings.Builder
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string is never faulty
	return strings.TrimSpace(written.String())
}
