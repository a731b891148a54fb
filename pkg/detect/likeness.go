package detect

// scores remember how alike the names of columns and fields are: of thousands of tables most have columns of the same names, and each is
// asked for every field of every entity.
type scores map[score]likest

// score is what a likeness is of.
type score struct{ entity, field, name string }

// likest is the greatest likeness, and the known name that has it.
type likest struct {
	score float64
	word  string
}

func (s scores) of(what score, find func() (float64, string)) (float64, string) {
	known, ok := s[what]
	if !ok {
		known.score, known.word = find()
		if s != nil {
			s[what] = known
		}
	}
	return known.score, known.word
}
