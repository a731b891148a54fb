package plugin

import (
	"fmt"
	"runtime/debug"
)

// panicked is a panic of the plugin itself.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// guarded calls a function of which a panic is an error: the SDK would tell it to whoever asks.
func guarded[T any](call func() (T, error)) (answer T, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicked{value, debug.Stack()}
		}
	}()
	return call()
}
