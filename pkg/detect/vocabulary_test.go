package detect

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// A column that is named as the model names its field is understood however its words are written together.
func TestTheModelsWordsAreKnown(t *testing.T) {
	r := &Detection{model: crm.Reference().Model}
	for name := range names().Entities {
		for _, field := range mappable(r.entity(name)) {
			for _, word := range strings.Split(field, "_") {
				require.Contains(t, vocabularyWords(), word, "%s.%s: add it to `others` of names.yaml", name, field)
			}
		}
	}
}
