// Package injection puts what may end or begin something in SQL into every place of a question, of a request for values and of the tenant
// that a reader or a row of the database can fill, and asks a real PostgreSQL: nothing is changed, no row is shown that was not asked
// for, and PostgreSQL never sees a text as SQL.
package injection
