package oracle

import (
	"math/big"
	"slices"
	"strings"
)

// withDurations are the KPIs whose statistic is that of a duration; of all others it is one of what each row adds.
var withDurations = strings.Fields(`
	sales_cycle stage_duration speed_to_lead first_response_time resolution_time first_resolution_time social_response_time sales_velocity`)

// ofValues is the statistic that is asked of what rows add to a sum; "" for the sum.
func (a *asking) ofValues() string {
	if slices.Contains(withDurations, a.own.kpi) {
		return ""
	}
	return a.own.arguments["statistic"]
}

// statistic sums up values. Of none there is only a sum, and a number.
func statistic(kind string, values []float64) *float64 {
	switch kind {
	case "sum":
		sum := 0.0
		for _, v := range values {
			sum += v
		}
		return &sum
	case "distinct":
		return number64(float64(different(values)))
	}
	if len(values) == 0 {
		return nil
	}
	switch kind {
	case "minimum":
		return number64(slices.Min(values))
	case "maximum":
		return number64(slices.Max(values))
	case "mean":
		mean := 0.0
		for _, v := range values {
			mean += v / float64(len(values))
		}
		return &mean
	case "median":
		return percentile(values, 0.5)
	}
	percent, discrete := strings.CutSuffix(strings.TrimPrefix(kind, "p"), "_disc")
	part, ok := new(big.Rat).SetString(percent)
	if !ok {
		panic("no statistic " + kind)
	}
	part.Quo(part, big.NewRat(100, 1))
	if !discrete {
		p, _ := part.Float64()
		return percentile(values, p)
	}
	// The least value that at least so much of all values do not exceed.
	sorted := slices.Sorted(slices.Values(values))
	for i := range sorted {
		if big.NewRat(int64(i+1), int64(len(sorted))).Cmp(part) >= 0 {
			return &sorted[i]
		}
	}
	return &sorted[len(sorted)-1]
}

// different counts values, of which those that differ by how they were computed are the same.
func different(values []float64) int {
	found := map[float64]bool{}
	for _, v := range values {
		found[round(v)] = true
	}
	return len(found)
}
