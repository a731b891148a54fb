//go:build !linux

package postgres

import "syscall"

// limitUnacknowledged is for Linux alone; elsewhere the limit on a server's silence holds.
func limitUnacknowledged(string, string, syscall.RawConn) error { return nil }
