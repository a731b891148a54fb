package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func newRollup() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rollup",
		Short: "Sums of rows that are kept in the database, for large tables",
		Long: "Rollups are tables of sums: for each day and each combination of a few keys, how many rows there are and what they come to.\n" +
			"Questions that they can answer exactly read them instead of the rows. Triggers on the company's tables write down what\n" +
			"changes, in the same transaction, and `refresh` merges that into the sums; what has not been merged yet is added when a\n" +
			"question is asked, so that answers are always those of the rows. All of it is in a schema of its own, crmkpi_rollup. The\n" +
			"time zone and the currency are those of the data source: with others, it reads rows.",
		Example: `  crmkpi rollup plan --timezone Europe/Berlin --currency EUR > rollups.yaml
  crmkpi rollup install --plan rollups.yaml --reader grafana --timezone Europe/Berlin --currency EUR
  crmkpi rollup refresh --every 1m --timezone Europe/Berlin --currency EUR
  crmkpi rollup status --verify --timezone Europe/Berlin --currency EUR
  crmkpi rollup remove`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRollupPlan(), newRollupInstall(), newRollupRefresh(), newRollupStatus(), newRollupRemove())
	return cmd
}

// rollupFlags are those of the commands about rollups: how the company counts.
type rollupFlags struct{ business }

func (f *rollupFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	f.addDSN(flags)
	f.addMapping(flags)
	f.addCustom(flags)
	flags.StringVar(&f.timezone, "timezone", "UTC", "business time zone, as Europe/Berlin")
	flags.StringVar(&f.currency, "currency", "USD", "reporting currency, the one that the exchange rates lead to")
	f.language = choices(flags, "lang", "language of what is said", i18n.Tags()...)
	f.weekStart, f.fiscalStart = "monday", 1 // they make no difference here
	f.timeout = 24 * time.Hour
}

// summing is a database with what is kept in it.
type summing struct {
	*session
	engine *engine.Engine
}

func (f *rollupFlags) open(ctx context.Context) (*summing, error) {
	s, err := f.start(ctx)
	if err != nil {
		return nil, err
	}
	e, err := engine.Open(ctx, s.catalog, s.mapped, plan.Settings{Calendar: s.calendar, ReportingCurrency: s.currency}, s.db)
	if err != nil {
		s.close()
		return nil, err
	}
	return &summing{s, e}, nil
}

func (c *summing) context() sqlgen.Context {
	return sqlgen.Context{Mapping: c.engine.Mapping, Calendar: c.calendar, ReportingCurrency: c.currency}
}

// run runs a command over the company.
func (f *rollupFlags) run(cmd *cobra.Command, do func(context.Context, *summing) error) {
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := f.open(cmd.Context())
		if err != nil {
			return err
		}
		defer c.close()
		return do(cmd.Context(), c)
	}
}

func newRollupPlan() *cobra.Command {
	var f rollupFlags
	var folder, policyFile, age string
	cmd := &cobra.Command{
		Use: "plan", Short: "Propose what to keep, as YAML to edit", Args: noArgs,
		Long: "Looks at what the questions of dashboards need, with each of their filters, and counts over the last 90 days how many sums\n" +
			"would be kept for them. What would hardly be less than the rows is left out, and so is what triggers cannot follow; both are\n" +
			"named in comments. With --age, no triggers are needed: each `rollup refresh` sums all rows anew, answers say of when they are,\n" +
			"and sums that are older than that are not read.",
	}
	f.add(cmd)
	cmd.Flags().StringVar(&folder, "dashboards", "", "folder with dashboards as JSON (default: every KPI by the dimension it is usually grouped by)")
	cmd.Flags().StringVar(&policyFile, "policy", "", "YAML file that says who may see what: what rows are judged by is kept, too")
	cmd.Flags().StringVar(&age, "age", "", "how old sums may be that no trigger keeps exact, as 1h (default: exact ones)")
	f.run(cmd, func(ctx context.Context, c *summing) error {
		proposed, refused, err := c.propose(ctx, folder, policyFile, age)
		if err != nil {
			return err
		}
		text, err := yaml.Marshal(proposed)
		if err != nil {
			return err
		}
		for _, r := range refused {
			text = append(text, "# "+r.Text(f.lang())+"\n"...)
		}
		_, err = cmd.OutOrStdout().Write(text)
		return err
	})
	return cmd
}

