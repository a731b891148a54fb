package i18n

import (
	"slices"
	"strings"
)

// everyone are the ids, or their beginnings, of the messages that everyone who asks a question may read: they quote what was asked, the
// model, the catalogue and values of rows. All others, those of new areas among them, may tell how the company's database is built and
// reached: its host, its SQL, the names of its tables. So may what errors say that are no messages at all.
var everyone = []string{
	"access.", "answer.", "calendar.", "catalog.", "column.", "dimension.", "explain.", "expression.", "fault.", "frames.", "kind.", "language.",
	"limits.", "lists.", "notice.", "parameters.", "plan.", "policy.", "question.", "reference.", "statistic.", "types.",
	"yaml.not_utf8", "yaml.unreadable",
	"health.administrators", "health.no_kpis_named", "health.no_resource", "health.not_a_dashboard", "health.values_limit",
	"mapping.no_relation", "mapping.unavailable_entity", "mapping.unavailable_field", "mapping.unknown_dimension", "mapping.unknown_entity",
	"mapping.unknown_field", "mapping.unknown_word", "mapping.unreadable",
	"check.blank_key", "check.column_", "check.duplicate_key", "check.entities", "check.error", "check.failing_kpi", "check.fan_out", "check.findings",
	"check.improbable", "check.kpis", "check.late", "check.missing_", "check.negative_duration", "check.never_", "check.no_period", "check.not_a_number",
	"check.orphan_", "check.percent_for_share", "check.planned", "check.rep_", "check.short_history", "check.team_", "check.text_number",
	"check.tied_rows", "check.uniqueness", "check.unknown_", "check.unmapped_word", "check.untried", "check.unusable_rate", "check.warning",
}

// closed is a text, or a part of one, that is not for everyone.
type closed struct{}

func isOpen(id string) bool {
	return slices.ContainsFunc(everyone, func(beginning string) bool {
		return id == beginning || strings.HasPrefix(id, beginning) && strings.ContainsRune("._", rune(beginning[len(beginning)-1]))
	})
}

// Guarded reports whether there is something in the text that is not for everyone.
func (t Text) Guarded() bool { return t.open != nil }

// Open is what of the text everyone may read, with a word in place of the rest.
func (t Text) Open() Text {
	switch open := t.open.(type) {
	case Text:
		return open
	case closed:
		return T("access.hidden")
	}
	return t
}

func opened(texts []Text) []Text {
	open := make([]Text, len(texts))
	for i, t := range texts {
		open[i] = t.Open()
	}
	return open
}

// open are the arguments of a message as everyone may read them, and whether they are others than those given.
func open(arguments []any) (_ []any, guarded bool) {
	all := slices.Clone(arguments)
	for i, argument := range arguments {
		if err, ok := argument.(error); ok {
			argument = Of(err)
		}
		switch v := argument.(type) {
		case Text:
			if v.Guarded() {
				all[i], guarded = v.Open(), true
			}
		case []Text:
			if slices.ContainsFunc(v, Text.Guarded) {
				all[i], guarded = opened(v), true
			}
		}
	}
	return all, guarded
}
