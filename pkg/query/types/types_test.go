package types_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// each calls a function with every type and field.
func each(f func(types.Type, types.Field)) {
	for _, t := range types.All() {
		for _, field := range t.Fields {
			f(t, field)
		}
	}
}

// jsonNames are the fields of a question's JSON, besides those that say how to read it and what an editor notes of its own.
func jsonNames() []string {
	var names []string
	for i := range reflect.TypeFor[query.Question]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[query.Question]().Field(i).Tag.Get("json"), ",")
		if !slices.Contains([]string{"version", "queryType", "dashboard", "fits"}, name) { // which no field of an editor sets
			names = append(names, name)
		}
	}
	return names
}

func TestTheTypesHaveTheFieldsOfAQuestion(t *testing.T) {
	used := map[string]bool{}
	each(func(_ types.Type, f types.Field) { used[f.Name] = true })
	var names []string
	for name := range used {
		names = append(names, name)
	}
	require.ElementsMatch(t, jsonNames(), names)
}

func TestFieldsFitTheirInputs(t *testing.T) {
	each(func(typ types.Type, f types.Field) {
		where := string(typ.ID) + "." + f.Name
		switch f.Input {
		case types.InputChoice, types.InputRadio, types.InputChoices:
			require.NotEmpty(t, f.Options, where)
			if f.Default != "" {
				require.Contains(t, optionIDs(f), f.Default, where)
			}
		case types.InputValue:
			require.NotEmpty(t, f.Dimension, where)
		}
		for _, other := range []string{f.With, f.Without} {
			if other != "" {
				require.True(t, has(typ, other), "%s goes by %s, which is no field of its type", where, other)
			}
		}
		for _, o := range f.Options {
			for other, value := range o.Clashes {
				require.True(t, offers(typ, other, value), "%s=%s clashes with %s=%s, which is no choice", where, o.ID, other, value)
			}
		}
	})
}

func has(t types.Type, name string) bool {
	for _, f := range t.Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

func offers(t types.Type, name, value string) bool {
	for _, f := range t.Fields {
		for _, o := range f.Options {
			if f.Name == name && o.ID == value {
				return true
			}
		}
	}
	return false
}

func optionIDs(f types.Field) []string {
	var ids []string
	for _, o := range f.Options {
		ids = append(ids, o.ID)
	}
	return ids
}

// sample is what a question may have in a field.
func sample(f types.Field, value string) any {
	switch f.Input {
	case types.InputKPIs, types.InputKPI, types.InputDimensions, types.InputChoices:
		return []string{value}
	}
	return value
}

// least is the smallest question of a type: what is required, and nothing else.
func least(typ types.Type) map[string]any {
	q := map[string]any{"queryType": typ.ID}
	for _, f := range typ.Fields {
		if f.Required {
			q[f.Name] = sample(f, "something")
		}
	}
	return q
}

func parse(t *testing.T, q map[string]any) error {
	text, err := json.Marshal(q)
	require.NoError(t, err)
	_, err = types.Parse(text)
	return err
}

func TestRequiredFieldsAndNoOthersAreRequired(t *testing.T) {
	for _, typ := range types.All() {
		require.NoError(t, parse(t, least(typ)), "%s with what is required", typ.ID)
	}
	each(func(typ types.Type, f types.Field) {
		if f.Required {
			q := least(typ)
			delete(q, f.Name)
			require.Error(t, parse(t, q), "%s without %s", typ.ID, f.Name)
		}
	})
}

func TestOptionsAndNoOthersAreRight(t *testing.T) {
	each(func(typ types.Type, f types.Field) {
		if f.Options == nil || f.Input == types.InputEntity {
			return
		}
		for _, id := range optionIDs(f) {
			q := least(typ)
			q[f.Name] = sample(f, id)
			require.NoError(t, parse(t, q), "%s with %s=%s", typ.ID, f.Name, id)
		}
		q := least(typ)
		q[f.Name] = sample(f, "no such option")
		require.Error(t, parse(t, q), "%s with another %s", typ.ID, f.Name)
	})
}

// What a field means that is left out is told to editors and filled in by Parse: the same.
func TestDefaultsAreThoseThatParseFillsIn(t *testing.T) {
	for _, typ := range types.All() {
		text, err := json.Marshal(least(typ))
		require.NoError(t, err)
		q, err := types.Parse(text)
		require.NoError(t, err)
		filled := map[string]any{}
		text, err = json.Marshal(q)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &filled))
		for _, f := range typ.Fields {
			if value, ok := filled[f.Name].(string); ok && f.Default != "" {
				require.Equal(t, f.Default, value, "%s.%s", typ.ID, f.Name)
			}
		}
	}
	check, err := types.Parse([]byte(`{"queryType": "check"}`))
	require.NoError(t, err)
	require.Equal(t, query.Entities, check.About)
}

func TestEverythingHasTextsInBothLanguages(t *testing.T) {
	told := func(text i18n.Text, format string, args ...any) {
		t.Helper()
		require.NotEmpty(t, text.In(i18n.English), append([]any{format}, args...)...)
		require.Empty(t, text.Missing(), append([]any{format}, args...)...)
		require.NotContains(t, text.In(i18n.English)+text.In(i18n.Russian), "<no value>")
	}
	for _, typ := range types.All() {
		told(typ.Title, "title of %s", typ.ID)
		told(typ.Description, "description of %s", typ.ID)
		if typ.Behind != (i18n.Text{}) {
			told(typ.Behind, "what is behind, of %s", typ.ID)
		}
	}
	each(func(typ types.Type, f types.Field) {
		told(f.Title, "title of %s.%s", typ.ID, f.Name)
		told(f.Help, "help of %s.%s", typ.ID, f.Name)
		phrases := 0
		for _, o := range f.Options {
			if o.Phrase != (i18n.Text{}) {
				phrases++
				told(o.Phrase, "phrase of %s.%s=%s", typ.ID, f.Name, o.ID)
			} else if o.ID != "" && o.ID != f.Default && o.ID != string(query.FittingFormat) {
				require.Zero(t, phrases, "%s.%s=%s has no phrase, though others have", typ.ID, f.Name, o.ID)
			}
			told(o.Title, "title of %s.%s=%s", typ.ID, f.Name, o.ID)
		}
		for _, p := range f.Parameters {
			told(p.Title, "title of %s.%s", typ.ID, p.Name)
			told(p.Help, "help of %s.%s", typ.ID, p.Name)
		}
	})
	require.Len(t, types.Operators(), len(query.Operators()))
	for _, o := range types.Operators() {
		told(o.Title, "title of the operator %s", o.ID)
	}
}

func TestEveryUseHasAType(t *testing.T) {
	for _, use := range []types.Use{types.ForPanels, types.ForAlerts, types.ForAnnotations, types.ForVariables} {
		found := 0
		for _, typ := range types.All() {
			for _, u := range typ.Uses {
				if u == use {
					found++
				}
			}
		}
		require.NotZero(t, found, use)
	}
}
