package plan

// restrict puts the viewer's policy on every scan, so that no statement of the plan reads what the viewer may not see. No policy
// restricts anything yet; the tenant's rows are chosen by the mapping itself.
func restrict(p Plan) Plan {
	policy := policyOf(p.Query.Request.Viewer)
	return p.rewriteScans(func(s Scan) []Scan {
		s.Policy = policy
		return []Scan{s}
	})
}

// policyOf is what a viewer may see: everything.
func policyOf(Viewer) Policy { return Policy{} }
