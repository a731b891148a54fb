package engine

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

func TestEveryQueryTypeIsAnswered(t *testing.T) {
	var ids []query.Type
	for _, typ := range types.All() {
		ids = append(ids, typ.ID)
	}
	require.ElementsMatch(t, ids, slices.Collect(maps.Keys(answers)))
}
