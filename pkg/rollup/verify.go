package rollup

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Size is what is kept of an entity, counted.
type Size struct {
	Sums, Logged int // rows of the tables of sums, and of the log
	// Wrong is how many sums, the log added, are not what the rows come to; 0 unless they were compared.
	Wrong int
}

// Measure counts what is kept of the entity, and compares it with all of its rows where it is to be verified. Both are read in one snapshot.
func (s Status) Measure(ctx context.Context, db *postgres.DB, c sqlgen.Context, verify bool) (size Size, err error) {
	if s.Other { // whose tables have other names
		return size, nil
	}
	tx, err := db.Pool().BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return size, postgres.Explain(err)
	}
	defer tx.Rollback() // it has only read
	holding, err := s.holding(ctx, db, c)
	if err != nil {
		return size, err
	}
	for _, hold := range holding {
		if _, err := tx.ExecContext(ctx, hold); err != nil {
			return size, postgres.Explain(err)
		}
	}
	count := func(statement string) (n int, err error) {
		err = tx.QueryRowContext(ctx, statement).Scan(&n)
		return n, postgres.Explain(err)
	}
	for _, l := range s.logs {
		logged, err := count("select count(*) from " + s.name("log"+l.suffix))
		if err != nil {
			return size, err
		}
		size.Logged += logged
	}
	for n := range s.rollups {
		for _, l := range s.levels(n) {
			sums, err := count("select count(*) from " + s.name(l.name))
			if err != nil {
				return size, err
			}
			size.Sums += sums
			if !verify || !s.Built {
				continue
			}
			statement, err := s.differences(c, n, l)
			if err != nil {
				return size, err
			}
			wrong, err := count(statement)
			if err != nil {
				return size, err
			}
			size.Wrong += wrong
		}
	}
	return size, nil
}

// differences counts the sums that, the log added, are not what the rows come to.
func (k *kept) differences(c sqlgen.Context, n int, l level) (string, error) {
	s, err := k.sums(c, n)
	if err != nil {
		return "", err
	}
	name := func(suffix string) string { return k.name("log" + suffix) }
	holding, _, err := k.rates(c, n, name)
	if err != nil {
		return "", err
	}
	kept := "select " + strings.Join(s.columns(), ", ") + " from " + k.name(l.name)
	if holding != "" {
		kept += " where " + fmt.Sprintf(holding, `"at"`)
	}
	with, noted, err := k.noted(c, n, name)
	if err != nil {
		return "", err
	}
	logged, _, err := s.ofRows(l, noted+" as image", "image", `image."sign"`, holding)
	if err != nil {
		return "", err
	}
	if len(with) > 0 {
		logged = "with " + strings.Join(with, ",\n") + "\n" + logged
	}
	rows, err := k.ofImage(s, l, "-1", holding)
	if err != nil {
		return "", err
	}
	parts := []string{kept, "(" + logged + ")", "(" + rows + ")"}
	var some []string
	for _, column := range s.columns()[len(s.apart()):] {
		some = append(some, "sum("+column+") not in (0, 'NaN')") // NaN and infinity leave NaN, whatever else there is, and rows are read
	}
	return fmt.Sprintf("select count(*) from (\nselect from (\n%s\n) as difference\ngroup by %s having %s\n) as wrong", strings.Join(parts, "\nunion all\n"), strings.Join(s.apart(), ", "), strings.Join(some, " or ")), nil
}
