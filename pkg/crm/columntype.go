package crm

import "slices"

// ColumnType is PostgreSQL's name of a type in lower case, as "timestamptz" or "int4"; "" where it is not known. A domain is what it
// is made of.
type ColumnType string

// The column types that are read as a type of the model, its own first. Texts are read of any type, keys compared as what they are.
var readable = map[Type][]ColumnType{
	Time:   {"timestamptz", "timestamp", "date"},
	Date:   {"date", "timestamp", "timestamptz"},
	Number: {"numeric", "int2", "int4", "int8", "float4", "float8", "money"},
	Money:  {"numeric", "int2", "int4", "int8", "float4", "float8", "money"},
	Bool:   {"bool"},
}

// Enum is the type of an enum that has all words that the model knows of a field, so that comparing it with them is no error. What
// the planner knows of its values serves then, which a cast to text would hide from it.
const Enum ColumnType = "enum"

// texts are the column types that compare as texts do, each in its own way.
var texts = []ColumnType{"text", "varchar", "bpchar", "name", "citext"}

// Column returns the column type that is the type itself; "" for keys and texts, which have many.
func (t Type) Column() ColumnType {
	if own := readable[t]; own != nil {
		return own[0]
	}
	return ""
}

// Exactly reports whether values of the column type are values of the type as they are. What is not known is taken to be right.
func (t Type) Exactly(c ColumnType) bool {
	switch t {
	case String, Currency:
		return c == "" || c == Enum || c.IsText()
	case Key:
		return true
	}
	return c == "" || c == t.Column()
}

// Reads reports whether values of the column type can be read as values of the type, by a cast that loses and guesses nothing. Of
// times without zone it takes UTC for granted, which is worth a warning.
func (t Type) Reads(c ColumnType) bool {
	known, limited := readable[t]
	return !limited || c == "" || slices.Contains(known, c)
}

// IsText reports whether values compare as texts.
func (c ColumnType) IsText() bool { return slices.Contains(texts, c) }

// Comparable reports whether PostgreSQL compares keys of the two types with each other.
func (c ColumnType) Comparable(with ColumnType) bool { return c.family() == with.family() }

// family names the column types whose values PostgreSQL compares with each other.
func (c ColumnType) family() ColumnType {
	switch {
	case c.IsText():
		return "text"
	case slices.Contains(readable[Number], c) && c != "money":
		return "numeric"
	}
	return c
}
