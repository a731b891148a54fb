package oracle

// member is a value of one dimension, whoever has it.
type member struct {
	of string
	value
}

func (m member) dimension(id string) (value, bool) { return m.value, id == m.of }

// membersOfOwn are all there are of a dimension of the company's own: each class, part of a time and answer that there is, the rows that
// a relation may lead to, and the texts and keys that rows have.
func (a *asking) membersOfOwn(dimension string) (all []subject) {
	add := func(v value) { all = append(all, member{dimension, v}) }
	class, isClass := classes[dimension]
	part := map[string]string{"begun_on": "weekday", "begun_at": "hour_of_day", "due_month": "month_of_year"}[dimension]
	switch {
	case isClass:
		for i := range class.keys {
			add(value{key: class.keys[i], label: class.labels[i], russian: class.russian[i]})
		}
	case part != "":
		for _, m := range a.membersOf(part) {
			v, _ := m.dimension(part)
			add(v)
		}
	case dimension == "european" || dimension == "strategic":
		add(truth3(true, true))
		add(truth3(true, false))
	case dimension == "closer":
		for _, u := range a.users {
			v, _ := ofUser(u)
			add(v)
		}
	case dimension == "initial":
		for _, k := range a.accounts {
			add(a.ofOwn(&deal{}, k, &order{}, dimension))
		}
	case dimension == "origin":
		for _, d := range a.deals {
			add(a.ofOwn(d, &account{}, &order{}, dimension))
		}
	case dimension == "purchase":
		for _, o := range a.orders {
			add(a.ofOwn(&deal{}, &account{}, o, dimension))
		}
	}
	return all
}
