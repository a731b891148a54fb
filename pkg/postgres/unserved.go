package postgres

import (
	"context"
	"errors"
	"net"
	"slices"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// unserved is why none of several servers took a connection.
type unserved struct {
	servers []Server
	reasons []error // of each
}

func (u *unserved) Error() string   { return errors.Join(u.reasons...).Error() }
func (u *unserved) Unwrap() []error { return u.reasons }

// apart tells what the driver says of several servers apart: it joins an error for each, in their order. Any other error stays what it is.
func apart(servers []Server, err error) error {
	joined, ok := errors.Unwrap(err).(interface{ Unwrap() []error })
	if !ok || len(servers) == 1 || len(joined.Unwrap()) != len(servers) {
		return err
	}
	u := &unserved{servers: servers}
	for _, of := range joined.Unwrap() {
		reason := errors.Unwrap(of) // without the server's name
		if reason == nil {
			reason = of
		}
		u.reasons = append(u.reasons, reason)
	}
	return u
}

// unfit are what the driver says of a server that is none of those wanted.
var unfit = map[string]i18n.Text{
	"server is in hot standby mode":     i18n.T("database.is_standby"),
	"server is not in hot standby mode": i18n.T("database.is_primary"),
	"session is read-only":              i18n.T("database.is_read_only"),
	"session is not read-only":          i18n.T("database.is_read_write"),
}

// explained is the error for people: what each server says. It is of the kind that all servers have that are wanted; where they differ, none can
// be reached.
func (u *unserved) explained(err error, limits Limits) *Error {
	out := &Error{Kind: KindUnreachable, Err: err, Detail: u.Error()}
	var texts []i18n.Text
	var known []*Error
	for i, why := range u.reasons {
		text, other := unfit[why.Error()]
		if !other {
			if errors.Is(why, net.ErrClosed) { // we have given it up
				why = errNoAnswer
			}
			e, _ := errors.AsType[*Error](explain(context.Background(), why, limits))
			known = append(known, e)
			text = reason(why)
			if said := pq.As(why); said != nil {
				text = i18n.T("database.server", "said", i18n.T("database.said", "words", said.Message))
			}
		}
		texts = append(texts, i18n.T("database.of_server", "server", u.servers[i].String(), "reason", text))
	}
	if len(known) > 0 && !slices.ContainsFunc(known, func(e *Error) bool { return e.Kind != known[0].Kind }) {
		out.Kind, out.SQLState = known[0].Kind, known[0].SQLState
	}
	out.Message = i18n.T("database.no_server", "servers", texts)
	return out
}
