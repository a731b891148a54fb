package plugin_test

import (
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/plugin"
)

// Whatever is stored as settings, each line of an error says something, and what is accepted can be used.
func FuzzSettings(f *testing.F) {
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := plugin.ParseSettings(backend.DataSourceInstanceSettings{JSONData: text})
		if err != nil {
			require.NotEmpty(t, strings.TrimSpace(err.Error()))
			return
		}
		require.NoError(t, s.Setup.Check())
		require.NotNil(t, s.Catalog)
		require.GreaterOrEqual(t, s.Database.QueryTimeout, time.Duration(0))
		require.GreaterOrEqual(t, s.Database.ConnMaxLifetime, time.Duration(0))
		require.NoError(t, s.Business.Calendar.Validate())
		if s.Setup.Custom() {
			_, _ = s.Setup.Mapping(nil) // presets that clash are a fault of the database's
		}
	})
}
