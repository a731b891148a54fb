package dashboards

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"unicode"
)

// LintFolder checks the dashboards of a folder and, where it has a folder ru, that each is there in Russian, too. Those of a folder admin have
// the rules of what is shown, and none of what is asked.
func LintFolder(dir string, known Catalogue) ([]Problem, error) {
	translated := filepath.Join(dir, Russian)
	if there, err := exists(translated); err != nil {
		return nil, err
	} else if !there {
		translated = ""
	}
	problems, err := lintLanguagesOf(dir, translated, func(d Dashboard) []Problem { return Lint(d, known) })
	if err != nil {
		return nil, err
	}
	admin := filepath.Join(dir, Admin)
	if there, err := exists(admin); err != nil || !there {
		return problems, err
	}
	if translated != "" {
		translated = filepath.Join(translated, Admin)
	}
	more, err := lintLanguagesOf(admin, translated, lintShown)
	return append(problems, more...), err
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// lintLanguagesOf checks the dashboards of a folder and their translations, in another one; "" for none.
func lintLanguagesOf(dir, translated string, lint func(Dashboard) []Problem) (problems []Problem, err error) {
	all, err := Load(dir)
	if err != nil {
		return nil, err
	}
	if translated != "" {
		russian, err := Load(translated)
		if err != nil {
			return nil, err
		}
		problems = lintLanguages(all, russian)
		all = append(all, russian...)
	}
	for _, d := range all {
		problems = append(problems, lint(d)...)
	}
	return problems, nil
}

// lintShown checks how a dashboard looks, whatever it asks.
func lintShown(d Dashboard) []Problem {
	l := &linter{d: d}
	l.whole()
	lintGrid(l, d.Panels)
	l.ids()
	for _, p := range d.All() {
		l.texts(p)
		l.links(p)
	}
	return l.problems
}

// lintLanguages checks that dashboards are there in both languages, with all texts.
func lintLanguages(english, russian []Dashboard) (problems []Problem) {
	there := map[string]Dashboard{}
	for _, d := range russian {
		there[d.UID] = d
	}
	for _, d := range english {
		uid := d.UID + "-" + Russian
		r, ok := there[uid]
		delete(there, uid)
		if !ok {
			problems = append(problems, Problem{Dashboard: d.UID, Text: "there is no dashboard " + uid + " in Russian; go generate ./pkg/dashboards"})
			continue
		}
		if len(r.All()) != len(d.All()) {
			problems = append(problems, Problem{Dashboard: uid, Text: "it has other panels than " + d.UID + "; go generate ./pkg/dashboards"})
		}
		problems = append(problems, untranslated(r)...)
	}
	for _, uid := range sorted(there) {
		problems = append(problems, Problem{Dashboard: uid, Text: "there is no dashboard of which it is the Russian one"})
	}
	return problems
}

// abbreviated is what is written alike in all languages: CAC, CLTV:CAC.
var abbreviated = regexp.MustCompile(`^[A-Z0-9\W]*$`)

func untranslated(d Dashboard) (problems []Problem) {
	texts, err := Texts(d.raw)
	if err != nil {
		return []Problem{{Dashboard: d.UID, Text: err.Error()}}
	}
	for _, text := range texts {
		words := variable.ReplaceAllString(grafanas.ReplaceAllString(text, ""), "")
		if !cyrillic(words) && !abbreviated.MatchString(words) {
			problems = append(problems, Problem{Dashboard: d.UID, Text: fmt.Sprintf("%q is not Russian; translate it in pkg/dashboards/shipped/ru", text)})
		}
	}
	return problems
}

// grafanas finds Grafana's own variables.
var grafanas = regexp.MustCompile(`\$\{__[^}]*\}`)

func cyrillic(text string) bool {
	for _, r := range text {
		if unicode.Is(unicode.Cyrillic, r) {
			return true
		}
	}
	return false
}
