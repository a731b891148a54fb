package expression

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUnzoned(t *testing.T) {
	instant := func(path string) bool { return path != "day" && path != "amount" }
	for text, want := range map[string]string{
		"closed_at::date = date '2026-03-02'":                          "closed_at",
		"deal.closed_at :: text":                                       "deal.closed_at",
		"closed_at::timestamp > day":                                   "closed_at",
		"(closed_at + interval '1 day')::date":                         "closed_at",
		"cast(closed_at as date) = day":                                "closed_at",
		"date(closed_at) = day":                                        "closed_at",
		"to_char(closed_at, 'YYYY')":                                   "closed_at",
		"extract(hour from closed_at) > 8":                             "closed_at",
		"EXTRACT(DOW FROM closed_at) = 1":                              "closed_at",
		"date_trunc('month', closed_at) = date_trunc('month', now_at)": "closed_at",
		"date_part('hour', closed_at)":                                 "closed_at",
		"amount > 1 and coalesce(closed_at, now_at)::date = day":       "closed_at",

		"(closed_at at time zone :timezone)::date = day":                "",
		"extract(hour from closed_at at time zone :timezone) > 8":       "",
		"date_trunc('month', closed_at, :timezone)":                     "",
		"extract(epoch from closed_at) > 5":                             "",
		"date_part('epoch', closed_at)":                                 "",
		"closed_at::timestamptz > :now":                                 "",
		"cast(closed_at as timestamptz) > :now":                         "",
		"day::timestamp at time zone :timezone < closed_at":             "",
		"extract(epoch from closed_at - created_at)::int > 5":           "",
		"(extract(epoch from (closed_at - created_at)) / 60)::int > 5":  "",
		"closed_at < created_at + :window and amount::int > 3":          "",
		"(closed_at > :now and amount > 3)::int = 1 or day::text = 'x'": "",
	} {
		require.Equal(t, want, MustParse(text).Unzoned(instant), text)
	}
}
