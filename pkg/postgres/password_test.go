package postgres_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// Passwords are told to the server as they are typed; what it makes of them for SCRAM, the client must make as well.
func TestPasswords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pg_hba.conf")
	require.NoError(t, os.WriteFile(path, []byte("host all postgres 127.0.0.1/32 scram-sha-256\n"+
		"host scrams all 127.0.0.1/32 scram-sha-256\nhost sums all 127.0.0.1/32 md5\nhost plains all 127.0.0.1/32 password\n"), 0o600))
	server := pgtest.Server(t, embedded.Options{Settings: map[string]string{"hba_file": path}})
	admin := pgtest.Open(t, server.DSN("postgres"))
	for _, name := range []string{"scrams", "sums", "plains"} {
		require.NoError(t, server.CreateDatabase(t.Context(), name))
	}
	for i, password := range []string{
		"plain", "schöne½Größe", "ﬁve oﬃces", "①②③ Ⅷ", "пароль №5", "ｆｕｌｌ　ｗｉｄｔｈ", "non\u00a0breaking", "soft\u00adhyphen", "zero\u200bwidth", "joiner\u200dhere",
		"e\u0301 and é", "K\u212a Å\u212b",
		"emoji 😀 ﬁ", // not in the Unicode of SASLprep: taken as it is
		"tab\u0085ﬁ", "private\ue000ﬁ", "tone\u0340ﬁ", "سلام ﬁ", "سلام", "\u00ad", "א1", "1א",
	} {
		t.Run(password, func(t *testing.T) {
			for _, encryption := range []string{"scram-sha-256", "md5"} {
				role := fmt.Sprintf("r%d_%.3s", i, encryption)
				exec(t, admin, "SET password_encryption = '"+encryption+"'; CREATE ROLE "+role+" LOGIN PASSWORD "+pq.QuoteLiteral(password))
				for _, database := range []string{"scrams", "sums", "plains"} {
					if encryption == "md5" && database == "scrams" {
						continue
					}
					config := configOf(t, server.DSN(database))
					config.User, config.Password, config.MaxIdleConns = role, password, 1
					db := open(t, config)
					for range 2 { // a second connection knows which form it takes
						require.NoError(t, db.Ping(t.Context()), "%s %s", role, database)
					}
					require.NoError(t, pingDSN(t, dsnOf(config)), "%s %s", role, database)
					config.Password += "½"
					requireError(t, open(t, config).Ping(t.Context()), postgres.KindAuth, "28P01", "Correct user and password")
				}
			}
		})
	}
	t.Run("a blank that came along", func(t *testing.T) {
		config := configOf(t, server.DSN("scrams"))
		config.Password += "\n"
		requireError(t, open(t, config).Ping(t.Context()), postgres.KindAuth, "28P01", "begins or ends with a blank")
	})
}
