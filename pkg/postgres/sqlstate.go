package postgres

import (
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// classify returns the kind of a server's error and what to do about it. It goes by SQLSTATE, since
// the message is in the server's language.
func classify(e *pq.Error, limits Limits) (Kind, string) {
	switch e.Code {
	case "28P01": // invalid_password
		return KindAuth, "Correct user and password in the connection settings"
	case "28000": // invalid_authorization_specification
		return KindAuth, "Correct the user in the connection settings, or let pg_hba.conf on the server admit this user, database, address and TLS mode"
	case "3D000": // invalid_catalog_name
		return KindMissingObject, "Correct the database in the connection settings, or create it"
	case "42P01", "42703", "3F000": // undefined_table, undefined_column, invalid_schema_name
		return KindMissingObject, "Correct the name in the mapping, or let a migration create it; names without a schema are looked for in the user's search_path"
	case "42883", "42704": // undefined_function, undefined_object
		return KindMissingObject, "Correct the SQL of the mapping: the function, operator or type does not exist, or not for these types of arguments"
	case "42501": // insufficient_privilege
		return KindPermission, "Grant the user of the connection settings USAGE on the schema and SELECT on its tables"
	case "57014": // query_canceled
		if strings.Contains(e.Message, "user request") {
			return KindCancelled, "An administrator of the server ended the query"
		}
		return KindTimeout, adviceOnTimeout(limits)
	case "55P03": // lock_not_available
		return KindTimeout, "Another session holds a lock on a table of the query: try again when it is done"
	case "25006": // read_only_sql_transaction
		return KindReadOnly, "KPI queries never write: correct the SQL of the mapping"
	case "53300": // too_many_connections
		return KindTooManyConnections, "Lower the maximum of open connections in the connection settings, or raise max_connections of the server or the limit of the user or database"
	case "40001", "40P01": // serialization_failure: on a standby, a conflict with what it replays; deadlock_detected
		return KindOther, "Try again"
	}
	switch e.Code.Class() {
	case "08": // connection exception
		return KindUnreachable, "Check host and port in the connection settings, and any pooler in between"
	case "57": // operator intervention: shutting down, starting up
		return KindUnreachable, "Try again when the server is up"
	case "42": // syntax error or access rule violation
		return KindSyntax, "Correct the SQL of the mapping or of the custom KPI"
	case "53": // insufficient resources
		return KindOther, "The server is out of memory or disk: ask for a shorter range or fewer groups, or give it more"
	}
	return KindOther, ""
}

func adviceOnTimeout(limits Limits) string {
	timeout := "the query timeout"
	if limits.QueryTimeout > 0 {
		timeout = fmt.Sprintf("the query timeout of %s", limits.QueryTimeout)
	}
	return "The statement ran longer than " + timeout +
		": ask for a shorter range, a coarser grain or fewer groups, or raise the query timeout in the connection settings"
}
