package plugin

import (
	"context"
	"encoding/json"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// changesPath is the channel of a data source on which it tells which entities have changed: a [changes.State] as JSON, first all that
// is known, then what is new. It names entities of the model and nothing of their rows.
const changesPath = "changes"

const (
	// changesPause is the shortest time between two messages, and so the longest that a change waits behind another one.
	changesPause = time.Second
	// changesLinger is for how long changes are watched after a question: who has asked it subscribes within.
	changesLinger = 30 * time.Second
	// changesPatience is for how long a question waits until changes behind its answer will be seen. A browser asks again what was
	// asked before, so that giving up costs no more than that.
	changesPatience = 2 * time.Second
)

func (d *Datasource) newWatcher(every time.Duration) *changes.Watcher {
	return changes.New(changes.Config{
		DB: d.db, Every: every, Pause: changesPause, Linger: changesLinger,
		Mapping: func(ctx context.Context) (crm.Mapping, error) {
			known, err := d.mapped(ctx)
			if err != nil {
				return crm.Mapping{}, err
			}
			return known.engine.Mapping, nil
		},
		Warn: func(message string, err error) { backend.Logger.Warn(message, "error", err) },
	})
}

// beginWatching sees to it that no change behind the answer of a question that is asked now will be missed.
func (d *Datasource) beginWatching(ctx context.Context) changes.State {
	ctx, cancel := context.WithTimeout(ctx, changesPatience)
	defer cancel()
	if d.changes == nil {
		return changes.State{}
	}
	return d.changes.Begin(ctx)
}

// SubscribeStream lets those who may ask the data source hear of changes, with all that is known of them.
func (d *Datasource) SubscribeStream(ctx context.Context, request *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	entry := d.audit.entry(newQueryID(), viewerOf(request.PluginContext.User), "stream", "changes")
	defer entry.write()
	if request.Path != changesPath || d.changes == nil {
		entry.failed(fault.New("health.no_stream", "path", request.Path))
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
	}
	text, err := json.Marshal(d.beginWatching(ctx))
	if err != nil {
		return nil, err
	}
	known, err := backend.NewInitialData(text)
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK, InitialData: known}, err
}

// RunStream tells of changes until nobody is subscribed any more. Its error, when the settings have changed, has Grafana run it anew.
func (d *Datasource) RunStream(ctx context.Context, _ *backend.RunStreamRequest, sender *backend.StreamSender) error {
	if d.changes == nil {
		return nil
	}
	return d.changes.Follow(ctx, func(s changes.State) error {
		text, err := json.Marshal(s)
		if err != nil {
			return err
		}
		return sender.SendJSON(text)
	})
}

// PublishStream refuses what others would tell of changes.
func (*Datasource) PublishStream(context.Context, *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
}
