package postgres

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"slices"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// ownTLS returns how the connections of a connection string are encrypted, and tells the driver that they are not: the dialer sees to it, as
// it does for [Open], and hears what the server says. What only the driver knows is left to it, with nil: an encryption that is given up
// where the server has none, client certificates, and the options of a protocol that few ask for.
func ownTLS(driver *pq.Config) (*tls.Config, error) {
	modes := []pq.SSLMode{"", pq.SSLModeRequire, pq.SSLModeVerifyCA, pq.SSLModeVerifyFull}
	switch {
	case !slices.Contains(modes, driver.SSLMode), driver.SSLInline, driver.SSLNegotiation == pq.SSLNegotiationDirect, !driver.SSLSNI,
		driver.SSLMinProtocolVersion != "" && driver.SSLMinProtocolVersion != pq.SSLProtocolVersionTLS12, driver.SSLMaxProtocolVersion != "",
		driver.SSLCert != "", there("postgresql.crt") != "":
		return nil, nil
	}
	config := TLSConfig{Mode: TLSMode(driver.SSLMode)}
	if root := rootCertificate(driver); root != "" {
		content, err := os.ReadFile(root) // #nosec G304 -- whoever writes the connection string chooses the file
		if err != nil {
			return nil, fault.New("database.connection_string", "reason", err)
		}
		config.CACert = string(content)
	}
	encryption, err := config.client()
	if err == nil {
		driver.SSLMode = pq.SSLModeDisable
	}
	return encryption, err
}

// rootCertificate is the file of the authority that signs the server's certificate; "" for those that the machine trusts. As for libpq, a
// file that is missing means none for sslmode=require.
func rootCertificate(driver *pq.Config) string {
	switch root := driver.SSLRootCert; {
	case root == "":
		return there("root.crt")
	case root == "system":
		return ""
	case driver.SSLMode == "" || driver.SSLMode == pq.SSLModeRequire:
		if _, err := os.Stat(root); err != nil {
			return ""
		}
		return root
	default:
		return root
	}
}

// there is the path of a file in libpq's folder of the user; "" where it is missing.
func there(name string) string {
	folder, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	folder = filepath.Join(folder, ".postgresql")
	if data := os.Getenv("APPDATA"); data != "" && filepath.Separator == '\\' {
		folder = filepath.Join(data, "postgresql")
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}
