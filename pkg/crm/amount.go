package crm

import "strings"

// Amount is money that a field is computed from, in the reporting currency.
type Amount struct {
	Path     string   // to the amount
	Currency string   // path to its currency
	At       []string // paths to times: the first one that a row has is the day whose rate holds; without any, that of today
}

// amountsYAML is how amounts of an entity's rows are converted, whatever KPI looks at them.
type amountsYAML struct {
	Currency string   `yaml:"currency"` // path to their currency; the field of that name where it is empty
	At       []string `yaml:"at"`       // as [Amount.At]; the time by which the rows are listed where it is empty
}

// amount is what a path to an amount needs to be converted.
func (m *Model) amount(entity, path string) (*Amount, error) {
	before, _, ok := cutLast(path)
	if ok {
		of, err := m.Resolve(entity, before)
		if err != nil {
			return nil, err
		}
		entity = of.To
	}
	e, err := m.Entity(entity)
	if err != nil {
		return nil, err
	}
	a := &Amount{Path: path, Currency: joined(before, e.currency())}
	for _, at := range e.rated() {
		a.At = append(a.At, joined(before, at))
	}
	return a, nil
}

// cutLast cuts the last step off a path.
func cutLast(path string) (before, last string, found bool) {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

// currency is the path to the currency of the entity's amounts.
func (e *Entity) currency() string {
	if e.amounts.Currency != "" {
		return e.amounts.Currency
	}
	return string(Currency)
}

// rated are the paths to the times whose rate holds for the entity's amounts, see [Amount.At].
func (e *Entity) rated() []string {
	if e.amounts.At == nil && e.Happens != "" {
		return []string{e.Happens}
	}
	return e.amounts.At
}
