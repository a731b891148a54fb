package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The category of a product has other names, too, and may stand in a table of its own.
func TestCategoriesUnderOtherNames(t *testing.T) {
	_, m := read(t, filled(t, `create table articles (article_id int primary key, article_name text, product_line text);
		insert into articles values (1, 'Desk', 'Office'), (2, 'Bed', 'Home'), (3, 'Chair', 'Office')`))
	require.Equal(t, `t."product_line"`, m.Entities["products"].Fields["category"])

	dsn := filled(t, `create table genres (genre_id int primary key, name text);
		create table products (product_id int primary key, name text, genre_id int references genres);
		insert into genres values (1, 'Rock'), (2, 'Jazz');
		insert into products values (10, 'A', 1), (11, 'B', 2), (12, 'C', null)`)
	_, m = read(t, dsn)
	require.Equal(t, "Jazz,Rock", value(t, dsn, m, "products", "string_agg("+m.Entities["products"].Fields["category"]+", ',' order by "+m.Entities["products"].Fields["category"]+")"))
	require.Equal(t, "3", value(t, dsn, m, "products", "count(*)"))
}

// A category itself goes before what is only like one.
func TestACategoryGoesBeforeAProductLine(t *testing.T) {
	_, m := read(t, filled(t, `create table products (product_id int primary key, name text, product_line text, category text);
		insert into products values (1, 'Desk', 'X1', 'Office'), (2, 'Bed', 'X2', 'Home'), (3, 'Chair', 'X1', 'Office')`))
	require.Equal(t, `t."category"`, m.Entities["products"].Fields["category"])
}
