package plugin

import (
	"crypto/rand"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// The headers in which Grafana says what a request is for; the last one is of alert rules.
const (
	headerDashboard = "X-Dashboard-Uid"
	headerPanel     = "X-Panel-Id"
	headerRule      = "X-Rule-Uid"
)

// originOf is what is known of who asks a query of a request, with a new id for the question.
func originOf(request *backend.QueryDataRequest, asked backend.DataQuery) postgres.Origin {
	headers := request.GetHTTPHeaders()
	return postgres.Origin{
		Dashboard: headers.Get(headerDashboard), Panel: headers.Get(headerPanel), Rule: headers.Get(headerRule),
		Query: asked.RefID, QueryID: newQueryID(),
	}
}

// newQueryID returns a name that tells questions of some days apart, short enough to be read out.
func newQueryID() string { return strings.ToLower(rand.Text()[:10]) }
