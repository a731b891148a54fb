package oracle

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// event says whether a fact is something that happened, and how exactly it is known when.
type event int

const (
	noEvent event = iota
	instant       // at an instant
	ofDay         // on a day
)

// occurrence is a fact whose time has parts, such as its weekday, if it is an event.
type occurrence struct {
	fact
	calendar calendar.Calendar
}

// Parts are the dimensions that are parts of the time of an event.
var Parts = []string{"weekday", "month_of_year", "quarter_of_year", "day_of_month", "hour_of_day"}

// The days of a week from Monday on, and the months of a year, in Russian.
var (
	russianDays   = strings.Fields("Понедельник Вторник Среда Четверг Пятница Суббота Воскресенье")
	russianMonths = strings.Fields("Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь")
)

func (o occurrence) dimension(id string) (value, bool) {
	local := o.from.In(o.calendar.Location)
	if o.event == noEvent {
		return o.subject.dimension(id)
	}
	switch id {
	case "weekday":
		n := (int(local.Weekday()) + 6) % 7
		return value{key: strconv.Itoa(n + 1), label: local.Weekday().String(), russian: russianDays[n]}, true
	case "month_of_year":
		return value{key: strconv.Itoa(int(local.Month())), label: local.Month().String(), russian: russianMonths[local.Month()-1]}, true
	case "quarter_of_year":
		quarter := (int(local.Month()) + 2) / 3
		return value{key: strconv.Itoa(quarter), label: fmt.Sprintf("Q%d", quarter), russian: fmt.Sprintf("%d-й квартал", quarter)}, true
	case "day_of_month":
		return value{key: strconv.Itoa(local.Day()), label: strconv.Itoa(local.Day())}, true
	case "hour_of_day":
		return value{key: strconv.Itoa(local.Hour()), label: fmt.Sprintf("%02d:00", local.Hour())}, o.event == instant
	}
	return o.subject.dimension(id)
}

// partLabels are the labels that the parts of a time may have.
func partLabels() map[string][]string {
	labels := map[string][]string{}
	for m := time.January; m <= time.December; m++ {
		labels["month_of_year"] = append(labels["month_of_year"], m.String())
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		labels["weekday"] = append(labels["weekday"], d.String())
	}
	for q := 1; q <= 4; q++ {
		labels["quarter_of_year"] = append(labels["quarter_of_year"], fmt.Sprintf("Q%d", q))
	}
	for d := 1; d <= 31; d++ {
		labels["day_of_month"] = append(labels["day_of_month"], strconv.Itoa(d))
	}
	for h := range 24 {
		labels["hour_of_day"] = append(labels["hour_of_day"], fmt.Sprintf("%02d:00", h))
	}
	return labels
}

// partPlace is where a part of a time stands in its order: by its number, the days of a week from its first one on.
func partPlace(dimension, key string, weekStart time.Weekday) string {
	n, err := strconv.Atoi(key)
	if err != nil {
		return ""
	}
	if dimension == "weekday" {
		n = (n - int(weekStart) + 7) % 7
	}
	return string(rune('a' + n))
}

// timeless refuses parts of a time for a value that no single event makes.
func (a *asking) timeless() {
	if slices.ContainsFunc(a.dimensions, func(d string) bool { return slices.Contains(Parts, d) }) {
		a.err = errors.New("no event has made it, so that it has no part of a time")
	}
}
