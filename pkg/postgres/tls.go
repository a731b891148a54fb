package postgres

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// TLSMode says whether connections are encrypted and what is verified of the server.
type TLSMode string

// The modes mean what libpq's sslmode means by them.
const (
	TLSDisable    TLSMode = "disable"     // no encryption
	TLSRequire    TLSMode = "require"     // encryption, and verify-ca when a CA certificate is given
	TLSVerifyCA   TLSMode = "verify-ca"   // the server's certificate must be signed by the CA
	TLSVerifyFull TLSMode = "verify-full" // and be made out to the server's name
)

// TLSConfig holds certificates and keys as PEM text, not as names of files.
type TLSConfig struct {
	Mode       TLSMode // "" means require
	CACert     string  // "" means the authorities that the machine trusts
	ClientCert string  // with ClientKey, or neither
	ClientKey  string
	ServerName string // the name on the server's certificate; "" means its host
}

// client returns nil for no encryption. Without a server name, it is for whoever dials to say it.
func (c TLSConfig) client() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: c.ServerName}
	if err := c.authorities(config); err != nil {
		return nil, err
	}
	if err := c.certificate(config); err != nil {
		return nil, err
	}
	switch c.Mode {
	case TLSDisable:
		return nil, nil
	case TLSVerifyFull:
	case TLSVerifyCA:
		verifyAuthorityOnly(config)
	case TLSRequire, "":
		config.InsecureSkipVerify = true
		if c.CACert != "" {
			verifyAuthorityOnly(config)
		}
	default:
		return nil, fault.New("database.tls_mode", "mode", c.Mode,
			"modes", fmt.Sprintf("%s, %s, %s, %s", TLSDisable, TLSRequire, TLSVerifyCA, TLSVerifyFull)).In("tlsMode")
	}
	return config, nil
}

func (c TLSConfig) authorities(config *tls.Config) error {
	if c.CACert == "" {
		return nil
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM([]byte(c.CACert)) {
		return fault.New("database.ca_certificate").In("tlsCACert")
	}
	return nil
}

func (c TLSConfig) certificate(config *tls.Config) error {
	if (c.ClientCert == "") != (c.ClientKey == "") {
		return fault.New("database.client_pair").In("tlsClientCert")
	}
	if c.ClientCert == "" {
		return nil
	}
	pair, err := tls.X509KeyPair([]byte(c.ClientCert), []byte(c.ClientKey))
	if err != nil {
		return fault.New("database.client_certificate", "reason", err).In("tlsClientCert")
	}
	// Unlike Certificates, this is sent even when the server names no authority that signed it.
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &pair, nil }
	return nil
}

// verifyAuthorityOnly replaces the usual verification by one that does not look at the name.
func verifyAuthorityOnly(config *tls.Config) {
	roots := config.RootCAs
	config.InsecureSkipVerify = true
	config.VerifyConnection = func(state tls.ConnectionState) error {
		options := x509.VerifyOptions{Roots: roots, Intermediates: x509.NewCertPool()}
		for _, certificate := range state.PeerCertificates[1:] {
			options.Intermediates.AddCert(certificate)
		}
		_, err := state.PeerCertificates[0].Verify(options)
		return err
	}
}

var errNoTLS = &noConnection{i18n.T("database.no_tls")}

// startTLS asks the server to encrypt the connection, as the protocol's SSLRequest does.
func startTLS(ctx context.Context, conn net.Conn, config *tls.Config) (net.Conn, error) {
	const length, code = 8, 80877103
	request := binary.BigEndian.AppendUint32(nil, length)
	request = binary.BigEndian.AppendUint32(request, code)
	if _, err := conn.Write(request); err != nil {
		return nil, err
	}
	answer := make([]byte, 1)
	if _, err := io.ReadFull(conn, answer); err != nil {
		return nil, err
	}
	if answer[0] != 'S' {
		return nil, errNoTLS
	}
	client := tls.Client(conn, config)
	if err := client.HandshakeContext(ctx); err != nil {
		return nil, &tlsError{err}
	}
	if len(config.Certificates) > 0 || config.GetClientCertificate != nil {
		return &presentingConn{Conn: client}, nil
	}
	return client, nil
}

var errCertificateRefused = &noConnection{i18n.T("database.certificate_refused")}

// presentingConn has presented a certificate. With TLS 1.3 a server refuses it after the handshake, and the reset that follows
// may overtake its words.
type presentingConn struct {
	net.Conn
	accepted bool
}

func (c *presentingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.accepted = c.accepted || n > 0
	return n, c.refused(err)
}

func (c *presentingConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	return n, c.refused(err)
}

func (c *presentingConn) refused(err error) error {
	if !c.accepted && (errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)) {
		return &tlsError{errCertificateRefused}
	}
	return err
}

// tlsError is a handshake that failed, whatever type of error TLS has for the reason.
type tlsError struct{ error }

func (e *tlsError) Unwrap() error { return e.error }
