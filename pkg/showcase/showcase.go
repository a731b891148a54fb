// Package showcase answers every question of the shipped dashboards with the plugin and prints the answers for a terminal.
package showcase

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fatih/color"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

// atOnce is how many panels are asked at once, about as many as a browser does.
const atOnce = 6

// Plugin answers questions, as a client of the plugin's process does.
type Plugin interface {
	QueryData(context.Context, *backend.QueryDataRequest) (*backend.QueryDataResponse, error)
}

// Show is a show of dashboards.
type Show struct {
	Plugin Plugin
	Source backend.PluginContext // with the data source to ask
	Now    time.Time             // in the business time zone
	Out    io.Writer
	young  bool // a range that has just begun stays as it is, though there is little to show of it
}

// Tally counts what was shown.
type Tally struct {
	Dashboards, Panels int
	Failures           []string // panels with an error or without a value, and why
}

// String is the last line of the demo.
func (t Tally) String() string {
	return fmt.Sprintf("%d dashboards, %d panels, %d failures", t.Dashboards, t.Panels, len(t.Failures))
}

// Run asks and prints all dashboards, with every variable as the dashboard has it, which is "All" for those of filters. A failing panel does not end it: it is counted. The
// error is that of ctx, or of a dashboard that is not understood.
func (s Show) Run(ctx context.Context, all []dashboards.Dashboard) (Tally, error) {
	var t Tally
	for _, d := range all {
		answers, err := s.ask(ctx, d)
		if err != nil {
			return t, fmt.Errorf("%s: %w", d.File, err)
		}
		s.writeHeading(d, answers)
		t.Dashboards++
		for _, a := range answers {
			s.writePanel(a)
			t.Panels++
			if a.failure != "" {
				t.Failures = append(t.Failures, fmt.Sprintf("%s, %q: %s", d.Title, a.title, a.failure))
			}
		}
	}
	return t, nil
}

// ask asks the panels of a dashboard side by side and returns the answers in the order of reading.
func (s Show) ask(ctx context.Context, d dashboards.Dashboard) ([]answer, error) {
	var answers []answer
	for _, p := range d.All() {
		if len(p.Targets) > 0 {
			a, err := s.prepare(d, p)
			if err != nil {
				return nil, fmt.Errorf("panel %q: %w", p.Title, err)
			}
			answers = append(answers, a)
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i := range answers {
		group.Go(func() error {
			if err := s.ofOne(ctx, answers[i].request); err != nil {
				answers[i].failure = err.Error()
				return ctx.Err()
			}
			answers[i].fill(s.Plugin.QueryData(ctx, answers[i].request))
			return ctx.Err()
		})
	}
	return answers, group.Wait()
}

// Questions returns the requests of all panels of dashboards, in their order.
func (s Show) Questions(ctx context.Context, all []dashboards.Dashboard) ([]*backend.QueryDataRequest, error) {
	var requests []*backend.QueryDataRequest
	for _, d := range all {
		for _, p := range d.All() {
			a, err := s.prepare(d, p)
			if err == nil && len(a.request.Queries) > 0 {
				requests = append(requests, a.request)
				err = s.ofOne(ctx, a.request)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: panel %q: %w", d.File, p.Title, err)
			}
		}
	}
	return requests, nil
}

var (
	heading = color.New(color.Bold, color.FgCyan)
	bold    = color.New(color.Bold)
	faint   = color.New(color.Faint)
	good    = color.New(color.FgGreen)
	fair    = color.New(color.FgYellow)
	bad     = color.New(color.FgRed)
)

func (s Show) writeHeading(d dashboards.Dashboard, answers []answer) {
	var period string
	if len(answers) > 0 {
		period = s.period(answers[0].span)
	}
	fmt.Fprintf(s.Out, "\n%s  %s\n%s\n", heading.Sprint(strings.ToUpper(d.Title)), period, faint.Sprint(d.Description))
}

func (s Show) period(r backend.TimeRange) string {
	const layout = "2 Jan 2006 15:04"
	return r.From.In(s.Now.Location()).Format(layout) + " – " + r.To.In(s.Now.Location()).Format(layout)
}

func (s Show) writePanel(a answer) {
	fmt.Fprintf(s.Out, "\n%s\n", bold.Sprint(a.title))
	if a.failure != "" {
		fmt.Fprintln(s.Out, "  "+bad.Sprint("FAILED: "+a.failure))
	}
	s.writeFrames(a.frames)
	for _, notice := range a.notices() {
		fmt.Fprintln(s.Out, "  "+faint.Sprint(notice))
	}
}
