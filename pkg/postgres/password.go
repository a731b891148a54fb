package postgres

import (
	"errors"
	"strings"

	"github.com/xdg-go/stringprep"
	"golang.org/x/text/unicode/norm"
)

// mapped is SASLprep (RFC 4013) as PostgreSQL goes about it: blanks come before what is left out, and what is prohibited is
// looked for before the text is normalized.
var mapped = stringprep.Profile{
	Mappings:  []stringprep.Mapping{stringprep.SASLprep.Mappings[1], stringprep.SASLprep.Mappings[0]},
	Prohibits: stringprep.SASLprep.Prohibits,
	CheckBiDi: true,
}

// prepared is a password as SCRAM takes it, of which the driver knows nothing. What cannot be prepared is taken as it is, as
// PostgreSQL's servers and clients do.
func prepared(password string) string {
	if !strings.ContainsFunc(password, func(r rune) bool { return r > 0x7f }) {
		return password
	}
	text, err := mapped.Prepare(strings.ToValidUTF8(password, "\ufffd")) // which is prohibited
	if err != nil || text == "" {
		return password
	}
	return norm.NFKC.String(text)
}

// Codes of the protocol's authentication requests.
const (
	asksForPassword = 3
	asksForMD5      = 5
	asksForSASL     = 10
)

// errOtherPassword says that the server takes the password in its other form. The driver learns it before it has answered.
var errOtherPassword = errors.New("the server wants the password in its other form")

// blankPassword is a login that failed with a password that begins or ends with a blank.
type blankPassword struct{ error }

func (b *blankPassword) Unwrap() error { return b.error }
