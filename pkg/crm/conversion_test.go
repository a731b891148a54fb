package crm_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	_ "github.com/crmkpi/crm-datasource/pkg/internal/testing/property" // the same draws in each run
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// utc opens a database with a session like the plugin's.
func utc(t *testing.T) *sql.DB {
	db := pgtest.DB(t)
	_, err := db.Exec("set timezone = 'UTC'")
	require.NoError(t, err)
	return db
}

// mapped returns the SQL of a field that a mapping gives as YAML.
func mapped(t require.TestingT, entity, field, given string) string {
	m, err := crm.ParseMapping(fmt.Sprintf("entities: {%s: {from: t, fields: {%s: %s}}}", entity, field, given))
	require.NoError(t, err)
	return m.Entities[entity].Fields[field]
}

// valueOf returns a field's value for one row with the columns a, b and c, as text.
func valueOf(t require.TestingT, db *sql.DB, expression, row string) (*string, error) {
	var value *string
	err := db.QueryRow(fmt.Sprintf("select (%s)::text from (values (%s)) as t (a, b, c)", expression, row)).Scan(&value)
	return value, err
}

func TestConversions(t *testing.T) {
	db := utc(t)
	for name, test := range map[string]struct{ entity, field, given, row, want string }{
		"seconds":                    {"deals", "closed_at", "{epoch: t.a}", "1711846800", "2024-03-31 01:00:00+00"},
		"milliseconds":               {"deals", "closed_at", "{epoch_ms: t.a}", "1711846800123", "2024-03-31 01:00:00.123+00"},
		"microseconds":               {"deals", "closed_at", "{epoch_us: t.a}", "1711846800123456", "2024-03-31 01:00:00.123456+00"},
		"seconds as text":            {"deals", "closed_at", "{epoch_ms: t.a}", "'1711846800123'", "2024-03-31 01:00:00.123+00"},
		"the day of seconds":         {"deals", "expected_close_on", "{epoch: t.a, zone: Asia/Tokyo}", "1711814400", "2024-03-31"},
		"local time":                 {"deals", "closed_at", "{local: t.a, zone: Europe/Berlin}", "timestamp '2024-07-01 12:00'", "2024-07-01 10:00:00+00"},
		"local day":                  {"deals", "closed_at", "{local: t.a, zone: Europe/Berlin}", "date '2024-01-01'", "2023-12-31 23:00:00+00"},
		"text day":                   {"deals", "closed_at", "{text: t.a, format: DD.MM.YYYY, zone: Europe/Berlin}", "'31.03.2024'", "2024-03-30 23:00:00+00"},
		"text day with blanks":       {"deals", "expected_close_on", "{text: t.a, format: MM/DD/YYYY}", "' 3/31/2024 '", "2024-03-31"},
		"text time":                  {"deals", "closed_at", "{text: t.a, format: 'YYYY-MM-DD HH24:MI', zone: UTC}", "'2024-03-31 12:30'", "2024-03-31 12:30:00+00"},
		"text time in the afternoon": {"deals", "closed_at", "{text: t.a, format: 'Mon DD YYYY HH12:MI AM', zone: UTC}", "'Mar 31 2024 01:30 pm'", "2024-03-31 13:30:00+00"},
		"text time with a zone":      {"deals", "closed_at", `{text: t.a, format: 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM'}`, "'2024-03-31T12:30:00+05:30'", "2024-03-31 07:00:00+00"},
		"no text":                    {"deals", "closed_at", "{text: t.a, format: DD.MM.YYYY, zone: UTC, none: [n/a, '00.00.0000']}", "'00.00.0000'", ""},
		"empty text":                 {"deals", "expected_close_on", "{text: t.a, format: DD.MM.YYYY}", "' '", ""},
		"cents":                      {"deals", "amount", "{cents: t.a}", "12345", "123.4500000000000000"},
		"micros":                     {"deals", "amount", "{micros: t.a}", "12345", "0.01234500000000000000"},
		"a sum of cents":             {"deals", "amount", "{cents: t.a + t.b}", "1, 2", "0.03000000000000000000"},
		"text number":                {"deals", "amount", "{number: t.a, decimal: ','}", "'1.234.567,50 €'", "1234567.50"},
		"text number in English":     {"deals", "amount", "{number: t.a, decimal: '.'}", "'-$1,234.5'", "-1234.5"},
		"text number, Swiss":         {"deals", "amount", "{number: t.a, decimal: '.'}", "'CHF 12''000.05'", "12000.05"},
		"text number, no-break":      {"deals", "amount", "{number: t.a, decimal: ','}", "'12\u202f000,05\u00a0€'", "12000.05"},
		"text number, none":          {"deals", "amount", "{number: t.a, decimal: '.', none: [TBD, '-']}", "'-'", ""},
		"plain number":               {"deals", "amount", "{number: t.a, decimal: ','}", "'1234'", "1234"},
		"word":                       {"deals", "status", "{words: t.a, as: {won: [closed won, Signed], lost: rejected}, else: open}", "' SIGNED '", "won"},
		"word of one":                {"deals", "status", "{words: t.a, as: {won: [closed won, Signed], lost: rejected}, else: open}", "'Rejected'", "lost"},
		"other word":                 {"deals", "status", "{words: t.a, as: {won: signed}, else: open}", "'thinking'", "open"},
		"unknown word":               {"deals", "status", "{words: t.a, as: {won: signed}}", "'Thinking'", "Thinking"},
		"no word":                    {"deals", "status", "{words: t.a, as: {won: signed}}", "null", ""},
		"number for a word":          {"deals", "status", "{words: t.a, as: {won: 20, lost: [30, 40], open: 10}}", "30", "lost"},
		"boolean for a word":         {"deals", "status", "{words: t.a, as: {won: true, lost: false}}", "false", "lost"},
		"quoted word":                {"deals", "source", `{words: t.a, as: {partner: ["O'Neil\\", x]}}`, `'O''Neil\'`, "partner"},
		"first":                      {"deals", "name", "{first: [t.a, t.b, t.c]}", "null, ' ', 'third'", "third"},
		"first of keys":              {"deals", "owner", "{first: [t.a, t.b]}", "null::bigint, 7", "7"},
		"first of conversions":       {"deals", "closed_at", "{first: [{epoch: t.a}, {local: t.b, zone: UTC}]}", "null::bigint, date '2024-01-01'", "2024-01-01 00:00:00+00"},
		"a comment at the end":       {"deals", "amount", "{cents: t.a -- cents of the total\n}", "5", "0.05000000000000000000"},
	} {
		t.Run(name, func(t *testing.T) {
			for i := strings.Count(test.row, ", ") + 1; i < 3; i++ {
				test.row += ", null"
			}
			value, err := valueOf(t, db, mapped(t, test.entity, test.field, test.given), test.row)
			require.NoError(t, err)
			got := ""
			if value != nil {
				got = *value
			}
			require.Equal(t, test.want, got)
		})
	}
}

