package probe

import (
	"slices"
	"strings"

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
	case FailingKPI:
		return i18n.T("check.failing_kpi", "reason", i18n.Of(f.Err))
	case TiedRows:
		if f.Err != nil && f.Count == 0 {
			return i18n.T("check.uniqueness", "reason", f.Err)
		}
		return i18n.T("check.tied_rows")
	case SeveralTenants:
		return i18n.T("check.several_tenants", "column", f.Other)
	case quality.ShortHistory:
		return i18n.T("check.short_history")
	case sqlgen.Missing:
		if whole := f.whole(model); whole != "" {
			return i18n.T("check.missing_whole", "entity", entityTitle(model, whole))
		}
		switch f.Field {
		case "amount":
			return i18n.T("check.missing_amount")
		case "value":
			return i18n.T("check.missing_target")
		case "budget":
			return i18n.T("check.missing_budget")
		}
		return i18n.T("check.missing_start", "field", fieldTitle(model, f.Entity, f.Field))
	case sqlgen.BlankKey:
		return i18n.T("check.blank_key")
	case sqlgen.Improbable:
		return i18n.T("check.improbable")
	case sqlgen.NeverOccurs:
		return f.neverOccurs()
	case DuplicateKey, FanOut:
		return f.multiplied(model)
	case sqlgen.OrphanKey:
		if whole := f.whole(model); whole != "" {
			return i18n.T("check.orphan_part", "entity", entityTitle(model, whole))
		}
		return i18n.T("check.orphan_key", "entity", entityTitle(model, f.Other))
	case sqlgen.Negative:
		return i18n.T("check.negative_duration", "field", fieldTitle(model, f.Entity, f.Field), "start", fieldTitle(model, f.Entity, f.Other))
	case sqlgen.UnmappedWord:
		var allowed []string
		if field, err := model.Resolve(f.Entity, f.Field); err == nil {
			allowed = field.Words.Allowed
		}
		return i18n.T("check.unmapped_word", "words", allowed)
	case sqlgen.Periodless:
		return i18n.T("check.no_period")
	case sqlgen.NoNumber:
		return i18n.T("check.not_a_number", "field", fieldTitle(model, f.Entity, f.Field))
	case sqlgen.TextNumber:
		return i18n.T("check.text_number")
	case sqlgen.UnknownRate:
		return i18n.T("check.unknown_rate", "field", fieldTitle(model, f.Entity, f.Other))
	case sqlgen.UnusableRate:
		return i18n.T("check.unusable_rate")
	case quality.UnknownMetric:
		return i18n.T("check.unknown_metric")
	case quality.PercentForShare:
		return i18n.T("check.percent_for_share")
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

func (f Finding) neverOccurs() i18n.Text {
	never := func(word string) bool {
		return slices.ContainsFunc(f.Examples, func(x quality.Example) bool { return *x.Value == word })
	}
	if f.Entity == "deals" && f.Field == "status" && never("lost") && !never("won") {
		return i18n.T("check.never_lost")
	}
	return i18n.T("check.never_occurs")
}

func (f Finding) multiplied(model *crm.Model) i18n.Text {
	switch {
	case f.Err != nil:
		return i18n.T("check.uniqueness", "reason", f.Err)
	case f.Kind == FanOut:
		return i18n.T("check.fan_out", "entity", entityTitle(model, f.Other))
	}
	return i18n.T("check.duplicate_key")
}

// whole is the entity that the rows must be a part of to count, where the finding is that they are not; "" for any other.
func (f Finding) whole(model *crm.Model) string {
	e, err := model.Entity(f.Entity)
	if err != nil || e.PartOf == "" || e.PartOf != f.Field {
		return ""
	}
	to, _ := e.Field(e.PartOf)
	return to.To
}

// entityTitle is what people call an entity; nothing for none.
func entityTitle(model *crm.Model, entity string) i18n.Text {
	if entity == "" {
		return i18n.Text{}
	}
	return model.Title(entity)
}

// fieldTitle is what people call a field, also one of a related row, as rep.team; nothing for none.
func fieldTitle(model *crm.Model, entity, field string) i18n.Text {
	if field == "" {
		return i18n.Text{}
	}
	if at := strings.LastIndex(field, "."); at >= 0 {
		return model.Title(field[at+1:])
	}
	return model.FieldTitle(entity, field)
}
