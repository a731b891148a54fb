// Package languages tests that a language is a file: it builds the product with one more, and nothing else.
package languages
