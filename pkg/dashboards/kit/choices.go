package kit

import "github.com/grafana/grafana-foundation-sdk/go/dashboard"

// Mine chooses whoever is signed in, found by the e-mail address or login of Grafana, and leaves others to choose. Where nobody is
// found, the first one is chosen: titles have to say whose numbers they are.
func (v Variable) Mine() Variable {
	v.question.Prefer = "${__user.email},${__user.login}"
	return v
}

// Typed searches the database for what a reader types into the list, of which there may be more values than a list can hold. It is not
// asked again when the range changes, which could lose a choice that a link has brought.
func (v Variable) Typed() Variable {
	v.question.Search, v.question.Rows, v.refresh = "${__searchFilter}", 100, dashboard.VariableRefreshOnDashboardLoad
	return v
}

// Hidden shows nothing of a variable that follows from others.
func (v Variable) Hidden() Variable {
	v.hide = dashboard.VariableHideHideVariable
	return v
}

// Exactly is the one value of a dimension that all questions ask for, which another variable, of the dimension's name, finds by a name:
// where several share that name, the first of them, and the reader can choose another one.
func Exactly(name, dimension, label, description string) Variable {
	v := Filter(dimension, label, description).One().Within(dimension)
	v.Name = name
	return v
}