// What cannot be converted is an error that shows the value: neither nothing nor something else.
func TestConversionsRefuseWhatTheyWouldMisread(t *testing.T) {
	db := utc(t)
	for given, values := range map[string]map[string]string{
		"closed_at: {text: t.a, format: DD.MM.YYYY, zone: UTC}": {
			"'1.2.24'": "1.2.24 is not of the format DD.MM.YYYY", "'2024-02-01'": "is not of the format", "'n/a'": "is not of the format",
			"'31.02.2024'": "date/time field value out of range", "'01.02.2024 10:00'": "is not of the format", "'now'": "is not of the format",
		},
		"expected_close_on: {text: t.a, format: MM/DD/YYYY}": {"'31/12/2024'": "31/12/2024 is not of the format MM/DD/YYYY of deals.expected_close_on"},
		"amount: {number: t.a, decimal: ','}": {
			"'1,234.50'": `invalid input syntax for type numeric: "1,234.50 is not of the format decimal , of deals.amount"`, "'(12,00)'": "invalid input syntax", "'12,00-'": "invalid input syntax",
			"'−5,00'": "invalid input syntax", "'n/a'": "invalid input syntax", "'1,2,3'": "invalid input syntax",
		},
		"amount: {number: t.a, decimal: '.'}":          {"'1.234,50'": `invalid input syntax for type numeric: "1.234,50 is not`},
		"amount: {cents: t.a}":                         {"'n/a'": "invalid input syntax"},
		"closed_at: {local: t.a, zone: Europe/Berlin}": {"'2024-01-01'": "operator does not exist: text + interval"},
	} {
		field, conversion, _ := strings.Cut(given, ": ")
		expression := mapped(t, "deals", field, conversion)
		for value, want := range values {
			_, err := valueOf(t, db, expression, value+", null, null")
			require.ErrorContains(t, err, want, "%s of %s", given, value)
		}
	}
}

