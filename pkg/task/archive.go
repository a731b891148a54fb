package task

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	pluginID = "crmkpi-crm-datasource"
	// demoFolder is where the demo keeps its database and the data of Grafana.
	demoFolder = ".demo"
)

// Archive zips dist/, without the crmkpi command, into crmkpi-crm-datasource-VERSION.zip, with its SHA-256 in a file beside it.
func Archive() error {
	version, err := Version()
	if err != nil {
		return err
	}
	name := pluginID + "-" + version + ".zip"
	if err := writeZip(name); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	sum, err := checksum(name)
	if err != nil {
		return err
	}
	fmt.Println(name, sum)
	return os.WriteFile(name+".sha256", []byte(sum+"  "+name+"\n"), 0o644)
}

func writeZip(name string) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	archive := zip.NewWriter(file)
	err = filepath.WalkDir(Dist, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path == Command() {
			return err
		}
		return add(archive, path)
	})
	return errors.Join(err, archive.Close())
}

// add puts a file under the plugin's id, as Grafana's installer wants it. Programs stay executable.
func add(archive *zip.Writer, path string) error {
	inside, err := filepath.Rel(Dist, path)
	if err != nil {
		return err
	}
	header := &zip.FileHeader{Name: pluginID + "/" + filepath.ToSlash(inside), Method: zip.Deflate}
	header.SetMode(0o644)
	if strings.HasPrefix(inside, "gpx_") {
		header.SetMode(0o755)
	}
	out, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = io.Copy(out, in)
	return err
}

func checksum(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", hash.Sum(nil)), nil
}

// Clean removes everything that the tasks made, with the demo's database.
func Clean() error {
	archives, err := filepath.Glob(pluginID + "-*.zip*")
	for _, path := range append(archives, Dist, "coverage", demoFolder, ".cache", "node_modules") {
		err = errors.Join(err, os.RemoveAll(path))
	}
	return err
}
