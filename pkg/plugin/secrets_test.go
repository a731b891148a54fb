package plugin_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
)

// A secret that was saved is in no answer, not even an administrator's: that of a check, of a resource, of a question, right or wrong.
func TestSecretsNeverComeBack(t *testing.T) {
	const secret = "s3cr3t-of-the-company"
	settings := settingsOf(t, demotest.Empty().Shared(t), changes{"password": secret, "tlsMode": "verify-full"})
	for _, name := range []string{"tlsCACert", "tlsClientCert", "tlsClientKey"} {
		settings.DecryptedSecureJSONData[name] = secret + " " + name
	}
	plain := settingsOf(t, demotest.Empty().Shared(t), changes{"user": secret + "_unknown", "password": secret})
	for name, source := range map[string]backend.DataSourceInstanceSettings{"certificates that are none": settings, "a login that fails": plain} {
		t.Run(name, func(t *testing.T) {
			d := instance(t, source)
			clean := func(what, text string) {
				require.NotContains(t, strings.ReplaceAll(text, secret+"_unknown", ""), secret, what)
			}
			result, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: administrator})
			require.NoError(t, err)
			clean("health", result.Message+string(result.JSONDetails))
			for _, address := range []string{
				"catalog", "dimensions?kpis=revenue", "values?dimension=region", "presets", "detect", "seen", "schema?of=mapping", "schema?of=kpis", "schema?of=policy",
			} {
				_, body := get(t, d, address)
				clean(address, body)
			}
			_, body := called(t, d, &backend.CallResourceRequest{
				Method: http.MethodPost, Path: "validate", URL: "validate", Body: []byte(`{"setting":"kpis","settings":{"kpis":"x"}}`), PluginContext: administrator,
			})
			clean("validate", string(body))
			for id, answer := range ask(t, d, map[string]string{"A": `{"kpis":["revenue"]}`}) {
				require.Error(t, answer.Error)
				clean(id, answer.Error.Error())
			}
		})
	}
}
