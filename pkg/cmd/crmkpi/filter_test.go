package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestFilterForms(t *testing.T) {
	for text, want := range map[string]query.Filter{
		"region=EMEA":                  {Dimension: "region", Operator: query.In, Values: []string{"EMEA"}},
		"region=EMEA,APAC":             {Dimension: "region", Operator: query.In, Values: []string{"EMEA", "APAC"}},
		`account="Acme, Inc.",Beta`:    {Dimension: "account", Operator: query.In, Values: []string{"Acme, Inc.", "Beta"}},
		`account=The "Old" Mill`:       {Dimension: "account", Operator: query.In, Values: []string{`The "Old" Mill`}},
		"region!=EMEA,(none)":          {Dimension: "region", Operator: query.NotIn, Values: []string{"EMEA", "(none)"}},
		"region=(none)":                {Dimension: "region", Operator: query.In, Values: []string{"(none)"}},
		"region=":                      {Dimension: "region", Operator: query.IsNone},
		"region!=":                     {Dimension: "region", Operator: query.IsNotNone},
		"account~a=b, c":               {Dimension: "account", Operator: query.Contains, Values: []string{"a=b, c"}},
		"account!~test":                {Dimension: "account", Operator: query.NotContains, Values: []string{"test"}},
		"account^=A":                   {Dimension: "account", Operator: query.StartsWith, Values: []string{"A"}},
		"account$=GmbH":                {Dimension: "account", Operator: query.EndsWith, Values: []string{"GmbH"}},
		"region=~^(N|S)W$":             {Dimension: "region", Operator: query.Matches, Values: []string{"^(N|S)W$"}},
		"region!=~west|east":           {Dimension: "region", Operator: query.NotMatches, Values: []string{"west|east"}},
		"rep=Anna Smith #17":           {Dimension: "rep", Operator: query.In, Values: []string{"Anna Smith #17"}},
		"campaign=Spring = new chance": {Dimension: "campaign", Operator: query.In, Values: []string{"Spring = new chance"}},
	} {
		f, err := parseFilter(text)
		require.NoError(t, err, text)
		require.NoError(t, f.Validate(), text)
		require.Equal(t, want, f, text)
	}
	for _, text := range []string{"", "region", "=EMEA", "account~", "account^=", "region=a,,b", "region=a\nb"} {
		_, err := parseFilter(text)
		var wrong *usageError
		require.ErrorAs(t, err, &wrong, text)
		require.ErrorContains(t, err, "--filter")
	}
}
