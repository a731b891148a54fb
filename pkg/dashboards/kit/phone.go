package kit

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// onAPhone widens the first column of a table so that it and the second fill a phone, unless all columns fit: none is seen in part there. It
// is that wide on a desk, too, where another column takes what is left.
func (p *Panel) onAPhone() []field {
	names := p.columns()
	if len(names) <= 2 {
		return nil
	}
	columns, free := make([]dashboards.Column, len(names)), false
	for i, name := range names {
		columns[i] = p.width(name)
		free = free || i > 0 && !columns[i].Fixed
	}
	all := p.all || p.chosen == nil
	if all && dashboards.Wide(columns, phone) <= phone {
		return nil
	}
	first := columns[0].Pixels
	if !dashboards.Whole(columns) {
		first = max(first, dashboards.PhoneTable-columns[1].Pixels)
	}
	if columns[0].Fixed || free {
		return (&Panel{}).Field(names[0], Wide(first)).fields
	}
	return (&Panel{}).Field(names[0], Least(first)).fields
}

// phone is how wide a table with more rows than are seen is on a phone.
const phone = dashboards.PhoneTable - dashboards.ScrollBar

// columns are those of a table that are seen, in their order, as far as they are known: as they were chosen, or those of its question.
func (p *Panel) columns() []string {
	if p.panel.Type != "table" {
		return nil
	}
	names := slices.Clone(p.chosen)
	if names == nil && len(p.questions) > 0 && p.questions[0].Type == query.KPI {
		names = dashboards.ColumnsOf(p.questions[0].Question)
	}
	return slices.DeleteFunc(names, func(name string) bool { return p.property(name, "custom.hidden") == true })
}

// width is how wide a column is.
func (p *Panel) width(column string) dashboards.Column {
	if wide, ok := p.property(column, "custom.width").(int); ok {
		return dashboards.Column{Pixels: wide, Fixed: true}
	}
	if least, ok := p.property(column, "custom.minWidth").(int); ok {
		return dashboards.Column{Pixels: least}
	}
	return dashboards.Column{Pixels: leastColumn}
}

// property is what the looks of a field say of a property; nil where they do not.
func (p *Panel) property(name, id string) (value any) {
	for _, f := range p.fields {
		if f.matcher.Options != name && f.matcher.Options != dashboards.EveryField {
			continue
		}
		for _, property := range f.look {
			if property.Id == id {
				value = property.Value
			}
		}
	}
	return value
}
