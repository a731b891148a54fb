package main

import (
	"os"

	"github.com/spf13/pflag"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
)

// seeing are the flags that ask as somebody else would see it, the setting policy of a data source.
type seeing struct{ policyFile, as, role string }

func (s *seeing) addPolicy(flags *pflag.FlagSet) {
	flags.StringVar(&s.policyFile, "policy", "", "YAML file that says who may see what; needs --as")
	flags.StringVar(&s.as, "as", "", "ask as the person with this login or e-mail address would, or as nobody with --as service")
	flags.StringVar(&s.role, "as-role", "Viewer", "role of that person in Grafana: Viewer, Editor or Admin")
}

// service is the word for who is nobody.
const service = "service"

// guard reads the flags: nil for who asks as the administrator of the database that they are.
func (s *seeing) guard(model *crm.Model, c *catalog.Catalog) (*policy.Guard, error) {
	if (s.policyFile == "") != (s.as == "") {
		return nil, usage("cli.policy_and_as")
	}
	if s.policyFile == "" {
		return nil, nil
	}
	p, err := readPolicy(s.policyFile, model, c)
	return policy.NewGuard(p), err
}

// readPolicy reads the policy of a file; one that says nothing is an error.
func readPolicy(file string, model *crm.Model, c *catalog.Catalog) (*policy.Policy, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, usage("cli.file", "flag", "--policy", "reason", err)
	}
	p, err := policy.Parse(string(text), model)
	if err == nil {
		err = p.CheckKPIs(c)
	}
	if err != nil {
		return nil, fault.At("--policy "+file, err)
	}
	if p == nil {
		return nil, usage("cli.empty_policy", "file", file)
	}
	return p, nil
}

// viewer is who is asked as.
func (s *seeing) viewer() plan.Viewer {
	if s.as == "" || s.as == service {
		return plan.Viewer{}
	}
	return policy.As(s.as, s.role)
}
