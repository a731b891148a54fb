package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

const (
	every    = time.Second
	restsFor = 10 * time.Second // until what was asked has ended
)

// figures are what the plugin uses.
type figures struct {
	memory, goroutines float64 // in bytes
	connections        int
}

// usage is what the plugin used before, at the most, and afterwards.
type usage struct {
	plugin              *pluginclient.Client
	company             *company
	first, most, latest figures
	samples             int
}

var (
	memory     = regexp.MustCompile(`(?m)^process_resident_memory_bytes (\S+)$`) // where the system tells
	goroutines = regexp.MustCompile(`(?m)^go_goroutines (\S+)$`)
)

func (u *usage) sample(ctx context.Context) error {
	text, err := u.plugin.CollectMetrics(ctx)
	if err != nil {
		return err
	}
	u.latest.memory, u.latest.goroutines = number(memory, text), number(goroutines, text)
	if n, ok := u.company.connections(ctx); ok {
		u.latest.connections = n
	}
	if u.samples++; u.samples == 1 {
		u.first = u.latest
	}
	u.most = figures{
		max(u.most.memory, u.latest.memory), max(u.most.goroutines, u.latest.goroutines), max(u.most.connections, u.latest.connections),
	}
	return nil
}

// watch samples until ctx ends.
func (u *usage) watch(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(every):
		}
		if err := u.sample(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// rest samples what is left once nobody asks.
func (u *usage) rest(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(restsFor):
	}
	return u.sample(ctx)
}

func number(line *regexp.Regexp, text string) float64 {
	found := line.FindStringSubmatch(text)
	if found == nil {
		return 0
	}
	n, _ := strconv.ParseFloat(found[1], 64) // the metrics are the plugin's own
	return n
}

func (u *usage) write(w io.Writer) {
	for _, f := range []struct {
		when string
		figures
	}{{"before", u.first}, {"at the most", u.most}, {"afterwards", u.latest}} {
		fmt.Fprintf(w, "The plugin %s: %.0f MB of memory, %.0f goroutines, %d connections.\n", f.when, f.memory/1e6, f.goroutines, f.connections)
	}
}
