package embedded

import (
	"os"
	"os/user"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// identities lists the users to try, best first: an ordinary user is itself. Root becomes an
// ordinary user in a user namespace, where that is allowed, and the user nobody where it is not,
// as in most containers.
func identities() []identity {
	if os.Geteuid() != 0 {
		return []identity{{name: "this user", attributes: attributes}}
	}
	return []identity{inNamespace(), asNobody()}
}

// attributes: die with the parent; a group of its own keeps the terminal's Ctrl-C from the server,
// which is stopped by us, in order.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGINT, Setpgid: true}
}

func inNamespace() identity {
	const inside = 1000
	return identity{
		name:  "root as an ordinary user in a user namespace",
		chown: true, // to root, who is the ordinary user inside
		attributes: func() *syscall.SysProcAttr {
			attr := attributes()
			attr.Cloneflags = syscall.CLONE_NEWUSER
			attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: inside, HostID: 0, Size: 1}}
			attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: inside, HostID: 0, Size: 1}}
			return attr
		},
	}
}

func asNobody() identity {
	uid, gid := 65534, 65534
	if nobody, err := user.Lookup("nobody"); err == nil {
		if u, err := strconv.Atoi(nobody.Uid); err == nil {
			uid = u
		}
		if g, err := strconv.Atoi(nobody.Gid); err == nil {
			gid = g
		}
	}
	return identity{
		name: "the user nobody", chown: true, uid: uid, gid: gid, throughShell: true,
		attributes: func() *syscall.SysProcAttr {
			attr := attributes()
			attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
			// Folders of root, such as a project under /root, stay within reach.
			attr.AmbientCaps = []uintptr{unix.CAP_DAC_OVERRIDE}
			return attr
		},
	}
}
