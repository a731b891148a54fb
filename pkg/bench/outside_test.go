package bench_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/bench"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/formula"
	values "github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// BenchmarkOutsideTheDatabase is what a question costs beside its statements: to resolve, compile and rewrite it, to write its SQL, and
// to combine what would have been read, for ten groups.
func BenchmarkOutsideTheDatabase(b *testing.B) {
	business := plan.New(catalog.Default(), crm.Reference(), plan.Settings{Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD"})
	for _, p := range bench.Panels {
		b.Run(p.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q, err := business.Resolve(p.Question, plan.Request{Range: bench.Year(), Now: bench.Today})
				require.NoError(b, err)
				made := business.Rewrite(business.Compile(q))
				x := exec.New(business, made, nil)
				for n, s := range made.Scans {
					if _, ok := s.Subject.(plan.Rows); !ok {
						continue
					}
					r, err := x.Reading(n)
					require.NoError(b, err)
					_, err = s.Columns[0].Timing.Read(r)
					require.NoError(b, err)
				}
				data := formula.New(made, business.Settings.Calendar)
				fillIn(data)
				_, err = data.Order(b.Context())
				require.NoError(b, err)
				_, err = formula.Combine(b.Context(), business, data)
				require.NoError(b, err)
			}
		})
	}
}

// fillIn puts a value into each operand for each window and ten groups.
func fillIn(d *formula.Data) {
	for n, o := range d.Plan.Operands {
		dimensions := len(d.Plan.Levels[o.Level].GroupBy)
		groups := 10
		if dimensions == 0 {
			groups = 1
		}
		for g := range groups {
			key, value := fmt.Sprint("group ", g), float64(g)
			var pairs []*string
			for range dimensions {
				pairs = append(pairs, &key, &key)
			}
			group := d.Groups[o.Level].Of(pairs)
			for w := range d.Layout(o.Axis).Windows {
				d.Put(n, w, group, values.Value{Number: &value})
			}
		}
	}
	d.SumUp()
}
