package crm

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

const ownWords = `
entities:
  deals:
    from: deal as d
    fields: {id: d.id, amount: d.amount, closed_at: d.closed}
    extra:
      product_line: {text: d.x_line, title: {en: Product line, ru: Линейка}}
      margin: {money: {cents: d.margin}}
      vendor: {to: accounts, key: d.vendor_id}
      advert: {to: adverts, key: d.advert_id}
  accounts: {from: customer as c, fields: {id: c.id, name: c.name}, extra: {tier: {text: c.tier}, mrr: {money: c.mrr}}}
  adverts:
    from: ads as a
    where: a.live
    fields:
      id: {key: a.id}
      day: {date: a.day}
      campaign: {to: campaigns, key: a.campaign_id}
      owner: {to: users, key: a.person}
      format: {text: a.format}
      clicks: {number: a.clicks}
dimensions:
  deal_size: {entity: deals, buckets: amount, at: [1000, 5000.5]}
  close_month: {entity: deals, month_of_year: closed_at}
`

func TestAMappingExtendsTheModel(t *testing.T) {
	m, err := ParseMapping(ownWords)
	require.NoError(t, err)
	require.Equal(t, "(d.margin)::numeric / 100", m.Entities["deals"].Fields["margin"])
	require.Equal(t, "a.live", m.Entities["adverts"].Where)
	for _, name := range []string{"product_line", "vendor", "deal_size", "tier", "format"} {
		_, err := canonical().Dimension(name)
		require.Error(t, err, "the canonical model stays as it is")
	}
	for _, test := range []struct{ dimension, entity, path string }{
		{"product_line", "deals", "product_line"}, {"product_line", "deal_history", "deal.product_line"}, {"product_line", "activities", "deal.product_line"},
		{"product_line", "payments", "order.deal.product_line"}, {"vendor", "deals", "vendor"},
		{"tier", "accounts", "tier"}, {"tier", "deals", "account.tier"}, {"tier", "tickets", "account.tier"}, {"tier", "ticket_events", "ticket.account.tier"},
		{"format", "adverts", "format"}, {"format", "deals", "advert.format"}, {"format", "deal_versions", "deal.advert.format"},
		{"campaign", "adverts", "campaign"}, {"channel", "adverts", "campaign.channel"}, {"rep", "adverts", "owner"}, {"team", "adverts", "owner.team"},
		{"deal_size", "deals", "deal_size"}, {"deal_size", "quotes", "deal.deal_size"}, {"region", "deals", "account.region"},
	} {
		d, err := m.Model.Dimension(test.dimension)
		require.NoError(t, err)
		path, _ := d.Path(test.entity)
		require.Equal(t, test.path, path, "%s of %s", test.dimension, test.entity)
	}
	d, err := m.Model.Dimension("tier")
	require.NoError(t, err)
	_, reached := d.Path("web_sessions")
	require.False(t, reached, "a session belongs to no account")
	size, err := m.Model.Dimension("deal_size")
	require.NoError(t, err)
	require.Equal(t, "1\u00a0000–5\u00a0000,5", size.Labels[1].Text.In(i18n.Russian))
	require.Equal(t, "Линейка", m.Model.Title("product_line").In(i18n.Russian))
	require.Equal(t, "Clicks", m.Model.FieldTitle("adverts", "clicks").In(i18n.English))
	adverts, err := m.Model.Entity("adverts")
	require.NoError(t, err)
	require.Equal(t, "day", adverts.Happens, "its only time")
	require.NoError(t, m.Available("deals", "deal_size"))
	accounts, err := m.Model.Entity("accounts")
	require.NoError(t, err)
	require.True(t, slices.Contains(accounts.Fields(), "currency"), "amounts have one")
	require.Error(t, m.Available("accounts", "currency"), "which is not mapped")
}

