package shipped

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

//go:embed ru/*.yaml
var texts embed.FS

// Translation returns the Russian texts of the dashboards.
func Translation() (dashboards.Translation, error) {
	folder, err := fs.Sub(texts, "ru")
	if err != nil {
		return nil, err
	}
	return dashboards.LoadTranslation(folder)
}

// Files returns the JSON of all dashboards by the path below the folder dashboards: DEPARTMENT/NAME.json in English and
// ru/DEPARTMENT/NAME.json in Russian.
func Files() (map[string][]byte, error) {
	russian, err := Translation()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, board := range All() {
		file := path.Join(board.Department, name+".json")
		if files[file], err = board.Write(); err != nil {
			return nil, err
		}
		translated, err := dashboards.Translate(files[file], russian)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		files[path.Join(dashboards.Russian, file)] = translated
	}
	return files, nil
}
