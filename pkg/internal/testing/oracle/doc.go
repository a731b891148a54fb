// Package oracle computes the KPIs a second time, without SQL: it loads every row of the reference schema and goes through
// them one by one, as a person with a pencil would; endless.go says what infinite times are to it. It is written from the definitions of the KPIs, not from the engine, so
// that the two agree only when both are right. The tests of this package ask both the same random questions.
//
// A question's way: the rows of each kind that something counts are facts (events.go, snapshots.go, durations.go, cohorts.go,
// and what has a file of its own, such as waterfall.go or risk.go), which fall into groups (dimensions.go, subjects.go). A cell
// is one value to find, of some groups over one part of the time (part.go); a KPI says how, from the cell's facts and targets
// (kpis.go, cell.go, members.go, targets.go, planning.go).
package oracle
