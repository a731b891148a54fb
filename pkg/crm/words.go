package crm

import (
	"fmt"
	"maps"
	"slices"
)

// Words are what a text field may hold. The zero value is free text.
type Words struct {
	Allowed []string
	Always  bool // every row has one
}

// Fixed reports whether the field may hold no other words.
func (w Words) Fixed() bool { return len(w.Allowed) > 0 }

// readWords notes at fields which words they may hold.
func (m *Model) readWords(text []byte) error {
	var given struct {
		Always, Sometimes map[string]map[string][]string
	}
	if err := Strict(text, &given); err != nil {
		return err
	}
	for _, some := range []struct {
		always bool
		words  map[string]map[string][]string
	}{{true, given.Always}, {false, given.Sometimes}} {
		for _, entity := range slices.Sorted(maps.Keys(some.words)) {
			for name, allowed := range some.words[entity] {
				f, err := m.Resolve(entity, name)
				if err != nil {
					return err
				}
				if f.Type != String {
					return fmt.Errorf("%s.%s is not a text", entity, name)
				}
				f.Words = Words{Allowed: allowed, Always: some.always}
			}
		}
	}
	return nil
}
