package showcase

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// busiest asks for the customer with the most tickets, of whom there is something to tell.
const busiest = `{"version": 1, "queryType": "kpi", "kpis": ["tickets_created"], "groupBy": ["account"], "grain": "none", "format": "table",
	"filters": [{"dimension": "account", "operator": "is_not_none"}], "limit": {"top": 1, "by": "tickets_created"}}`

var errNobody = errors.New("no customer has a ticket in the range, so there is none to tell of")

// ofOne makes a timeline, which is of one customer, that of the busiest; other questions stay as they are.
func (s Show) ofOne(ctx context.Context, request *backend.QueryDataRequest) error {
	for i, asked := range request.Queries {
		var q query.Question
		if err := json.Unmarshal(asked.JSON, &q); err != nil {
			return err
		}
		if q.Type != query.Timeline || len(q.Filters) > 0 {
			continue
		}
		name, err := s.busiest(ctx, asked)
		if err != nil {
			return err
		}
		fields := map[string]any{}
		if err := json.Unmarshal(asked.JSON, &fields); err != nil {
			return err
		}
		fields["filters"] = []query.Filter{{Dimension: "account", Operator: query.In, Values: []string{name}}}
		if request.Queries[i].JSON, err = json.Marshal(fields); err != nil {
			return err
		}
	}
	return nil
}

func (s Show) busiest(ctx context.Context, asked backend.DataQuery) (string, error) {
	asked.JSON = json.RawMessage(busiest)
	response, err := s.Plugin.QueryData(ctx, &backend.QueryDataRequest{PluginContext: s.Source, Queries: []backend.DataQuery{asked}})
	if err != nil {
		return "", err
	}
	part := response.Responses[asked.RefID]
	if part.Error != nil {
		return "", part.Error
	}
	for _, f := range part.Frames {
		if field, _ := f.FieldByName("account"); field != nil && field.Len() > 0 {
			if name, ok := field.ConcreteAt(0); ok {
				return name.(string), nil
			}
		}
	}
	return "", errNobody
}
