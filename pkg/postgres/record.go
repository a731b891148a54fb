package postgres

import (
	"database/sql"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"
)

// record is a row by the places of its values, nil for null.
type record []*string

// ParseRecord reads a row that PostgreSQL has written as one text, such as (1,"a text",,t): values lie between commas, null is nothing at all,
// and what has signs of the form in it, or blanks, is in quotation marks, in which these and backslashes are doubled.
func ParseRecord(text string) (Row, error) {
	inner, opened := strings.CutPrefix(text, "(")
	inner, closed := strings.CutSuffix(inner, ")")
	if !opened || !closed {
		return nil, fmt.Errorf("%.60q is no row", text)
	}
	var cells record
	for more := true; more; {
		var value string
		quoted, ok := strings.CutPrefix(inner, `"`)
		if !ok {
			if value, inner, more = strings.Cut(inner, ","); value == "" {
				cells = append(cells, nil)
			} else {
				cells = append(cells, &value)
			}
			continue
		}
		value, rest, err := quotedIn(quoted)
		if err != nil {
			return nil, err
		}
		cells = append(cells, &value)
		if inner, more = strings.CutPrefix(rest, ","); !more && rest != "" {
			return nil, fmt.Errorf("%.60q is no row", text)
		}
	}
	return cells, nil
}

// quotedIn reads up to the quotation mark that ends a value.
func quotedIn(text string) (value, rest string, err error) {
	var out strings.Builder
	for {
		i := strings.IndexAny(text, `"\`)
		if i < 0 {
			return "", "", fmt.Errorf("%.60q does not end", text)
		}
		out.WriteString(text[:i])
		sign, after := text[i], text[i+1:]
		if sign == '"' && !strings.HasPrefix(after, `"`) {
			return out.String(), after, nil
		}
		if after == "" {
			return "", "", fmt.Errorf("%.60q does not end", text)
		}
		out.WriteByte(after[0])
		text = after[1:]
	}
}

// Scan gives the values to destinations, as the driver does.
func (r record) Scan(dest ...any) error {
	if len(dest) != len(r) {
		return fmt.Errorf("there are %d values, not %d", len(r), len(dest))
	}
	for i, to := range dest {
		if err := assign(to, r[i]); err != nil {
			return fmt.Errorf("value %d: %w", i+1, err)
		}
	}
	return nil
}

func assign(dest any, text *string) (err error) {
	if to, ok := dest.(sql.Scanner); ok {
		return to.Scan(scanned(text))
	}
	if to := reflect.ValueOf(dest).Elem(); to.Kind() == reflect.Pointer {
		to.SetZero()
		if text == nil {
			return nil
		}
		to.Set(reflect.New(to.Type().Elem()))
		return assign(to.Interface(), text)
	}
	if text == nil {
		return fmt.Errorf("null is no %T", dest)
	}
	switch to := dest.(type) {
	case *string:
		*to = *text
	case *int:
		*to, err = strconv.Atoi(*text)
	case *float64:
		*to, err = strconv.ParseFloat(*text, 64)
	case *bool:
		*to, err = strconv.ParseBool(*text)
	case *time.Time:
		*to, err = pq.ParseTimestamp(nil, *text)
	default:
		err = fmt.Errorf("nothing is read into a %T", dest)
	}
	return err
}

// scanned is what the driver gives for a time or a day: those that are infinite are texts.
func scanned(text *string) any {
	if text == nil {
		return nil
	}
	if at, err := pq.ParseTimestamp(nil, *text); err == nil {
		return at
	}
	return []byte(*text)
}
