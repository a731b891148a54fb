package plugin

import (
	"cmp"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Settings are a data source's settings, checked and with their defaults.
type Settings struct {
	Database postgres.Config
	Business plan.Settings
	Setup    crm.Setup
	Catalog  *catalog.Catalog // the built-in KPIs and the company's own
	Policy   *policy.Policy   // who may see what; nil where everybody sees everything
	Language i18n.Language
	Live     Live
	Limits   Limits
	Audit    Audit
	// DetailsForAll says that everyone may read how the database is built and reached, not administrators alone.
	DetailsForAll bool
}

// Live says how changes in the database reach open panels.
type Live struct {
	Off   bool
	Every time.Duration // between looks at what has changed, where no triggers announce it
}

// Limits bound what people may take together, so that one of them does not starve the rest.
type Limits struct {
	Admission    admission.Limits
	QuestionTime time.Duration // of a question as a whole, waiting included
	Shared       uint64        // bytes of answers that are kept for the next who asks the same
	Age          time.Duration // of such an answer; 0 keeps none
}

// stored is the data source's jsonData. Durations are in seconds.
type stored struct {
	Host              string           `json:"host"`
	Port              int              `json:"port"`
	Target            postgres.Target  `json:"targetSessionAttrs"`
	Database          string           `json:"database"`
	User              string           `json:"user"`
	TLSMode           postgres.TLSMode `json:"tlsMode"`
	TLSServerName     string           `json:"tlsServerName"`
	MaxOpenConns      int              `json:"maxOpenConns"`
	MaxIdleConns      int              `json:"maxIdleConns"`
	ConnMaxLifetime   float64          `json:"connMaxLifetime"`
	QueryTimeout      float64          `json:"queryTimeout"`
	QuestionTimeout   float64          `json:"questionTimeout"`
	AnswerAge         *float64         `json:"answerAge"` // in seconds
	MaxPerPerson      int              `json:"maxPerPerson"`
	MaxMemory         int              `json:"maxMemory"` // in MiB
	MaxCells          int              `json:"maxCells"`
	MaxGroups         int              `json:"maxGroups"`
	MaxListRows       int              `json:"maxListRows"`
	MaxRows           int              `json:"maxRows"`
	Timezone          string           `json:"timezone"`
	WeekStart         string           `json:"weekStart"`
	FiscalStart       int              `json:"fiscalStart"`
	ReportingCurrency string           `json:"reportingCurrency"`
	Language          i18n.Language    `json:"language"`
	Presets           []crm.Choice     `json:"presets"`
	Mapping           string           `json:"mapping"`
	Tenant            crm.Tenant       `json:"tenant"`
	KPIs              string           `json:"kpis"`
	Policy            string           `json:"policy"`
	LiveUpdates       *bool            `json:"liveUpdates"`
	LiveInterval      float64          `json:"liveInterval"`
	DetailsForAll     bool             `json:"detailsForAll"`
	Audit             Audit            `json:"audit"`

	// Read by the SDK, which takes it for text without a look.
	SecureSocksProxyUsername string `json:"secureSocksProxyUsername"`
}

var (
	weekStarts = map[string]time.Weekday{
		"": time.Monday, "monday": time.Monday, "sunday": time.Sunday, "saturday": time.Saturday,
	}
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
)

// ParseSettings reads the settings that Grafana stores. Its error names every setting that is wrong and what would be right.
func ParseSettings(source backend.DataSourceInstanceSettings) (Settings, error) {
	var in stored
	if len(source.JSONData) > 0 {
		if err := json.Unmarshal(source.JSONData, &in); err != nil {
			if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
				return Settings{Language: in.Language}, setting(wrong.Field, fault.New("settings.type", "type", wrong.Type, "value", wrong.Value))
			}
			return Settings{}, fault.New("settings.json", "reason", err)
		}
	}
	secrets := source.DecryptedSecureJSONData
	var faults []error
	check := func(name string, err error) {
		if err != nil {
			faults = append(faults, setting(name, err))
		}
	}
	s := Settings{Language: cmp.Or(in.Language, i18n.English), DetailsForAll: in.DetailsForAll, Audit: in.Audit}
	s.Database = postgres.Config{
		Port: in.Port, Target: in.Target, Database: strings.TrimSpace(in.Database), User: strings.TrimSpace(in.User),
		Password: secrets["password"],
		TLS: postgres.TLSConfig{
			Mode: in.TLSMode, ServerName: strings.TrimSpace(in.TLSServerName),
			CACert: secrets["tlsCACert"], ClientCert: secrets["tlsClientCert"], ClientKey: secrets["tlsClientKey"],
		},
		ApplicationName: "Grafana CRM KPIs",
		Limits: postgres.Limits{
			MaxOpenConns: in.MaxOpenConns, MaxIdleConns: in.MaxIdleConns,
			ConnMaxLifetime: seconds(in.ConnMaxLifetime), QueryTimeout: seconds(in.QueryTimeout), MaxRows: in.MaxRows,
		},
	}
	if in.Audit != NoAudit && in.Audit != AuditQuestions && in.Audit != AuditValues {
		check("audit", fault.New("settings.audit", "given", in.Audit))
	}
	s.Database.Host = strings.TrimSpace(in.Host)
	_, err := postgres.Servers(in.Host, in.Port)
	check("host", err)
	check("targetSessionAttrs", in.Target.Check())
	check("connMaxLifetime", checkSeconds(in.ConnMaxLifetime))
	check("queryTimeout", checkSeconds(in.QueryTimeout))
	check("questionTimeout", checkSeconds(in.QuestionTimeout))
	for _, bound := range []struct {
		name  string
		value int
	}{
		{"maxPerPerson", in.MaxPerPerson}, {"maxMemory", in.MaxMemory}, {"maxCells", in.MaxCells}, {"maxGroups", in.MaxGroups},
		{"maxListRows", in.MaxListRows}, {"maxRows", in.MaxRows},
	} {
		if bound.value < 0 || bound.value > maxBound {
			check(bound.name, fault.New("settings.wrong_bound", "number", bound.value, "most", maxBound))
		}
	}
	if age := in.AnswerAge; age != nil && (*age < 0 || *age > maxAge) {
		check("answerAge", fault.New("settings.answer_age", "seconds", *age, "most", maxAge, "default", defaultAge))
		in.AnswerAge = nil
	}
	s.Limits = in.limits()
	s.Live = Live{Off: in.LiveUpdates != nil && !*in.LiveUpdates, Every: seconds(cmp.Or(in.LiveInterval, defaultLiveInterval))}
	if n := in.LiveInterval; n != 0 && (n < 1 || n > maxSeconds) {
		check("liveInterval", fault.New("settings.live_interval", "seconds", n, "default", defaultLiveInterval))
	}
	zone, err := calendar.LoadZone(cmp.Or(in.Timezone, "UTC"))
	check("timezone", err)
	week, ok := weekStarts[in.WeekStart]
	if !ok {
		check("weekStart", fault.New("settings.week_start", "day", in.WeekStart))
	}
	s.Business = plan.Settings{
		Calendar:          calendar.Calendar{Location: zone, WeekStart: week, FiscalStart: time.Month(in.FiscalStart)},
		ReportingCurrency: cmp.Or(in.ReportingCurrency, "USD"),
		MaxCells:          in.MaxCells, MaxGroups: in.MaxGroups, MaxListed: in.MaxListRows,
	}
	check("fiscalStart", s.Business.Calendar.Validate())
	if !currencyCode.MatchString(s.Business.ReportingCurrency) {
		check("reportingCurrency", fault.New("settings.currency", "code", in.ReportingCurrency))
	}
	if language, ok := i18n.Match(string(s.Language)); ok {
		s.Language = language
	} else {
		check("language", fault.New("language.unknown", "given", in.Language, "known", i18n.Tags()))
	}
	s.Setup, s.Catalog, s.Policy = in.readTexts(check)
	return s, errors.Join(faults...)
}

