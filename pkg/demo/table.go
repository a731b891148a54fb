package demo

import (
	"math"
	"strconv"
)

const (
	chunkSize = 1 << 20
	null      = "\\N"

	// noAmount stands for a missing amount of money.
	noAmount = math.MinInt64
)

// table writes rows in COPY's text format. A row is a chain of one call per column, ended by end. Texts come from this
// package and hold no tab, line end or backslash.
type table struct {
	load     *load
	name     string
	copy     string
	columns  int
	identity bool // the rows have generated ids

	rows  int64
	field int
	buf   []byte
}

// next counts the row and gives its number, from 1, which serves as id.
func (t *table) next() int64 {
	t.rows++
	return t.rows
}

func (t *table) separate() {
	if t.field > 0 {
		t.buf = append(t.buf, '\t')
	}
	t.field++
}

func (t *table) int(v int64) *table {
	t.separate()
	t.buf = strconv.AppendInt(t.buf, v, 10)
	return t
}

// ref writes a reference; 0 is null.
func (t *table) ref(id int64) *table {
	if id == 0 {
		return t.text("")
	}
	return t.int(id)
}

// text writes a text; empty is null.
func (t *table) text(s string) *table {
	t.separate()
	if s == "" {
		s = null
	}
	t.buf = append(t.buf, s...)
	return t
}

func (t *table) bool(b bool) *table {
	if b {
		return t.text("t")
	}
	return t.text("f")
}

// answer writes a boolean that may be unknown.
func (t *table) answer(known, b bool) *table {
	if !known {
		return t.text("")
	}
	return t.bool(b)
}

// time writes an instant given in Unix seconds; 0 is null.
func (t *table) time(seconds int64) *table {
	if seconds == 0 {
		return t.text("")
	}
	t.separate()
	day := floorDay(seconds)
	t.buf = appendDate(t.buf, day)
	s := seconds - int64(day)*daySeconds
	t.buf = append(t.buf, ' ', byte('0'+s/36000), byte('0'+s/3600%10), ':', byte('0'+s/600%6), byte('0'+s/60%10),
		':', byte('0'+s/10%6), byte('0'+s%10), '+', '0', '0')
	return t
}

// date writes a day; 0 is null.
func (t *table) date(day int) *table {
	if day == 0 {
		return t.text("")
	}
	t.separate()
	t.buf = appendDate(t.buf, day)
	return t
}

// money writes an amount given in cents; noAmount is null.
func (t *table) money(cents int64) *table {
	if cents == noAmount {
		return t.text("")
	}
	t.separate()
	if cents < 0 {
		t.buf = append(t.buf, '-')
		cents = -cents
	}
	t.buf = strconv.AppendInt(t.buf, cents/100, 10)
	t.buf = append(t.buf, '.', byte('0'+cents/10%10), byte('0'+cents%10))
	return t
}

// number writes a number with so many decimals; NaN is null.
func (t *table) number(v float64, decimals int) *table {
	if math.IsNaN(v) {
		return t.text("")
	}
	t.separate()
	t.buf = strconv.AppendFloat(t.buf, v, 'f', decimals, 64)
	return t
}

func (t *table) end() {
	if t.field != t.columns {
		panic("demo: table " + t.name + ": " + strconv.Itoa(t.field) + " fields in a row of " + strconv.Itoa(t.columns))
	}
	t.field = 0
	t.buf = append(t.buf, '\n')
	if len(t.buf) >= chunkSize {
		t.flush()
	}
}

func (t *table) flush() {
	if len(t.buf) == 0 {
		return
	}
	t.load.chunks <- chunk{t.copy, t.buf}
	t.buf = make([]byte, 0, chunkSize+4096)
}
