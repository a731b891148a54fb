package crm

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTargetScopesAreTheWordsOfTargets(t *testing.T) {
	m := canonical()
	var names, whole []string
	for _, s := range m.TargetScopes() {
		names = append(names, s.Name)
		if s.Whole {
			whole = append(whole, s.Name)
		}
	}
	scope, err := m.Resolve("targets", "scope")
	require.NoError(t, err)
	require.ElementsMatch(t, scope.Words.Allowed, names)
	require.Equal(t, []string{"company", "team", "user"}, whole, "the first that has a target holds")
	require.ElementsMatch(t, []string{"rep", "agent", "team", "support_team", "manager", "channel", "campaign", "pipeline", "region"}, m.TargetDimensions())
	require.Contains(t, m.TargetScopes(), TargetScope{Name: "user", Dimension: "rep", Also: []string{"agent"}, Entity: "users", Via: map[string]string{"team": "team", "support_team": "team", "manager": "manager"}, Whole: true})
}
