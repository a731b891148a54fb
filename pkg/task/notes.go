package task

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Notes writes what CHANGELOG.md tells of the version of package.json into release/notes.md.
func Notes() error {
	version, err := Version()
	if err != nil {
		return err
	}
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return err
	}
	notes, err := notesOf(string(changelog), version)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(Release, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(Release, "notes.md"), []byte(notes), 0o644)
}

// notesOf cuts the section of a version out of a changelog, without its heading.
func notesOf(changelog, version string) (string, error) {
	var notes strings.Builder
	inside := false
	for line := range strings.Lines(changelog) {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			inside = strings.TrimSpace(heading) == version
			continue
		}
		if inside {
			notes.WriteString(line)
		}
	}
	text := strings.TrimSpace(notes.String())
	if text == "" {
		return "", fmt.Errorf("CHANGELOG.md tells nothing of version %s: give it a section ## %[1]s, or correct the version in package.json", version)
	}
	return text + "\n", nil
}
