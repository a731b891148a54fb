package postgres

import (
	"bytes"
	"database/sql/driver"
	"encoding/binary"
	"io"
	"net"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// errGarbled is what comes over a connection and is none of PostgreSQL's messages.
var errGarbled = &noConnection{i18n.T("database.garbled")}

// Codes of the protocol's startup packets.
const (
	cancelRequest = 80877102
	sslRequest    = 80877103
)

// maxMessage is longer than PostgreSQL's longest message.
const maxMessage = 1 << 30

// lastWordsWithin is how long to wait for the words of a server that has closed a connection already.
const lastWordsWithin = time.Second

// wire is a connection to the server. It hears what the driver keeps to itself: how the server wants the password, the key by
// which statements are cancelled, and the error with which the server ends a session.
type wire struct {
	net.Conn
	opening *openConn // nil for a connection that only cancels

	started bool                 // something was written
	opaque  bool                 // the driver encrypts by itself, or this is none of the protocol's messages: nothing can be heard
	key     []byte               // process and secret, as a cancel request repeats them
	last    *pq.Error            // an error after which the server was not ready for another statement; nil when there is none
	heard   func(payload string) // is told of notifications; nil when nobody listens

	foretold []byte // what the driver reads before what comes
	owed     bool   // the server has still to say what was foretold

	header  [5]byte // of the message that is being read: its type and its length
	heads   int     // how much of it is known
	rest    int     // how much of the message is still to come
	message []byte  // what has come of one that is listened to
}

// Write looks at the first packet, which tells whether the driver encrypts.
func (w *wire) Write(p []byte) (int, error) {
	if !w.started {
		w.started = true
		w.opaque = len(p) > 0 && p[0] == 0x16 || len(p) >= 8 && binary.BigEndian.Uint32(p[4:]) == sslRequest
	}
	n, err := w.Conn.Write(p)
	if err != nil {
		w.listen()
	}
	return n, err
}

// listen reads what a server said before it closed the connection. The driver does not: it gives up once it cannot write.
func (w *wire) listen() {
	if w.opaque {
		return
	}
	defer time.AfterFunc(lastWordsWithin, func() { _ = w.Close() }).Stop()
	for buffer := make([]byte, 4096); ; {
		n, err := w.Conn.Read(buffer)
		if w.hear(buffer[:n]) != nil || err != nil {
			return
		}
	}
}

// rolledBack is what a server answers to ROLLBACK: that it is done, and that it is ready, with no transaction.
const rolledBack = "C\x00\x00\x00\x0dROLLBACK\x00" + "Z\x00\x00\x00\x05I"

// foretell gives the driver the answer to what it asks next, without waiting for the server's. It has to be settled before anything else is
// asked.
func (w *wire) foretell(answer string) {
	if !w.opaque {
		w.foretold, w.owed = []byte(answer), true
	}
}

// settle reads what the server says to what was foretold. A connection that does not keep it, or is lost, is none for the pool, which takes
// another one.
func (w *wire) settle() error {
	if !w.owed {
		return nil
	}
	w.owed, w.foretold = false, nil
	if w.ready() != nil {
		return driver.ErrBadConn
	}
	return nil
}

// ready reads until the server is ready for another transaction.
func (w *wire) ready() error {
	for header := make([]byte, len(w.header)); ; {
		if _, err := io.ReadFull(w, header); err != nil {
			return err
		}
		var body bytes.Buffer
		if _, err := io.CopyN(&body, w, int64(binary.BigEndian.Uint32(header[1:]))-4); err != nil {
			return err
		}
		if header[0] == 'Z' {
			if body.String() != "I" {
				return errGarbled
			}
			return nil
		}
	}
}

// Read fails when what comes is none of the protocol's messages: the driver would wait for gigabytes, or panic.
func (w *wire) Read(p []byte) (int, error) {
	if len(w.foretold) > 0 {
		n := copy(p, w.foretold)
		w.foretold = w.foretold[n:]
		return n, nil
	}
	n, err := w.Conn.Read(p)
	if wrong := w.hear(p[:n]); wrong != nil {
		return 0, wrong
	}
	return n, err
}

// hear follows the messages in what was read.
func (w *wire) hear(p []byte) error {
	for len(p) > 0 && !w.opaque {
		if w.heads < len(w.header) {
			n := copy(w.header[w.heads:], p)
			w.heads, p = w.heads+n, p[n:]
			if w.heads < len(w.header) {
				return nil
			}
			if err := w.begin(); err != nil {
				return err
			}
		}
		n := min(w.rest, len(p))
		if w.listens() {
			w.message = append(w.message, p[:n]...)
		}
		if w.rest, p = w.rest-n, p[n:]; w.rest == 0 {
			if err := w.end(); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin looks at a message's header.
func (w *wire) begin() error {
	length := binary.BigEndian.Uint32(w.header[1:])
	if w.header[0] == 'E' && length > pqerrorLength {
		w.opaque = true // a server that cannot start a process says so in plain text, which the driver knows
		return nil
	}
	if bytes.IndexByte([]byte("123ACDEGHIKNRSTVWZcdnstv"), w.header[0]) < 0 || length < 4 || length > maxMessage {
		return errGarbled
	}
	w.rest, w.message = int(length)-4, w.message[:0]
	return nil
}

// pqerrorLength is what the driver takes for the longest error message.
const pqerrorLength = 30000

func (w *wire) listens() bool {
	switch w.header[0] {
	case 'E', 'K', 'R':
		return true
	case 'A':
		return w.heard != nil
	}
	return false
}

// end takes what a message tells.
func (w *wire) end() error {
	w.heads = 0
	switch w.header[0] {
	case 'E': // ErrorResponse
		w.last = errorIn(w.message)
	case 'Z': // ReadyForQuery
		w.last = nil
	case 'K': // BackendKeyData
		w.key = bytes.Clone(w.message)
	case 'A': // NotificationResponse: the process that sent it, the channel, the payload
		if parts := bytes.Split(w.message, []byte{0}); w.heard != nil && len(parts) >= 3 {
			w.heard(string(parts[len(parts)-2]))
		}
	case 'R': // Authentication
		if len(w.message) >= 4 && w.opening != nil {
			return w.opening.wants(binary.BigEndian.Uint32(w.message))
		}
	}
	return nil
}

// errorIn reads the fields of an ErrorResponse: a letter and a text each.
func errorIn(message []byte) *pq.Error {
	said := &pq.Error{}
	for _, field := range bytes.Split(message, []byte{0}) {
		if len(field) == 0 {
			break
		}
		text := string(field[1:])
		switch field[0] {
		case 'V': // the severity, in English
			said.Severity = text
		case 'C':
			said.Code = pqerror.Code(text)
		case 'M':
			said.Message = text
		case 'D':
			said.Detail = text
		case 'H':
			said.Hint = text
		case 'W':
			said.Where = text
		}
	}
	return said
}
