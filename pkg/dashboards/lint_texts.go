package dashboards

import (
	"encoding/json"
	"strings"
)

// everywhere checks what holds for all of the JSON: data sources are the variable, and no address is absolute.
func (l *linter) everywhere() {
	var whole any
	if err := json.Unmarshal(l.d.raw, &whole); err != nil {
		l.dashboard("it is not JSON: %v", err)
		return
	}
	walk(whole, func(key string, value any) {
		if text, ok := value.(string); ok && strings.Contains(text, "://") {
			l.dashboard("%s is an absolute address: %s; start it with /", key, text)
		}
		if key != "datasource" {
			return
		}
		reference, _ := value.(map[string]any)
		if reference["type"] != PluginID || reference["uid"] != "${datasource}" {
			l.dashboard("a data source is %v; refer to type %s and uid ${datasource}", value, PluginID)
		}
	})
}

// variables checks that those used are defined, those defined are used, and those asked of our data source can be.
func (l *linter) variables() {
	defined := map[string]bool{}
	for _, v := range l.d.Templating.List {
		defined[v.Name] = true
		if v.Type == "query" {
			l.question(v.Query, func(format string, args ...any) { l.dashboard("variable "+v.Name+": "+format, args...) })
		}
	}
	if !defined["datasource"] {
		l.dashboard("it needs a variable datasource of type datasource")
	}
	used := map[string]bool{}
	for _, m := range variable.FindAllSubmatch(l.d.raw, -1) {
		used[string(m[1])+string(m[2])] = true
	}
	for _, name := range sorted(used) {
		if !defined[name] {
			l.dashboard("it uses a variable %s that it does not define", name)
		}
	}
	for _, name := range sorted(defined) {
		if !used[name] {
			l.dashboard("nothing uses its variable %s; remove it, or filter by it", name)
		}
	}
}
