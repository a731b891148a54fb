// Package versions tests that the catalogue answers, with equal numbers, on every version of PostgreSQL that the project supports.
package versions