// The settings that are YAML texts.
const settingMapping, settingKPIs, settingPolicy = "mapping", "kpis", "policy"

// readTexts reads the settings that say what the company's tables mean, and checks each that follows with what those before it say.
func (in stored) readTexts(check func(name string, err error)) (crm.Setup, *catalog.Catalog, *policy.Policy) {
	all := func(name string, err error) {
		for _, one := range fault.Each(err) {
			check(name, one)
		}
	}
	setup := crm.Setup{Presets: in.Presets, Own: in.Mapping, Tenant: in.Tenant}
	all(settingMapping, setup.CheckOwn())
	all("tenant", setup.CheckTenant())
	all("presets", setup.CheckPresets())
	known, err := catalog.Default().Over(setup.Words())
	if all(settingMapping, err); err != nil {
		known = catalog.Default()
	}
	rules, err := policy.Parse(in.Policy, setup.Words())
	all(settingPolicy, err)
	kpis, err := known.With("", in.KPIs)
	all(settingKPIs, err)
	if err == nil {
		all(settingPolicy, rules.CheckKPIs(kpis))
	}
	return setup, kpis, rules
}

// setting says which setting is wrong.
func setting(name string, err error) error {
	placed := fault.At(i18n.T("settings.at", "name", name), err)
	if e, ok := errors.AsType[*fault.Error](placed); ok && e.Field == "" {
		e.Field = name
	}
	return placed
}

// defaultLiveInterval is in seconds.
const defaultLiveInterval = 5

// maxSeconds is less than PostgreSQL's longest timeout, and fits into a duration.
const maxSeconds = 2_000_000

// checkSeconds refuses a number of seconds that would become another one: 0 is the default.
func checkSeconds(n float64) error {
	if n != 0 && (n < 0.001 || n > maxSeconds) {
		return fault.New("settings.wrong_seconds", "seconds", n, "most", maxSeconds)
	}
	return nil
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
