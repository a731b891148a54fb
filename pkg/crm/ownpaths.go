package crm

import (
	"maps"
	"slices"
	"strings"
)

// longestWay is the most relations that a dimension of the company's own is looked for along.
const longestWay = 3

// way is a path along relations from an entity to another one.
type way struct {
	path string
	to   string
	// own says that it begins with a relation of the company's own and goes on along the model's. Otherwise a dimension of the model
	// would be another one there: the region of a deal's vendor in the place of its customer's.
	own bool
}

// waysFrom returns the ways from an entity along mapped relations, none of them through an entity twice.
func (m *Model) waysFrom(entity string) []way {
	var all []way
	var follow func(from way, passed []string)
	follow = func(from way, passed []string) {
		e := m.entities[from.to]
		for _, name := range e.order {
			f := e.fields[name]
			if f.To == "" || !f.As.Empty() || slices.Contains(passed, f.To) {
				continue
			}
			next := way{path: joined(from.path, name), to: f.To, own: f.Own && from.path == "" || from.own && (e.Own || !f.Own)}
			all = append(all, next)
			if len(passed) < longestWay {
				follow(next, append(slices.Clone(passed), f.To))
			}
		}
	}
	follow(way{to: entity}, []string{entity})
	return all
}

// joined puts two paths together. An entity itself is no step.
func joined(path, more string) string {
	if more == "self" || more == "" {
		return path
	}
	if path == "" {
		return more
	}
	return path + "." + more
}

// shortest returns the shortest of paths; "" where there is none or several are as short, so that nobody knows which is meant.
func shortest(paths []string) string {
	best, length, several := "", 0, false
	for _, p := range paths {
		switch n := strings.Count(p, ".") + 1; {
		case best == "" || n < length:
			best, length, several = p, n, false
		case n == length && p != best:
			several = true
		}
	}
	if several {
		return ""
	}
	return best
}

// reach puts the dimensions on the entities that reach them along relations: those of the model on what the company has added, those
// of the company's own on all.
func (w *words) reach(own map[string]bool) {
	ways := map[string][]way{}
	for name := range w.model.entities {
		ways[name] = w.model.waysFrom(name)
	}
	// What a dimension is a field of comes first: the team is that of the rep.
	ids := slices.SortedFunc(maps.Keys(w.base.dimensions), func(a, b string) int {
		x, y := w.base.dimensions[a], w.base.dimensions[b]
		if (x.Of == "") != (y.Of == "") {
			return strings.Compare(x.Of, y.Of)
		}
		return strings.Compare(a, b)
	})
	for _, id := range ids {
		d := w.model.dimensions[id]
		for name, e := range w.model.entities {
			if _, has := d.paths[name]; !has && (e.Own || d.Entity == "") {
				d.put(name, w.known(d, ways[name], name))
			}
		}
	}
	for id := range own {
		d := w.model.dimensions[id]
		found := map[string]string{}
		for name := range w.model.entities {
			if _, has := d.paths[name]; !has {
				found[name] = w.toOwn(d, ways[name], name)
			}
		}
		for name, path := range found {
			d.put(name, path)
		}
	}
}

func (d *Dimension) put(entity, path string) {
	if path != "" {
		d.paths[entity] = path
	}
}

// known returns the path from an entity to a dimension of the model, along relations of the company's own; "" for none.
func (w *words) known(d *Dimension, ways []way, entity string) string {
	if d.Of != "" {
		if path, ok := w.model.dimensions[d.Of].paths[entity]; ok && w.model.entities[entity].Own {
			return joined(path, d.Field)
		}
	}
	var paths []string
	for _, to := range ways {
		if !to.own {
			continue
		}
		path, has := w.base.dimensions[d.ID].paths[to.to]
		switch {
		case has:
			paths = append(paths, joined(to.path, path))
		case d.Entity == to.to && w.only(d):
			paths = append(paths, to.path)
		case d.Of != "" && w.base.dimensions[d.Of].Entity == to.to:
			paths = append(paths, joined(to.path, d.Field))
		}
	}
	return shortest(paths)
}

// only reports whether no other dimension of the model is a key of the same entity.
func (w *words) only(d *Dimension) bool {
	for _, other := range w.base.dimensions {
		if other != w.base.dimensions[d.ID] && other.Entity == d.Entity {
			return false
		}
	}
	return true
}

// toOwn returns the path from an entity to a dimension of the company's own; "" for none. An entity that is a dimension is reached as
// that one is, the deal's rep and not who closed it.
func (w *words) toOwn(d *Dimension, ways []way, entity string) string {
	var paths []string
	for _, holder := range d.Holders() {
		if path := w.toEntity(ways, entity, holder); path != "" {
			paths = append(paths, joined(path, d.paths[holder]))
		}
	}
	return shortest(paths)
}

// toEntity returns the path from an entity to another one.
func (w *words) toEntity(ways []way, entity, to string) string {
	isDimension := false
	for _, second := range []bool{false, true} { // those that are fields of others come second
		var paths []string
		for id, d := range w.base.dimensions {
			if d.Entity != to || (d.Of != "") != second {
				continue
			}
			isDimension = true
			if path, ok := w.model.dimensions[id].paths[entity]; ok {
				paths = append(paths, path)
			}
		}
		if len(paths) > 0 {
			return shortest(paths)
		}
	}
	var paths []string
	for _, w := range ways {
		if w.to == to && (w.own || !isDimension) {
			paths = append(paths, w.path)
		}
	}
	return shortest(paths)
}
