package main

import (
	"context"
	"fmt"
	"io"
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

func (u *usage) sample(ctx context.Context) error {
	told, err := u.plugin.Metrics(ctx)
	if err != nil {
		return err
	}
	// The system tells of the memory, or it is 0.
	u.latest.memory, u.latest.goroutines = told.Sum("process_resident_memory_bytes"), told.Sum("go_goroutines")
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

func (u *usage) write(w io.Writer) {
	for _, f := range []struct {
		when string
		figures
	}{{"before", u.first}, {"at the most", u.most}, {"afterwards", u.latest}} {
		fmt.Fprintf(w, "The plugin %s: %.0f MB of memory, %.0f goroutines, %d connections.\n", f.when, f.memory/1e6, f.goroutines, f.connections)
	}
}
