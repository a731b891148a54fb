package indexes

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestComparisons(t *testing.T) {
	for condition, want := range map[string][]comparison{
		`(e.owner = 7)`: {{"owner", "owner", "owner = 7", true}},
		`((e.owner = ANY ('{1,2}'::integer[])) AND ((e.status)::text = 'won'::text) AND (e.made < '2024-01-01'::date))`: {
			{"owner", "owner", "owner = ANY ('{1,2}'::integer[])", true}, {"(status)::text", "status", "(status)::text = 'won'::text", true},
			{"made", "made", "made < '2024-01-01'::date", true}},
		`((e.made AT TIME ZONE 'UTC'::text) >= '2021-01-01 00:00:00+00'::timestamp with time zone)`: {
			{"made AT TIME ZONE 'UTC'::text", "made", "(made AT TIME ZONE 'UTC'::text) >= '2021-01-01 00:00:00+00'::timestamp with time zone", true}},
		`(e."order" = o.id)`:                     {{`"order"`, "order", `"order" = o.id`, false}},
		`(o.id = e."Owner ""x""")`:               {{`"Owner ""x"""`, `Owner "x"`, `o.id = "Owner ""x"""`, false}},
		`(e.made >= $0)`:                         {{"made", "made", "made >= $0", false}},
		`(e.made IS NULL)`:                       {{"made", "made", "made IS NULL", true}},
		`((e.made IS NULL) OR (e.made > now()))`: nil,
		`(e.a = e.b)`:                            nil,
		`(e.a <> 1)`:                             nil,
		`(e.name ~~ 'a%'::text)`:                 nil,
		`(NOT e.gone)`:                           nil,
		`(e.a = ALL ('{1}'::integer[]))`:         nil,
		`((e.a + e.b) = 1)`:                      nil,
		`(o.made > 1)`:                           nil,
		`(COALESCE(e.name, o.name) = 'x'::text)`: nil,
		`(lower(e.name) = 'a = b and (c'::text)`: {{"lower(name)", "name", "lower(name) = 'a = b and (c'::text", true}},
		`((SubPlan 1) = e.id)`:                   {{"id", "id", "(SubPlan 1) = id", false}},
		`(tools.state(e.id) = 'x'::text)`:        {{"tools.state(id)", "id", "tools.state(id) = 'x'::text", true}},
		`(e.made = (InitPlan 1).col1)`:           {{"made", "made", "made = (InitPlan 1).col1", false}},
		`('broken`:                               nil,
		``:                                       nil,
	} {
		require.Equal(t, want, comparisons(condition, "e"), condition)
	}
}
