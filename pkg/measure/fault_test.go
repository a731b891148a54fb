package measure_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// part gives a measure a kind, to be filled as its type.
func part[T any](t *testing.T, m *measure.Measure, key string) T {
	t.Helper()
	into, err := m.Part(key)
	require.NoError(t, err)
	return into.(T)
}

func TestFaultsAreInBothLanguages(t *testing.T) {
	path := expression.MustParse
	of := func(entity, time string, fill func(m *measure.Measure)) error {
		m := &measure.Measure{Entity: entity}
		if time != "" {
			m.Time = path(time)
		}
		fill(m)
		return m.Finish(crm.Reference().Model)
	}
	kind := func(key, value string) func(m *measure.Measure) {
		return func(m *measure.Measure) { *part[*expression.Expression](t, m, key) = path(value) }
	}
	twice := &measure.Measure{}
	part[any](t, twice, "snapshot")
	_, timings := twice.Part("overlap")
	aggregations := slices.DeleteFunc(measure.Keys(), func(key string) bool {
		return slices.Contains([]string{"lifetime", "overlap", "present", "snapshot"}, key) // when a row counts, not what is made of it
	})
	last := len(aggregations) - 1
	for want, err := range map[string]error{
		"`sum`: у поля name тип text, а нужен number или money; назовите другое поле": of("deals", "closed_at", kind("sum", "name")),
		"`sum`: неизвестно, в какой валюте сумма: у stalls нет поля \"currency\"; назовите его, например `currency: deal.currency`": of(
			"stalls", "stalled_at", kind("sum", "deal.amount")),
		"`time`: здесь тип money, а нужен time или date; назовите поле такого типа или исправьте `time_type`":                       of("deals", "amount", kind("count", "id")),
		"задайте либо `time` — собственное событие строки, либо `snapshot` или `overlap` — время, в течение которого она считается": of("deals", "", kind("count", "id")),
		"`age` бывает только вместе со `snapshot`; задайте его, со `start` и `end`": of("deals", "closed_at", func(m *measure.Measure) {
			*part[*measure.Unit](t, m, "age") = "days"
		}),
		"задайте ровно одно из `" + strings.Join(aggregations[:last], "`, `") + "` и `" + aggregations[last] + "`":                                  of("deals", "closed_at", func(*measure.Measure) {}),
		"когда считаются строки меры, задано дважды; оставьте одно из `effect`, `frozen`, `lifetime`, `members`, `overlap`, `present` и `snapshot`": timings,
		"`snapshot`: задайте и `start`, и `end`": of("deals", "", func(m *measure.Measure) {
			part[*measure.Snapshot](t, m, "snapshot").Start = path("created_at")
			kind("count", "id")(m)
		}),
		"`duration.in`: длительность не измеряют в \"years\"; укажите days, hours или minutes": of("deals", "closed_at", func(m *measure.Measure) {
			d := part[*measure.Duration](t, m, "duration")
			d.From, d.To, d.In = path("created_at"), path("closed_at"), "years"
		}),
		"`members.count`: \"heads\" здесь не годится; укажите rows, amount, valued, active, repeat, before или lost": of("deals", "closed_at", func(m *measure.Measure) {
			s := part[*measure.Members](t, m, "members")
			s.Of, s.Count = path("account"), "heads"
		}),
	} {
		require.Equal(t, want, i18n.Of(err).In(i18n.Russian))
		require.NotEqual(t, want, err.Error())
		_, ok := errors.AsType[*fault.Error](err)
		require.True(t, ok, want)
	}
}
