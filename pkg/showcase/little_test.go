package showcase

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
)

// ordinary is in the middle of a month, a week and a day.
const ordinary = "2026-03-18 14:25"

// handful writes a handful of rows.
func handful(t *testing.T, now time.Time) func(*sql.DB) error {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "handful.sql"))
	require.NoError(t, err)
	return func(db *sql.DB) error {
		_, err := db.Exec(strings.ReplaceAll(string(text), ":now", "timestamptz "+pq.QuoteLiteral(now.Format(time.RFC3339))))
		return err
	}
}

// Over a company that has nothing yet, and one that has just begun, each panel shows what a count by hand finds, or says why it is empty.
func TestPanelsOfCompaniesWithLittle(t *testing.T) {
	now := at(t, ordinary)
	for name, fill := range map[string]func(*sql.DB) error{"empty": func(*sql.DB) error { return nil }, "a handful": handful(t, now)} {
		t.Run(name, func(t *testing.T) {
			f := fixedAt(t, now, name, fill, nil)
			f.lacking = []string{"business_hours"}
			for _, d := range some(t, "crm-sales", "crm-support") {
				f.requireRight(t, d)
			}
		})
	}
}

// Where the mapping lacks an entity, a panel that needs it says which, and where to map it; the others go on.
func TestPanelsUnderAMappingThatLacksEntities(t *testing.T) {
	now := at(t, ordinary)
	for i, lacking := range [][]string{{"targets"}, {"tickets"}, {"campaigns"}, {"deal_history"}, {"users", "teams"}, {"deals"}} {
		if !share.IsWhole() && i > 0 {
			break
		}
		t.Run(strings.Join(lacking, " and "), func(t *testing.T) {
			f := fixedAt(t, now, "a handful", handful(t, now), map[string]any{"mapping": without(t, lacking...)})
			f.lacking, f.partly = append(lacking, "business_hours"), true
			for _, d := range some(t, "crm-sales") {
				f.requireRight(t, d)
			}
		})
	}
}

// without is the mapping of the reference schema without some entities.
func without(t *testing.T, entities ...string) string {
	t.Helper()
	type source struct {
		From string `yaml:"from"`
	}
	all := map[string]source{}
	for name, s := range crm.Reference().Entities {
		if !slices.Contains(entities, name) {
			all[name] = source{s.From}
		}
	}
	text, err := yaml.Marshal(map[string]any{"entities": all})
	require.NoError(t, err)
	return string(text)
}

// some are the shipped dashboards, those with the uids unless tests take the whole.
func some(t *testing.T, uids ...string) []dashboards.Dashboard {
	t.Helper()
	all, err := dashboards.Load(root(t, "dashboards"))
	require.NoError(t, err)
	if !share.IsWhole() {
		all = slices.DeleteFunc(all, func(d dashboards.Dashboard) bool { return !slices.Contains(uids, d.UID) })
		require.Len(t, all, len(uids))
	}
	return all
}