// An instant that is taken for local time would be shifted twice: its type stays that of a time without zone, which the check tells.
func TestLocalTimeOfAnInstantIsNoInstant(t *testing.T) {
	var kind string
	expression := mapped(t, "deals", "closed_at", "{local: t.a, zone: Europe/Berlin}")
	require.NoError(t, utc(t).QueryRow("select pg_typeof("+expression+") from (values (now())) as t (a)").Scan(&kind))
	require.Equal(t, "timestamp without time zone", kind)
}

func TestTextTimesAreReadBack(t *testing.T) {
	db := utc(t)
	layouts := map[string]string{
		"DD.MM.YYYY HH24:MI:SS": "02.01.2006 15:04:05", "MM/DD/YYYY HH12:MI:SS AM": "1/2/2006 03:04:05 PM", `YYYY-MM-DD"T"HH24:MI:SS`: "2006-01-02T15:04:05",
		"DD Mon YYYY HH24:MI:SS": "2 Jan 2006 15:04:05", "YYYYMMDDHH24MISS": "20060102150405",
	}
	rapid.Check(t, func(t *rapid.T) {
		want := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "instant"), 0).UTC()
		format := rapid.SampledFrom([]string{"DD.MM.YYYY HH24:MI:SS", "MM/DD/YYYY HH12:MI:SS AM", `YYYY-MM-DD"T"HH24:MI:SS`, "DD Mon YYYY HH24:MI:SS", "YYYYMMDDHH24MISS"}).Draw(t, "format")
		expression := mapped(t, "deals", "closed_at", fmt.Sprintf("{text: t.a, format: '%s', zone: UTC}", format))
		var got time.Time
		require.NoError(t, db.QueryRow("select "+expression+" from (values ($1::text)) as t (a)", want.Format(layouts[format])).Scan(&got))
		require.True(t, want.Equal(got), "%s: want %s, got %s", format, want, got)
	})
}

func TestTextNumbersAreReadBack(t *testing.T) {
	db := utc(t)
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(-1e12, 1e12).Draw(t, "cents")
		group := rapid.SampledFrom([]string{"", ".", " ", "'"}).Draw(t, "group")
		expression := mapped(t, "deals", "amount", "{number: t.a, decimal: ','}")
		var got int64
		require.NoError(t, db.QueryRow("select (100 * "+expression+")::bigint from (values ($1::text)) as t (a)", written(cents, group)+" €").Scan(&got))
		require.Equal(t, cents, got)
	})
}

// written writes cents with a comma and the thousands apart.
func written(cents int64, group string) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	whole, text := fmt.Sprint(cents/100), ""
	for len(whole) > 3 {
		whole, text = whole[:len(whole)-3], group+whole[len(whole)-3:]+text
	}
	return fmt.Sprintf("%s%s%s,%02d", sign, whole, text, cents%100)
}

