package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

func TestLastEndIsTheLatest(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC) }
	require.Equal(t, at(31), calendar.LastEnd([]calendar.Range{{From: at(1), To: at(5)}, {From: at(1), To: at(31)}, {From: at(2), To: at(9)}}))
}
