package sqlgen

// Count counts the rows of an entity that may be seen.
type Count struct{ Entity string }

// Statement writes the statement. Its column is the number.
func (n Count) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(n.Entity, "e")
	from, err := s.from()
	return t.plain("select count(*) " + from), err
}
