// Package faults tests what becomes of the plugin's process when the server, the network, the data or the process itself fails: what a
// question is answered, that no answer is a wrong one, that it goes on by itself, and that nothing is left behind.
package faults
