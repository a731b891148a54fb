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

// writeZip zips a plugin's folder. Equal files make equal archives: they stand in the order of their paths, without times.
func writeZip(name, folder string) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	archive := zip.NewWriter(file)
	err = eachFile(folder, func(path, inside string) error { return add(archive, path, inside) })
	return errors.Join(err, archive.Close())
}

// add puts a file under the plugin's id, as Grafana's installer wants it. Programs stay executable.
func add(archive *zip.Writer, path, inside string) error {
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

// eachFile calls a function for each file below a folder, in the order of their paths, with its path and that inside the folder.
func eachFile(folder string, do func(path, inside string) error) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		inside, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return do(path, inside)
	})
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
