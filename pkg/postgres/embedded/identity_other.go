//go:build !linux

package embedded

// identities: the server runs as whoever runs us. As root, PostgreSQL itself says why it refuses.
func identities() []identity {
	return []identity{{name: "this user", attributes: attributes}}
}
