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

func TestComparisonForms(t *testing.T) {
	compares := func(field string, operator query.Operator, values ...string) query.Filter {
		return query.Filter{Field: field, Operator: operator, Values: values}
	}
	for text, want := range map[string]query.Filter{
		"amount>1000":                                  compares("amount", query.Above, "1000"),
		" amount >= -0.5 ":                             compares("amount", query.AtLeast, "-0.5"),
		"probability<=50%":                             compares("probability", query.AtMost, "50%"),
		"account.created_at<2026-01-31":                compares("account.created_at", query.Below, "2026-01-31"),
		"created_at between 2026-01-01 and 2026-03-31": compares("created_at", query.Between, "2026-01-01", "2026-03-31"),
		"any(amount>=1000; all(region=EMEA; amount<5))": {Any: []query.Filter{compares("amount", query.AtLeast, "1000"),
			{All: []query.Filter{{Dimension: "region", Operator: query.In, Values: []string{"EMEA"}}, compares("amount", query.Below, "5")}}}},
	} {
		f, err := parseFilter(text)
		require.NoError(t, err, text)
		require.NoError(t, f.Validate(), text)
		require.Equal(t, want, f, text)
	}
	for _, text := range []string{"amount>", ">1000", "amount between 1", "amount between 1 and"} {
		_, err := parseFilter(text)
		var wrong *usageError
		require.ErrorAs(t, err, &wrong, text)
	}
}

func TestHavingForms(t *testing.T) {
	for text, want := range map[string]query.Having{
		"win_rate<80%":                         {KPI: "win_rate", Operator: query.Below, Values: []string{"80%"}},
		"revenue.attainment >= 0.8":            {KPI: "revenue.attainment", Operator: query.AtLeast, Values: []string{"0.8"}},
		"sales_cycle:statistic=p90<=30":        {KPI: "sales_cycle:statistic=p90", Operator: query.AtMost, Values: []string{"30"}},
		"revenue:offset=1y between 1 and 2000": {KPI: "revenue:offset=1y", Operator: query.Between, Values: []string{"1", "2000"}},
	} {
		all, err := parseHaving([]string{text})
		require.NoError(t, err, text)
		require.NoError(t, all[0].Validate(), text)
		require.Equal(t, []query.Having{want}, all, text)
	}
	for _, text := range []string{"win_rate", "<80%", "win_rate=80%", "win_rate<"} {
		_, err := parseHaving([]string{text})
		var wrong *usageError
		require.ErrorAs(t, err, &wrong, text)
		require.ErrorContains(t, err, "--having")
	}
}

// What an explanation says of a filter can be asked again.
func TestFiltersAreWrittenAsTheyAreRead(t *testing.T) {
	for _, text := range []string{"region=EMEA,APAC", "region!=EMEA", "region=", "region!=", "account~acme", "account!~acme", "account^=A", "account$=GmbH",
		"region=~^(N|S)W$", "region!=~^N", `account="Acme, Inc.",Beta`, "region=(none)", "amount>=1000", "created_at between 2026-01-01 and 2026-03-31",
		`any(account~"a;b"; all(region=EMEA; account="x;y"); amount<5)`, "numerator: region=EMEA,APAC", "touches: occurred_at<2026-01-31",
		"denominator: any(region=EMEA; amount>=5)", "touches: channel=a:b", "account=a: b"} {
		f, err := parseFilter(text)
		require.NoError(t, err, text)
		require.Equal(t, text, f.String())
	}
	all, err := parseHaving([]string{"revenue:offset=1y between 1 and 2", "win_rate<80%"})
	require.NoError(t, err)
	require.Equal(t, []string{"revenue:offset=1y between 1 and 2", "win_rate<80%"}, []string{all[0].String(), all[1].String()})
}
