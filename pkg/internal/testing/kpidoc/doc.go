// Package kpidoc tests the pages docs/custom-kpis.md and docs/ru/custom-kpis.md: it tries every example that they show.
package kpidoc
