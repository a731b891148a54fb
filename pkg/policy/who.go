package policy

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Who are people: those who have one of the texts of each list that is given. Without any, everybody who is signed in.
type Who struct {
	Logins []string `yaml:"logins"`
	// Emails are addresses, or all of a domain: *@example.com.
	Emails []string `yaml:"emails"`
	Names  []string `yaml:"names"`
	// Roles are those of Grafana's organisation: Viewer, Editor, Admin.
	Roles []string `yaml:"roles"`
	// Teams are teams of the CRM, by name, that the person is in.
	Teams []string `yaml:"teams"`
}

var roles = []string{"Viewer", "Editor", "Admin"}

func (w Who) check() error {
	for _, role := range w.Roles {
		if !slices.Contains(roles, role) {
			return fault.New("policy.unknown_role", "role", role, "known", roles)
		}
	}
	return nil
}

// fits reports whether the person is one of them. team is that of their row of users, "" for none.
func (w Who) fits(v plan.Viewer, team string) bool {
	return among(w.Logins, v.Login) && w.hasEmail(v.Email) && among(w.Names, v.Name) && among(w.Roles, v.Role) && among(w.Teams, team)
}

// among reports whether a text is in a list; everything is in one that is not given.
func among(list []string, text string) bool {
	return len(list) == 0 || text != "" && slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, text) })
}

func (w Who) hasEmail(email string) bool {
	_, domain, ok := strings.Cut(email, "@")
	return among(w.Emails, email) || ok && slices.ContainsFunc(w.Emails, func(one string) bool { return strings.EqualFold(one, "*@"+domain) })
}

// As is the person with a login or, if that is one, an e-mail address, and a role: to try what they see.
func As(name, role string) plan.Viewer {
	v := plan.Viewer{Login: name, Role: role}
	if strings.Contains(name, "@") {
		v.Email = name
	}
	return v
}
