package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// Exit statuses. A fault is the question's or the database's; wrong usage is the command line's.
const (
	statusOK = iota
	statusFault
	statusUsage
)

// run executes a command line and returns the exit status. Errors go to stderr, in one sentence each.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	command, err := root.ExecuteContextC(ctx)
	if err == nil {
		return statusOK
	}
	text, status := describe(err, command)
	fmt.Fprintln(stderr, "crmkpi: "+text)
	return status
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "crmkpi",
		Short: "CRM KPIs from PostgreSQL",
		Long: "crmkpi answers CRM KPI questions from a company's PostgreSQL database, with the same engine and the same numbers as\n" +
			"the Grafana data source. It never writes, except for `migrate`, `seed`, `live` and `rollup`.",
		Example: `  export CRMKPI_DSN='postgres://reader:secret@localhost:5432/crm?sslmode=disable'
  crmkpi catalog
  crmkpi check
  crmkpi query --kpis revenue,win_rate --group-by team --grain month --from now-1y/M --to now`,
		Version:       version(),
		Args:          unknownCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.AddCommand(newCatalog(), newQuery(), newRecords(), newExplain(), newAgenda(), newTimeline(), newAnnotations(), newValues(), newPresets(), newDetect(), newCheck(), newLive(), newRollup(), newGrant(), newMigrate(), newSeed())
	return root
}

// unknownCommand is what is left when cobra found no command of the name.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	names := root.SuggestionsFor(args[0])
	if len(names) > 0 {
		return usage("cli.commands_like", "name", args[0], "commands", names)
	}
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return usage("cli.commands", "name", args[0], "commands", names)
}

func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("cli.stands_alone", "argument", args[0])
	}
	return nil
}

// version is what Go noted when it built the program.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && !strings.Contains(text, s.Value[:min(len(s.Value), 12)]) {
			text += " " + s.Value
		}
	}
	return strings.TrimSpace(text + " " + info.GoVersion)
}
