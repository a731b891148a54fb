package task

import (
	"context"
	"path/filepath"
	"regexp"
)

var toolName = regexp.MustCompile(`([^/]+)@`)

// tool installs a Go program at a version, as module/path/name@version, below .cache/ and returns its path. These programs are no tools
// of go.mod, which would then require all that they are made of.
func tool(ctx context.Context, program string) (string, error) {
	folder, err := filepath.Abs(filepath.Join(".cache", "bin"))
	if err != nil {
		return "", err
	}
	if err := Run(ctx, []string{"GOBIN=" + folder}, "go", "install", program); err != nil {
		return "", err
	}
	return filepath.Join(folder, Host.program(toolName.FindStringSubmatch(program)[1])), nil
}
