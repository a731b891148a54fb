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
