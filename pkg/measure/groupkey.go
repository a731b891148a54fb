package measure

// MaxKeys bounds the dimensions that rows are grouped by: those of a question and one that a formula adds.
const MaxKeys = 8

// groupKey tells groups apart by their keys. It is comparable.
type groupKey [MaxKeys]struct {
	key  string
	none bool // no key, which is another one than ""
}

// keyOf is the key of a row's group, of the pairs of key and label of each dimension.
func keyOf(pairs []*string) groupKey {
	var k groupKey
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == nil {
			k[i/2].none = true
		} else {
			k[i/2].key = *pairs[i]
		}
	}
	return k
}
