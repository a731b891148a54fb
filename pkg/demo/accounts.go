package demo

import "fmt"

// account is what must be remembered of a company from its first lead to the end of the seeding, in about 60 bytes.
type account struct {
	created, firstWon, churned int64
	owner                      *user
	campaign                   int32
	contact                    int32 // number of the first contact
	country, segment, industry uint8
	channel, source, contacts  uint8
	zone                       uint8
	mood                       float32 // 1 = as usual; less is unhappy, and more trouble
}

func (c *company) account(id int64) *account { return &c.accounts[id-1] }

func (a *account) isCustomer(at int64) bool {
	return a.firstWon != 0 && a.firstWon <= at && (a.churned == 0 || at < a.churned)
}

func (c *company) localZone(a *account) *zone { return c.zone(countries[a.country].zones[a.zone]) }

// newAccount founds an account for somebody from a country. Its row is written at the end.
func (c *company) newAccount(r random, created int64, country int, channel, source int, k *campaign, owner *user) int64 {
	weights := make([]float64, len(segments))
	for i, s := range segments {
		weights[i] = s.share
	}
	a := account{created: created, owner: owner, campaign: int32(k.ref()), country: uint8(country), channel: uint8(channel),
		source: uint8(source), segment: uint8(r.index(weights)), industry: uint8(r.IntN(len(industries))),
		zone: uint8(r.IntN(len(countries[country].zones))), contacts: uint8(r.between(1, 3)), mood: 1}
	if r.chance(0.08) {
		a.mood = 0.5
	}
	a.contact = 1
	if n := len(c.accounts); n > 0 {
		a.contact = c.accounts[n-1].contact + int32(c.accounts[n-1].contacts)
	}
	c.accounts = append(c.accounts, a)
	return int64(len(c.accounts))
}

// somebody chooses an account that fits, out of those founded so far; 0 when it finds none soon. Recent ones are chosen
// a little more often.
func (c *company) somebody(r random, fits func(a *account) bool) int64 {
	for range 60 {
		if n := len(c.accounts); n > 0 {
			u := r.Float64()
			id := 1 + int64(float64(n)*(1-u*(0.7+0.3*u)))
			if id = min(id, int64(n)); fits(c.account(id)) {
				return id
			}
		}
	}
	return 0
}

func (c *company) customer(r random, at int64) int64 {
	return c.somebody(r, func(a *account) bool { return a.isCustomer(at) })
}

// becomesCustomer notes a won deal, and decides how long the account will stay.
func (c *company) becomesCustomer(r random, a *account, at int64) {
	if a.firstWon == 0 || at < a.firstWon {
		a.firstWon = at
	}
	stays := r.ExpFloat64() * 2.2 * float64(a.mood)
	leaves := at + int64((0.4+stays)*365*daySeconds)
	switch {
	case a.churned != 0 && a.churned < at: // came back
		a.churned = 0
	case a.churned == 0 && leaves < c.now:
		a.churned = leaves
	}
}

// accountRandom draws what is only told of an account and need not be remembered, always the same.
func (c *company) accountRandom(id int64) random {
	return newRandom(c.seed, streamAccount+1000+uint64(id))
}

// accountName is what an account is called. Companies that would be called alike are told apart by a place, as branches are, and the next
// ones by a number; only where there are very many names repeat.
func (c *company) accountName(id int64) string {
	if story := c.names[id]; story != "" {
		return story
	}
	if known, ok := c.called[id]; ok {
		return known
	}
	name := companyName(c.accountRandom(id), cultures[countries[c.account(id).country].culture])
	if len(c.called) >= manyNames {
		return name
	}
	name = c.untaken(name)
	c.called[id], c.taken[name] = name, true
	return name
}

// manyNames bounds the names that are remembered.
const manyNames = 100_000

// untaken is a name that no account has yet.
func (c *company) untaken(name string) string {
	if !c.taken[name] {
		return name
	}
	for _, place := range places {
		if other := name + " " + place; !c.taken[other] {
			return other
		}
	}
	for n := 2; ; n++ {
		if other := fmt.Sprintf("%s %d", name, n); !c.taken[other] {
			return other
		}
	}
}

var preferences = []string{"prefers e-mail", "calls only before noon", "likes short demos", "asks for references first",
	"prefers Friday afternoons", "wants documents in German", "decides with a committee", "no calls during the harvest"}

func (c *company) writeAccounts() {
	for i := range c.accounts {
		id, a := int64(i+1), &c.accounts[i]
		if i%5000 == 0 {
			if c.load.err() != nil {
				return
			}
			c.progress("accounts", int64(i), int64(len(c.accounts)))
		}
		country, ch := countries[a.country], channels[a.channel]
		r := c.accountRandom(id)
		_ = companyName(r, cultures[country.culture]) // drawn before what comes next
		name := c.accountName(id)
		owner, industry, source, region := a.owner, industries[a.industry], "", country.region
		if a.source > 0 {
			source = ch.sources[a.source-1]
		}
		if owner != nil && owner.left != 0 { // nobody took it over
			owner = nil
		}
		if r.chance(0.04) {
			industry = ""
		}
		c.tables.accounts.int(c.tables.accounts.next()).text(name).ref(owner.ref()).text(segments[a.segment].name).text(industry).
			text(region).text(country.code).text(source).text(ch.name).ref(int64(a.campaign)).
			time(a.created).time(a.firstWon).time(a.churned).text(link("accounts", id)).end()
		for range a.contacts {
			person := person(r, cultures[country.culture])
			phone, liking := "", ""
			if r.chance(0.7) {
				phone = "+" + itoa(r.between(100_000_0000, 999_999_9999))
			}
			if r.chance(0.3) {
				liking = one(r, preferences)
			}
			contact := c.contacts.next()
			c.contacts.int(contact).int(id).text(person).text("contact" + itoa(contact) + "@customer" + itoa(id) + ".example").
				text(phone).text(liking).end()
		}
	}
	c.progress("accounts", int64(len(c.accounts)), int64(len(c.accounts)))
}

func (u *user) ref() int64 {
	if u == nil {
		return 0
	}
	return u.id
}

func link(kind string, id int64) string { return "https://crm.example/" + kind + "/" + itoa(id) }
