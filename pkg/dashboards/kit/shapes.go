package kit

import "slices"

// Bare shows a label without the key that tells it from another one of the same text, where a second column does: the team, the pipeline.
func Bare() Look {
	return look("mappings", []any{map[string]any{"type": "regex", "options": map[string]any{"pattern": `^(.+) #\S+$`, "result": map[string]any{"text": "$1", "index": 0}}}})
}

// Blank shows nothing where there is no value.
func Blank() Look {
	return slices.Concat(look("noValue", " "), look("mappings", []any{}))
}

// Crossed shows a KPI with a column for each value of one dimension and a row for each of the others, in the order of the answer.
// Its question asks for the KPI by all of them as a time series without a grain, which keeps them as labels.
func Crossed(title, description, column string, rows ...string) *Panel {
	return Table(title, description).Shape("joinByLabels", map[string]any{"value": column, "join": rows})
}

// Plainly shows a cell without colour, in a table that colours the others.
func Plainly() Look { return look("custom.cellOptions", map[string]any{"type": "auto"}) }
