package demo

import (
	"slices"
	"strings"
)

// country is a market.
type country struct {
	code, region, currency, culture string
	zones                           []string
	share                           float64 // of the leads
}

var countries = []country{
	{"US", "AMER", "USD", "english", []string{"America/New_York", "America/Chicago", "America/Los_Angeles"}, 0.24},
	{"CA", "AMER", "USD", "english", []string{"America/Toronto"}, 0.05},
	{"BR", "AMER", "USD", "spanish", []string{"America/Sao_Paulo"}, 0.04},
	{"DE", "DACH", "EUR", "german", []string{"Europe/Berlin"}, 0.20},
	{"AT", "DACH", "EUR", "german", []string{"Europe/Vienna"}, 0.05},
	{"CH", "DACH", "CHF", "german", []string{"Europe/Zurich"}, 0.08},
	{"GB", "EMEA", "GBP", "english", []string{"Europe/London"}, 0.10},
	{"FR", "EMEA", "EUR", "french", []string{"Europe/Paris"}, 0.06},
	{"ES", "EMEA", "EUR", "spanish", []string{"Europe/Madrid"}, 0.04},
	{"PL", "EMEA", "PLN", "polish", []string{"Europe/Warsaw"}, 0.04},
	{"BG", "EMEA", "EUR", "cyrillic", []string{"Europe/Sofia"}, 0.03},
	{"KZ", "APAC", "USD", "cyrillic", []string{"Asia/Almaty"}, 0.01},
	{"SG", "APAC", "USD", "asian", []string{"Asia/Singapore"}, 0.03},
	{"AU", "APAC", "USD", "english", []string{"Australia/Sydney"}, 0.03},
}

// regions with a sales team of their own; APAC is served by the team of EMEA.
var regions = []string{"AMER", "DACH", "EMEA"}

func servedBy(region string) string {
	if region == "APAC" {
		return "EMEA"
	}
	return region
}

// segment is a class of accounts by size.
type segment struct {
	name   string
	share  float64
	amount float64 // median of a new deal, USD
	pace   float64 // length of the sales cycle relative to the usual
	win    float64 // chance to win relative to the usual
}

var segments = []segment{
	{"SMB", 0.58, 3_200, 0.85, 1.08},
	{"Mid-Market", 0.31, 8_200, 1.05, 0.98},
	{"Enterprise", 0.11, 19_500, 1.4, 0.84},
}

var industries = strings.Split("Manufacturing,Retail,Healthcare,Finance,Logistics,Software,Education,Energy,Construction,Hospitality", ",")

// channel is a way by which leads come.
type channel struct {
	name    string
	share   float64 // of the leads
	quality float64 // chance of a lead to become a deal and of the deal to be won, relative to the usual
	touch   string  // what a contact by it is called
	sources []string
}

var channels = []channel{
	{"search", 0.27, 1.05, "click", []string{"website", "landing page"}},
	{"social", 0.19, 0.62, "click", []string{"website", "social media"}},
	{"email", 0.14, 0.95, "email_open", []string{"newsletter", "website"}},
	{"events", 0.09, 1.25, "event", []string{"trade show", "webinar"}},
	{"referral", 0.08, 1.70, "referral", []string{"customer referral", "employee referral"}},
	{"content", 0.15, 0.85, "download", []string{"webinar", "website", "blog"}},
	{"partner", 0.08, 1.30, "referral", []string{"partner"}},
}

// paidChannels run campaigns; the number is the media cost of a lead in USD.
var paidChannels = []struct {
	channel int
	media   float64
}{{0, 225}, {1, 108}, {2, 142}, {3, 540}, {5, 150}, {6, 325}}

// dealTouchCost is what a contact while a deal is open costs, as a share of what a lead costs.
const dealTouchCost = 0.5

func channelNamed(name string) int {
	return slices.IndexFunc(channels, func(ch channel) bool { return ch.name == name })
}
