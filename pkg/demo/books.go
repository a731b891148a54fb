package demo

// books count what happened, for what depends on the whole: costs, targets and forecasts. Months are their first day.
type books struct {
	leads         map[int]int64
	channelLeads  map[channelMonth]int64
	campaignLeads []int64 // by campaign
	dealTouches   []int64 // by campaign
	credited      []int64 // cents won, by the campaign of the last touch
	spent         map[channelMonth]float64
	won           map[int]int64       // cents
	wonBy         map[userMonth]int64 // cents
}

type (
	channelMonth struct{ channel, month int }
	userMonth    struct {
		user  int64
		month int
	}
)

func newBooks() books {
	return books{leads: map[int]int64{}, channelLeads: map[channelMonth]int64{}, won: map[int]int64{}, wonBy: map[userMonth]int64{},
		spent: map[channelMonth]float64{}}
}

func (b *books) openCampaigns(n int) {
	b.campaignLeads, b.dealTouches, b.credited = make([]int64, n), make([]int64, n), make([]int64, n)
}

func (b *books) addLead(month, channel int, k *campaign) {
	b.leads[month]++
	b.channelLeads[channelMonth{channel, month}]++
	if k != nil {
		b.campaignLeads[k.id-1]++
	}
}

// addSale notes a won deal.
func (b *books) addSale(c *company, d *deal) {
	v := d.last()
	first := month(floorDay(d.ends), 0)
	cents := c.convert(v.amount, d.currency, floorDay(d.ends))
	b.won[first] += cents
	b.wonBy[userMonth{v.owner.ref(), first}] += cents
}
