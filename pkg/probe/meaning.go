package probe

import (
	"fmt"
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
		return textOf(f.Err)
	case DuplicateKey, FanOut:
		return f.multiplied()
	case sqlgen.OrphanKey:
		return i18n.Text{En: "rows name a key that " + f.Other + " does not have", Ru: "строки называют ключ, которого нет в " + f.Other}
	case sqlgen.Negative:
		return i18n.Text{En: fmt.Sprintf("rows have %s before %s", f.Field, f.Other), Ru: fmt.Sprintf("в строках %s раньше, чем %s", f.Field, f.Other)}
	case sqlgen.UnmappedWord:
		allowed := ""
		if field, err := model.Resolve(f.Entity, f.Field); err == nil {
			allowed = strings.Join(field.Words.Allowed, ", ")
		}
		return i18n.Text{En: "rows have none of " + allowed, Ru: "в строках нет ни одного из значений " + allowed}
	case sqlgen.TextNumber:
		return i18n.Text{En: "rows have a text where a number is needed; convert it in the mapping", Ru: "в строках текст вместо числа; преобразуйте его в сопоставлении"}
	case sqlgen.UnknownRate:
		return i18n.Text{En: "amounts have no exchange rate on the day of " + f.Other, Ru: "у сумм нет курса валюты на день " + f.Other}
	case quality.SalesWithoutTarget:
		if f.Field == "rep.team" {
			return i18n.Text{En: "teams won deals in the last 12 months and have no revenue target", Ru: "команды выиграли сделки за последние 12 месяцев, а цели по выручке у них нет"}
		}
		return i18n.Text{En: "reps won deals in the last 12 months and have no revenue target", Ru: "менеджеры выиграли сделки за последние 12 месяцев, а цели по выручке у них нет"}
	case quality.TargetWithoutSales:
		if f.Other == "rep.team" {
			return i18n.Text{En: "teams have a revenue target in the last 12 months and won no deal", Ru: "у команд есть цель по выручке за последние 12 месяцев, а выигранных сделок нет"}
		}
		return i18n.Text{En: "reps have a revenue target in the last 12 months and won no deal", Ru: "у менеджеров есть цель по выручке за последние 12 месяцев, а выигранных сделок нет"}
	}
	return i18n.Text{}
}

func (f Finding) multiplied() i18n.Text {
	if f.Err != nil {
		why := textOf(f.Err)
		return i18n.Text{
			En: "whether keys are unique could not be found out: " + why.En,
			Ru: "не удалось узнать, единственны ли ключи: " + why.In(i18n.Russian),
		}
	}
	if f.Kind == FanOut {
		return i18n.Text{
			En: fmt.Sprintf("it finds several rows of %s, and counts its own row as often", f.Other),
			Ru: fmt.Sprintf("находит несколько строк %s и столько же раз считает свою строку", f.Other),
		}
	}
	return i18n.Text{
		En: "several rows have the same key and count several times; correct the mapping",
		Ru: "у нескольких строк один ключ, и они считаются несколько раз; исправьте сопоставление",
	}
}
