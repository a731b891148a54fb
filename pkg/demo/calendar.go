package demo

import (
	"math"
	"strconv"
	"time"
	_ "time/tzdata" // the zones must be known wherever the program runs
)

const (
	daySeconds = 86400
	hour       = 3600
	minute     = 60
)

// Days are numbered from 1 January 1970, instants are Unix seconds.

func floorDay(seconds int64) int { return int(math.Floor(float64(seconds) / daySeconds)) }

func dayOf(t time.Time) int {
	y, m, d := t.Date()
	return floorDay(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix())
}

func civil(day int) time.Time { return time.Unix(int64(day)*daySeconds, 0).UTC() }

func weekday(day int) time.Weekday { return time.Weekday((day%7 + 11) % 7) } // day 0 was a Thursday

func isWeekend(day int) bool {
	w := weekday(day)
	return w == time.Saturday || w == time.Sunday
}

func nextWorkday(day int) int {
	for isWeekend(day) {
		day++
	}
	return day
}

// month returns the first day of the month that is so many months after the one of day.
func month(day, after int) int {
	t := civil(day)
	return dayOf(time.Date(t.Year(), t.Month()+time.Month(after), 1, 0, 0, 0, 0, time.UTC))
}

const firstCached, lastCached = 10957, 29220 // 2000 … 2049

var dates = func() []string {
	all := make([]string, 0, lastCached-firstCached)
	for day := firstCached; day < lastCached; day++ {
		all = append(all, civil(day).Format(time.DateOnly))
	}
	return all
}()

func appendDate(b []byte, day int) []byte {
	if day >= firstCached && day < lastCached {
		return append(b, dates[day-firstCached]...)
	}
	return civil(day).AppendFormat(b, time.DateOnly)
}

// zone is a time zone with the offsets of its days, which is much faster than asking [time.Location] for each instant.
type zone struct {
	name    string
	base    int
	offsets []int64
}

func newZone(name string, from, to int) *zone {
	location, err := time.LoadLocation(name)
	if err != nil {
		panic("demo: " + err.Error()) // the zones are constants of this package, and the data is embedded
	}
	z := &zone{name: name, base: from}
	for day := from; day <= to; day++ {
		_, offset := time.Unix(int64(day)*daySeconds+daySeconds/2, 0).In(location).Zone()
		z.offsets = append(z.offsets, int64(offset))
	}
	return z
}

// at returns the instant of a local time of day, in seconds after midnight.
func (z *zone) at(day int, seconds int64) int64 {
	i := min(max(day-z.base, 0), len(z.offsets)-1)
	return int64(day)*daySeconds + seconds - z.offsets[i]
}

// day returns the local day of an instant.
func (z *zone) day(seconds int64) int {
	i := min(max(floorDay(seconds)-z.base, 0), len(z.offsets)-1)
	return floorDay(seconds + z.offsets[i])
}

// work returns an instant in the working hours of this day or the next working day.
func (z *zone) work(r random, day int) int64 {
	return z.at(nextWorkday(day), 8*hour+1800+int64((r.Float64()+r.Float64())/2*9.5*hour))
}

// workFrom returns an instant itself when it lies in working hours, else the beginning of the next ones.
func (z *zone) workFrom(at int64) int64 {
	day := z.day(at)
	if at > z.at(day, 18*hour) {
		day++
	}
	return max(at, z.at(nextWorkday(day), 8*hour+1800))
}

// any returns an instant at which people are awake: mostly by day, sometimes at night.
func (z *zone) any(r random, day int) int64 {
	if r.chance(0.08) {
		return z.at(day, int64(r.Float64()*daySeconds))
	}
	return z.at(day, 7*hour+int64((r.Float64()+r.Float64())/2*15*hour))
}

// Seasons: a strong end of year and a summer dip, by month.
var seasons = [12]float64{0.92, 0.97, 1.08, 1.00, 1.02, 1.04, 0.84, 0.78, 1.06, 1.10, 1.14, 1.05}

// rhythm is the relative volume of a day: growth of 15 % a year, seasons, the quiet days around Christmas, weekdays.
func (c *company) rhythm(day int, weekend float64) float64 {
	date := civil(day)
	w := math.Exp(0.14*float64(day-c.start)/365) * seasons[date.Month()-1]
	if date.Month() == time.December && date.Day() >= 24 || date.YearDay() == 1 {
		w *= 0.4
	}
	switch weekday(day) {
	case time.Saturday, time.Sunday:
		return w * weekend
	case time.Monday:
		return w * 1.12
	case time.Friday:
		return w * 0.88
	}
	return w
}

// spread distributes a total over the days of the recorded past, exactly, and returns the numbers per day.
func (c *company) spread(total, weekend float64) []int {
	sum, weights := 0.0, make([]float64, c.today-c.start+1)
	for i := range weights {
		weights[i] = c.rhythm(c.start+i, weekend)
	}
	weights[len(weights)-1] *= float64(c.now-int64(c.today)*daySeconds) / daySeconds // today has only begun
	for _, w := range weights {
		sum += w
	}
	counts, reached, given := make([]int, len(weights)), 0.0, 0
	for i, w := range weights {
		reached += w
		counts[i] = int(math.Floor(reached/sum*total)) - given
		given += counts[i]
	}
	return counts
}

func itoa[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }
