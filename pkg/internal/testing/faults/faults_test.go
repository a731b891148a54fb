package faults

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// fault is something that goes wrong.
type fault struct {
	id       string   // under which the pages have its words
	settings settings // of the data source, where they matter
	question string   // that is asked meanwhile; byMonth unless set
	// strike lets it happen and returns how it is mended; nil when there is nothing to mend. What it starts with is a company that has
	// been asked and a pool of connections that are idle.
	strike func(*testing.T, *scene) (mend func())
	// during is the same for what happens while both questions wait for the company's table.
	during func(*testing.T, *scene) (mend func())
	// company is one that the fault needs; nil for the usual one.
	company func(*testing.T, *server) company
	// changes says that the answer is another one meanwhile.
	changes bool
}

// scene is where a fault happens: a company, the way to it, and the plugin's process with a data source in each language.
type scene struct {
	company
	network
	plugin  *pluginclient.Client
	sources map[i18n.Language]backend.PluginContext
}

// languages are those of the pages.
var languages = []i18n.Language{i18n.English, i18n.Russian}

// observed is what became of a question.
type observed struct {
	answered bool
	sentence map[i18n.Language]string // what a viewer reads: the error, or what the answer says of itself
	status   backend.Status
	source   backend.ErrorSource
	outcomes []string // of question and statements, as the metrics count them
}

// meet sees what a fault does, that every answer is right or none, that the next one is right, and that nothing is left behind.
func (f fault) meet(t *testing.T, c company, n network, plugin *pluginclient.Client) observed {
	t.Helper()
	scene := &scene{company: c, network: n, plugin: plugin, sources: map[i18n.Language]backend.PluginContext{}}
	question := f.question
	if question == "" {
		question = byMonth
	}
	right := map[i18n.Language]backend.DataResponse{}
	for _, language := range languages {
		scene.sources[language] = c.source(f.uid(language), n.port(t), language, f.settings)
		right[language] = scene.ask(t, language, question)
		numbers(t, right[language])
	}
	resting := metrics(t, plugin)

	var mend func()
	if f.strike != nil {
		mend = f.strike(t, scene)
	}
	answers, mended := scene.askBoth(t, f, question)
	if mended != nil {
		mend = mended
	}
	seen := observed{sentence: map[i18n.Language]string{}, outcomes: outcomes(resting, metrics(t, plugin))}
	for _, language := range languages {
		f.judge(t, &seen, language, answers[language], right[language])
	}
	require.Contains(t, []int{0, len(languages)}, len(seen.sentence), "one language has an answer, another one has none")

	if mend != nil {
		mend()
	}
	for _, language := range languages {
		require.Equal(t, numbers(t, right[language]), numbers(t, scene.ask(t, language, question)), "it does not go on by itself")
	}
	scene.requireRest(t, resting["go_goroutines"])
	return seen
}

// judge takes what a question was answered: numbers that are right, or an error that says whose it is, and nothing else.
func (f fault) judge(t *testing.T, seen *observed, language i18n.Language, answer, right backend.DataResponse) {
	t.Helper()
	seen.status, seen.source, seen.answered = answer.Status, answer.ErrorSource, answer.Error == nil
	if answer.Error != nil {
		require.Empty(t, answer.Frames, "an error with numbers")
		require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource, answer.Error)
		seen.sentence[language] = lasting(answer.Error.Error())
		return
	}
	if !f.changes {
		require.Equal(t, numbers(t, right), numbers(t, answer), "a wrong answer")
	}
	known := notices(right)
	if told := slices.DeleteFunc(notices(answer), func(text string) bool { return slices.Contains(known, text) }); len(told) > 0 {
		seen.sentence[language] = strings.Join(told, " ")
	}
}

// uid is that of a data source: faults without settings share one.
func (f fault) uid(language i18n.Language) string {
	if f.settings == nil {
		return string(language)
	}
	return f.id + "-" + string(language)
}

func (s *scene) ask(t *testing.T, language i18n.Language, question string) backend.DataResponse {
	t.Helper()
	answer, err := ask(t.Context(), s.plugin, s.sources[language], question)
	require.NoError(t, err)
	return answer
}

// askBoth asks in both languages at once. What is to happen during the questions happens when they wait for the table of deals.
func (s *scene) askBoth(t *testing.T, f fault, question string) (answers map[i18n.Language]backend.DataResponse, mend func()) {
	t.Helper()
	release := func() {}
	if f.during != nil {
		release = s.hold(t)
	}
	var asking errgroup.Group
	var mu sync.Mutex
	answers = map[i18n.Language]backend.DataResponse{}
	for _, language := range languages {
		asking.Go(func() error {
			answer, err := ask(t.Context(), s.plugin, s.sources[language], question)
			mu.Lock()
			defer mu.Unlock()
			answers[language] = answer
			return err
		})
	}
	if f.during != nil {
		s.waiting(t, len(languages))
		mend = f.during(t, s)
		release()
	}
	require.NoError(t, asking.Wait())
	return answers, mend
}

// requireRest waits until nothing runs and nothing more lives than before: no statement, no connection beyond the pools, no goroutine.
func (s *scene) requireRest(t *testing.T, goroutines float64) {
	t.Helper()
	eventually(t, func() bool { return s.asked(t) == 0 })
	eventually(t, func() bool { return s.connections(t) <= open(metrics(t, s.plugin)) })
	eventually(t, func() bool { return metrics(t, s.plugin)["go_goroutines"] <= goroutines+slack })
}

// slack is how many goroutines more may live: another connection of the pools has two, and calls of the metrics their own.
const slack = 8

// open counts the connections that the pools know of, of which the server may have ended some that are idle.
func open(metrics map[string]float64) (n int) {
	for name, value := range metrics {
		if strings.HasPrefix(name, "crmkpi_pool_open_connections") {
			n += int(value)
		}
	}
	return n
}

var outcomeLabel = regexp.MustCompile(`^crmkpi_(question|statement)_duration_seconds_count\{outcome="(\w+)"`)

// outcomes are those that metrics have counted meanwhile, other than ok.
func outcomes(before, after map[string]float64) (all []string) {
	for name, value := range after {
		if found := outcomeLabel.FindStringSubmatch(name); found != nil && value > before[name] && found[2] != "ok" && !slices.Contains(all, found[2]) {
			all = append(all, found[2])
		}
	}
	slices.Sort(all)
	return all
}

var (
	address = regexp.MustCompile(`127\.0\.0\.1:\d+(->127\.0\.0\.1:\d+)?`)
	role    = regexp.MustCompile(`\b\w+_reader\b`)
)

// lasting is a sentence without what differs in each run, and in the names of README.md.
func lasting(sentence string) string {
	return role.ReplaceAllString(address.ReplaceAllString(sentence, "db.example.com:5432"), "crm_reader")
}
