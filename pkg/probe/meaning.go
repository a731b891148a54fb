package probe

import (
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Meaning says what the finding is about, with the words of the model that it was found under.
func (f Finding) Meaning(model *crm.Model) i18n.Text {
	switch f.Kind {
	case Unreadable, WrongType:
		return i18n.Of(f.Err)
	case DuplicateKey, FanOut:
		return f.multiplied()
	case sqlgen.OrphanKey:
		return i18n.T("check.orphan_key", "entity", f.Other)
	case sqlgen.Negative:
		return i18n.T("check.negative_duration", "field", f.Field, "start", f.Other)
	case sqlgen.UnmappedWord:
		var allowed []string
		if field, err := model.Resolve(f.Entity, f.Field); err == nil {
			allowed = field.Words.Allowed
		}
		return i18n.T("check.unmapped_word", "words", allowed)
	case sqlgen.NoNumber:
		return i18n.T("check.not_a_number", "field", f.Field)
	case sqlgen.TextNumber:
		return i18n.T("check.text_number")
	case sqlgen.UnknownRate:
		return i18n.T("check.unknown_rate", "field", f.Other)
	case quality.SalesWithoutTarget:
		if f.Field == "rep.team" {
			return i18n.T("check.team_without_target")
		}
		return i18n.T("check.rep_without_target")
	case quality.TargetWithoutSales:
		if f.Other == "rep.team" {
			return i18n.T("check.team_without_sales")
		}
		return i18n.T("check.rep_without_sales")
	}
	return i18n.Text{}
}

func (f Finding) multiplied() i18n.Text {
	switch {
	case f.Err != nil:
		return i18n.T("check.uniqueness", "reason", f.Err)
	case f.Kind == FanOut:
		return i18n.T("check.fan_out", "entity", f.Other)
	}
	return i18n.T("check.duplicate_key")
}
