package indexes

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// node is a part of a plan, as EXPLAIN (VERBOSE, FORMAT JSON) writes it. What is actual stands there with ANALYZE only.
type node struct {
	Type      string  `json:"Node Type"`
	Schema    string  `json:"Schema"`
	Relation  string  `json:"Relation Name"`
	Alias     string  `json:"Alias"`
	Side      string  `json:"Parent Relationship"` // Outer or Inner, below a join
	JoinType  string  `json:"Join Type"`
	Filter    string  `json:"Filter"`
	Hash      string  `json:"Hash Cond"`
	Merge     string  `json:"Merge Cond"`
	Join      string  `json:"Join Filter"`
	Cost      float64 `json:"Total Cost"`
	Rows      float64 `json:"Plan Rows"`
	Found     float64 `json:"Actual Rows"` // in each loop
	Removed   float64 `json:"Rows Removed by Filter"`
	Loops     float64 `json:"Actual Loops"`
	Time      float64 `json:"Actual Total Time"` // of each loop, in milliseconds
	Read      float64 `json:"Shared Read Blocks"`
	Hit       float64 `json:"Shared Hit Blocks"`
	Plans     []*node `json:"Plans"`
	above     *node
	execution float64 // of the whole statement, in milliseconds; at the root only
}

// explained has PostgreSQL plan a statement, or with ANALYZE run it.
func explained(ctx context.Context, s *postgres.Snapshot, analyze bool, statement postgres.Statement) (*node, error) {
	options := "verbose, format json"
	if analyze {
		options += ", analyze, buffers"
	}
	var root *node
	err := s.Attempt(ctx, func() error {
		return s.Read(ctx, postgres.Statement{SQL: "explain (" + options + ")\n" + statement.SQL, Args: statement.Args}, func(row postgres.Row) error {
			var text []byte
			if err := row.Scan(&text); err != nil {
				return err
			}
			var plans []struct {
				Plan *node
				Time float64 `json:"Execution Time"`
			}
			if err := json.Unmarshal(text, &plans); err != nil {
				return err
			}
			if len(plans) != 1 || plans[0].Plan == nil {
				return errors.New("EXPLAIN wrote no plan")
			}
			root = plans[0].Plan
			root.execution = plans[0].Time
			root.link()
			return nil
		})
	})
	return root, err
}

func (n *node) link() {
	for _, p := range n.Plans {
		p.above = n
		p.link()
	}
}

// scans are the parts that read a table from its beginning to its end.
func (n *node) scans() []*node {
	var all []*node
	if n.Type == "Seq Scan" && n.Relation != "" {
		all = append(all, n)
	}
	for _, p := range n.Plans {
		all = append(all, p.scans()...)
	}
	return all
}

func (n *node) table() crm.Table { return crm.Table{Schema: n.Schema, Name: n.Relation} }

// passing are the parts of a plan that hand all rows of the one below them on.
var passing = map[string]bool{"Hash": true, "Sort": true, "Materialize": true, "Append": true, "Merge Append": true, "Result": true, "Memoize": true}

// join is the join that takes the rows of a scan as they are and needs only those that fit; nil for none.
func (n *node) join() *node {
	below := n
	for at := n.above; at != nil; below, at = at, at.above {
		if at.Hash != "" || at.Merge != "" || at.Join != "" {
			if at.Filter != "" || whole[at.JoinType+" "+below.Side] || at.JoinType == "Full" {
				return nil
			}
			return at
		}
		if !passing[at.Type] {
			return nil
		}
	}
	return nil
}

// whole are the sides of which a join needs every row.
var whole = map[string]bool{"Left Outer": true, "Anti Outer": true, "Right Inner": true, "Right Anti Inner": true}

// later is the part above a scan that leaves rows out only after something has been made of them, as a view does that groups or numbers its rows;
// nil for none. How many that are PostgreSQL hardly knows.
func (n *node) later() *node {
	made := false
	for at := n.above; at != nil; at = at.above {
		switch at.Type {
		case "Aggregate":
			if at.Filter != "" && !strings.HasPrefix(strings.TrimLeft(at.Filter, "("), "count(") { // groups that have rows, in statements of our own
				return at
			}
			made = true
		case "WindowAgg", "Unique", "SetOp", "Limit":
			made = true
		case "Subquery Scan":
			if made && at.Filter != "" {
				return at
			}
		case "Nested Loop", "Hash Join", "Merge Join":
			return nil
		}
	}
	return nil
}
