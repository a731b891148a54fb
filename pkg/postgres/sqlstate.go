package postgres

import (
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// classify returns the kind of a server's error and what to do about it. It goes by SQLSTATE, since
// the message is in the server's language.
func classify(e *pq.Error, limits Limits) (Kind, i18n.Text) {
	switch e.Code {
	case "28P01": // invalid_password
		return KindAuth, i18n.T("database.advice_password")
	case "28000": // invalid_authorization_specification
		return KindAuth, i18n.T("database.advice_auth")
	case "3D000": // invalid_catalog_name
		return KindMissingObject, i18n.T("database.advice_database")
	case "42P01", "42703", "3F000": // undefined_table, undefined_column, invalid_schema_name
		return KindMissingObject, i18n.T("database.advice_name")
	case "42883", "42704": // undefined_function, undefined_object
		return KindMissingObject, i18n.T("database.advice_function")
	case "42501": // insufficient_privilege
		return KindPermission, i18n.T("database.advice_privilege")
	case "57014": // query_canceled
		if strings.Contains(e.Message, "user request") {
			return KindCancelled, i18n.T("database.advice_cancelled")
		}
		return KindTimeout, adviceOnTimeout(limits)
	case "55P03": // lock_not_available
		return KindTimeout, i18n.T("database.advice_lock")
	case "25006": // read_only_sql_transaction
		return KindReadOnly, i18n.T("database.advice_read_only")
	case "53300": // too_many_connections
		return KindTooManyConnections, i18n.T("database.advice_connections")
	case "40001", "40P01": // serialization_failure: on a standby, a conflict with what it replays; deadlock_detected
		return KindOther, i18n.T("database.advice_retry")
	}
	switch e.Code.Class() {
	case "08": // connection exception
		return KindUnreachable, i18n.T("database.advice_connection")
	case "57": // operator intervention: shutting down, starting up
		return KindUnreachable, i18n.T("database.advice_starting")
	case "42": // syntax error or access rule violation
		return KindSyntax, i18n.T("database.advice_syntax")
	case "53": // insufficient resources
		return KindOther, i18n.T("database.advice_resources")
	}
	return KindOther, i18n.Text{}
}

func adviceOnTimeout(limits Limits) i18n.Text {
	if limits.QueryTimeout > 0 {
		return i18n.T("database.advice_timeout_of", "timeout", limits.QueryTimeout)
	}
	return i18n.T("database.advice_timeout")
}
