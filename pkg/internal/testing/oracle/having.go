package oracle

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// failing are the groups of which some condition on groups does not hold, whether they are shown or not.
func (a *asking) failing() (map[string]bool, error) {
	whole := calendar.Bucket{Start: a.whole.From, End: a.whole.To, Range: a.whole}
	a.ranking = true
	defer func() { a.ranking = false }()
	var err error
	for _, h := range a.question.Having { // makes the rows of all leaves known
		_, _, fault := a.value(h.KPI, whole, nil, "")
		err = errors.Join(err, fault)
	}
	failing := map[string]bool{}
	for _, h := range a.question.Having {
		for _, key := range slices.Sorted(maps.Keys(a.groups)) {
			v, _, fault := a.value(h.KPI, whole, []string{key}, "")
			err = errors.Join(err, fault)
			if v == nil || !holds(h, round(*v)) {
				failing[key] = true
			}
		}
	}
	return failing, err
}

func holds(h query.Having, v float64) bool {
	numbers := make([]float64, len(h.Values))
	for i, text := range h.Values {
		digits, percent := strings.CutSuffix(text, "%")
		numbers[i], _ = strconv.ParseFloat(digits, 64)
		if percent {
			numbers[i] /= 100
		}
	}
	low, high := v >= numbers[0], v <= numbers[len(numbers)-1]
	return map[query.Operator]bool{query.Above: !high, query.AtLeast: low, query.Below: !low, query.AtMost: high, query.Between: low && high}[h.Operator]
}
