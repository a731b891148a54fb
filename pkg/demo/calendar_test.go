package demo

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/crmkpi/crm-datasource/pkg/internal/testing/property" // the same draws in each run
)

func testCompany() *company {
	today := dayOf(time.Date(2026, 3, 18, 0, 0, 0, 0, time.UTC))
	return &company{start: month(today, -39), today: today, end: month(today, 22), now: int64(today)*daySeconds + 14*hour, zones: map[string]*zone{}}
}

func TestZoneAgreesWithTheClockAtNoon(t *testing.T) {
	c := testCompany()
	for _, country := range countries {
		for _, name := range country.zones {
			location, err := time.LoadLocation(name)
			require.NoError(t, err)
			z := c.zone(name)
			for day := c.start; day < c.end; day++ {
				y, m, d := civil(day).Date()
				noon := time.Date(y, m, d, 12, 0, 0, 0, location).Unix()
				require.Equal(t, noon, z.at(day, 12*hour), "%s %s", name, civil(day))
				require.Equal(t, day, z.day(noon))
			}
		}
	}
}

func TestWorkIsDoneOnWorkdays(t *testing.T) {
	z := testCompany().zone("Europe/Berlin")
	rapid.Check(t, func(t *rapid.T) {
		r := newRandom(rapid.Int64().Draw(t, "seed"), 1)
		day := rapid.IntRange(z.base, z.base+2000).Draw(t, "day")
		local := time.Unix(z.work(r, day), 0).In(time.FixedZone("", int(z.offsets[nextWorkday(day)-z.base])))
		require.NotContains(t, []time.Weekday{time.Saturday, time.Sunday}, local.Weekday())
		require.True(t, local.Hour() >= 8 && local.Hour() < 19, local)
		require.Less(t, dayOf(local)-day, 3)
	})
}

func TestScheduleCountsOpeningTimeOnly(t *testing.T) {
	c := testCompany()
	s := schedule{zone: c.zone("America/New_York"), opens: 8 * hour, closes: 18 * hour, saturdays: true, holidays: map[int]bool{c.start + 40: true}}
	rapid.Check(t, func(t *rapid.T) {
		at := int64(c.start)*daySeconds + minute*rapid.Int64Range(0, 200*daySeconds/minute).Draw(t, "at")
		minutes := rapid.Int64Range(1, 3000).Draw(t, "minutes")
		end := s.after(at, minutes*minute)
		open := int64(0)
		for x := at; x < end; x += minute {
			day := s.zone.day(x)
			from, to := s.hours(day)
			if x >= s.zone.at(day, from) && x < s.zone.at(day, to) {
				open += minute
			}
			if x-at > 40*daySeconds {
				t.Fatal("too late")
			}
		}
		require.Equal(t, minutes*minute, open)
	})
}

func TestSpreadGivesExactlyTheTotal(t *testing.T) {
	c := testCompany()
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.IntRange(0, 2_000_000).Draw(t, "total")
		counts := c.spread(float64(total), rapid.Float64Range(0, 1).Draw(t, "weekend"))
		require.Len(t, counts, c.today-c.start+1)
		sum := 0
		for _, n := range counts {
			require.GreaterOrEqual(t, n, 0)
			sum += n
		}
		require.InDelta(t, total, sum, 1) // the last share may round down
	})
}

func TestMonth(t *testing.T) {
	day := dayOf(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))
	require.Equal(t, "2026-01-01", civil(month(day, 0)).Format(time.DateOnly))
	require.Equal(t, "2026-02-01", civil(month(day, 1)).Format(time.DateOnly))
	require.Equal(t, "2024-12-01", civil(month(day, -13)).Format(time.DateOnly))
	require.Equal(t, time.Saturday, weekday(day))
	require.Equal(t, time.Thursday, weekday(0))
	require.Equal(t, time.Wednesday, weekday(-1))
}

func TestRowsAreWrittenAsPostgresReadsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Int64Range(-1e9, 4e9).Filter(func(s int64) bool { return s != 0 }).Draw(t, "seconds")
		cents := rapid.Int64Range(-1e12, 1e12).Draw(t, "cents")
		row := &table{columns: 4}
		row.time(seconds).money(cents).text("").bool(true).end()
		at, err := time.Parse("2006-01-02 15:04:05-07", strings.Split(string(row.buf), "\t")[0])
		require.NoError(t, err)
		require.Equal(t, seconds, at.Unix())
		whole, fraction := cents/100, cents%100
		sign := ""
		if cents < 0 {
			sign, whole, fraction = "-", -whole, -fraction
		}
		money := sign + itoa(whole) + "." + itoa(fraction/10) + itoa(fraction%10)
		require.Equal(t, money+"\t\\N\tt\n", strings.SplitN(string(row.buf), "\t", 2)[1])
	})
}

func TestAddressesAreASCII(t *testing.T) {
	for name, c := range cultures {
		for _, word := range append(append([]string{}, c.first...), c.last...) {
			for _, letter := range address(word) {
				require.Less(t, letter, rune(128), "%s: %s → %s", name, word, address(word))
			}
		}
	}
}
