package postgres_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// pair is a certificate with its key, as PEM text.
type pair struct{ cert, key string }

// authority signs certificates.
type authority struct {
	pair
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	a := authority{}
	a.pair, a.cert, a.key = certify(t, template, nil)
	return a
}

// issue signs a certificate for a host or user, valid for a time from now.
func (a authority) issue(t *testing.T, name string, valid time.Duration) pair {
	t.Helper()
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotAfter: time.Now().Add(valid),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	issued, _, _ := certify(t, template, &a)
	return issued
}

func certify(t *testing.T, template *x509.Certificate, by *authority) (pair, *x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template.SerialNumber, err = rand.Int(rand.Reader, big.NewInt(1<<62))
	require.NoError(t, err)
	template.NotBefore = time.Now().Add(-2 * time.Hour)
	if template.NotAfter.IsZero() {
		template.NotAfter = time.Now().Add(time.Hour)
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return pair{
		cert: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		key:  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})),
	}, cert, key
}

// tlsServer starts a server with a certificate. The role certain comes in by a certificate of ca.
func tlsServer(t *testing.T, ca authority, server pair) postgres.Config {
	t.Helper()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	running := pgtest.Server(t, embedded.Options{Settings: map[string]string{
		"ssl":           "on",
		"ssl_cert_file": write("server.crt", server.cert),
		"ssl_key_file":  write("server.key", server.key),
		"ssl_ca_file":   write("ca.crt", ca.pair.cert),
		"hba_file": write("pg_hba.conf", "host all postgres 127.0.0.1/32 scram-sha-256\n"+
			"hostssl all certain 127.0.0.1/32 cert\n"),
	}})
	dsn := running.DSN("postgres")
	exec(t, pgtest.Open(t, dsn), `CREATE ROLE certain LOGIN`)
	return configOf(t, dsn)
}

func TestTLS(t *testing.T) {
	ca, stranger := newAuthority(t), newAuthority(t)
	good := tlsServer(t, ca, ca.issue(t, "db.example.com", time.Hour))
	const name = "db.example.com"
	for title, test := range map[string]struct {
		tls   postgres.TLSConfig
		parts []string // of the error; none when it works
	}{
		"require": {tls: postgres.TLSConfig{Mode: postgres.TLSRequire}},
		"default": {tls: postgres.TLSConfig{}},
		"require with another authority": {postgres.TLSConfig{Mode: postgres.TLSRequire, CACert: stranger.pair.cert},
			[]string{"unknown authority", "Give the certificate of the authority"}},
		"verify-ca": {tls: postgres.TLSConfig{Mode: postgres.TLSVerifyCA, CACert: ca.pair.cert}},
		"verify-ca with another authority": {postgres.TLSConfig{Mode: postgres.TLSVerifyCA, CACert: stranger.pair.cert},
			[]string{"unknown authority"}},
		"verify-ca with the machine's authorities": {postgres.TLSConfig{Mode: postgres.TLSVerifyCA}, []string{"unknown authority"}},
		"verify-full": {tls: postgres.TLSConfig{Mode: postgres.TLSVerifyFull, CACert: ca.pair.cert, ServerName: name}},
		"verify-full with another authority": {postgres.TLSConfig{Mode: postgres.TLSVerifyFull, CACert: stranger.pair.cert, ServerName: name},
			[]string{"unknown authority"}},
		"verify-full with another name": {postgres.TLSConfig{Mode: postgres.TLSVerifyFull, CACert: ca.pair.cert, ServerName: "else.example.com"},
			[]string{"db.example.com", "TLS server name"}},
		"verify-full with the address": {postgres.TLSConfig{Mode: postgres.TLSVerifyFull, CACert: ca.pair.cert}, []string{"127.0.0.1", "TLS server name"}},
	} {
		t.Run(title, func(t *testing.T) {
			config := good
			config.TLS = test.tls
			result, err := query(t.Context(), open(t, config), `SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`)
			if len(test.parts) > 0 {
				requireError(t, err, postgres.KindTLS, "", test.parts...)
				return
			}
			require.NoError(t, err)
			require.Equal(t, true, result.Rows[0][0])
		})
	}

	t.Run("login by certificate", func(t *testing.T) {
		client := ca.issue(t, "certain", time.Hour)
		config := good
		config.User, config.Password = "certain", ""
		config.TLS = postgres.TLSConfig{Mode: postgres.TLSVerifyCA, CACert: ca.pair.cert, ClientCert: client.cert, ClientKey: client.key}
		require.NoError(t, open(t, config).Ping(t.Context()))
	})
	t.Run("login by a stranger's certificate", func(t *testing.T) {
		client := stranger.issue(t, "certain", time.Hour)
		config := good
		config.User, config.Password = "certain", ""
		config.TLS = postgres.TLSConfig{Mode: postgres.TLSRequire, ClientCert: client.cert, ClientKey: client.key}
		requireError(t, open(t, config).Ping(t.Context()), postgres.KindTLS, "", "client certificate and key in the connection settings")
	})
	t.Run("pg_hba asks for TLS", func(t *testing.T) {
		config := good
		config.User, config.Password = "certain", ""
		requireError(t, open(t, config).Ping(t.Context()), postgres.KindAuth, "28000", "pg_hba.conf", "TLS mode")
	})
	t.Run("cancel", func(t *testing.T) { // the request to cancel is encrypted as well
		config := good
		config.TLS = postgres.TLSConfig{Mode: postgres.TLSVerifyFull, CACert: ca.pair.cert, ServerName: name}
		config.QueryTimeout = time.Hour
		requireCancels(t, open(t, config), pgtest.Open(t, dsnOf(good)), `SELECT pg_sleep(3600) -- a long query`)
	})
}

func TestExpiredCertificate(t *testing.T) {
	ca := newAuthority(t)
	config := tlsServer(t, ca, ca.issue(t, "db.example.com", -time.Hour))
	config.TLS = postgres.TLSConfig{Mode: postgres.TLSVerifyCA, CACert: ca.pair.cert}
	requireError(t, open(t, config).Ping(t.Context()), postgres.KindTLS, "", "expired", "Renew")
}
