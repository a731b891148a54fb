package task

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// mostOfBundle bounds what a browser loads of the front end, in bytes as they are sent: everybody who opens a dashboard waits for it.
const mostOfBundle = 100 << 10

// Bundle says how much a browser loads of the front end that has been built, and refuses too much.
func Bundle() error {
	file, err := os.Open(filepath.Join("dist", "module.js"))
	if err != nil {
		return err
	}
	defer file.Close()
	sent, err := zipped(file)
	if err != nil {
		return err
	}
	fmt.Printf("A browser loads %d KiB of the front end, of %d at most.\n", sent>>10, mostOfBundle>>10)
	return within(sent)
}

func within(sent int64) error {
	if sent > mostOfBundle {
		return fmt.Errorf("dist/module.js is %d KiB when it is sent, and may be %d: look with `npx webpack --env production --analyze` for what has come into it, or raise the bound in pkg/task/bundle.go", sent>>10, mostOfBundle>>10)
	}
	return nil
}

// zipped is how many bytes a text has when it is sent.
func zipped(text io.Reader) (int64, error) {
	var sent counter
	w := gzip.NewWriter(&sent)
	if _, err := io.Copy(w, text); err != nil {
		return 0, err
	}
	err := w.Close()
	return int64(sent), err
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
