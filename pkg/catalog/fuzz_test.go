package catalog_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	_ "github.com/crmkpi/crm-datasource/pkg/internal/testing/property" // the same draws in each run
)

// placed is how each line of an error begins.
var placed = regexp.MustCompile(`^setting kpis: line [1-9][0-9]*(, [^\n]+)?: .`)

// requireCatalogueOrPlace checks what holds for any text: it makes a catalogue that can be walked, or faults with their lines.
func requireCatalogueOrPlace(t require.TestingT, text string) {
	c, err := catalog.Default().With("setting kpis", text)
	if err != nil {
		require.Nil(t, c)
		faults := err.(interface{ Unwrap() []error }).Unwrap()
		require.NotEmpty(t, faults)
		for i, fault := range faults {
			if i < 50 { // then their number follows
				require.Regexp(t, placed, fault.Error())
			}
		}
		return
	}
	require.GreaterOrEqual(t, len(c.KPIs()), len(catalog.Default().KPIs()))
	for _, k := range c.Of(catalog.Custom) {
		require.NotNil(t, k.Formula, k.ID)
		require.NotEmpty(t, k.Title.In(i18n.English), k.ID)
		require.Empty(t, k.Title.Missing(), k.ID)
		for _, m := range k.Measures() {
			found, ok := c.Measure(m.ID)
			require.True(t, ok)
			require.Same(t, found, m)
		}
	}
}

func FuzzCustomKPIs(f *testing.F) {
	for _, seed := range []string{
		"", custom, "kpis:\n  a: &x {title: x}\n  b: *x\n", "a: [1, 2\nb: 3\n", "kpis: {a: {derived: a}}", "- a", "\xff", "--- |\n x\n...\n---\n", "%YAML 1.2\n---\na: b",
		"? [a]\n: b\n", "kpis:\n  ? a\n  : {title: 'x', derived: (((1)))}\n", "kpis: {a: {derived: 'func() { }', share: \"x\\\n y\"}}", "# c\r\nkpis:\r  a: >-\n\n b", "{kpis: {a: {changes: [{on: 2026-01-01, note: {en: a}}]}}}",
		"measures: {m: {entity: deals, time: closed_at, members: {of: account, count: rows}, currency: x.y}}", "a: !!binary aGk=", "?\r>", "\"a\\nb\": c", "kpis: {a: {parameters: {window: 90d, a: [b]}}}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { requireCatalogueOrPlace(t, text) })
}

// A person's slip of the pen: characters cut out, put in, or lines moved.
func TestAnyMutationIsACatalogueOrAnErrorWithALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := custom
		for range rapid.IntRange(1, 4).Draw(t, "mutations") {
			switch lines := strings.SplitAfter(text, "\n"); rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				from := rapid.IntRange(0, len(text)).Draw(t, "from")
				to := rapid.IntRange(from, min(len(text), from+8)).Draw(t, "to")
				text = text[:from] + text[to:]
			case 1:
				at := rapid.IntRange(0, len(text)).Draw(t, "at")
				piece := rapid.SampledFrom([]string{":", ": ", "-", "- ", "\n", "  ", "\t", "'", `"`, "{", "}", "[", "]", "&a ", "*a", "!!x ", "|", "#", "%", "\x00", "é", "\xff",
					"x", "null", "0", "*", "/", "(", ")", ", "}).Draw(t, "piece")
				text = text[:at] + piece + text[at:]
			case 2:
				i, j := rapid.IntRange(0, len(lines)-1).Draw(t, "line"), rapid.IntRange(0, len(lines)-1).Draw(t, "other")
				lines[i], lines[j] = lines[j], lines[i]
				text = strings.Join(lines, "")
			case 3:
				i := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
				lines[i] += rapid.SampledFrom(lines).Draw(t, "copied")
				text = strings.Join(lines, "")
			}
		}
		requireCatalogueOrPlace(t, text)
	})
}

// Whatever a question's formula says, it makes a KPI that can be told, shown and walked to KPIs of the catalogue, or an error.
func FuzzFormula(f *testing.F) {
	for _, seed := range []string{
		"revenue / new_customers", "(revenue - campaign_cost) / revenue", "max(revenue, 1) * -2.5e-3", "revenue:rolling=28d / revenue:offset=1y", "csat.attainment", "share(revenue)", "choose(revenue)", "mature(win_rate)",
		"revenue +", "((((revenue))))", "-revenue", "revenue / 0", "1", "1e400", "revenue.x.y", "func() {}", "`a`", "\"a\"", "revenue\x00", "доход", "revenue // 2", "K0_ + revenue:a=b", "a[1]", "ceil(revenue, 2)", "revenue % 2", "0x1p-2*revenue",
	} {
		f.Add(seed, "", "")
	}
	f.Add("revenue", "Income", "money")
	c := catalog.Default()
	f.Fuzz(func(t *testing.T, text, label, unit string) {
		k, err := c.Ask(text, label, catalog.Unit(unit), func(entry string) (*catalog.KPI, error) {
			id, _, _ := strings.Cut(entry, ":")
			return c.KPI(id)
		})
		if err != nil {
			require.NotEmpty(t, strings.TrimSpace(err.Error()))
			return
		}
		require.Contains(t, catalog.Units(), k.Unit)
		require.NotEmpty(t, k.Horizon)
		require.NotEmpty(t, k.Operands)
		used := map[int]bool{}
		var walk func(catalog.Node)
		walk = func(n catalog.Node) {
			require.NotNil(t, n)
			if operand, ok := n.(catalog.Operand); ok {
				used[operand.Number] = true
				require.Less(t, operand.Number, len(k.Operands))
				return
			}
			for _, part := range catalog.Parts(n) {
				walk(part)
			}
		}
		walk(k.Formula)
		require.Len(t, used, len(k.Operands))
	})
}
