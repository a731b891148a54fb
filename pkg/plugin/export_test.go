package plugin

// Tests wait until all is known, however busy the machine is.
func init() { timeForRows = 0 }
