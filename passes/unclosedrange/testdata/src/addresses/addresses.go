// Package addresses streams the addresses of networks.
package addresses

import "net"

func Stream(cidrs []string) chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for _, cidr := range cidrs {
			ips, _ := network(cidr)
			for ip := range ips {
				out <- ip
			}
		}
	}()
	return out
}

func network(cidr string) (chan string, error) {
	ip, _, err := net.ParseCIDR(cidr)
	if err != nil {
		return nil, err
	}
	out := make(chan string)
	go func() {
		defer close(out)
		out <- ip.String()
	}()
	return out, nil
}
