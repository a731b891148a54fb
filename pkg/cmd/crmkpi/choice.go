package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value   string
	options []string
}

// choices adds a flag whose default is the first option.
func choices(flags *pflag.FlagSet, name, help string, options ...string) *choice {
	c := &choice{value: options[0], options: options}
	flags.Var(c, name, help+": "+strings.Join(options, ", "))
	return c
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return "word" }

func (c *choice) Set(value string) error {
	if !slices.Contains(c.options, value) {
		return fault.New("cli.choice", "options", c.options)
	}
	c.value = value
	return nil
}
