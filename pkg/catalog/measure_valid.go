package catalog

import (
	"errors"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

func (m *Measure) validate() error {
	if _, err := crm.Canonical().Entity(m.Entity); err != nil {
		return err
	}
	paths := append(m.Paths(), m.Schedule.Paths()...)
	if m.Duration != nil {
		paths = append(paths, m.Duration.Schedule.Paths()...)
	}
	for _, path := range paths {
		if _, err := crm.Canonical().Resolve(m.Entity, path); err != nil {
			return err
		}
	}
	states := 0
	for _, has := range []bool{!m.Time.Empty(), m.Snapshot != nil, m.Overlap != nil} {
		if has {
			states++
		}
	}
	if states != 1 {
		return errors.New("give either `time`, the row's own event, or `snapshot` or `overlap`, the time during which it counts")
	}
	if !m.Time.Empty() && m.TimeType == "" {
		m.TimeType = crm.Time
		if m.Time.IsPath() {
			f, _ := crm.Canonical().Resolve(m.Entity, m.Time.String())
			m.TimeType = f.Type
		}
	}
	if !m.Time.Empty() && m.TimeType != crm.Time && m.TimeType != crm.Date {
		return in("time", fmt.Errorf("it is %s, not an instant or a day", m.TimeType))
	}
	return m.validateAggregate()
}

func (m *Measure) validateAggregate() error {
	kinds := 0
	for _, has := range []bool{!m.Sum.Empty() && m.Members == nil && m.Frozen == "", !m.Count.Empty(), !m.Distinct.Empty(), m.Age != "", m.Duration != nil,
		m.Members != nil, m.Frozen != "", m.Effect != ""} {
		if has {
			kinds++
		}
	}
	if kinds != 1 {
		return errors.New("give exactly one of `sum`, `count`, `distinct`, `age`, `duration`, `members`, `frozen` and `effect`")
	}
	return errors.Join(m.validateState(), m.validateDuration(), m.validateMembers(), m.validateSpecial())
}

// validateState checks what goes with the time during which a row counts.
func (m *Measure) validateState() error {
	if m.Snapshot == nil && (!m.Distinct.Empty() || m.Age != "") {
		return errors.New("`distinct` and `age` go with a `snapshot`")
	}
	if _, ok := m.Age.Seconds(); m.Age != "" && !ok {
		return in("age", fmt.Errorf("an age cannot be in %q; use days, hours or minutes", m.Age))
	}
	if m.Overlap != nil && (m.Sum.Empty() || m.Overlap.ShareOf != OfRow && m.Overlap.ShareOf != OfBucket) {
		return errors.New("an `overlap` goes with a `sum`, and is a `share_of` row or bucket")
	}
	return nil
}

func (m *Measure) validateDuration() error {
	if d := m.Duration; d != nil {
		if _, ok := d.In.Seconds(); !ok {
			return in("duration.in", fmt.Errorf("a duration cannot be in %q; use days, hours or minutes", d.In))
		}
	}
	return nil
}

func (m *Measure) validateMembers() error {
	s := m.Members
	if s == nil {
		return nil
	}
	switch s.Count {
	case MemberRows, MemberAmount, MemberActive, MemberRepeat, MemberBefore, MemberLost:
	default:
		return in("members.count", fmt.Errorf("members cannot count %q; use rows, amount, active, repeat, before or lost", s.Count))
	}
	if s.Over != OverYear && s.Over != OverBucket {
		return in("members.over", fmt.Errorf("members cannot be counted over %q; use year or bucket", s.Over))
	}
	if (s.Count == MemberAmount) == m.Sum.Empty() {
		return errors.New("`sum` goes with members that count the amount, and only with them")
	}
	return nil
}

func (m *Measure) validateSpecial() error {
	switch m.Frozen {
	case "", ForecastAmount, ForecastActual, ForecastError:
	default:
		return in("frozen", fmt.Errorf("it cannot be %q; use amount, actual or error", m.Frozen))
	}
	switch m.Effect {
	case "", EffectOnCSAT, EffectOnResponse:
		return nil
	}
	return in("effect", fmt.Errorf("it cannot be %q; use csat or first_response", m.Effect))
}
