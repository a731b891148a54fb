package crm

import (
	_ "embed"
	"fmt"
	"sync"
)

// Words are what a text field may hold.
type Words struct {
	Allowed []string
	Always  bool // every row has one
}

//go:embed words.yaml
var wordsYAML []byte

var words = sync.OnceValue(func() map[string]map[string]Words {
	var given struct {
		Always, Sometimes map[string]map[string][]string
	}
	if err := strict(wordsYAML, &given); err != nil {
		panic(fmt.Sprintf("the embedded words are broken: %v", err))
	}
	all := map[string]map[string]Words{}
	for _, some := range []map[string]map[string][]string{given.Always, given.Sometimes} {
		for entity, fields := range some {
			if all[entity] == nil {
				all[entity] = map[string]Words{}
			}
			for field, allowed := range fields {
				_, always := given.Always[entity][field]
				all[entity][field] = Words{Allowed: allowed, Always: always}
			}
		}
	}
	return all
})

// WordsOf returns what a field of an entity may hold; false where that is free.
func WordsOf(entity, field string) (Words, bool) {
	w, ok := words()[entity][field]
	return w, ok
}
