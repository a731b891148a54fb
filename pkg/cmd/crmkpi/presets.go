package main

import (
	"maps"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// presetJSON is a preset as printed.
type presetJSON struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Versions  string   `json:"versions"`
	Schema    string   `json:"schema"`
	Tables    []string `json:"tables"`
	Optional  []string `json:"optional"`
	Entities  []string `json:"entities"`
	Available string   `json:"available"`
	Limits    string   `json:"limits"`
}

func newPresets() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "presets",
		Short: "List the systems whose tables are mapped already",
		Long: "Lists the presets: the versions of the system whose tables each knows, what it makes available and what it cannot know. No\n" +
			"database is needed.",
		Example: `  crmkpi presets --lang ru
  crmkpi check --preset odoo_17=public`,
		Args: noArgs,
	}
	cmd.Flags().SortFlags = false
	format := choices(cmd.Flags(), "format", "output", "table", "json")
	language := choices(cmd.Flags(), "lang", "language of titles and descriptions", i18n.Tags()...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		list := presets(i18n.Language(language.value))
		if format.value == "json" {
			return encode(cmd.OutOrStdout(), list)
		}
		t := newTable()
		t.AppendHeader(header(i18n.Language(language.value), "preset", "title_and_versions", "schema", "makes_available", "cannot_know"))
		for _, p := range list {
			t.AppendRow(table.Row{p.ID, p.Title + "\n" + text.WrapSoft(p.Versions, 24), p.Schema, text.WrapSoft(p.Available, 48), text.WrapSoft(p.Limits, 60)})
		}
		return render(cmd.OutOrStdout(), t)
	}
	return cmd
}

func presets(language i18n.Language) []presetJSON {
	list := []presetJSON{}
	for _, p := range crm.Presets() {
		list = append(list, presetJSON{
			ID: p.ID, Title: p.Title.In(language), Versions: p.Versions, Schema: p.Schema, Tables: p.Tables, Optional: append([]string{}, p.Optional...),
			Entities: slices.Sorted(maps.Keys(p.Entities)), Available: p.Available.In(language), Limits: p.Limits.In(language),
		})
	}
	return list
}
