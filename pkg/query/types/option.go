package types

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Option is a value to choose.
type Option struct {
	ID          string
	Title, Help i18n.Text
	Phrase      i18n.Text         // in a sentence of what is asked, as "monthly"; empty where the title does
	Clashes     map[string]string // values of other fields that do not go with it, by the field's name
}

// options are those of a choice, with the texts of the messages types.options.CHOICE.ID.
func options[T ~string](choice string, ids ...T) []Option {
	list := make([]Option, len(ids))
	for i, id := range ids {
		list[i] = Option{ID: string(id), Title: i18n.T("types.options." + choice + "." + string(id))}
	}
	return list
}

// optional puts the choice of nothing before the options, with the text of the message types.options.CHOICE.nothing.
func optional(choice string, options []Option) []Option {
	return append([]Option{{Title: i18n.T("types.options." + choice + ".nothing")}}, options...)
}

// phrased adds to the options the texts of the messages types.options.CHOICE_phrase.ID.
func phrased(choice string, options []Option) []Option {
	for i, o := range options {
		options[i].Phrase = i18n.T("types.options." + choice + "_phrase." + o.ID)
	}
	return options
}

// helped adds to the options the texts of the messages types.options.CHOICE_help.ID.
func helped(choice string, options []Option) []Option {
	for i, o := range options {
		options[i].Help = i18n.T("types.options." + choice + "_help." + o.ID)
	}
	return options
}

// offers reports whether a value is among the options.
func offers[T ~string](options []Option, value T) bool {
	return slices.ContainsFunc(options, func(o Option) bool { return o.ID == string(value) })
}

// ids are those of the options, in their order.
func ids(options []Option) []string {
	list := make([]string, len(options))
	for i, o := range options {
		list[i] = o.ID
	}
	return list
}