func TestOneRowOfSeveral(t *testing.T) {
	db := utc(t)
	_, err := db.Exec(`create table deal_version (deal_no int, branch text, version int, state text, stage int, deleted boolean);
		create table stage (id int, label text);
		insert into stage values (1, 'Offer'), (2, 'Signed');
		insert into deal_version values
			(1, 'a', 1, 'open', 1, false), (1, 'a', 3, 'won', 2, false), (1, 'a', 2, 'lost', 1, false), (1, 'a', null, 'null', 1, false),
			(1, 'b', 1, 'open', 1, false), (2, 'a', 1, 'open', 1, false), (2, 'a', 2, 'open', 1, true)`)
	require.NoError(t, err)
	for given, want := range map[string][]string{
		"{latest: deal_version, per: [branch, deal_no], by: version, as: d, join: left join stage as s on s.id = d.stage}":                                                    {"a1 won Signed", "b1 open Offer"},
		"{first: deal_version, per: [branch, deal_no], by: version, as: d, join: left join stage as s on s.id = d.stage}":                                                     {"a1 open Offer", "a2 open Offer", "b1 open Offer"},
		"{latest: (select * from deal_version where branch = 'a') as v, per: [deal_no, branch], by: [deleted, version], as: d, join: left join stage as s on s.id = d.stage}": {"a1 won Signed"},
	} {
		m, err := crm.ParseMapping("entities: {deals: {from: '" + strings.ReplaceAll(given, "'", "''") + "'}}")
		require.NoError(t, err)
		require.Equal(t, given, m.Entities["deals"].From, "a text stays SQL")

		m, err = crm.ParseMapping("entities: {deals: {from: " + given + ", where: not d.deleted, fields: {name: d.branch || d.deal_no, stage: s.label, status: d.state}}}")
		require.NoError(t, err)
		s := m.Entities["deals"]
		var got []string
		rows, err := db.Query(fmt.Sprintf("select %s || ' ' || %s || ' ' || %s from %s where %s order by 1", s.Fields["name"], s.Fields["status"], s.Fields["stage"], s.From, s.Where))
		require.NoError(t, err)
		for rows.Next() {
			var row string
			require.NoError(t, rows.Scan(&row))
			got = append(got, row)
		}
		require.NoError(t, rows.Err())
		require.Equal(t, want, got, given)
	}
}

