package main

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

// entities lists what the rows of each entity look like; those that cannot be read say why.
func (s *session) entities(health []probe.Health, found *probe.Found) part {
	number := func(unit catalog.Unit) func(float64) string {
		return func(v float64) string { return terminal.Format(&v, unit, s.currency) }
	}
	p := part{id: "entities", title: s.text("Entities", "Сущности"), sheet: sheet{columns: []column{
		{id: "entity", title: s.text("Entity", "Сущность")},
		{id: "rows", title: s.text("Rows", "Строк"), number: true, show: number(catalog.Count)},
		{id: "newest_change", title: s.text("Newest change", "Последнее изменение")},
		{id: "usable_share", title: s.text("Usable", "Пригодно"), number: true, show: number(catalog.Percent)},
		{id: "problem", title: s.text("Problem", "Проблема")},
	}}}
	for _, h := range health {
		row := []any{h.Entity, nil, nil, nil, ""}
		if h.Err != nil {
			row[4] = h.Err.Error()
		}
		p.rows = append(p.rows, row)
		if h.Inspection == nil {
			continue
		}
		row[1] = h.Rows
		if h.Newest != nil {
			row[2] = instant(*h.Newest, s.calendar.Location)
		}
		if h.Rows > 0 {
			row[3] = h.Usable / h.Rows
		}
	}
	for _, name := range found.Names() {
		if !strings.Contains(name, ".") {
			p.rows = append(p.rows, []any{name, nil, nil, nil, found.Faults[name].Error()})
		}
	}
	return p
}

// findings lists what is wrong with the data.
func (s *session) findings(all []plan.Finding) part {
	p := part{id: "findings", title: s.text("Findings", "Замечания к данным"), sheet: sheet{columns: []column{
		{id: "finding", title: s.text("Finding", "Замечание")}, {id: "field", title: s.text("Field", "Поле")},
		{id: "count", title: s.text("Count", "Количество"), number: true, show: func(v float64) string { return terminal.Format(&v, catalog.Count, "") }},
		{id: "examples", title: s.text("Examples", "Примеры")}, {id: "text", title: s.text("What it means", "Что это значит")},
	}}}
	for _, f := range all {
		p.rows = append(p.rows, []any{string(f.Kind), f.Entity + "." + f.Field, f.Count, s.examples(f), meaning(f).In(s.lang())})
	}
	return p
}

func (s *session) examples(f plan.Finding) []string {
	texts := []string{}
	for _, x := range f.Examples {
		text := s.text("(none)", "(нет)")
		if x.Value != nil {
			text = *x.Value
		}
		if x.Day != "" {
			text += s.text(" from ", " с ") + x.Day
		}
		texts = append(texts, text)
	}
	if f.More {
		texts = append(texts, "…")
	}
	return texts
}

// meaning says what a finding is about.
func meaning(f plan.Finding) i18n.Text {
	switch f.Kind {
	case sqlgen.OrphanKey:
		return i18n.Text{En: "rows name a key that " + f.Other + " does not have", Ru: "строки называют ключ, которого нет в " + f.Other}
	case sqlgen.Negative:
		return i18n.Text{En: fmt.Sprintf("rows have %s before %s", f.Field, f.Other), Ru: fmt.Sprintf("в строках %s раньше, чем %s", f.Field, f.Other)}
	case sqlgen.UnmappedWord:
		words, _ := crm.WordsOf(f.Entity, f.Field)
		allowed := strings.Join(words.Allowed, ", ")
		return i18n.Text{En: "rows have none of " + allowed, Ru: "в строках нет ни одного из значений " + allowed}
	case sqlgen.TextNumber:
		return i18n.Text{En: "rows have a text where a number is needed; convert it in the mapping", Ru: "в строках текст вместо числа; преобразуйте его в сопоставлении"}
	case sqlgen.UnknownRate:
		return i18n.Text{En: "amounts have no exchange rate on the day of " + f.Other, Ru: "у сумм нет курса валюты на день " + f.Other}
	case plan.SalesWithoutTarget:
		if f.Field == "rep.team" {
			return i18n.Text{En: "teams won deals in the last 12 months and have no revenue target", Ru: "команды выиграли сделки за последние 12 месяцев, а цели по выручке у них нет"}
		}
		return i18n.Text{En: "reps won deals in the last 12 months and have no revenue target", Ru: "менеджеры выиграли сделки за последние 12 месяцев, а цели по выручке у них нет"}
	case plan.TargetWithoutSales:
		if f.Other == "rep.team" {
			return i18n.Text{En: "teams have a revenue target in the last 12 months and won no deal", Ru: "у команд есть цель по выручке за последние 12 месяцев, а выигранных сделок нет"}
		}
		return i18n.Text{En: "reps have a revenue target in the last 12 months and won no deal", Ru: "у менеджеров есть цель по выручке за последние 12 месяцев, а выигранных сделок нет"}
	}
	return i18n.Text{}
}