// propose proposes what to keep for the dashboards of a folder, or for all KPIs; with the file of a policy, for who sees a part, too.
func (c *summing) propose(ctx context.Context, folder, policyFile, age string) (rollup.Plan, []rollup.Refused, error) {
	questions, err := c.questions(folder)
	if err != nil {
		return rollup.Plan{}, nil, err
	}
	all, err := c.seen(policyFile)
	if err != nil {
		return rollup.Plan{}, nil, err
	}
	year := calendar.Range{From: c.calendar.Back(c.time, calendar.Shift{Years: 1}), To: c.time}
	var needs []plan.RollupNeed
	for _, b := range all {
		needs = append(needs, rollup.Needs(b, questions, plan.Request{Range: year, Now: c.time})...)
	}
	return rollup.Suggest(ctx, c.db, c.context(), needs, age)
}

// seen are the company as a whole, and as those see it for whom the rules of a policy are.
func (c *summing) seen(policyFile string) ([]*plan.Business, error) {
	all := []*plan.Business{c.engine.Business}
	if policyFile == "" {
		return all, nil
	}
	p, err := readPolicy(policyFile, c.engine.Mapping.Model, c.catalog)
	if err != nil {
		return nil, err
	}
	restrictions, err := p.Restrictions(c.engine.Business)
	for _, r := range restrictions {
		all = append(all, c.engine.Restricted(r))
	}
	return all, err
}

// questions are those that sums may answer.
func (c *summing) questions(folder string) ([]query.Question, error) {
	all := usual(c.catalog)
	if folder != "" {
		var err error
		if all, err = posedBy(folder, func(string) string { return query.None }); err != nil {
			return nil, err
		}
	}
	var questions []query.Question
	for _, p := range all {
		if p.Type == query.KPI {
			questions = append(questions, p.Question)
		}
	}
	return questions, nil
}

func newRollupInstall() *cobra.Command {
	var f rollupFlags
	var file string
	var readers []string
	cmd := &cobra.Command{
		Use: "install", Short: "Make the triggers and tables, and fill them", Args: noArgs,
		Long: "Makes the triggers, the tables of sums and the log of an entity's table, then sums all of its rows. The triggers need the table\n" +
			"for themselves for a moment; to sum holds nobody up. The user must own the tables and have CREATE on the database. A column\n" +
			"that a sum depends on can afterwards not be dropped, nor its type be changed, before `rollup remove`. Of sums that have an age\n" +
			"in the plan, only the tables are made: the user need not own what they are of.",
	}
	f.add(cmd)
	cmd.Flags().StringVar(&file, "plan", "", "YAML file that says what to keep (default: what `rollup plan` proposes)")
	cmd.Flags().StringSliceVar(&readers, "reader", nil, "role that may read the sums, that of the data source; may be repeated")
	f.run(cmd, func(ctx context.Context, c *summing) error {
		p, err := c.given(ctx, file)
		if err != nil {
			return err
		}
		if err := rollup.Install(ctx, c.db, p, c.context(), readers); err != nil {
			return err
		}
		_, err = fmt.Fprintln(cmd.OutOrStdout(), i18n.T("cli.rollup_installed", "number", len(p.Rollups)).In(f.lang()))
		return err
	})
	return cmd
}

// given is the plan of a file, or what is proposed.
func (c *summing) given(ctx context.Context, file string) (rollup.Plan, error) {
	if file == "" {
		p, _, err := c.propose(ctx, "", "", "")
		if err == nil && len(p.Rollups) == 0 {
			err = fault.New("rollup.none")
		}
		return p, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return rollup.Plan{}, usage("cli.file", "flag", "--plan", "reason", err)
	}
	p, err := rollup.Parse(text, c.engine.Mapping)
	if err != nil {
		return p, fault.At("--plan "+file, err)
	}
	return p, nil
}

