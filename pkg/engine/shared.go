package engine

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/cache"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Shared lets equal questions have one answer, as old as its cache keeps it. What is asked of it is equal for all who may see the same.
type Shared struct {
	Cache *cache.Cache[*answer.Answer]
	// Unchanged reports whether none of the entities has been seen to change since a time, of all where there are none; nil where that is not
	// watched.
	Unchanged func(since time.Time, entities []string) bool
	// Reading tells one reading of the company's mapping from another.
	Reading int64
}

// Cached returns a cache of answers; nil where it keeps none.
func Cached(bytes uint64, age time.Duration) *cache.Cache[*answer.Answer] {
	return cache.New(cache.Config[*answer.Answer]{Bytes: bytes, Age: age, Size: heldBytes, Clone: (*answer.Answer).Clone})
}

// once answers a question, or has the answer of an equal one. An alert rule always has its own: it reads what there is now. So do those who
// ask how a question is answered, or how the data are.
func (e *Engine) once(ctx context.Context, q query.Question, r plan.Request, ask func(context.Context) (*answer.Answer, error)) (*answer.Answer, error) {
	s := e.Shared
	if s == nil || s.Cache == nil || r.Viewer.Alerting() || q.Type == query.Check || q.Type == query.Explain {
		return ask(ctx)
	}
	key, err := e.key(q, r)
	if err != nil {
		return nil, err
	}
	return s.Cache.Get(ctx, key, s.holds, ask)
}

// holds reports whether nothing has changed that an answer is of, since it began to be made. What an answer to come is of is not known yet.
func (s *Shared) holds(a *answer.Answer, began time.Time) bool {
	switch {
	case s.Unchanged == nil:
		return true
	case a == nil:
		return s.Unchanged(began, nil)
	}
	return s.Unchanged(began, a.Entities())
}

// asked is all that an answer depends on beside the rows, the clock, and the settings.
type asked struct {
	Reading   int64
	Seen      *crm.Restriction
	Exempt    []policy.Exemption
	Identity  map[string]string
	Question  query.Question
	From, To  time.Time
	EndsNow   bool
	Long      time.Duration // where it ends now and begins at an odd time
	Interval  time.Duration
	MaxPoints int
}

// atNow is how far from now a range may end that ends now: it was made by a browser a moment ago.
const atNow = 2 * time.Second

// key is equal for questions with equal answers. The last hours are so whenever they are asked for, as of when they were read. The panel's size only matters where the grain follows from it.
func (e *Engine) key(q query.Question, r plan.Request) (string, error) {
	a := asked{Reading: e.Shared.Reading, Seen: e.Mapping.Restriction(), Exempt: e.scope.Exempt, Question: q, From: r.Range.From.UTC(), To: r.Range.To.UTC()}
	if e.Guard != nil {
		a.Identity = e.Guard.Identity(r.Viewer)
	}
	if q.Grain == query.Auto {
		a.Interval, a.MaxPoints = r.Interval, r.MaxPoints
	}
	if odd(r.Range.To) && r.Now.Sub(r.Range.To).Abs() <= atNow {
		a.To, a.EndsNow = time.Time{}, true
		if odd(r.Range.From) {
			a.From, a.Long = time.Time{}, r.Range.To.Sub(r.Range.From)
		}
	}
	text, err := json.Marshal(a)
	sum := sha256.Sum256(text)
	return string(sum[:]), err
}

// odd reports whether nobody has chosen a time, as one says it.
func odd(t time.Time) bool { return !t.Truncate(time.Minute).Equal(t) }
