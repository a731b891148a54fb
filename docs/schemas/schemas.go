// Package schemas has the JSON Schemas of the settings that are YAML texts.
package schemas

import "embed"

// Files are NAME.schema.json.
//
//go:embed *.schema.json
var Files embed.FS
