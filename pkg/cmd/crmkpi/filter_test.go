package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestFilterGroups(t *testing.T) {
	is := func(dimension string, values ...string) query.Filter {
		return query.Filter{Dimension: dimension, Operator: query.In, Values: values}
	}
	has := func(operator query.Operator, text string) query.Filter {
		return query.Filter{Dimension: "account", Operator: operator, Values: []string{text}}
	}
	for text, want := range map[string]query.Filter{
		"any(region=EMEA; team=North)":                        {Any: []query.Filter{is("region", "EMEA"), is("team", "North")}},
		" all ( region=EMEA,APAC ;account~acme ) ":            {All: []query.Filter{is("region", "EMEA", "APAC"), has(query.Contains, "acme")}},
		"any(region=EMEA; all(segment=SMB; account~acme))":    {Any: []query.Filter{is("region", "EMEA"), {All: []query.Filter{is("segment", "SMB"), has(query.Contains, "acme")}}}},
		`any(account="Acme; Inc.",Beta; region=EMEA (old))`:   {Any: []query.Filter{is("account", "Acme; Inc.", "Beta"), is("region", "EMEA (old)")}},
		`any(account~"a;b)"; account=~^(N|S)W$)`:              {Any: []query.Filter{has(query.Contains, "a;b)"), has(query.Matches, "^(N|S)W$")}},
		`any(account=The "Old" Mill; account^="say ""a;b""")`: {Any: []query.Filter{is("account", `The "Old" Mill`), has(query.StartsWith, `say "a;b"`)}},
		`any(account=~\(; region=)`:                           {Any: []query.Filter{has(query.Matches, `\(`), {Dimension: "region", Operator: query.IsNone}}},
	} {
		f, err := parseFilter(text)
		require.NoError(t, err, text)
		require.NoError(t, f.Validate(), text)
		require.Equal(t, want, f, text)
	}
	for _, text := range []string{"any()", "any(region)", "any(region=EMEA", "any(region=EMEA))", "any(region=(EMEA)", `any(account="Acme; region=EMEA)`, "any(region=EMEA;)", "some(region=EMEA)"} {
		_, err := parseFilter(text)
		var wrong *usageError
		require.ErrorAs(t, err, &wrong, text)
		require.ErrorContains(t, err, "--filter")
	}
}

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
