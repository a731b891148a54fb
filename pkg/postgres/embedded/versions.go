package embedded

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
)

// older are the npm projects, each with its lock, that install older versions of PostgreSQL: versions/MAJOR.
//
//go:embed versions
var older embed.FS

// Versions are the major versions, the oldest first, that the project installs beside its own, to be tested with; see [Prepare].
func Versions() []string {
	folders, err := older.ReadDir("versions")
	if err != nil {
		panic(err) // they are part of the program
	}
	var majors []string
	for _, folder := range folders {
		majors = append(majors, folder.Name())
	}
	return majors
}

// Folder is where the project, relative to its own folder, keeps a version once npm has installed it.
func Folder(major string) string { return filepath.Join(".cache", "postgres", major) }

// Prepare writes a version's package.json and package-lock.json into its [Folder] of the working directory, for npm to install from.
// A version that is none of [Versions] is an error.
func Prepare(major string) error {
	dir := Folder(major)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"package.json", "package-lock.json"} {
		content, err := fs.ReadFile(older, "versions/"+major+"/"+name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
