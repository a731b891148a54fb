package oracle

import "strconv"

// whom is who or what a target is for, known by its text or by what its key points to.
type whom map[string]value

func (w whom) dimension(id string) (value, bool) {
	v, ok := w[id]
	return v, ok
}

func scopesOf(c *Company) map[string]map[string]subject {
	all := map[string]map[string]subject{"team": {}, "user": {}, "campaign": {}, "pipeline": {}}
	add := func(scope string, id int64, pairs ...any) {
		w := whom{}
		for i := 0; i < len(pairs); i += 2 {
			w[pairs[i].(string)] = pairs[i+1].(value)
		}
		all[scope][strconv.FormatInt(id, 10)] = w
	}
	first := func(v value, _ bool) value { return v }
	for _, t := range c.teams {
		add("team", t.ID, "team", first(ofTeam(t)), "support_team", first(ofTeam(t)))
	}
	for _, u := range c.users {
		add("user", u.ID, "rep", first(ofUser(u)), "agent", first(ofUser(u)), "team", first(ofTeam(u.team)), "support_team", first(ofTeam(u.team)), "manager", first(ofUser(u.manager)))
	}
	for _, k := range c.campaigns {
		add("campaign", k.ID, "campaign", first(ofCampaign(k)), "channel", first(text(k.Channel)))
	}
	for _, p := range c.pipelines {
		add("pipeline", p.ID, "pipeline", first(ofPipeline(p)))
	}
	return all
}

func (a *asking) whom(t *target) subject {
	if t.Scope == "company" {
		return whom{}
	}
	id := ""
	if t.ScopeID != nil {
		id = *t.ScopeID
	}
	if s, ok := a.scopes[t.Scope][id]; ok {
		return s
	}
	// A region or channel is its own name; a key that points nowhere is all there is to show.
	stranger := whom{}
	for _, d := range servedSupport()[t.Scope] {
		stranger[d] = value{none: true}
	}
	own := t.Scope
	if own == "user" {
		own = "rep"
	}
	stranger[own] = value{key: id, label: id, none: t.ScopeID == nil}
	for scope, alias := range map[string]string{"user": "agent", "team": "support_team"} {
		if t.Scope == scope {
			stranger[alias] = stranger[own]
		}
	}
	return stranger
}
