package pluginclient

import "github.com/prometheus/procfs"

// PeakMemory is how much memory the process had resident at the most, in bytes; 0 where the system does not tell.
func (c *Client) PeakMemory() uint64 {
	process, err := procfs.NewProc(c.PID())
	if err != nil {
		return 0
	}
	status, err := process.NewStatus()
	if err != nil {
		return 0
	}
	return status.VmHWM
}
