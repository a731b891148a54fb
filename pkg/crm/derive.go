package crm

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Label is a value of a dimension whose values are known beforehand: its key is alike in every language, its text is not.
type Label struct {
	Key  string
	Text i18n.Text
}

const weekday = "weekday"

// parts are the parts of a time by the dimension, as PostgreSQL's date_part names them.
var parts = map[string]string{weekday: "isodow", "month_of_year": "month", "hour_of_day": "hour", "quarter_of_year": "quarter", "day_of_month": "day"}

// PartOfTime is the SQL of a part of a time, such as its weekday, which is the dimension that it is: a number, null where the time is
// infinite. zone gives the SQL of the business time zone, which a day does not need.
func PartOfTime(dimension, time string, kind Type, zone func() string) string {
	if kind == Time {
		time = "(" + time + ") at time zone " + zone()
	} else {
		time = "(" + time + ")::timestamp"
	}
	return fmt.Sprintf("date_part('%s', %s)::int", parts[dimension], time)
}

// PartOf reports whether the dimension is a part of the time by which a measure counts its rows, and whether a day has that part.
func (d *Dimension) PartOf() (part, ofDays bool) { return d.part, d.part && d.ID != "hour_of_day" }

// partOf derives a part of a time field.
func (m *Model) partOf(entity, part, field string) (derivation, error) {
	of, err := m.Dimension(part)
	if err != nil {
		return derivation{}, err
	}
	kinds := []Type{Time}
	if _, days := of.PartOf(); days {
		kinds = append(kinds, Date)
	}
	f, err := m.fieldOf(entity, field, kinds...)
	if err != nil {
		return derivation{}, err
	}
	return derivation{as: PartOfTime(part, field, f.Type, func() string { return ":timezone" }), labels: of.Labels, weekdays: of.Weekdays}, nil
}

// flag derives whether a condition holds.
func (d ownDimension) flag(m *Model) (derivation, error) {
	x, err := expression.Parse(d.Flag)
	if err != nil {
		return derivation{}, err
	}
	for _, path := range x.Paths() {
		if _, err := m.Resolve(d.Entity, path); err != nil {
			return derivation{}, err
		}
	}
	instant := func(path string) bool {
		f, err := m.Resolve(d.Entity, path)
		return err == nil && f.Type == Time
	}
	if path := x.Unzoned(instant); path != "" {
		return derivation{}, fault.New("mapping.flag_without_zone", "field", path)
	}
	for _, name := range x.Parameters() {
		if !slices.Contains([]string{"now", "today", "timezone"}, name) {
			return derivation{}, fault.New("mapping.flag_parameter", "name", name)
		}
	}
	if d.Labels.list != nil {
		return derivation{}, fault.New("mapping.flag_labels")
	}
	for name := range d.Labels.words {
		if name != "true" && name != "false" {
			return derivation{}, fault.New("mapping.flag_labels")
		}
	}
	return derivation{as: "(" + d.Flag + ")", labels: truths(d.Labels.words)}, nil
}

// truths are the values of what is true or false.
func truths(words map[string]ownTitle) []Label {
	labels := []Label{{"true", i18n.T("dimension.yes")}, {"false", i18n.T("dimension.no")}}
	for i, l := range labels {
		if own, ok := words[l.Key]; ok {
			labels[i].Text = own.Text
		}
	}
	return labels
}

// buckets derives the bucket of a number, of an amount in the reporting currency. What is no number has none.
func (d ownDimension) buckets(m *Model) (derivation, error) {
	f, err := m.fieldOf(d.Entity, d.Buckets, Number, Money)
	if err != nil {
		return derivation{}, err
	}
	made, err := d.classes(d.Buckets, bucketLabel)
	if err == nil && f.Type == Money {
		made.amount, err = m.amount(d.Entity, d.Buckets)
	}
	return made, err
}

// age derives the class of the days between two times, or since one. They are days of the calendar, in the business time zone.
func (d ownDimension) age(m *Model) (derivation, error) {
	from, err := m.dayOf(d.Entity, d.Age)
	if err != nil {
		return derivation{}, err
	}
	days, finite := ":today - "+from, "isfinite("+d.Age+")"
	if d.Until != "" {
		to, err := m.dayOf(d.Entity, d.Until)
		if err != nil {
			return derivation{}, err
		}
		days, finite = to+" - "+from, finite+" and isfinite("+d.Until+")"
	}
	for _, at := range d.At {
		if strings.Contains(at, ".") {
			return derivation{}, fault.New("mapping.part_of_a_day", "at", at)
		}
	}
	return d.classes("case when "+finite+" then "+days+" end", ageLabel)
}

