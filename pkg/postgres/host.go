package postgres

import (
	"net"
	"net/netip"
	"path/filepath"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Host reads the name or address of a server as people write it: with blanks around it, or an IPv6 address in brackets. What is
// more than a host is an error that says where the rest belongs.
func Host(text string) (string, error) {
	host := strings.TrimSpace(text)
	if filepath.IsAbs(host) || strings.HasPrefix(host, "@") { // of a Unix socket
		return host, nil
	}
	shown := host[strings.LastIndex(host, "@")+1:] // what is before it may be a password
	if strings.Contains(host, "://") {
		return "", fault.New("database.host_url", "host", shown).In("host")
	}
	if inner, ok := strings.CutPrefix(host, "["); ok {
		if address, ok := strings.CutSuffix(inner, "]"); ok {
			if ip, err := netip.ParseAddr(address); err == nil && ip.Is6() {
				return address, nil
			}
		}
	}
	if name, port, err := net.SplitHostPort(host); err == nil && name != "" && port != "" {
		return "", fault.New("database.host_port", "host", shown, "name", name[strings.LastIndex(name, "@")+1:], "port", port).In("host")
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return host, nil
	}
	if strings.ContainsAny(host, ",[]:/\\@?# \t\r\n") {
		return "", fault.New("database.host_form", "host", shown).In("host")
	}
	return host, nil
}
