// Package take takes answers apart for tests: figures, tables, or the one table.
package take

import (
	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Figures are those of a KPI question; nil with an error.
func Figures(a *answer.Answer, err error) (*answer.Result, error) { return a.Figures(), err }

// Tables are those of a list; none with an error.
func Tables(a *answer.Answer, err error) ([]*answer.Table, error) {
	if err != nil {
		return nil, err
	}
	return a.Tables, nil
}

// Table is the first table of a list; nil with an error.
func Table(a *answer.Answer, err error) (*answer.Table, error) { return a.Table(), err }

// Of is a question of a type.
func Of(t query.Type, q query.Question) query.Question {
	q.Type = t
	return q
}
