package demo

import (
	"fmt"
	"math"
	"strings"
)

// user is a person of the company, with what makes a difference to the numbers.
type user struct {
	id, team            int64
	zone                *zone
	hired, ramped, left int64   // left: 0 while employed
	strength            float64 // relative chance to win, or to please
	pace                float64 // relative time taken
	fte                 float64
	quota               bool
	name, mail          string
	stalls, loses       string // stages in which deals stall or are lost, where it is a habit
}

func (u *user) works(at int64) bool { return u.hired <= at && (u.left == 0 || at < u.left) }

// desk is a support team.
type desk struct {
	team     int64
	schedule schedule
	agents   []*user
}

// people are the users by what they do.
type people struct {
	reps      []*user
	byRegion  map[string][]*user
	marketers []*user
	desks     []desk
	salesTeam []int64
	mails     map[string]int
}

const (
	teamCompany = iota + 1
	teamSales
	teamMarketing
	teamSupport
)

var regionZones = map[string][]string{
	"AMER": {"America/New_York", "America/Chicago", "America/Los_Angeles"},
	"DACH": {"Europe/Berlin", "Europe/Zurich"},
	"EMEA": {"Europe/London", "Europe/Warsaw", "Europe/Madrid"},
}

var regionCultures = map[string][]string{
	"AMER": {"english", "spanish", "asian"},
	"DACH": {"german", "polish", "cyrillic"},
	"EMEA": {"english", "french", "polish", "cyrillic"},
}

func (c *company) makePeople() {
	r := newRandom(c.seed, streamPeople)
	c.people = people{byRegion: map[string][]*user{}, mails: map[string]int{}}
	c.writeTeam("Meridian Devices", 0, "")
	c.writeTeam("Sales", teamCompany, "sales")
	c.writeTeam("Marketing", teamCompany, "marketing")
	c.writeTeam("Support", teamCompany, "support")

	chief := c.hire(r, teamCompany, 0, "AMER")
	sales := c.hire(r, teamSales, chief.id, "DACH")
	marketing := c.hire(r, teamMarketing, chief.id, "EMEA")
	support := c.hire(r, teamSupport, chief.id, "EMEA")
	for range 3 + c.size.reps/20 {
		c.people.marketers = append(c.people.marketers, c.hire(r, teamMarketing, marketing.id, one(r, regions)))
	}
	c.makeReps(r, sales.id)
	c.makeDesks(r, support.id)
}

func (c *company) writeTeam(name string, parent int64, department string) int64 {
	id := c.teams.next()
	c.teams.int(id).text(name).ref(parent).text(department).end()
	return id
}

func (c *company) makeReps(r random, head int64) {
	strengths := r.Perm(c.size.reps)
	twin := ""
	for team := range c.size.teams {
		region := regions[team%len(regions)]
		name := "Sales " + region
		if c.size.teams > len(regions) {
			name = fmt.Sprintf("Sales %s %d", region, team/len(regions)+1)
		}
		id := c.writeTeam(name, teamSales, "sales")
		c.people.salesTeam = append(c.people.salesTeam, id)
		manager := c.hire(r, id, head, region)
		for i := team; i < c.size.reps; i += c.size.teams {
			rep := c.newUser(r, id, region)
			rep.quota = true
			rank := (float64(strengths[i]) + 0.5) / float64(c.size.reps)
			rep.strength, rep.pace = 0.87+0.28*rank, 1.2-0.4*rank+0.2*r.Float64()
			c.employ(r, rep, i)
			if i == 1 { // two reps share a name
				twin = rep.name
			} else if i == 5 {
				c.call(rep, twin)
			}
			c.castRep(rep, c.part(i))
			c.writeUser(rep, manager.id)
			c.people.reps = append(c.people.reps, rep)
			c.people.byRegion[region] = append(c.people.byRegion[region], rep)
		}
	}
}

