package oracle

// The dimensions that each kind of row has.

func (d *deal) dimension(id string) (value, bool) {
	switch id {
	case "stage":
		return ofStage(d.stage)
	case "deal_status":
		return text(&d.Status)
	case "lost_reason":
		return text(d.LostReason)
	case "forecast_category":
		return text(d.ForecastCategory)
	case "source":
		return text(d.Source)
	case "campaign":
		return ofCampaign(d.campaign)
	case "channel":
		return channelOf(d.campaign)
	case "currency":
		return text(d.Currency)
	case "rep", "team", "manager":
		return ofRep(d.rep(), id)
	}
	return ofDeal(d, id)
}

// A version of a deal has the rep, stage, category and currency of its time, and the rest from the deal.
func (v *version) dimension(id string) (value, bool) {
	switch id {
	case "stage":
		return ofStage(v.stage)
	case "forecast_category":
		return text(v.ForecastCategory)
	case "currency":
		return text(v.Currency)
	case "source":
		return text(v.deal.Source)
	case "campaign":
		return ofCampaign(v.deal.campaign)
	case "channel":
		return channelOf(v.deal.campaign)
	case "rep", "team", "manager":
		return ofRep(v.owner, id)
	}
	return ofDeal(v.deal, id)
}

func (v *visit) dimension(id string) (value, bool) {
	switch id {
	case "stage":
		return ofStage(v.stage)
	case "rep", "team", "manager":
		return ofRep(v.owner, id)
	}
	return ofDeal(v.deal, id)
}

// The revenue of a deal belongs to the campaign and channel of the touch, not to those of the deal.
func (c *credit) dimension(id string) (value, bool) {
	switch id {
	case "campaign":
		return ofCampaign(c.campaign)
	case "channel":
		return text(c.channel)
	}
	return c.deal.dimension(id)
}

func (l *lead) dimension(id string) (value, bool) {
	switch id {
	case "source":
		return text(l.Source)
	case "campaign":
		return ofCampaign(l.campaign)
	case "channel":
		return text(l.Channel)
	case "lead_status":
		return text(&l.Status)
	case "rep", "team", "manager":
		return ofRep(l.owner, id)
	}
	return ofAccount(l.account, id)
}

func (q *quote) dimension(id string) (value, bool) {
	switch id {
	case "currency":
		return text(q.Currency)
	case "pipeline", "deal_type":
		return ofDeal(q.deal, id)
	case "rep", "team", "manager":
		return ofRep(q.owner, id)
	}
	return ofAccount(q.account, id)
}

func (a *activity) dimension(id string) (value, bool) {
	switch id {
	case "activity_type":
		return text(a.Type)
	case "rep", "team", "manager":
		return ofRep(a.owner, id)
	case "agent", "support_team", "ticket_channel", "category", "priority", "ticket_kind":
		return ofTicket(a.ticket, id)
	case "pipeline", "deal_type":
		return ofDeal(a.deal, id)
	case "stage":
		if a.deal == nil {
			return text(nil)
		}
		return ofStage(a.deal.stage)
	}
	return ofAccount(a.account, id)
}

func (o *order) dimension(id string) (value, bool) {
	switch id {
	case "campaign":
		return ofCampaign(o.campaign)
	case "channel":
		return channelOf(o.campaign)
	case "currency":
		return text(o.Currency)
	case "order_status":
		return text(&o.Status)
	case "rep", "team", "manager":
		return ofRep(o.owner, id)
	}
	return ofAccount(o.account, id)
}

func (l *line) dimension(id string) (value, bool) {
	switch id {
	case "product":
		if l.product == nil {
			return text(nil)
		}
		return named(l.product.ID, l.product.Name)
	case "product_category":
		if l.product == nil {
			return text(nil)
		}
		return l.product.dimension(id)
	}
	o := l.order
	if o == nil {
		o = &order{}
	}
	return o.dimension(id)
}

func (p *product) dimension(id string) (value, bool) {
	if id != "product_category" {
		return value{}, false
	}
	return text(p.Category)
}

