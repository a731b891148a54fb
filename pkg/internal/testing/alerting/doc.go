// Package alerting tests the alert rules of provisioning/alerting: what they ask, when they fire and when they stay silent, on a
// small company that is by turns quiet, broken in one thing, and in a situation that would fool a careless rule. It judges the
// answers as Grafana does; and where GRAFANA_HOME names a Grafana, that Grafana judges, and tells of it by mail.
package alerting
