// Package conn has an interface that other packages implement.
package conn

type Conn interface{ Connect() }
