package oracle

import (
	"strconv"
	"strings"
)

// value is a row's value of a dimension; a none value is of a row without one.
type value struct {
	key, label string
	russian    string // what the label is in Russian, of a value that the product names; "" for one that has no other name
	none       bool
}

// subject is a row that can be grouped and filtered; false means that rows of its kind do not have the dimension.
type subject interface {
	dimension(id string) (value, bool)
}

// blank tells a text of nothing but white space, which is no value.
func blank(s string) bool { return strings.Trim(s, " \t\r\n") == "" }

func text(s *string) (value, bool) {
	if s == nil || blank(*s) {
		return value{none: true}, true
	}
	return value{key: *s, label: *s}, true
}

// named is the row with an id; one without a name is shown by its id.
func named(id int64, name string) (value, bool) {
	key := strconv.FormatInt(id, 10)
	if blank(name) {
		name = key
	}
	return value{key: key, label: name}, true
}

func ofTeam(t *team) (value, bool) {
	if t == nil {
		return text(nil)
	}
	return named(t.ID, t.Name)
}

func ofUser(u *user) (value, bool) {
	if u == nil {
		return text(nil)
	}
	return named(u.ID, u.Name)
}

func ofCampaign(c *campaign) (value, bool) {
	if c == nil {
		return text(nil)
	}
	return named(c.ID, c.Name)
}

func channelOf(c *campaign) (value, bool) {
	if c == nil {
		return text(nil)
	}
	return text(c.Channel)
}

func ofPipeline(p *pipeline) (value, bool) {
	if p == nil {
		return text(nil)
	}
	return named(p.ID, p.Name)
}

func ofStage(s *stage) (value, bool) {
	if s == nil {
		return text(nil)
	}
	return named(s.ID, s.Name)
}

// ofRep gives the dimensions that come with whoever sells.
func ofRep(u *user, id string) (value, bool) {
	switch {
	case id == "rep":
		return ofUser(u)
	case id != "team" && id != "manager":
		return value{}, false
	case u == nil:
		return text(nil)
	case id == "team":
		return ofTeam(u.team)
	default:
		return ofUser(u.manager)
	}
}

// ofAccount gives the dimensions that come with the customer.
func ofAccount(a *account, id string) (value, bool) {
	if a == nil {
		switch id {
		case "account", "segment", "industry", "region", "country":
			return text(nil)
		}
		return value{}, false
	}
	switch id {
	case "account":
		return named(a.ID, a.Name)
	case "segment":
		return text(a.Segment)
	case "industry":
		return text(a.Industry)
	case "region":
		return text(a.Region)
	case "country":
		return text(a.Country)
	}
	return value{}, false
}

// ofDeal gives the dimensions that a row takes from its deal.
func ofDeal(d *deal, id string) (value, bool) {
	if d == nil {
		d = &deal{}
	}
	switch id {
	case "pipeline":
		return ofPipeline(d.pipeline)
	case "deal_type":
		return text(d.Type)
	}
	return ofAccount(d.account, id)
}

// ofTicket gives the dimensions that a row takes from its ticket.
func ofTicket(t *ticket, id string) (value, bool) {
	if t == nil {
		t = &ticket{}
	}
	return t.dimension(id)
}
