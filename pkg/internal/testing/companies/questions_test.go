package companies_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// question is a published question with its right answer.
type question struct {
	ID       string   `json:"id"`
	Question string   `json:"question"`
	Columns  []string `json:"columns"`
	Rows     [][]any  `json:"rows"` // numbers are [json.Number], which keeps the digits given
}

func (c company) questions() []question {
	text, err := os.ReadFile(filepath.Join(c.folder, "questions.json"))
	require.NoError(c.t, err)
	var questions []question
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	require.NoError(c.t, decoder.Decode(&questions))
	require.NotEmpty(c.t, questions)
	return questions
}

// published returns the rows of one question.
func (c company) published(id string) [][]any {
	all := c.questions()
	i := slices.IndexFunc(all, func(q question) bool { return q.ID == id })
	require.GreaterOrEqual(c.t, i, 0, id)
	return all[i].Rows
}

// answers finds the rows of each question that can be answered, in the columns published.
type answers map[string]func(c company) [][]any

// mapped gives, for each company, the questions answered and, with the reason, those that cannot be.
var mapped = map[string]struct {
	answers answers
	cannot  map[string]string
}{
	"northwind":      {northwind, northwindCannot},
	"adventureworks": {adventureworks, adventureworksCannot},
}

func TestPublishedQuestions(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(mapped)) {
		t.Run(name, func(t *testing.T) {
			c := open(t, name)
			for _, q := range c.questions() {
				answer, ok := mapped[name].answers[q.ID]
				if !ok {
					continue
				}
				t.Run(q.ID, func(t *testing.T) {
					c := c
					c.t = t
					q.requireRows(t, answer(c))
				})
			}
		})
	}
}

// Every published question is either answered or has a reason why not, and nothing else is claimed.
func TestEveryQuestionIsAnsweredOrCannotBe(t *testing.T) {
	for name, known := range mapped {
		t.Run(name, func(t *testing.T) {
			claimed := slices.Collect(maps.Keys(known.answers))
			for id, reason := range known.cannot {
				require.NotEmpty(t, reason, id)
				claimed = append(claimed, id)
			}
			c := company{t: t, folder: filepath.Join(data(t), name)}
			var ids []string
			for _, q := range c.questions() {
				ids = append(ids, q.ID)
			}
			require.ElementsMatch(t, ids, claimed)
		})
	}
}

// requireRows compares rows with those published, numbers in the digits that the column is published with.
func (q question) requireRows(t testing.TB, got [][]any) {
	t.Helper()
	require.Len(t, got, len(q.Rows), "rows of %q", q.Question)
	for i, want := range q.Rows {
		require.Len(t, got[i], len(want))
		for j, w := range want {
			number, ok := w.(json.Number)
			if !ok {
				require.Equal(t, w, got[i][j], "%s of row %d", q.Columns[j], i)
				continue
			}
			value, err := number.Float64()
			require.NoError(t, err)
			require.NotNil(t, got[i][j], "%s of row %d", q.Columns[j], i)
			half := 0.5 * math.Pow10(-q.digits(j))
			require.InDelta(t, value, got[i][j], half*(1+1e-6), "%s of row %d", q.Columns[j], i)
		}
	}
}

// digits returns how many digits behind the point a column is published with.
func (q question) digits(column int) int {
	most := 0
	for _, row := range q.Rows {
		if number, ok := row[column].(json.Number); ok {
			_, behind, _ := strings.Cut(strings.TrimSuffix(number.String(), ".0"), ".")
			most = max(most, len(behind))
		}
	}
	return most
}
