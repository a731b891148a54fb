package crm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A reference saves writing; it cannot take the memory of the whole plugin.
func TestReferencesOfAMapping(t *testing.T) {
	m, err := ParseMapping("entities: {deals: {from: t, fields: {id: &a t.id, name: *a}}, leads: {from: l, fields: {name: {first: [*a, l.name]}}}}")
	require.NoError(t, err)
	require.Equal(t, "t.id", m.Entities["deals"].Fields["name"])
	many := "&a0 {first: [x]}"
	for i := range 30 {
		many += fmt.Sprintf(", &a%d {first: [%s]}", i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 2), ", "))
	}
	for name, want := range map[string]string{
		"&a {first: [*a]}":            "the reference *a stands for what it is a part of",
		"&a {first: [{first: [*a]}]}": "the reference *a stands for what it is a part of",
		"{first: [" + many + "]}":     "with what its references (*name) stand for, this has more than 20000 values",
	} {
		_, err := ParseMapping("entities: {deals: {from: t, fields: {name: " + name + "}}}")
		require.ErrorContains(t, err, want)
	}
}
