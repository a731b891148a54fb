package main

import (
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/bench"
)

// measured is what a report is of.
type measured struct {
	choice
	version string // of PostgreSQL
	rollups int
	making  time.Duration // of these
}

func machine(c choice, version string, r bench.Report) measured {
	return measured{c, version, len(r.Rollups.Rollups), r.Making}
}

// sentence says in a language what was measured, and with what.
func (m measured) sentence(language string) string {
	if language == "ru" {
		scale := map[string]string{"small": "Малая", "medium": "Средняя", "large": "Большая"}[m.scale]
		return fmt.Sprintf("%s компания, PostgreSQL %s, процессоров: %d, один год; медианы по запускам (%d), вперемежку. Сводок: %d, посчитаны за %.1f с.",
			scale, m.version, runtime.NumCPU(), m.runs, m.rollups, m.making.Seconds())
	}
	return fmt.Sprintf("A %s company, PostgreSQL %s, %d processors, one year; medians of %d runs, in turns. %d rollups, made in %.1f s.",
		m.scale, m.version, runtime.NumCPU(), m.runs, m.rollups, m.making.Seconds())
}

// writePages writes a report into the pages of docs.
func writePages(r bench.Report, m measured) error {
	for language, file := range bench.Pages(m.scale) {
		page, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		filled, err := r.Fill(string(page), language, m.sentence(language))
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := os.WriteFile(file, []byte(filled), 0o644); err != nil {
			return err
		}
	}
	return nil
}
