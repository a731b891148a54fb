package terminal

import "strings"

var bars = []rune("▁▂▃▄▅▆▇█")

// Sparkline draws a series as one bar for each value, a space for nil. The lowest bar is the least value or 0, whichever is
// less, so that bars of counts and amounts are in proportion.
func Sparkline(values []*float64) string {
	low, high := 0.0, 0.0
	for _, v := range values {
		if v != nil {
			low, high = min(low, *v), max(high, *v)
		}
	}
	var line strings.Builder
	for _, v := range values {
		switch {
		case v == nil:
			line.WriteByte(' ')
		case high == low:
			line.WriteRune(bars[0])
		default:
			line.WriteRune(bars[int((*v-low)/(high-low)*float64(len(bars)-1)+0.5)])
		}
	}
	return line.String()
}
