package postgres_test

import (
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// encoded returns a pool on a new database with an encoding.
func encoded(t *testing.T, encoding string) *postgres.DB {
	t.Helper()
	dsn := pgtest.DSN(t)
	config := configOf(t, dsn)
	admin := pgtest.Open(t, dsn)
	provider := ""
	if version, _, err := open(t, config).ServerVersion(t.Context()); err == nil && version >= 150000 {
		provider = ` LOCALE_PROVIDER libc`
	}
	config.Database += "_encoded"
	exec(t, admin, `CREATE DATABASE `+config.Database+` ENCODING `+pq.QuoteLiteral(encoding)+provider+` LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`)
	t.Cleanup(func() { exec(t, admin, `DROP DATABASE `+config.Database+` WITH (FORCE)`) })
	return open(t, config)
}

func TestTextThatIsNotUTF8(t *testing.T) {
	const city = `convert_from('\x4bf66c6e'::bytea, 'SQL_ASCII')` // Köln in LATIN1
	db := encoded(t, "SQL_ASCII")
	_, err := query(t.Context(), db, `SELECT `+city)
	requireError(t, err, postgres.KindOther, "22021", "invalid byte sequence", "SQL_ASCII", "convert_from(convert(convert_to(t.name, 'SQL_ASCII'), 'WIN1252', 'UTF8'), 'UTF8')")
	result, err := query(t.Context(), db, `SELECT convert_from(convert(convert_to(`+city+`, 'SQL_ASCII'), 'WIN1252', 'UTF8'), 'UTF8')`)
	require.NoError(t, err)
	require.Equal(t, "Köln", result.Rows[0][0], "the advice works")
}

func TestCharactersThatAnEncodingLacks(t *testing.T) {
	db := encoded(t, "WIN1251")
	result, err := query(t.Context(), db, `SELECT $1::text`, "Москва")
	require.NoError(t, err)
	require.Equal(t, "Москва", result.Rows[0][0])
	_, err = query(t.Context(), db, `SELECT $1::text`, "Köln")
	requireError(t, err, postgres.KindOther, "22P05", "lacks a character of the question")
	_, err = query(t.Context(), db, `SELECT convert_from('\x98'::bytea, 'WIN1251')`)
	requireError(t, err, postgres.KindOther, "22P05", "a text that UTF-8 cannot tell")
}
