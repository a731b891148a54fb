package pluginclient

import (
	"context"
	"errors"
	"io"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// SubscribeStream asks whether a channel may be heard, and what a subscriber is told first.
func (c *Client) SubscribeStream(ctx context.Context, request *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	answer, err := c.streams.SubscribeStream(ctx, backend.ToProto().SubscribeStreamRequest(request))
	if err != nil {
		return nil, err
	}
	response := &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatus(answer.GetStatus())}
	if len(answer.GetData()) > 0 {
		response.InitialData, err = backend.NewInitialData(answer.GetData())
	}
	return response, err
}

// PublishStream sends something on a channel.
func (c *Client) PublishStream(ctx context.Context, request *backend.PublishStreamRequest) (backend.PublishStreamStatus, error) {
	answer, err := c.streams.PublishStream(ctx, backend.ToProto().PublishStreamRequest(request))
	return backend.PublishStreamStatus(answer.GetStatus()), err
}

// RunStream calls each with what comes on a channel, until the plugin ends it, which is no error, or ctx or each does.
func (c *Client) RunStream(ctx context.Context, request *backend.RunStreamRequest, each func([]byte) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.streams.RunStream(ctx, backend.ToProto().RunStreamRequest(request))
	if err != nil {
		return err
	}
	for {
		packet, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(packet.GetData()); err != nil {
			return err
		}
	}
}
