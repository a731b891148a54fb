package plugin

import (
	"context"
	"errors"
	"net/http"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/policy"
)

// seenBy is what one person sees by the saved policy.
type seenBy struct {
	Rule     int          `json:"rule"`    // from 1; 0 for who is nobody
	Refused  string       `json:"refused"` // why they see nothing; "" where they see something
	Rows     bool         `json:"rows"`    // whether lists of rows are seen
	Entities []seenEntity `json:"entities"`
	Exempt   []seenExempt `json:"exempt"`
}

// seenExempt are KPIs that are answered of all rows.
type seenExempt struct {
	KPIs   []string `json:"kpis"` // their titles
	By     []string `json:"by"`   // the titles of the dimensions; none for totals only
	Grain  string   `json:"grain"`
	Rows   int      `json:"rows"`
	People int      `json:"people"`
}

type seenEntity struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	All    bool     `json:"all"`
	Rows   *int64   `json:"rows"` // that are seen of one of which not all are; null where that was not counted in time
	Masked []string `json:"masked"`
}

// seenPeople are the people of the CRM with what holds for each of them.
type seenPeople struct {
	People []seenPerson `json:"people"`
}

type seenPerson struct {
	Name    string `json:"name"`
	Email   string `json:"email"`
	Rule    int    `json:"rule"`
	Refused string `json:"refused"`
}

// serveSeen tells an administrator what the policy does.
func (d *Datasource) serveSeen(r *http.Request, _ audience) (any, error) {
	if d.guard == nil {
		return nil, fault.New("policy.none")
	}
	known, err := d.mapped(r.Context())
	if err != nil {
		return nil, err
	}
	asked := r.URL.Query()
	if !asked.Has("as") {
		return d.seenByAll(r.Context(), known, d.language(r))
	}
	scope, err := d.guard.For(r.Context(), d.db, known.engine.Business, policy.As(asked.Get("as"), asked.Get("role")))
	if refused := refusal(err); refused != nil {
		return seenBy{Refused: refused.Text().In(d.language(r)), Entities: []seenEntity{}, Exempt: []seenExempt{}}, nil
	}
	if err != nil {
		return nil, err
	}
	sees, err := scope.Sees(r.Context(), d.db, known.engine.Business)
	if err != nil {
		return nil, err
	}
	return described(known, scope, sees, d.language(r)), nil
}

func described(known *mapped, scope policy.Scope, sees []policy.Sees, language i18n.Language) seenBy {
	answer := seenBy{Rule: scope.Rule, Rows: scope.Rows, Entities: []seenEntity{}, Exempt: []seenExempt{}}
	for _, s := range sees {
		title := known.mapping.Model.Title(s.Entity).In(language)
		answer.Entities = append(answer.Entities, seenEntity{s.Entity, title, s.All, s.Rows, append([]string{}, s.Masked...)})
	}
	for _, e := range scope.Exempt {
		shown := seenExempt{KPIs: []string{}, By: []string{}, Grain: string(e.Grain), Rows: e.Rows, People: e.People}
		for _, id := range e.KPIs {
			if k, err := known.engine.Catalog.KPI(id); err == nil {
				shown.KPIs = append(shown.KPIs, k.Title.In(language))
			}
		}
		for _, id := range e.By {
			if d, err := known.mapping.Model.Dimension(id); err == nil {
				shown.By = append(shown.By, d.Title.In(language))
			}
		}
		answer.Exempt = append(answer.Exempt, shown)
	}
	return answer
}

func (d *Datasource) seenByAll(ctx context.Context, known *mapped, language i18n.Language) (any, error) {
	people, err := d.guard.People(ctx, d.db, known.engine.Business)
	if err != nil {
		return nil, err
	}
	answer := seenPeople{[]seenPerson{}}
	for _, p := range people {
		one := seenPerson{Name: p.Name, Email: p.Email, Rule: p.Rule}
		if refused := refusal(p.Refused); refused != nil {
			one.Refused = refused.Text().In(language)
		}
		answer.People = append(answer.People, one)
	}
	return answer, nil
}

// refusal is the error of who may see nothing; nil for any other.
func refusal(err error) *fault.Error {
	if refused, ok := errors.AsType[*fault.Error](err); ok {
		return refused
	}
	return nil
}
