// Package upgrade tests that what was saved under an older version is answered as that version did.
//
// Its testdata are those of 0.1.0: dashboards, alert rules, settings and questions as they were saved, a company's rows (a small demo
// company), and in answers.json what 0.1.0 answered. Nothing writes answers.json anew: an answer that is another one on purpose has its
// reason in changed.yaml, as the changelog tells it.
package upgrade
