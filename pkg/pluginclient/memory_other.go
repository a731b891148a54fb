//go:build !linux

package pluginclient

// PeakMemory is how much memory the process had resident at the most, in bytes; 0 where the system does not tell.
func (c *Client) PeakMemory() uint64 { return 0 }
