package postgres

import (
	"context"
	"crypto/x509"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Kind says what sort of trouble an error is.
type Kind string

// The kinds of errors.
const (
	KindAuth               Kind = "auth"
	KindUnreachable        Kind = "unreachable"
	KindTLS                Kind = "tls"
	KindMissingObject      Kind = "missing_object"
	KindPermission         Kind = "permission"
	KindTimeout            Kind = "timeout"
	KindCancelled          Kind = "cancelled"
	KindSyntax             Kind = "syntax"
	KindTooManyConnections Kind = "too_many_connections"
	KindTooManyRows        Kind = "too_many_rows"
	KindReadOnly           Kind = "read_only"
	KindOther              Kind = "other"
)

// Error is what went wrong with the database, for people.
type Error struct {
	Kind     Kind
	Message  i18n.Text // what was wrong, what would be right, where to change it
	Detail   string    // for operators: all that PostgreSQL or the network says, or the SQL; may be empty
	SQLState string    // PostgreSQL's code; empty when the error is not the server's
	SQL      string    // the statement, where there was one
	Position int       // in it, in characters from 1; 0 when unknown
	Setting  string    // of the server, behind a timeout; empty when the limit is one of [Limits]
	Err      error     // the cause; may be nil
}

func (e *Error) Error() string { return e.Message.In(i18n.English) }

// Text is the error in every language.
func (e *Error) Text() i18n.Text { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Explain turns an error of the driver or the network into an [*Error]. nil stays nil and an
// *Error stays what it is.
func Explain(err error) error { return explain(context.Background(), err, Limits{}) }

// explain knows more than [Explain]: whether the asker gave up, and what the limits are.
func explain(ctx context.Context, err error, limits Limits) error {
	if err == nil {
		return nil
	}
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	// What a connection says after its context ended varies; the context says why.
	if cause := ctx.Err(); cause != nil {
		if known, ok := errors.AsType[*Error](context.Cause(ctx)); ok {
			return known
		}
		return fromContext(cause, err)
	}
	if u, ok := errors.AsType[*unserved](err); ok {
		return u.explained(err, limits)
	}
	if server := pq.As(err); server != nil {
		return fromServer(server, err, limits)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fromContext(err, err)
	}
	if isTLS(err) {
		return &Error{Kind: KindTLS, Err: err, Message: i18n.T("database.tls", "reason", reason(err), "advice", adviceOnTLS(err)), Detail: err.Error()}
	}
	if panicked, ok := errors.AsType[*Panic](err); ok {
		return &Error{Kind: KindUnreachable, Err: err, Message: errGarbled.text, Detail: err.Error() + "\n" + string(panicked.Stack)}
	}
	if errors.Is(err, errGarbled) {
		return &Error{Kind: KindUnreachable, Err: err, Message: errGarbled.text}
	}
	if isUnreachable(err) {
		return &Error{Kind: KindUnreachable, Err: err, Message: i18n.T("database.unreachable", "reason", reason(err)), Detail: err.Error()}
	}
	return &Error{Kind: KindOther, Err: err, Message: i18n.T("database.unknown", "reason", reason(err)), Detail: err.Error()}
}

func fromContext(cause, err error) *Error {
	if errors.Is(cause, context.Canceled) {
		return &Error{Kind: KindCancelled, Err: errors.Join(cause, err), Message: i18n.T("database.cancelled")}
	}
	return &Error{Kind: KindTimeout, Err: errors.Join(cause, err), Message: i18n.T("database.deadline")}
}

func fromServer(server *pq.Error, err error, limits Limits) *Error {
	kind, advice := classify(server, limits)
	if _, ok := errors.AsType[*blankPassword](err); ok {
		advice = i18n.T("database.advice_password_blank")
	}
	said := i18n.T("database.said", "words", server.Message)
	message := i18n.T("database.server", "said", said)
	if advice != (i18n.Text{}) {
		message = i18n.T("database.server_advised", "said", said, "advice", advice)
	}
	position, _ := strconv.Atoi(server.Position) // 0 when PostgreSQL gives none
	return &Error{
		Kind: kind, Err: err, SQLState: string(server.Code), Position: position, Setting: settingBehind(server, limits),
		Message: message,
		Detail:  strings.Join(nonEmpty(server.Message, server.Detail, server.Hint, server.Where), "\n"),
	}
}

func isTLS(err error) bool {
	if errors.Is(err, errNoTLS) || errors.Is(err, pq.ErrSSLNotSupported) {
		return true
	}
	handshake, ok := errors.AsType[*tlsError](err)
	if ok {
		// A connection that broke during the handshake is no matter of certificates.
		return !errors.Is(handshake, io.EOF) && !errors.Is(handshake, syscall.ECONNRESET)
	}
	// With TLS 1.3, a server that dislikes the client's certificate says so after the handshake.
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "remote error"
}

func adviceOnTLS(err error) i18n.Text {
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.Is(err, errNoTLS), errors.Is(err, pq.ErrSSLNotSupported):
		return i18n.T("database.advice_tls_off")
	case errors.As(err, &authority):
		return i18n.T("database.advice_authority")
	case errors.As(err, &name):
		return i18n.T("database.advice_server_name")
	case errors.As(err, &invalid):
		return i18n.T("database.advice_certificate")
	}
	return i18n.T("database.advice_tls")
}

func isUnreachable(err error) bool {
	var network net.Error
	var op *net.OpError
	return errors.As(err, &network) || errors.As(err, &op) || errors.Is(err, errNoAnswer) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// noConnection is why there is no connection, where we know better than the network.
type noConnection struct{ text i18n.Text }

func (n *noConnection) Error() string { return n.text.In(i18n.English) }

// reason says in a line why there is no connection: in words of our own, or those of the network or TLS.
func reason(err error) i18n.Text {
	if known, ok := errors.AsType[*noConnection](err); ok {
		return known.text
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) {
		return i18n.T("database.lost")
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return i18n.T("database.silent")
	}
	return i18n.T("database.said", "words", strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "; "))
}

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}