// dayOf is an expression for the day of a time.
func (m *Model) dayOf(entity, path string) (string, error) {
	f, err := m.fieldOf(entity, path, Time, Date)
	if err == nil && f.Type == Time {
		return "(" + path + " at time zone :timezone)::date", nil
	}
	return path, err
}

var plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,15})?$`)

// classes cuts a number, an expression, at the bounds that are given.
func (d ownDimension) classes(of string, label func(from, to string) i18n.Text) (derivation, error) {
	if len(d.At) == 0 {
		return derivation{}, fault.New("mapping.no_bounds")
	}
	var last *big.Rat
	for _, at := range d.At {
		n, ok := new(big.Rat).SetString(at)
		if !ok || !plainNumber.MatchString(at) || last != nil && n.Cmp(last) <= 0 {
			return derivation{}, fault.New("mapping.wrong_bounds", "at", at)
		}
		last = n
	}
	if d.Labels.words != nil || d.Labels.list != nil && len(d.Labels.list) != len(d.At)+1 {
		return derivation{}, fault.New("mapping.labels_of_buckets", "bounds", len(d.At), "buckets", len(d.At)+1)
	}
	var sql strings.Builder
	fmt.Fprintf(&sql, "case when %s is not null then case", of)
	var labels []Label
	for i, to := range append(slices.Clone(d.At), "") {
		from := ""
		if i > 0 {
			from = d.At[i-1]
		}
		l := Label{key(from, to), label(from, to)}
		if d.Labels.list != nil {
			l.Text = d.Labels.list[i].Text
		}
		labels = append(labels, l)
		if to == "" {
			fmt.Fprintf(&sql, " else '%s' end end", l.Key)
		} else {
			fmt.Fprintf(&sql, " when %s < %s then '%s'", of, to, l.Key)
		}
	}
	return derivation{as: sql.String(), labels: labels}, nil
}

// key names a bucket alike in every language.
func key(from, to string) string {
	switch {
	case from == "":
		return "<" + to
	case to == "":
		return ">=" + from
	}
	return from + ".." + to
}

// bucketLabel names a bucket after its bounds; one without a bound is open there.
func bucketLabel(from, to string) i18n.Text {
	shown := func(n string) i18n.Text {
		between, point := i18n.T("dimension.digits_between"), i18n.T("dimension.decimal_point")
		return i18n.Each(func(l i18n.Language) string { return thousands(n, between.In(l), point.In(l)) })
	}
	switch {
	case from == "":
		return i18n.T("dimension.bucket_under", "to", shown(to))
	case to == "":
		return i18n.T("dimension.bucket_over", "from", shown(from))
	}
	return i18n.T("dimension.bucket_between", "from", shown(from), "to", shown(to))
}

// ageLabel is [bucketLabel] for days.
func ageLabel(from, to string) i18n.Text {
	days := func(n string) int { // whole numbers, as has been checked
		count, _ := strconv.Atoi(n)
		return count
	}
	switch {
	case from == "":
		return i18n.T("dimension.age_under", "count", days(to))
	case to == "":
		return i18n.T("dimension.age_over", "count", days(from))
	}
	return i18n.T("dimension.age_between", "from", from, "count", days(to))
}

// thousands writes a plain number with its digits in groups.
func thousands(number, between, point string) string {
	sign, digits := "", number
	if strings.HasPrefix(number, "-") {
		sign, digits = "-", number[1:]
	}
	whole, part, fraction := strings.Cut(digits, ".")
	var out strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteString(between)
		}
		out.WriteRune(c)
	}
	if fraction {
		out.WriteString(point + part)
	}
	return sign + out.String()
}

// uniqueLabels refuses labels that could not be told apart, or would be taken for something else.
func uniqueLabels(labels []Label) error {
	taken := map[string]string{"(none)": "", "Other": ""}
	for _, l := range labels {
		taken[l.Key] = l.Key
	}
	for _, l := range labels {
		for _, text := range l.Text.All() {
			if key, known := taken[text]; known && key != l.Key || strings.TrimSpace(text) == "" {
				return fault.New("mapping.label_taken", "label", text)
			}
			taken[text] = l.Key
		}
	}
	return nil
}

// ownLabels are the texts of a dimension's values: in their order, or by the value.
type ownLabels struct {
	list  []ownTitle
	words map[string]ownTitle
}

func (l ownLabels) given() bool { return l.list != nil || l.words != nil }

// UnmarshalYAML reads a list or a map.
func (l *ownLabels) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node.Kind == yaml.SequenceNode {
		return node.Decode(&l.list)
	}
	return node.Decode(&l.words)
}
