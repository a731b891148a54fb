package kit

// When shows a time as a day of the week, a day and a minute: what people read in an agenda. Grafana names days and months in English alone,
// so that another language has a way to write them without names.
func When() Look { return look("unit", "time:ddd D MMM HH:mm") }

// ByValue fills each bar with the colour of its own value.
func ByValue() Look { return look("custom.gradientMode", "scheme") }

// InCRM leads to the record in the company's CRM, whose address stands in the column url of the same row.
func InCRM() Link { return Link{Title: "Open in the CRM", page: "${__data.fields.url}"} }