func TestOwnWordsThatCannotBe(t *testing.T) {
	for text, want := range map[string]string{
		"entities: {deals: {from: d, extra: {amount: {money: x}}}}":                                          `"amount" would hide a field of deals`,
		"entities: {deals: {from: d, extra: {region: {text: x}}}}":                                           `"region" would hide a dimension`,
		"entities: {deals: {from: d, extra: {tickets: {text: x}}}}":                                          `"tickets" would hide an entity`,
		"entities: {deals: {from: d, extra: {ads: {text: x}}}, ads: {from: a, fields: {id: {key: i}}}}":      `"ads" would hide an entity`,
		"entities: {deals: {from: d, extra: {Line: {text: x}}}}":                                             `"Line" cannot be a name`,
		"entities: {deals: {from: d, extra: {year: {text: x}}}}":                                             `"year" cannot be a name`,
		"entities: {deals: {from: d, extra: {line: x}}}":                                                     "a field of your own has a type",
		"entities: {deals: {from: d, extra: {line: {text: x, number: y}}}}":                                  "number and text are two types",
		"entities: {deals: {from: d, extra: {line: {txt: x}}}}":                                              `there is no "txt" in a field of your own`,
		"entities: {deals: {from: d, extra: {line: {to: accounts}}}}":                                        "a relation names an entity and the SQL of its key",
		"entities: {deals: {from: d, extra: {line: {to: lines, key: x}}}}":                                   `there is no entity "lines"`,
		"entities: {deals: {from: d, extra: {line: {to: order_lines, key: x}}}}":                             "order_lines has no `id`",
		"entities: {deals: {from: d, extra: {line: {money: {epoch: x}}}}}":                                   "epoch gives a time, but the field is of type money",
		"entities: {deals: {from: d, extra: {line: {text: 'a, b'}}}}":                                        "line",
		"entities: {deals: {from: d, extra: {line: {text: x, title: {en: Line, xx: Y}}}}}":                   `line 1: there is no language "xx"; the languages are en, ru`,
		"entities: {deals: {from: d, extra: {line: {text: x, title: [Line]}}}}":                              "a title is a text, or a text for each language",
		"entities: {ads: {from: a, title: {xx: Y}, fields: {id: {key: i}}}}":                                 `line 1: there is no language "xx"; the languages are en, ru`,
		"entities: {deals: {from: d, title: Deals}}":                                                         "for entities of your own",
		"entities: {stage_visits: {extra: {line: {text: x}}}}":                                               "derived from others",
		"entities: {ads: {from: a, fields: {id: i}}}":                                                        `there is no entity "ads"`,
		"entities: {ads: {fields: {id: {key: i}}}}":                                                          "`from` is missing",
		"entities: {ads: {from: a, fields: {id: {text: i}}}}":                                                "its type is key",
		"entities: {ads: {from: a, fields: {rep: {text: i}}}}":                                               `"rep" is a dimension of the model, a key of users`,
		"entities: {ads: {from: a, fields: {channel: {to: campaigns, key: i}}}}":                             `"channel" is a dimension of the model, a text`,
		"entities: {ads: {from: a, fields: {weekday: {text: i}}}}":                                           `"weekday" would hide a dimension`,
		"entities: {ads: {from: a, happens: clicks, fields: {clicks: {number: i}}}}":                         `"clicks" is no time of the entity`,
		"entities: {ads: {from: a, key: [x], fields: {clicks: {number: i}}}}":                                `ads has no field "x"`,
		"entities: {ads: {from: a, fields: {kind: {text: i}}}, mails: {from: m, fields: {kind: {bool: i}}}}": `"kind" means something else on ads`,
		"entities: {deals: {fields: {amount: x}}}":                                                           "`from` is missing",
		"base: odoo\nentities: {}":                                                                           `there is no base "odoo"`,
		"base: reference\nentities: {deals: {where: x, extra: {line: {text: y}}}}":                           "without `from`, fields are added",
		"dimensions: {size: {entity: deals, buckets: amount}}":                                               "`at` is missing",
		"dimensions: {size: {entity: deals, buckets: amount, at: [5, 5]}}":                                   `the bound "5" is no number, or not above`,
		"dimensions: {size: {entity: deals, buckets: amount, at: [5], labels: [a]}}":                         "1 bounds make 2 buckets",
		"dimensions: {size: {entity: deals, buckets: amount, at: [5], labels: [a, a]}}":                      `the label "a" is empty, of two values`,
		"dimensions: {size: {entity: deals, buckets: amount, at: [5], labels: [a, (none)]}}":                 `the label "(none)"`,
		"dimensions: {size: {entity: deals, buckets: name, at: [5]}}":                                        "name is of type text; what is wanted here is number or money",
		"dimensions: {size: {entity: deals, buckets: amount, age: created_at, at: [5]}}":                     "give one of `weekday`",
		"dimensions: {size: {entity: deals}}":                                                                "give one of `weekday`",
		"dimensions: {hour: {entity: deals, hour_of_day: expected_close_on}}":                                "expected_close_on is of type date; what is wanted here is time",
		"dimensions: {late: {entity: deals, flag: closed_at::date > expected_close_on}}":                     "depends on the time zone",
		"dimensions: {late: {entity: deals, flag: amount > :threshold}}":                                     "there is no :threshold in a flag",
		"dimensions: {late: {entity: deals, flag: amount > cost}}":                                           `deals has no field "cost"`,
		"dimensions: {late: {entity: deals, flag: amount > 1, labels: [a, b]}}":                              "the labels of a flag are those of true and false",
		"dimensions: {old: {entity: deals, age: created_at, at: [1.5]}}":                                     "1.5 is no whole number of days",
		"dimensions: {old: {entity: deals, weekday: created_at, until: closed_at}}":                          "`until` belongs to an `age`",
		"dimensions: {region: {entity: deals, weekday: created_at}}":                                         `"region" would hide a dimension`,
		"dimensions: {one: {entity: deals, weekday: created_at}, two: {entity: deals, flag: one = '1'}}":     `deals has no field "one"`,
	} {
		_, err := ParseMapping(text)
		require.ErrorContains(t, err, want, text)
	}
}

