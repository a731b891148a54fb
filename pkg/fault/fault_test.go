package fault_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestPlaceKeepsTheCode(t *testing.T) {
	inner := fault.New("fault.at", "place", "limit.top", "reason", "too high").Of(fault.Database).With("select 1")
	err := fault.At(i18n.New(i18n.Forms{"en": "panel", "ru": "панель"}), inner)
	require.EqualError(t, err, "panel: limit.top: too high")
	e, ok := errors.AsType[*fault.Error](err)
	require.True(t, ok)
	require.Equal(t, "панель: limit.top: too high", e.Text().In(i18n.Russian))
	require.Equal(t, fault.Database, e.Owner)
	require.Equal(t, "select 1", e.Detail)
	require.ErrorIs(t, err, inner)
	require.NoError(t, fault.At("anywhere", nil))
}

func TestPlaceMakesAFault(t *testing.T) {
	cause := errors.New("broken")
	err := fault.At("mapping", cause)
	e, ok := errors.AsType[*fault.Error](err)
	require.True(t, ok)
	require.Equal(t, "mapping", e.Field)
	require.Equal(t, fault.Asker, e.Owner)
	require.ErrorIs(t, err, cause)
}

func TestALineStandsInTheTextOrBesideIt(t *testing.T) {
	inner := fault.New("fault.reason", "reason", "too high")
	err := fault.Below(i18n.Same("mapping"), fault.AtLine(7, i18n.Same("limit"), inner), "entities", "deals")
	require.EqualError(t, err, "mapping: line 7, limit: too high")
	require.Equal(t, "mapping: limit: too high", fault.Short(err).In(i18n.English))
	e, ok := errors.AsType[*fault.Error](err)
	require.True(t, ok)
	require.Equal(t, 7, e.Line)
	require.Equal(t, []string{"entities", "deals"}, e.Path)
	outer, ok := errors.AsType[*fault.Error](fault.AtLine(1, nil, err))
	require.True(t, ok)
	require.Equal(t, 7, outer.Line, "the innermost is the most exact")
	require.NoError(t, fault.AtLine(1, nil, nil))
	require.NoError(t, fault.Below("x", nil, "y"))
}

func TestEachOfSeveralFaultsIsPlaced(t *testing.T) {
	one, two := errors.New("one"), errors.New("two")
	err := fault.Below("list", fault.Join([]error{one, nil, errors.Join(two)}), "list")
	var texts []string
	for _, e := range fault.Each(err) {
		texts = append(texts, e.Error())
	}
	require.Equal(t, []string{"list: one", "list: two"}, texts)
	require.Equal(t, one, fault.Join([]error{nil, one}))
	require.NoError(t, fault.Join(nil))
}
