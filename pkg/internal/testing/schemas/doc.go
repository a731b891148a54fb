// Package schemas tests the JSON Schemas of docs/schemas against the parsers and all that the project itself writes.
package schemas
