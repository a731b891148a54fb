package plugin

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// names are other names by which people look for a KPI, whatever their language: its synonyms, and its titles in the other languages.
func names(k *catalog.KPI, language i18n.Language) []string {
	list := others(k.Title, language)
	for _, synonyms := range k.Synonyms.All() {
		for name := range strings.SplitSeq(synonyms, ",") {
			list = append(list, strings.TrimSpace(name))
		}
	}
	return once(list, k.Title.In(language))
}

// descriptions are those in the other languages; of a goal none, since it says what that of each KPI says.
func descriptions(k *catalog.KPI, language i18n.Language) []string {
	if k.Of != nil {
		return nil
	}
	return once(others(k.Description, language), k.Description.In(language))
}

// others are the forms of a text in the other languages.
func others(text i18n.Text, language i18n.Language) []string {
	var list []string
	for _, l := range i18n.Languages() {
		if l != language {
			list = append(list, text.In(l))
		}
	}
	return list
}

// once leaves out what is empty, told already, or stands twice.
func once(list []string, told string) []string {
	var kept []string
	for _, item := range list {
		if item != "" && item != told && !slices.Contains(kept, item) {
			kept = append(kept, item)
		}
	}
	return kept
}
