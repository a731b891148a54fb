package walls

import (
	"go/ast"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// readsTables are the places that may look at where an entity's rows come from: the one where an entity becomes a FROM item, under the
// tenant and the policy, and those that never show a viewer what they read.
var readsTables = []string{
	"sqlgen/source.go",
	"crm/",                // makes mappings
	"detect/",             // for administrators, who have no mapping yet
	"probe/",              // the check, which is refused to who sees a part
	"changes/tables.go",   // only planned: which tables there are
	"privileges/needs.go", // never read: which columns there are
	"rollup/",             // for the owner of the tables: makes the sums
	"sqlgen/rollup",       // reads them, for who may see them: see sqlgen/permitted.go
	"plan/pass_rollup.go", // never read: which sums there are
}

// Whatever writes a FROM item past the one place reads rows that a policy hides.
func TestEntitiesBecomeFromItemsInOnePlace(t *testing.T) {
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: "../../.."}, "./...")
	require.NoError(t, err)
	found := map[string]int{}
	for _, p := range loaded {
		require.Empty(t, p.Errors, p.PkgPath)
		for _, file := range p.Syntax {
			name := strings.TrimPrefix(p.PkgPath, module) + "/" + filepath.Base(p.Fset.File(file.Pos()).Name())
			ast.Inspect(file, func(n ast.Node) bool {
				selected, ok := n.(*ast.SelectorExpr)
				if !ok || !isFrom(p.TypesInfo.Selections[selected]) {
					return true
				}
				found[name]++
				if !slices.ContainsFunc(readsTables, func(place string) bool { return strings.HasPrefix(name, place) }) {
					t.Errorf("%s reads where the rows of an entity come from: let sqlgen do it", p.Fset.Position(n.Pos()))
				}
				return true
			})
		}
	}
	require.Positive(t, found["sqlgen/source.go"], "the one place is gone: correct the list")
}

// ofTables are the fields that name tables, by the type that has them.
var ofTables = map[string][]string{"Source": {"From", "Ties"}, "Rollup": {"Days", "Months", "Log", "WholeLog", "ReferenceLog", "RatesLog"}}

// isFrom reports whether a field that is selected is that of a source of a mapping, or of sums of its rows.
func isFrom(s *types.Selection) bool {
	if s == nil || s.Kind() != types.FieldVal {
		return false
	}
	field := s.Obj()
	if field.Pkg() == nil || field.Pkg().Path() != module+"crm" {
		return false
	}
	named, ok := types.Unalias(deref(s.Recv())).(*types.Named)
	return ok && slices.Contains(ofTables[named.Obj().Name()], field.Name())
}

func deref(t types.Type) types.Type {
	if p, ok := t.(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}