// A payment has the account and the currency itself, and of its order the rest.
func (p *payment) dimension(id string) (value, bool) {
	switch id {
	case "currency":
		return text(p.Currency)
	case "account", "segment", "industry", "region", "country":
		return ofAccount(p.account, id)
	case "order_status":
		if p.order == nil {
			return text(nil)
		}
	}
	o := p.order
	if o == nil {
		o = &order{}
	}
	return o.dimension(id)
}

func (c *contact) dimension(id string) (value, bool) { return ofAccount(c.account, id) }

func (u *user) dimension(id string) (value, bool) { return ofRep(u, id) }

func (k *campaign) dimension(id string) (value, bool) {
	switch id {
	case "campaign":
		return ofCampaign(k)
	case "channel":
		return text(k.Channel)
	}
	return value{}, false
}

// Accounts are grouped by what describes them, not by themselves.
func (a *account) dimension(id string) (value, bool) {
	switch id {
	case "source":
		return text(a.Source)
	case "campaign":
		return ofCampaign(a.campaign)
	case "channel":
		return text(a.Channel)
	case "rep", "team", "manager":
		return ofRep(a.owner, id)
	case "account":
		return value{}, false
	}
	return ofAccount(a, id)
}

func (c *cost) dimension(id string) (value, bool) {
	switch id {
	case "campaign":
		return ofCampaign(c.campaign)
	case "channel":
		return text(c.Channel)
	case "currency":
		return text(c.Currency)
	case "cost_kind":
		return text(c.Kind)
	}
	return value{}, false
}

func (t *touch) dimension(id string) (value, bool) {
	switch id {
	case "campaign":
		return ofCampaign(t.campaign)
	case "channel":
		return text(t.Channel)
	}
	return ofAccount(t.account, id)
}

func (s *session) dimension(id string) (value, bool) {
	switch id {
	case "campaign":
		return ofCampaign(s.campaign)
	case "channel":
		return text(s.Channel)
	}
	return value{}, false
}

func (m *mention) dimension(id string) (value, bool) {
	switch id {
	case "platform":
		return text(m.Platform)
	case "sentiment":
		return text(m.Sentiment)
	}
	return value{}, false
}

func (t *ticket) dimension(id string) (value, bool) {
	switch id {
	case "agent":
		return ofUser(t.agent)
	case "support_team":
		return ofTeam(t.team)
	case "ticket_channel":
		return text(t.Channel)
	case "category":
		return text(t.Category)
	case "priority":
		return text(t.Priority)
	case "ticket_kind":
		return text(t.Kind)
	}
	return ofAccount(t.account, id)
}

func (s *slaTarget) dimension(id string) (value, bool) {
	if id == "sla_metric" {
		return text(&s.Metric)
	}
	return ofTicket(s.ticket, id)
}

func (s *survey) dimension(id string) (value, bool) {
	switch id {
	case "survey_kind":
		return text(&s.Kind)
	case "agent":
		return ofUser(s.agent)
	case "support_team", "ticket_channel", "category", "priority", "ticket_kind":
		return ofTicket(s.ticket, id)
	}
	return ofAccount(s.account, id)
}

func (f *feedback) dimension(id string) (value, bool) {
	switch id {
	case "feedback_kind":
		return text(&f.Kind)
	case "ticket_channel":
		return text(f.Channel)
	case "category":
		return text(f.Category)
	case "agent", "support_team", "priority", "ticket_kind":
		return ofTicket(f.ticket, id)
	}
	return ofAccount(f.account, id)
}

func (c *commitment) dimension(id string) (value, bool) {
	switch id {
	case "commitment_kind":
		return text(c.Kind)
	case "rep", "team", "manager":
		return ofRep(c.owner, id)
	}
	return ofAccount(c.account, id)
}

func (c *check) dimension(id string) (value, bool) {
	switch id {
	case "agent":
		return ofUser(c.owner)
	case "support_team":
		return ofTeam(c.team)
	case "category":
		return text(c.Category)
	case "standard":
		return text(&c.Standard)
	}
	return value{}, false
}

func (e *enrollment) dimension(id string) (value, bool) {
	switch id {
	case "agent":
		return ofUser(e.user)
	case "support_team":
		return ofTeam(e.user.team)
	case "training":
		return named(e.training.ID, e.training.Name)
	}
	return value{}, false
}
