package yamltext_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/yamltext"
)

type inner struct {
	Shared bool `yaml:"shared"`
	hidden int
}

type letter struct {
	inner `yaml:",inline"`
	Title string            `yaml:"title"`
	Pages int               `yaml:"pages"`
	Names []string          `yaml:"names"`
	Parts map[string]letter `yaml:"parts"`
	Free  yaml.Node         `yaml:"free"`
	Left  string            `yaml:"-"`
}

func TestMisfitsAreAllThatHasNoPlace(t *testing.T) {
	_ = inner{}.hidden
	root, _, err := yamltext.Parse(`title: [a]
pages: many
names: one
shared: perhaps
free: {any: [thing]}
parts:
  first: {titel: x, title: y, title: z}
  second: 5
left: x
hidden: 1
`)
	require.NoError(t, err)
	type found struct {
		line int
		text string
	}
	var all []found
	for _, err := range yamltext.Misfits(root, reflect.TypeFor[*letter]()) {
		all = append(all, found{err.(*fault.Error).Line, fault.Short(err).In("en")})
	}
	known := "it can be shared, title, pages, names, parts, free"
	require.Equal(t, []found{
		{1, "title: here is a list, but it has to be one text"},
		{2, "pages: here is one text, but it has to be a number"},
		{3, "names: here is one text, but it has to be a list"},
		{4, "shared: here is one text, but it has to be true or false"},
		{7, `parts.first: there is no "titel" here; ` + known},
		{7, `parts.first: "title" is already given in line 7`},
		{8, "parts.second: here is one text, but it has to be fields with values"},
		{9, `there is no "left" here; ` + known},
		{10, `there is no "hidden" here; ` + known},
	}, all)
}

func TestReferencesAndMergedKeysHaveAPlace(t *testing.T) {
	root, _, err := yamltext.Parse("parts:\n  a: &a {title: x}\n  b: {<<: *a, pages: 3}\n  c: *a\n  d: ~\n")
	require.NoError(t, err)
	require.Empty(t, yamltext.Misfits(root, reflect.TypeFor[letter]()))
}

func TestLineOf(t *testing.T) {
	text := "rules:\n  - see: own\n  - see: all\n    who: x\nother:\n  a: 1\n"
	for _, test := range []struct {
		path []string
		line int
	}{
		{nil, 0}, {[]string{"none"}, 0}, {[]string{"rules"}, 1}, {[]string{"rules", "[1]"}, 3}, {[]string{"rules", "[1]", "who"}, 4},
		{[]string{"rules", "[7]"}, 1}, {[]string{"other", "a", "b"}, 6},
	} {
		require.Equal(t, test.line, yamltext.LineOf(text, test.path), test.path)
	}
	require.Zero(t, yamltext.LineOf("a: [", []string{"a"}))
}

func TestFaultyLine(t *testing.T) {
	require.Equal(t, 3, yamltext.FaultyLine("a: 1\nb: 2\nc: [1\nd: 4\n"))
}
