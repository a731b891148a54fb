package dashboards

import "fmt"

// The grid is 24 columns wide; a row of it is 38 pixels high, so that 23 rows, the toolbar and two lines of variables fit a screen of 1080.
const (
	Columns = 24
	Fold    = 23
	// MinReports and MaxReports are how many reports people take in at a glance.
	MinReports, MaxReports = 5, 7
	// stripHeight is the height up to which a panel is a heading of figures, not a report of its own.
	stripHeight = 4
)

// Grid is a panel's place, in columns and rows.
type Grid struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

func (g Grid) overlaps(o Grid) bool {
	return g.X < o.X+o.W && o.X < g.X+g.W && g.Y < o.Y+o.H && o.Y < g.Y+g.H
}

// lintGrid checks the places of panels that are seen together.
func lintGrid(l *linter, panels []Panel) {
	for i, p := range panels {
		g := p.GridPos
		if g.X < 0 || g.Y < 0 || g.W < 1 || g.H < 1 || g.X+g.W > Columns {
			l.panel(p, "its place %s does not fit in the %d columns of the grid", g, Columns)
		}
		for _, other := range panels[:i] {
			if g.overlaps(other.GridPos) {
				l.panel(p, "it overlaps with %q; move one of them", other.Title)
			}
		}
		if p.Type == "row" {
			lintGrid(l, p.Panels)
		}
	}
}

// lintFold checks what is seen without scrolling.
func lintFold(l *linter, panels []Panel) {
	reports, seen := 0, 0
	for _, p := range panels {
		if p.Type == "row" || p.GridPos.Y >= Fold {
			continue
		}
		if p.GridPos.Y+p.GridPos.H > Fold {
			l.panel(p, "it begins above the fold and ends below; end it at row %d or begin it there", Fold)
		}
		seen++
		if p.GridPos.H > stripHeight {
			reports++
		}
	}
	if seen < MinReports {
		l.dashboard("%d panels above the fold are fewer than %d; move the next important ones above row %d", seen, MinReports, Fold)
	}
	if reports > MaxReports {
		l.dashboard("%d reports above the fold are more than %d; move the less important ones below row %d", reports, MaxReports, Fold)
	}
}

func (g Grid) String() string { return fmt.Sprintf("x %d, y %d, %d × %d", g.X, g.Y, g.W, g.H) }
