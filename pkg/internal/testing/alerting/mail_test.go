package alerting

import (
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"
)

// message is a mail as its reader sees it.
type message struct {
	to, subject, text string
}

// mailbox is an SMTP server that keeps what it gets.
type mailbox struct {
	mu       sync.Mutex
	messages []message
	wrong    []error
}

// openMailbox starts the server and returns its address.
func openMailbox(t *testing.T) (*mailbox, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	m := &mailbox{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{box: m}, nil }))
	server.Domain = "localhost"
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		require.NoError(t, <-ended)
	})
	return m, listener.Addr().String()
}

// from are the mails that came since so many.
func (m *mailbox) from(n int) []message {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]message{}, m.messages[n:]...)
}

func (m *mailbox) count() int { return len(m.from(0)) }

type session struct {
	box *mailbox
	to  string
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Reset()                               { s.to = "" }
func (s *session) Logout() error                        { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	got, err := readMail(r)
	got.to = s.to
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	if err != nil {
		s.box.wrong = append(s.box.wrong, err)
		return err
	}
	s.box.messages = append(s.box.messages, got)
	return nil
}

// readMail returns the subject and the plain text.
func readMail(r io.Reader) (m message, err error) {
	raw, err := mail.ReadMessage(r)
	if err != nil {
		return m, err
	}
	if m.subject, err = new(mime.WordDecoder).DecodeHeader(raw.Header.Get("Subject")); err != nil {
		return m, err
	}
	text, err := plainText(raw.Header.Get("Content-Type"), raw.Header.Get("Content-Transfer-Encoding"), raw.Body)
	m.text = html.UnescapeString(text) // Grafana writes its plain text as HTML, too
	return m, err
}

func plainText(contentType, encoding string, body io.Reader) (string, error) {
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return "", nil
			}
			if err != nil {
				return "", err
			}
			text, err := plainText(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
			if err != nil || text != "" {
				return text, err
			}
		}
	}
	if kind != "text/plain" {
		return "", nil
	}
	if strings.EqualFold(encoding, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	return string(text), err
}
