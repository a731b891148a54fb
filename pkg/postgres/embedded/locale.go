package embedded

import "runtime"

// localeArgs make text sort by code point, with case mapping for all of Unicode, on every machine.
// PostgreSQL brings that locale along since version 17; before, it is the C library's.
func localeArgs(major int) []string {
	switch {
	case major >= 17:
		return []string{"--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"}
	case runtime.GOOS == "linux":
		return []string{"--locale", "C.UTF-8", "--lc-messages", "C"}
	default:
		return []string{"--locale", "C"}
	}
}
