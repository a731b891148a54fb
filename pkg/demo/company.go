package demo

import "time"

// company is the state of the simulation: who and what exists while the rows are written.
type company struct {
	tables
	load     *load
	size     size
	seed     int64
	progress func(stage string, done, total int64)

	start, today int   // first and last day of the recorded past
	planned      int   // first day with targets; before it the pipeline fills
	end          int   // the day after the last one that anything refers to, 1 January after next year
	now          int64 // the instant at which the past ends

	zones     map[string]*zone
	rates     rates
	people    people
	cast      cast
	names     map[int64]string // of accounts that a story is about
	called    map[int64]string // what accounts are called that have been named; see [company.accountName]
	taken     map[string]bool  // the names of these
	pipelines []*pipeline
	campaigns []campaign
	accounts  []account
	current   deal // the one being told; it and the next two are kept to spare allocations
	way       []move
	times     []float64

	conversation []event
	books        books
	quotas       map[teamMonth]float64
}

func newCompany(l *load, s size, o Options) *company {
	now := o.Today.UTC().Truncate(time.Second)
	today := dayOf(now)
	c := &company{
		tables: openTables(l), load: l, size: s, seed: o.Seed, progress: o.Progress,
		start: month(today, -39), today: today, end: month(today, 25-int(now.Month())), now: now.Unix(),
		accounts: make([]account, 0, int(0.6*float64(s.deals))), zones: map[string]*zone{}, names: map[int64]string{}, called: map[int64]string{}, taken: map[string]bool{}, books: newBooks(), quotas: map[teamMonth]float64{},
	}
	c.planned = month(c.start, 3)
	return c
}

// Every stage draws from a stream of its own, so that a change in one leaves the others as they were.
const (
	streamRates uint64 = iota + 1
	streamPeople
	streamCampaigns
	streamSales
	streamOrders
	streamSupport
	streamFeedback
	streamWeb
	streamPlanning
	streamTrainings
	streamAccount // the last one: each account has its own, from here on
)

// These lie between the others and those of the accounts.
const (
	streamCosts   uint64 = 103
	streamStories uint64 = 200
)

// generate writes all rows. What follows needs what comes before: people sell, sales make customers, customers order
// and ask for help. Accounts and targets come last, when it is known what became of them.
func (c *company) generate() error {
	c.writeCalendar()
	c.makePeople()
	c.makeCampaigns()
	c.writeCatalogue()
	for _, stage := range []func() error{c.sell, c.repeatOrders, c.support, c.listen, c.browse, c.tellStories} {
		if err := stage(); err != nil {
			return err
		}
	}
	c.writeAccounts()
	c.writeCosts()
	c.plan()
	c.train()
	return c.load.err()
}

// eachDay tells the days of the recorded past, each with how many of the total fall on it, until the load fails.
func (c *company) eachDay(stage string, total, weekend float64, tell func(day, count int)) error {
	done := 0
	for i, n := range c.spread(total, weekend) {
		if err := c.load.err(); err != nil {
			return err
		}
		tell(c.start+i, n)
		done += n
		c.progress(stage, int64(done), int64(total))
	}
	return nil
}

// volume is how much there is of what belongs to sales.
func (c *company) volume(perDeal float64) float64 { return perDeal * float64(c.size.deals) }

// beside is how much there is of what does not.
func (c *company) beside(perDeal float64) float64 { return c.size.beside * c.volume(perDeal) }

func (c *company) zone(name string) *zone {
	z, ok := c.zones[name]
	if !ok {
		z = newZone(name, c.start-4*366, c.end)
		c.zones[name] = z
	}
	return z
}

// past returns the instant when it lies in the recorded past, else 0: not yet.
func (c *company) past(at int64) int64 {
	if at > c.now {
		return 0
	}
	return at
}

func (c *company) time(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
