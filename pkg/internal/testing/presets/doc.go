// Package presets tests the presets of pkg/crm/presets: each over the tables of its system, by KPIs that are known by hand.
package presets
