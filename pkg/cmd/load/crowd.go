package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// How viewers behave: how long they look before they refresh, how many of a hundred go away before the answer, and after how long.
const (
	looks     = 2 * time.Second
	impatient = 20
	patience  = 200 * time.Millisecond
)

// crowd are viewers, and what became of their questions.
type crowd struct {
	plugin    *pluginclient.Client
	company   *company
	questions []*backend.QueryDataRequest
	right     []string       // the answers before all others
	later     map[int]string // those after them, to questions that were answered otherwise meanwhile: some depend on the time of day

	mu                sync.Mutex
	same, givenUp     int
	failed            map[string]int // by what they say, in short
	differing         []different
	slowest, duration time.Duration
}

// different is an answer that is not the one before.
type different struct {
	question int
	numbers  string
}

// atOnce is how many panels are asked at once before and after the load.
const atOnce = 6

// begin asks each question once.
func (c *crowd) begin(ctx context.Context) error {
	c.right = make([]string, len(c.questions))
	asking, ctx := errgroup.WithContext(ctx)
	asking.SetLimit(atOnce)
	for i := range c.questions {
		asking.Go(func() (err error) {
			c.right[i], err = c.ask(ctx, i)
			return err
		})
	}
	return asking.Wait()
}

// end asks again what was answered otherwise.
func (c *crowd) end(ctx context.Context) (err error) {
	c.later = map[int]string{}
	for _, d := range c.differing {
		if c.later[d.question] == "" && err == nil {
			c.later[d.question], err = c.ask(ctx, d.question)
		}
	}
	return err
}

func (c *crowd) ask(ctx context.Context, question int) (string, error) {
	response, err := c.plugin.QueryData(ctx, c.questions[question])
	if err != nil {
		return "", err
	}
	text, failures := numbers(c.questions[question], response)
	return text, errors.Join(failures...)
}

// numbers are those of an answer, to be compared, and the errors of its queries.
func numbers(asked *backend.QueryDataRequest, response *backend.QueryDataResponse) (string, []error) {
	var all []string
	var failures []error
	for _, q := range asked.Queries {
		part := response.Responses[q.RefID]
		if part.Error != nil {
			failures = append(failures, fmt.Errorf("%d: %w", part.Status, part.Error))
		}
		for _, frame := range part.Frames {
			text, err := data.FrameToJSON(frame, data.IncludeDataOnly)
			if err != nil {
				failures = append(failures, err)
			}
			all = append(all, string(text))
		}
	}
	return strings.Join(all, "\n"), failures
}

// view asks one question after the other, in an order of the viewer's own, until ctx ends.
func (c *crowd) view(ctx context.Context, viewer uint64) error {
	random := rand.New(rand.NewPCG(1, viewer))
	for {
		for _, i := range random.Perm(len(c.questions)) {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(time.Duration(random.Int64N(int64(looks)))):
			}
			asking, goAway := context.WithCancel(ctx)
			if random.IntN(100) < impatient {
				asking, goAway = context.WithTimeout(ctx, time.Duration(random.Int64N(int64(patience))))
			}
			began := time.Now()
			response, err := c.plugin.QueryData(asking, c.questions[i])
			c.note(i, response, err, asking.Err() != nil || status.Code(err) == codes.DeadlineExceeded, time.Since(began))
			goAway()
		}
	}
}

// note counts an answer.
func (c *crowd) note(i int, response *backend.QueryDataResponse, err error, gone bool, took time.Duration) {
	var text string
	var failures []error
	if err == nil {
		text, failures = numbers(c.questions[i], response)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case gone:
		c.givenUp++
	case err != nil:
		c.fail(err)
	case len(failures) > 0:
		c.fail(failures[0])
	case text == c.right[i]:
		c.same++
		c.duration += took
		c.slowest = max(c.slowest, took)
	default:
		c.differing = append(c.differing, different{i, text})
	}
}

func (c *crowd) fail(err error) {
	if c.failed == nil {
		c.failed = map[string]int{}
	}
	c.failed[fmt.Sprintf("%.100s", err)]++
}

// wrong are the answers that are neither those before nor those after.
func (c *crowd) wrong() (all []string) {
	for _, d := range c.differing {
		if d.numbers != c.later[d.question] && c.right[d.question] == c.later[d.question] {
			all = append(all, string(c.questions[d.question].Queries[0].JSON))
		}
	}
	return all
}

func (c *crowd) write(w io.Writer, duration time.Duration) {
	fmt.Fprintf(w, "Answers: %d as before (%.1f a second, %s each, the slowest %s), %d wrong, %d that depend on the time of day, %d given up; the server was started anew %d times.\n",
		c.same, float64(c.same)/duration.Seconds(), (c.duration / time.Duration(max(c.same, 1))).Round(time.Millisecond), c.slowest.Round(time.Millisecond),
		len(c.wrong()), len(c.differing)-len(c.wrong()), c.givenUp, c.company.restarts.Load())
	for _, text := range slices.Sorted(maps.Keys(c.failed)) {
		fmt.Fprintf(w, "  %d errors: %s …\n", c.failed[text], text)
	}
}
