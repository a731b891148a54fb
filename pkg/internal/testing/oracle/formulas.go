package oracle

import (
	"errors"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// formula is one over columns of a question, as in =revenue / deals_won or =2 * win_rate: two operands, and what is made of them.
type formula struct{ x, op, y string }

// formulaOf reads a formula; false for an entry that is none.
func formulaOf(entry string) (f formula, ok bool) {
	text, ok := strings.CutPrefix(entry, "=")
	if !ok {
		return f, false
	}
	text, _, _ = strings.Cut(text, " in ")
	words := strings.Fields(text)
	return formula{words[0], words[1], words[2]}, true
}

func (f formula) key() string { return "=" + f.x + " " + f.op + " " + f.y }

// parts are the KPIs of an entry: those in a formula, or the one that it is.
func parts(entry string) []string {
	f, ok := formulaOf(entry)
	if !ok {
		return []string{entry}
	}
	var kpis []string
	for _, operand := range []string{f.x, f.y} {
		if _, err := strconv.ParseFloat(operand, 64); err != nil {
			kpis = append(kpis, operand)
		}
	}
	return kpis
}

// asked are the KPIs of all columns.
func (a *asking) asked() (kpis []string) {
	for _, entry := range a.question.KPIs {
		kpis = append(kpis, parts(entry)...)
	}
	return kpis
}

// valueOfFormula is made of the values of the operands.
func (a *asking) valueOfFormula(f formula, b calendar.Bucket, keys []string, compare query.Compare) (v *float64, touched bool, err error) {
	var x, y *float64
	var there, too bool
	var fault, another error
	first := func() { x, there, fault = a.operand(f.x, b, keys, compare) }
	second := func() { y, too, another = a.operand(f.y, b, keys, compare) }
	if f.op == "/" {
		a.sides(first, second)
	} else {
		first()
		second()
	}
	touched, err = there || too, errors.Join(fault, another)
	switch f.op {
	case "+":
		v = plus(x, y)
	case "-":
		v = minus(x, y)
	case "*":
		v = times(x, y)
	default:
		v = ratio(x, y)
	}
	return v, touched, err
}

func (a *asking) operand(text string, b calendar.Bucket, keys []string, compare query.Compare) (*float64, bool, error) {
	if constant, err := strconv.ParseFloat(text, 64); err == nil {
		return &constant, false, nil
	}
	return a.value(text, b, keys, compare)
}
