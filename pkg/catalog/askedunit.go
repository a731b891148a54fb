package catalog

import "github.com/crmkpi/crm-datasource/pkg/fault"

// number is the unit of a constant, which takes that of what it is added to or scales.
const number Unit = ""

// errUnitUnclear is why a formula needs a unit.
var errUnitUnclear = fault.New("catalog.unit_unclear", "units", unitNames())

// unit is the one that follows from those of the operands of a formula.
func (o *operands) unit(n Node) (Unit, error) {
	switch n := n.(type) {
	case Operand:
		return o.kpi.Operands[n.Number].Unit, nil
	case Number:
		return number, nil
	case CalendarDays:
		return Days, nil
	case *HitRate:
		return Percent, nil
	case Binary:
		x, err := o.unit(n.X)
		if err != nil {
			return x, err
		}
		y, err := o.unit(n.Y)
		if err != nil {
			return y, err
		}
		return combined(n.Op, x, y)
	case Call:
		return o.unitOfCall(n)
	}
	return number, errUnitUnclear
}

func (o *operands) unitOfCall(n Call) (Unit, error) {
	unit, err := o.unit(n.Args[0])
	if err != nil {
		return unit, err
	}
	switch n.Name {
	case Share, RelativeGain:
		return Percent, nil
	case Max, CappedRatio:
		other, err := o.unit(n.Args[1])
		if err != nil {
			return other, err
		}
		if n.Name == Max {
			return combined('+', unit, other)
		}
		return combined('/', unit, other)
	}
	return unit, nil
}

// combined is the unit of what an operator makes of values of two units.
func combined(op byte, x, y Unit) (Unit, error) {
	factor := func(u Unit) bool { return u == number || u == Percent || u == Times }
	switch {
	case y == number && (op == '+' || op == '-'), x == y && (op == '+' || op == '-'):
		return x, nil
	case x == number && op != '/':
		return y, nil
	case op == '+' || op == '-':
		return number, fault.New("catalog.units_added", "one", x, "another", y, "units", unitNames())
	case op == '*' && (factor(y) || y == Count && x != Percent && x != Times):
		return x, nil
	case op == '*' && (factor(x) || x == Count):
		return y, nil
	case op == '/' && x != number && x == y:
		return Times, nil
	case op == '/' && x == Money && y == Days:
		return MoneyPerDay, nil
	case op == '/' && x != number && (factor(y) || y == Count):
		return x, nil
	}
	return number, errUnitUnclear
}

func unitNames() []string {
	var names []string
	for _, u := range Units() {
		names = append(names, string(u))
	}
	return names
}
