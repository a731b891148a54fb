package kit

import (
	"maps"
	"regexp"
	"slices"
	"unicode"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Bare shows a label without the key that tells it from another one of the same text, where a second column does: the team, the pipeline.
func Bare() Look {
	return look("mappings", []any{withoutValue(), bare(keyed, map[string]any{"text": "$1", "index": 1})})
}

// BareSignals is [Bare], and colours labels that are words, whatever key they have. All others have a colour by their first letter, so that
// those beside one another mostly differ: Grafana colours no texts but those that it is told of.
func BareSignals(colours map[string]string) Look {
	var all []any
	for _, word := range slices.Sorted(maps.Keys(colours)) {
		all = append(all, bare(regexp.QuoteMeta(word)+"(?: #\\S+)?", map[string]any{"text": word, "color": colours[word], "index": len(all)}))
	}
	for i, colour := range parts {
		all = append(all, bare("(["+letters(i, len(parts))+"].*?)(?: #\\S+)?", map[string]any{"text": "$1", "color": colour, "index": len(all)}))
	}
	return look("mappings", append(all, bare(keyed, map[string]any{"text": "$1", "index": len(all)})))
}

// letters are those that are at a place of the alphabet, and so many further on.
func letters(first, step int) string {
	var some []rune
	for _, alphabet := range []string{"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"} {
		for i, r := range []rune(alphabet) {
			if i%step == first {
				some = append(some, r, unicode.ToLower(r))
			}
		}
	}
	return string(some)
}

// keyed is a label with a key.
const keyed = `(.+) #\S+`

func bare(pattern string, result map[string]any) map[string]any {
	return map[string]any{"type": "regex", "options": map[string]any{"pattern": "^" + pattern + "$", "result": result}}
}

// Arrow shows an address as an arrow, which is enough to click on.
func Arrow() Look {
	return slices.Concat(Wide(44), look("mappings", []any{map[string]any{"type": "regex", "options": map[string]any{"pattern": ".+", "result": map[string]any{"text": "↗", "index": 0}}}}))
}

// Leading puts these fields first, in this order, and keeps all others behind them.
func (p *Panel) Leading(names ...string) *Panel {
	p.chosen = names
	order := map[string]int{}
	for i, name := range names {
		for _, title := range titlesOf(name) {
			order[title] = i
		}
	}
	return p.Shape("organize", map[string]any{"indexByName": order, "excludeByName": map[string]bool{}, "renameByName": map[string]string{}})
}

// Crossing adds columns to a table, one for each value of a dimension, from its second question: one for a KPI by the dimension and
// that of the rows, as a time series without a grain, which keeps both as labels. Where there is nothing it shows nothing.
func (p *Panel) Crossing(row, column string) *Panel {
	p.panel.FieldConfig.Defaults.Mappings, p.panel.FieldConfig.Defaults.NoValue = nil, to(" ")
	return p.Field(query.None, Named(query.None)).Shape("joinByLabels", map[string]any{"value": column, "join": []string{row}}).only("B").
		Shape("joinByField", map[string]any{"byField": row, "mode": "outerTabular"})
}

// Plainly shows a cell without colour where its text is usually, in a table that colours and centres the others.
func Plainly() Look {
	return slices.Concat(look("custom.cellOptions", map[string]any{"type": "auto"}), look("custom.align", "auto"))
}
