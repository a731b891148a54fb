// Package pluginclient starts a built plugin as Grafana does and speaks Grafana's gRPC protocol with it.
package pluginclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

// maxMessage is how large an answer may be, in bytes. Grafana's own limit is of the same order.
const maxMessage = 256 << 20

// Client talks to one plugin process. It is safe for concurrent use.
type Client struct {
	process     *goplugin.Client
	command     *exec.Cmd
	data        pluginv2.DataClient
	diagnostics pluginv2.DiagnosticsClient
	resources   pluginv2.ResourceClient
	streams     pluginv2.StreamClient
}

// Start starts the plugin's binary, in no environment but the one given as NAME=value, and connects to it. The process ends with
// [Client.Close]; ctx ends only the start.
func Start(ctx context.Context, binary string, environment ...string) (*Client, error) {
	return start(ctx, binary, hclog.NewNullLogger(), environment...)
}

// StartLogging is [Start] with what the plugin logs as JSON, a line each. All of it has been written once the client is closed.
func StartLogging(ctx context.Context, binary string, logs io.Writer) (*Client, error) {
	return start(ctx, binary, hclog.New(&hclog.LoggerOptions{Level: hclog.Debug, Output: logs, JSONFormat: true}))
}

func start(ctx context.Context, binary string, logger hclog.Logger, environment ...string) (*Client, error) {
	command := exec.Command(binary)
	command.Env = environment
	process := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd: command,
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion: grpcplugin.ProtocolVersion, MagicCookieKey: grpcplugin.MagicCookieKey, MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"data": &grpcplugin.DataGRPCPlugin{}, "diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{}, "resource": &grpcplugin.ResourceGRPCPlugin{},
			"stream": &grpcplugin.StreamGRPCPlugin{},
		}},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		SkipHostEnv:      true,
		Logger:           logger,
		GRPCDialOptions:  []grpc.DialOption{grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage))},
	})
	stop := context.AfterFunc(ctx, process.Kill)
	defer stop()
	c := &Client{process: process, command: command}
	if err := c.connect(); err != nil {
		process.Kill()
		return nil, fmt.Errorf("start the plugin %s: %w", binary, errors.Join(context.Cause(ctx), err))
	}
	return c, nil
}

func (c *Client) connect() error {
	protocol, err := c.process.Client()
	if err != nil {
		return err
	}
	return errors.Join(
		dispense(protocol, "data", &c.data),
		dispense(protocol, "diagnostics", &c.diagnostics),
		dispense(protocol, "resource", &c.resources),
		dispense(protocol, "stream", &c.streams),
	)
}

// dispense connects one of the plugin's services.
func dispense[T any](protocol goplugin.ClientProtocol, name string, service *T) error {
	raw, err := protocol.Dispense(name)
	if err != nil {
		return fmt.Errorf("the plugin's service %s: %w", name, err)
	}
	known, ok := raw.(T)
	if !ok {
		return fmt.Errorf("the plugin's service %s is a %T", name, raw)
	}
	*service = known
	return nil
}

// Close ends the process, waiting for it to stop by itself for a moment.
func (c *Client) Close() { c.process.Kill() }

// Signal sends a signal to the process, as [os.Process.Signal] does.
func (c *Client) Signal(s os.Signal) error { return c.command.Process.Signal(s) }

// PID is the id of the process.
func (c *Client) PID() int { return c.process.ReattachConfig().Pid }

// QueryData asks the queries of a request; ctx ending cancels them in the plugin.
func (c *Client) QueryData(ctx context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	answer, err := c.data.QueryData(ctx, backend.ToProto().QueryDataRequest(request))
	if err != nil {
		return nil, err
	}
	return backend.FromProto().QueryDataResponse(answer)
}

// CheckHealth asks how the data source is.
func (c *Client) CheckHealth(ctx context.Context, request *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	answer, err := c.diagnostics.CheckHealth(ctx, &pluginv2.CheckHealthRequest{
		PluginContext: backend.ToProto().PluginContext(request.PluginContext), Headers: request.Headers,
	})
	if err != nil {
		return nil, err
	}
	return backend.FromProto().CheckHealthResponse(answer), nil
}

// CollectMetrics returns the process's metrics in Prometheus's text format.
func (c *Client) CollectMetrics(ctx context.Context) (string, error) {
	answer, err := c.diagnostics.CollectMetrics(ctx, &pluginv2.CollectMetricsRequest{})
	if err != nil {
		return "", err
	}
	return string(answer.GetMetrics().GetPrometheus()), nil
}

// CallResource calls a resource and returns its whole answer.
func (c *Client) CallResource(ctx context.Context, request *backend.CallResourceRequest) (*backend.CallResourceResponse, error) {
	stream, err := c.resources.CallResource(ctx, backend.ToProto().CallResourceRequest(request))
	if err != nil {
		return nil, err
	}
	var whole *backend.CallResourceResponse
	for {
		part, err := stream.Recv()
		switch {
		case errors.Is(err, io.EOF) && whole != nil:
			return whole, nil
		case errors.Is(err, io.EOF):
			return nil, errors.New("the plugin answered the call with nothing")
		case err != nil:
			return nil, err
		}
		answer := backend.FromProto().CallResourceResponse(part)
		if whole == nil {
			whole = answer
			continue
		}
		whole.Body = append(whole.Body, answer.Body...)
	}
}
