package postgres

import (
	"regexp"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// tooManyConnections is of the server, the database or the role.
const tooManyConnections = "53300"

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
		if cancelled(e, limits) {
			return KindCancelled, i18n.T("database.advice_cancelled")
		}
		return KindTimeout, adviceOnTimeout(limits)
	case "55P03": // lock_not_available
		return KindTimeout, i18n.T("database.advice_lock")
	case "25P03", "25P04", "57P05":
		return KindTimeout, i18n.T("database.advice_server_timeout", "setting", settingBehind(e, limits))
	case "22021": // character_not_in_repertoire
		return KindOther, i18n.T("database.advice_bytes")
	case "22003": // numeric_value_out_of_range
		return KindOther, i18n.T("database.advice_overflow")
	case "22P05": // untranslatable_character
		if fromUTF8.MatchString(e.Message) {
			return KindOther, i18n.T("database.advice_character_asked")
		}
		return KindOther, i18n.T("database.advice_character")
	case "26000", "42P05": // invalid_sql_statement_name, duplicate_prepared_statement
		return KindOther, i18n.T("database.advice_prepared")
	case "25006": // read_only_sql_transaction
		return KindReadOnly, i18n.T("database.advice_read_only")
	case tooManyConnections:
		return KindTooManyConnections, i18n.T("database.advice_connections")
	case "0A000": // feature_not_supported
		if ofCluster.MatchString(e.Message) {
			return KindOther, i18n.T("database.advice_cluster")
		}
	case "40001", "40P01": // serialization_failure: on a standby, a conflict with what it replays; deadlock_detected
		return KindOther, i18n.T("database.advice_retry")
	}
	switch e.Code.Class() {
	case "08": // connection exception
		// The words are a pooler's, which has one language and one code for all it has to say.
		if strings.Contains(e.Message, "statement pooling") {
			return KindOther, i18n.T("database.advice_statement_pooling")
		}
		if strings.Contains(e.Message, "startup parameter") {
			return KindOther, i18n.T("database.advice_startup")
		}
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

// ofCluster are the words of Citus, which has one language, for what it cannot compute of tables that are spread.
var ofCluster = regexp.MustCompile(`distributed|push down|co-?located`)

// settingBehind is the server's setting that a timeout comes from; "" when it comes from the limits.
func settingBehind(e *pq.Error, limits Limits) string {
	switch e.Code {
	case "57014":
		if limits.ofServer {
			return "statement_timeout"
		}
	case "55P03":
		return "lock_timeout"
	case "25P03":
		return "idle_in_transaction_session_timeout"
	case "25P04":
		return "transaction_timeout"
	case "57P05":
		return "idle_session_timeout"
	}
	return ""
}

// fromUTF8 finds the message about a character on its way to the server, in every language: it names both encodings.
var fromUTF8 = regexp.MustCompile(`"UTF8".*"[A-Z0-9_]+"`)

// cancelled tells a statement that somebody ended from one that ran for too long, for which PostgreSQL has one code.
func cancelled(e *pq.Error, limits Limits) bool {
	switch {
	case strings.Contains(e.Message, "user request"):
		return true
	case strings.Contains(e.Message, "statement timeout"):
		return false
	}
	return !limits.since.IsZero() && time.Since(limits.since) < limits.QueryTimeout
}

func adviceOnTimeout(limits Limits) i18n.Text {
	switch {
	case limits.ofServer:
		return i18n.T("database.advice_timeout_of_server", "timeout", limits.QueryTimeout)
	case limits.advice != nil:
		return limits.advice(limits.QueryTimeout)
	case limits.QueryTimeout > 0:
		return i18n.T("database.advice_timeout_of", "timeout", limits.QueryTimeout)
	}
	return i18n.T("database.advice_timeout")
}
