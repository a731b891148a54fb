package postgres

import (
	"net"
	"time"
)

// When a connection counts as dead of which the other end has gone without a word, as behind a firewall that has forgotten it: it is
// asked after a while of silence, and again, until as much has gone unanswered. What was sent may stay unanswered for as long.
const (
	keepAliveIdle     = 15 * time.Second
	keepAliveInterval = 5 * time.Second
	keepAliveCount    = 3
	unacknowledged    = keepAliveIdle + keepAliveCount*keepAliveInterval
)

// directly dials without a proxy.
var directly = &net.Dialer{
	KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: keepAliveIdle, Interval: keepAliveInterval, Count: keepAliveCount},
	Control:         limitUnacknowledged,
}