// employ decides on the years of a rep: most were there before the record begins, some came later and needed time to
// get into it, some have left. The first rep of each team was there before the oldest deal and stays, so that no market
// is ever without a rep; the second of the first team has left this year, the third is new. Whoever has a part in a story
// stays, too.
func (c *company) employ(r random, rep *user, i int) {
	first, recent := i < c.size.teams || c.part(i) != extra, r.between(70, 250)
	leaves, late := i == c.size.teams, i == 2*c.size.teams
	hired := rep.zone.day(rep.hired)
	switch {
	case first || leaves:
		hired = c.start - r.between(1200, 1800)
	case late:
		hired = c.today - recent
	case r.chance(0.3):
		hired = c.start + r.IntN(c.today-c.start-60)
	}
	rep.hired = rep.zone.at(hired, 9*hour)
	rep.ramped = rep.zone.at(hired+r.between(90, 180), 9*hour)
	left := hired + r.between(400, 1100)
	switch {
	case leaves:
		rep.left = rep.zone.at(c.today-recent, 18*hour)
	case !first && !late && r.chance(0.2) && left > c.start && left < c.today:
		rep.left = rep.zone.at(left, 18*hour)
	}
	if r.chance(0.12) {
		rep.fte = 0.8
	}
}

func (c *company) makeDesks(r random, head int64) {
	for i := range c.size.desks {
		region := regions[(i+2)%len(regions)]
		name := "Support " + region
		if c.size.desks > len(regions) {
			name = fmt.Sprintf("Support %s %d", region, i/len(regions)+1)
		}
		id := c.writeTeam(name, teamSupport, "support")
		opens, closes := int64(8*hour), int64(18*hour)
		if region == "EMEA" {
			opens, closes = 7*hour, 20*hour
		}
		d := desk{team: id, schedule: c.newSchedule(name, region, regionZones[region][0], opens, closes, region == "EMEA")}
		lead := c.hire(r, id, head, region)
		for agent := i; agent < c.size.agents; agent += c.size.desks {
			u := c.hire(r, id, lead.id, region)
			u.strength, u.pace = math.Min(1.15, r.around(1, 0.12)), r.around(1, 0.3)
			d.agents = append(d.agents, u)
		}
		c.people.desks = append(c.people.desks, d)
	}
}

// hire makes a user who was there all the time.
func (c *company) hire(r random, team, manager int64, region string) *user {
	u := c.newUser(r, team, region)
	c.writeUser(u, manager)
	return u
}

func (c *company) newUser(r random, team int64, region string) *user {
	z := c.zone(one(r, regionZones[region]))
	hired := z.at(c.start-r.between(30, 1800), 9*hour)
	u := &user{id: c.users.next(), team: team, zone: z, hired: hired, ramped: hired + 120*daySeconds, strength: 1, pace: 1, fte: 1}
	c.call(u, person(r, cultures[one(r, regionCultures[region])]))
	return u
}

// call names a user; the second of a name gets another address.
func (c *company) call(u *user, name string) {
	u.name, u.mail = name, address(strings.ReplaceAll(name, " ", "."))
	if c.people.mails[u.mail]++; c.people.mails[u.mail] > 1 {
		u.mail += itoa(c.people.mails[u.mail])
	}
}

func (c *company) writeUser(u *user, manager int64) {
	c.users.int(u.id).text(u.name).text(u.mail+"@meridian-devices.example").ref(u.team).ref(manager).bool(u.quota).
		number(u.fte, 2).time(u.hired).time(u.ramped).time(u.left).end()
}

// rep chooses a rep of a region who works at the time, of whom [company.employ] makes sure; those still new get less.
func (c *company) rep(r random, region string, at int64) *user {
	reps := c.people.byRegion[servedBy(region)]
	for {
		u := one(r, reps)
		if u.works(at) && (at >= u.ramped || r.chance(0.5)) && r.chance(u.fte) {
			return u
		}
	}
}