func TestConversionsSayWhatIsWrong(t *testing.T) {
	for given, want := range map[string]string{
		"deals: {from: t, fields: {amount: {pence: x}}}":                                    "the conversions are cents, epoch, epoch_ms",
		"deals: {from: t, fields: {amount: {cents: x, micros: y}}}":                         "line 1: cents and micros are two conversions",
		"deals: {from: t, fields: {amount: {cents: x, zone: UTC}}}":                         `mapping of deals: field "amount": line 1: cents has no option "zone"; it has no options`,
		"deals: {from: t, fields: {closed_at: {text: x, formate: D}}}":                      `text has no option "formate"; its options are format, zone, none`,
		"deals: {from: t, fields: {amount: {epoch: x}}}":                                    "epoch gives a time, but the field is of type money",
		"deals: {from: t, fields: {closed_at: {cents: x}}}":                                 "cents gives a number, but the field is of type time",
		"deals: {from: t, fields: {expected_close_on: {local: x, zone: UTC}}}":              "local gives a time, but the field is of type date",
		"deals: {from: t, fields: {closed_at: {local: x}}}":                                 "line 1: local: say in which time zone, as in `zone: Europe/Berlin`",
		"deals: {from: t, fields: {closed_at: {local: x, zone: Mars}}}":                     `unknown time zone "Mars"`,
		"deals: {from: t, fields: {closed_at: {epoch: x, zone: UTC}}}":                      "leave out zone: seconds since 1970 are the same instant in every zone",
		"deals: {from: t, fields: {closed_at: {text: x, zone: UTC}}}":                       "say how the text is written",
		"deals: {from: t, fields: {closed_at: {text: x, format: DD.MM.YYYY}}}":              "say in which time zone",
		"deals: {from: t, fields: {closed_at: {text: x, format: dd.mm.yyyy, zone: UTC}}}":   `the format "dd.mm.yyyy" has "d"; it may have YYYY`,
		"deals: {from: t, fields: {closed_at: {text: x, format: DD.MM, zone: UTC}}}":        `the format "DD.MM" has no year`,
		"deals: {from: t, fields: {expected_close_on: {text: x, format: YYYY, zone: UTC}}}": "leave out zone: a day stays the day that the text names",
		"deals: {from: t, fields: {amount: {number: x}}}":                                   "say which sign is before the cents",
		"deals: {from: t, fields: {amount: {number: x, decimal: ';'}}}":                     "say which sign is before the cents",
		"deals: {from: t, fields: {status: {words: x}}}":                                    "name the values for each word",
		"deals: {from: t, fields: {status: {words: x, as: {gained: y}}}}":                   `deals.status is never "gained"; the words are open, won, lost`,
		"deals: {from: t, fields: {status: {words: x, as: {won: y}, else: pending}}}":       `deals.status is never "pending"`,
		"deals: {from: t, fields: {status: {words: x, as: {won: [y], lost: [Z, ' Y']}}}}":   `the value "y" is both lost and won`,
		"deals: {from: t, fields: {name: {first: x}}}":                                      "give a list of SQL or conversions",
		"deals: {from: t, fields: {name: {first: []}}}":                                     "give a list of SQL or conversions",
		"deals: {from: t, fields: {name: {first: [{cents: x}]}}}":                           "cents gives a number, but the field is of type text",
		"deals: {from: t, fields: {amount: {cents: ''}}}":                                   "cents must be one text",
		"deals: {from: t, fields: {amount: {cents: [x]}}}":                                  "cents must be one text",
		"deals: {from: t, fields: {amount: {cents: 'x) or (y'}}}":                           "a parenthesis closes that was not opened",
		"deals: {from: t, fields: {amount: {cents: 'x; drop table t'}}}":                    "a semicolon ends the statement",
		"deals: {from: t, fields: {colour: {cents: x}}}":                                    `there is no field "colour"`,
		"deals: {from: {latest: t, by: x, as: d}, fields: {id: d.id}}":                      "mapping of deals: from: say which rows belong together",
		"deals: {from: {per: k, by: x, as: d}, fields: {id: d.id}}":                         "give either `latest` or `first`",
		"deals: {from: {latest: t, first: u, per: k, by: x, as: d}, fields: {id: d.id}}":    "give either `latest` or `first`",
		"deals: {from: {latest: t, per: k, by: x}, fields: {id: d.id}}":                     "`as` is \"\"; give a short name",
		"deals: {from: {latest: t, per: k, by: x, as: 'd) as e, (select 1'}}":               "give a short name of small letters",
		"deals: {from: {latest: t, per: k, by: x desc, y, as: d}}":                          "no option \"y\"",
		"deals: {from: {latest: 't order by z', per: k, by: x, as: d}}":                     `"order" does not belong here`,
		"deals: {from: {latest: t, per: k, by: 'x) limit (1', as: d}}":                      "from: by: at character 2, a parenthesis closes",
		"deals: {from: {latest: t, per: k, by: x, as: d, join: 'where true'}}":              `from: join: at character 1, "where" does not belong here`,
		"deals: {from: {newest: t, per: k, by: x, as: d}}":                                  "`from` has no option \"newest\"",
	} {
		_, err := crm.ParseMapping("entities: {" + given + "}")
		require.ErrorContains(t, err, want, given)
	}
}
