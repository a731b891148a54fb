package task

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Reproduce builds the archives of the newest commit twice, in two clones with build caches of their own, and fails unless their
// checksums are equal.
func Reproduce(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "crmkpi")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	commit, err := output(ctx, "git", "rev-parse", "HEAD") // there may be a newer one when the second build begins
	if err != nil {
		return err
	}
	var sums [2]string
	for i, name := range []string{"one", "another folder"} {
		if sums[i], err = archivesOf(ctx, strings.TrimSpace(commit), filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	if sums[0] != sums[1] {
		return fmt.Errorf("two builds of one commit differ:\n%s\n%s", sums[0], sums[1])
	}
	fmt.Print("Two builds are equal:\n" + sums[0])
	return nil
}

// archivesOf builds the archives of a commit of this repository in a new folder and returns their checksums.
func archivesOf(ctx context.Context, commit, folder string) (string, error) {
	if err := Run(ctx, nil, "git", "clone", "--quiet", "--local", ".", folder); err != nil {
		return "", err
	}
	if err := Run(ctx, nil, "git", "-C", folder, "checkout", "--quiet", commit); err != nil {
		return "", err
	}
	cache := folder + " cache"
	defer os.RemoveAll(cache)
	if err := Run(ctx, []string{"GOCACHE=" + cache}, "go", "-C", folder, "tool", "mage", "archives"); err != nil {
		return "", err
	}
	files, err := filepath.Glob(filepath.Join(folder, Release, "*.sha256"))
	if err != nil {
		return "", err
	}
	slices.Sort(files)
	var all strings.Builder
	for _, file := range files {
		sum, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		all.Write(sum)
	}
	if all.Len() == 0 {
		return "", fmt.Errorf("the build in %s left no archive", folder)
	}
	return all.String(), nil
}
