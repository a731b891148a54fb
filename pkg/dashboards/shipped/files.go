package shipped

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

//go:embed ru/*.yaml
var texts embed.FS

// Translation returns the Russian texts of the dashboards, without the words of the data, which the model has.
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
	for english, translated := range wordings() {
		if _, own := russian[english]; !own {
			russian[english] = translated
		}
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

// wordings are how people write the words of the data.
func wordings() dashboards.Translation {
	all, model := dashboards.Translation{}, crm.Reference().Model
	for _, id := range model.Dimensions() {
		if d, err := model.Dimension(id); err == nil {
			for _, text := range d.Wording {
				all[text.In(i18n.English)] = text.In(i18n.Russian)
			}
		}
	}
	return all
}
