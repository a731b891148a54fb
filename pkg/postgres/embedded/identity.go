package embedded

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// identity is the user that the server runs as. PostgreSQL refuses to run as root.
type identity struct {
	name       string
	attributes func() *syscall.SysProcAttr
	chown      bool // whether the data must be given to uid and gid
	uid, gid   int
	// throughShell: the capabilities that the identity needs to reach its folder and its program
	// only take effect after one exec.
	throughShell bool
}

// own gives the folder and all in it to the identity.
func (id identity) own(dir string) error {
	if !id.chown {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, id.uid, id.gid)
	})
}
