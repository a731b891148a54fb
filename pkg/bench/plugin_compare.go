package bench

import (
	"context"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// ComparePlugin has the plugin answer each panel, and returns an error where it says something else than the engine.
func ComparePlugin(ctx context.Context, dsn, binary string, asked *engine.Engine) error {
	s, err := openPlugin(ctx, dsn, binary, asked.Settings, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, p := range Panels {
		got, err := s.panel(ctx, 0, p)
		if err != nil {
			return err
		}
		found, err := asked.Ask(ctx, p.Question, plan.Request{Range: year, Now: Today})
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		if err := sameFrames(got, frames.Of(found.Result, frames.Options{})); err != nil {
			return fmt.Errorf("%s: the plugin and the engine differ: %w", p.Name, err)
		}
	}
	return nil
}

// sameFrames returns an error unless frames hold the same figures, times and texts.
func sameFrames(got, want data.Frames) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d frames, not %d", len(got), len(want))
	}
	for f := range want {
		if len(got[f].Fields) != len(want[f].Fields) || got[f].Rows() != want[f].Rows() {
			return fmt.Errorf("frame %d has other fields or rows", f)
		}
		for i, field := range want[f].Fields {
			for row := range field.Len() {
				if !sameCell(got[f].Fields[i], field, row) {
					return fmt.Errorf("frame %d, row %d: %v is %v, not %v", f, row, field.Name, got[f].Fields[i].At(row), field.At(row))
				}
			}
		}
	}
	return nil
}

func sameCell(got, want *data.Field, row int) bool {
	if got.Type() != want.Type() {
		return false
	}
	if !want.Type().Numeric() {
		a, known := got.ConcreteAt(row)
		b, wanted := want.ConcreteAt(row)
		return known == wanted && fmt.Sprint(a) == fmt.Sprint(b)
	}
	a, err := got.NullableFloatAt(row)
	if err != nil {
		return false
	}
	b, err := want.NullableFloatAt(row)
	return err == nil && equal(a, b, true)
}