func newRollupRefresh() *cobra.Command {
	var f rollupFlags
	var every time.Duration
	var rebuild bool
	cmd := &cobra.Command{
		Use: "refresh", Short: "Merge what has changed into the sums", Args: noArgs,
		Long: "Merges what the triggers have written down into the sums, in one transaction for each entity. Answers are the same before and\n" +
			"after, only faster: run it every minute, by a timer or with --every. --rebuild sums all rows anew, as is always done for sums\n" +
			"that have an age.",
	}
	f.add(cmd)
	cmd.Flags().DurationVar(&every, "every", 0, "merge again and again, with so long a pause")
	cmd.Flags().BoolVar(&rebuild, "rebuild", false, "sum all rows anew")
	f.run(cmd, func(ctx context.Context, c *summing) error {
		if rebuild {
			return rollup.Rebuild(ctx, c.db, c.context())
		}
		for {
			err := rollup.Refresh(ctx, c.db, c.context())
			if err != nil || every <= 0 {
				return err
			}
			select {
			case <-time.After(every):
			case <-ctx.Done():
				return nil
			}
		}
	})
	return cmd
}

func newRollupStatus() *cobra.Command {
	var f rollupFlags
	var verify bool
	cmd := &cobra.Command{
		Use: "status", Short: "List what is kept, and whether it is read", Args: noArgs,
		Long: "Lists what is kept of each entity: by which keys, how many sums, how many changes that are not merged yet, and whether the data\n" +
			"source reads it. --verify compares all of it with the rows, in one snapshot. The exit status is 1 where something is wrong.",
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&verify, "verify", false, "compare the sums with the rows")
	f.run(cmd, func(ctx context.Context, c *summing) error {
		states, err := rollup.States(ctx, c.db, c.context())
		if err != nil {
			return err
		}
		t := newTable()
		t.AppendHeader(header(f.lang(), "rollup_entity", "rollup_kept", "rollup_sums", "rollup_logged", "rollup_refreshed", "rollup_state"))
		wrong := false
		for _, s := range states {
			size, err := s.Measure(ctx, c.db, c.context(), verify)
			if err != nil {
				return err
			}
			state, well := stateOf(s, size)
			wrong = wrong || !well
			var kept []string
			for _, d := range s.Definitions {
				kept = append(kept, d.Text()+": "+strings.Join(d.Keys, ", "))
			}
			refreshed := ""
			if !s.Refreshed.IsZero() {
				refreshed = s.Refreshed.In(c.calendar.Location).Format(time.DateTime)
			}
			t.AppendRow(table.Row{s.Entity, strings.Join(kept, "\n"), size.Sums, size.Logged, refreshed, state.In(f.lang())})
		}
		if len(states) == 0 {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), i18n.T("cli.rollup_nothing").In(f.lang()))
			return err
		}
		if err := render(cmd.OutOrStdout(), t); err != nil {
			return err
		}
		if wrong {
			return fault.New("rollup.not_read")
		}
		return nil
	})
	return cmd
}

// stateOf says how it is with what is kept of an entity, and whether it is well.
func stateOf(s rollup.Status, size rollup.Size) (i18n.Text, bool) {
	switch {
	case s.Other:
		return i18n.T("cli.rollup_other"), false
	case !s.Days:
		return i18n.T("cli.rollup_days"), false
	case !s.Noted:
		return i18n.T("cli.rollup_unnoted"), false
	case !s.Built:
		return i18n.T("cli.rollup_unbuilt"), false
	case s.Old:
		return i18n.T("cli.rollup_old", "age", s.Age), false
	case s.Age > 0:
		return i18n.T("cli.rollup_aging", "age", s.Age, "number", size.Wrong), true
	case size.Wrong > 0:
		return i18n.T("cli.rollup_wrong", "number", size.Wrong), false
	}
	return i18n.T("cli.rollup_well"), true
}

func newRollupRemove() *cobra.Command {
	var l liveFlags
	cmd := &cobra.Command{
		Use: "remove", Short: "Remove all triggers and tables of sums", Args: noArgs,
		Long: "Removes the triggers from the company's tables, and the schema crmkpi_rollup. The data source reads rows from then on.",
	}
	l.add(cmd, false)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		db, err := l.writing()
		if err != nil {
			return err
		}
		defer db.Close()
		if err := rollup.Remove(cmd.Context(), db.Pool()); err != nil {
			return err
		}
		_, err = fmt.Fprintln(cmd.OutOrStdout(), i18n.T("cli.rollup_removed").In(l.lang()))
		return err
	}
	return cmd
}
