// Package palette is what colours mean, wherever the product chooses them: in the dashboards it ships, and in the figures that look as their
// KPIs say. They are names of Grafana's.
package palette

// The colours.
const (
	Good    = "green"       // reached, on track
	Warning = "orange"      // behind
	Bad     = "red"         // far behind, breached
	Plain   = "blue"        // an amount that is neither good nor bad
	Second  = "dark-yellow" // another such amount beside it
	Ahead   = "purple"      // what has not happened yet: forecast, open, planned
	Muted   = "text"        // a target or comparison beside the value
)
