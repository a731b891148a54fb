package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func newDetect() *cobra.Command {
	var c connection
	cmd := &cobra.Command{
		Use:   "detect",
		Short: "Look at a database that is new here: which presets fit, and which tables and columns may hold what",
		Long: "Reads the catalogue of the database and a few hundred rows of the tables in question. Presets are recognised by their tables\n" +
			"and columns, also several at once; in other schemas a table is suggested for each entity and a column for each field, by\n" +
			"name, type, keys and content, with a confidence from 0 to 1 and the reason. Where one table does not do, it proposes joins\n" +
			"that multiply nothing, conditions that leave out deleted rows, and the newest version of rows that have several; it says\n" +
			"which column seems to tell tenants apart. The first numbers that all this would show come first, so that you see whether it\n" +
			"is right. With --format yaml it prints a mapping to start from; what is not sure is commented out. It is a\n" +
			"proposal: read it before you use it. Nothing is written.",
		Example: `  crmkpi detect
  crmkpi detect --format yaml > company.yaml
  crmkpi check --mapping company.yaml`,
		Args: noArgs,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	c.addDSN(flags)
	c.addTimeout(flags)
	format := choices(flags, "format", "output", "table", "json", "yaml")
	budget := flags.Duration("budget", checkBudget, "how long to look at rows; 0 is until all tables in question are looked at")
	language := choices(flags, "lang", "language of reasons", i18n.Tags()...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		db, err := c.open()
		if err != nil {
			return err
		}
		defer db.Close()
		r, err := detect.Within(cmd.Context(), db, crm.Reference().Model, *budget)
		if err != nil {
			return err
		}
		lang := i18n.Language(language.value)
		if format.value == "yaml" {
			_, err := io.WriteString(cmd.OutOrStdout(), r.YAML(lang))
			return err
		}
		return detected(r, lang).print(format.value, lang, cmd.OutOrStdout(), cmd.ErrOrStderr())
	}
	return cmd
}

// detected lists what was found: the presets, then each entity with its fields.
func detected(r *detect.Detection, lang i18n.Language) sheet {
	text := func(id string) string { return i18n.T("cli." + id).In(lang) }
	hundredths := func(x float64) string { return fmt.Sprintf("%.2f", x) }
	out := sheet{columns: []column{
		{id: "kind", title: text("kind")}, {id: "name", title: text("name")}, {id: "source", title: text("found_in")},
		{id: "confidence", title: text("confidence"), number: true, show: hundredths}, {id: "reason", title: text("reason")},
	}}
	add := func(kind, name, source string, confidence float64, reason i18n.Text) {
		out.rows = append(out.rows, []any{kind, name, source, confidence, reason.In(lang)})
	}
	for _, n := range r.Numbers {
		out.rows = append(out.rows, []any{"number", n.Title.In(lang), n.Shown(), nil, joinedWords(n.Of, n.Note.In(lang))})
	}
	for _, p := range r.Presets {
		name := p.ID
		if name == "" {
			name = "reference"
		}
		add("preset", name, p.Schema, p.Confidence, p.Reason)
	}
	for _, s := range r.Suggestions {
		add("entity", s.Entity, s.From(), s.Confidence, s.Reason)
		for _, c := range s.Conditions {
			add("where", s.Entity, c.SQL, c.Confidence, c.Reason)
		}
		for _, f := range s.Fields {
			add("field", s.Entity+"."+f.Name, f.Given(), f.Confidence, f.Reason)
		}
	}
	notes := r.Notes
	if len(r.Suggestions) > 0 {
		notes = append(notes, i18n.T("cli.detected", "sure", fmt.Sprintf("%.1f", detect.Sure)))
	}
	for _, n := range notes {
		out.notices = append(out.notices, answer.Notice{Text: n})
	}
	return out
}

// joinedWords puts together what there is.
func joinedWords(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "; ")
}
