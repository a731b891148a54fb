package admission

// Answers are those of one request, which are kept until all of them can be sent.
type Answers struct {
	gate  *Gate
	bytes int64
}

// Answers returns those of a request that begins; they are to be released with [Answers.Sent].
func (g *Gate) Answers() *Answers { return &Answers{gate: g} }

// Keep reserves memory for one more answer; false when there is not enough, beside those of other requests.
func (a *Answers) Keep(bytes int64) bool {
	g := a.gate
	if g == nil {
		return true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if most := g.limits.Memory / 2; most > 0 && g.kept+bytes > most {
		return false
	}
	g.kept, a.bytes = g.kept+bytes, a.bytes+bytes
	return true
}

// Sent releases the memory of all of them.
func (a *Answers) Sent() {
	g := a.gate
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.kept, a.bytes = g.kept-a.bytes, 0
}
