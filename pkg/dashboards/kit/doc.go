// Package kit is the house style of the shipped dashboards, over Grafana's Foundation SDK: panels that look alike, colours that mean
// one thing, questions that obey the dashboard's filters, links that carry range and filters along.
package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/common"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

// source refers to the data source that the reader chooses.
func source() *common.DataSourceRef {
	return &common.DataSourceRef{Type: to(dashboards.PluginID), Uid: to("${datasource}")}
}

func to[T any](value T) *T { return &value }
