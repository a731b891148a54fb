package postgres

import (
	"cmp"
	"net"
	"strconv"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Target says which of several servers are read, as target_session_attrs of a connection string does.
type Target string

// The targets. Whether a server is read-only is what its sessions are by default: a role that is, as that of a data source should be, finds every
// server read-only, and others a standby none.
const (
	TargetAny           Target = "any" // the first that answers
	TargetPrimary       Target = "primary"
	TargetStandby       Target = "standby"
	TargetPreferStandby Target = "prefer-standby" // a standby, or any where no standby answers
	TargetReadWrite     Target = "read-write"
	TargetReadOnly      Target = "read-only"
)

var targets = []string{
	string(TargetAny), string(TargetPrimary), string(TargetStandby), string(TargetPreferStandby), string(TargetReadWrite), string(TargetReadOnly),
}

// defaultPort is PostgreSQL's.
const defaultPort = 5432

// Server is where a server is reached.
type Server struct {
	Host string // name, address, or folder of a Unix socket
	Port int
}

func (s Server) String() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// Servers reads the servers of a connection as people write them: one host (see [Host]), or several with commas between, each with a port of its own
// behind a colon or else with the port of all; 0 is 5432. They are tried in this order.
func Servers(hosts string, port int) ([]Server, error) {
	port = cmp.Or(port, defaultPort)
	all := strings.Split(hosts, ",")
	if len(all) == 1 {
		host, err := Host(hosts)
		return []Server{{host, port}}, err
	}
	var servers []Server
	for _, text := range all {
		s, err := oneOf(text, port)
		if err != nil {
			return nil, err
		}
		servers = append(servers, s)
	}
	return servers, nil
}

// oneOf reads one of several servers.
func oneOf(text string, port int) (s Server, err error) {
	if text = strings.TrimSpace(text); text == "" {
		return s, fault.New("database.host_empty").In("host")
	}
	host, own, split := net.SplitHostPort(text)
	if split == nil && host != "" && !strings.Contains(host, "@") && !strings.HasPrefix(text, "/") && !strings.Contains(text, "://") {
		number, err := strconv.ParseUint(own, 10, 16)
		if err != nil || number == 0 {
			return s, fault.New("database.host_own_port", "host", host, "port", own).In("host")
		}
		text, port = host, int(number)
	}
	s.Host, err = Host(text)
	s.Port = port
	return s, err
}

// Check returns what is wrong with a target, nil for nothing.
func (t Target) Check() error {
	for _, known := range append(targets, "") {
		if string(t) == known {
			return nil
		}
	}
	return fault.New("database.target", "target", string(t), "targets", strings.Join(targets, ", ")).In("targetSessionAttrs")
}

// multi are all servers but the first, for the driver.
func multi(servers []Server) []pq.ConfigMultihost {
	var all []pq.ConfigMultihost
	for _, s := range servers[1:] {
		all = append(all, pq.ConfigMultihost{Host: s.Host, Port: uint16(s.Port)}) // #nosec G115 -- checked before
	}
	return all
}

// serversOf are those of the driver's configuration.
func serversOf(config pq.Config) []Server {
	all := []Server{{config.Host, int(config.Port)}}
	for _, m := range config.Multi {
		all = append(all, Server{m.Host, int(m.Port)})
	}
	return all
}
