package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// coded are orders whose state is a number: two of 4 for 90, one of 3 for 20, one of 1 for 40.
const coded = `
	create table clients (client_id int primary key, client_name text);
	insert into clients values (1, 'A'), (2, 'B');
	create table orders (order_id int primary key, client_id int references clients, order_status smallint not null, order_date date not null, total_amount numeric);
	insert into orders values (1, 1, 4, '2024-01-05', 10), (2, 1, 3, '2024-02-05', 20), (3, 2, 1, '2024-03-05', 40), (4, 2, 4, '2024-04-05', 80);`

// The comment on a column tells what its numbers mean: an order of state 3 is lost revenue.
func TestCodesAreReadInTheCommentOfTheirColumn(t *testing.T) {
	for _, comment := range []string{"1 = Pending; 2 = Processing; 3 = Cancelled; 4 = Completed", "Order status: 1: new, 3: Canceled, 4: delivered"} {
		dsn := filled(t, coded, `comment on column orders.order_status is '`+comment+`'`)
		r, m := read(t, dsn)
		require.Equal(t, written(t, "deals.status", `{words: 't."order_status"', as: {lost: [3]}, else: won}`), m.Entities["deals"].Fields["status"], comment)
		require.Equal(t, "cancelled", value(t, dsn, m, "orders", "string_agg("+m.Entities["orders"].Fields["status"]+", ' ') filter (where t.order_id = 2)"))
		require.Equal(t, "130.00", numbers(r)["Revenue, 2024"])
	}
}

// Without one nobody knows: what is not proposed says which values there are, and what to write.
func TestCodesThatNobodyTellsAreLeftToPeople(t *testing.T) {
	for _, comment := range []string{"", "1 = open, 1 = closed, 3 = cancelled", "see the manual, page 3 - cancellation of orders is described on 4"} {
		dsn := filled(t, coded, `comment on column orders.order_status is '`+comment+`'`)
		r, m := read(t, dsn)
		require.NotContains(t, m.Entities["orders"].Fields, "status", comment)
		require.NotContains(t, m.Entities, "deals", comment)
		require.Contains(t, r.YAML(i18n.English), `{words: 't."order_status"', as: {lost: []}, else: won}`)
	}
}