// A field is added to what a preset gives, or replaced there, without the rest of the entity.
func TestFieldsOnTopOfAPreset(t *testing.T) {
	with(t, map[string]string{"helpdesk": helpdesk, "shop": shop})
	s := Setup{Presets: []Choice{{ID: "shop"}}, Own: `
entities:
  deals: {fields: {amount: s.net}, extra: {line: {text: s.line}}}
dimensions: {size: {entity: deals, buckets: amount, at: [10]}}`}
	require.NoError(t, s.Check())
	m, err := s.Mapping(nil)
	require.NoError(t, err)
	require.Equal(t, `"shop".sale as s`, m.Entities["deals"].From)
	require.Equal(t, map[string]string{"id": "s.id", "owner": "s.person_id", "amount": "s.net", "line": "s.line"}, m.Entities["deals"].Fields)
	require.NoError(t, m.Available("deals", "size"))
	require.True(t, m.Has("users", "name"))

	s.Tenant = Tenant{Value: "7", Column: "company"}
	m, err = s.Mapping(nil)
	require.NoError(t, err)
	require.True(t, m.Entities["deals"].Restricted(), "the rows of other tenants stay out")
	require.Equal(t, `"company" = <7>`, m.Entities["deals"].Condition(func(value string) string { return "<" + value + ">" }))

	s = Setup{Presets: []Choice{{ID: "helpdesk"}}, Own: "entities: {users: {extra: {office: {text: a.office}}}}"}
	require.NoError(t, s.Check(), "whether the preset gives users depends on an optional table")
	_, err = s.Mapping(func(t Table) bool { return t.Name != "agent" })
	require.ErrorContains(t, err, "mapping of users: no preset gives the entity in this database")
	s.Presets[0].Except = []string{"users"}
	require.ErrorContains(t, s.Check(), "mapping of users: `from` is missing")
	s.Own = "base: reference\nentities: {}"
	require.ErrorContains(t, s.Check(), "`base: reference` and presets are both given")
}

func TestAnOwnEntityHasATenant(t *testing.T) {
	own := "entities: {ads: {from: a, fields: {id: {key: i}}}}"
	_, err := Setup{Own: own, Tenant: Tenant{Value: "7"}}.Mapping(nil)
	require.ErrorContains(t, err, "mapping of ads: no column tells its rows")
	s := Setup{Own: own, Tenant: Tenant{Value: "7", Columns: map[string]string{"ads": "c"}}}
	require.NoError(t, s.Check())
	m, err := s.Mapping(nil)
	require.NoError(t, err)
	require.True(t, m.Entities["ads"].Restricted())
}
