// Package served has handlers that another package gives to a server.
package served

import (
	"net/http"

	"served/helpers"
)

func goodServed() string {
	handler, paths := helpers.Recording(http.NotFoundHandler())
	path := ""
	helpers.WithServer(handler, func(url string) {
		http.Get(url)
		path = <-paths // ok: the server calls the handler
	})
	return path
}

func badNotServed() string {
	_, paths := helpers.Recording(http.NotFoundHandler())
	path := ""
	helpers.WithServer(http.NotFoundHandler(), func(url string) {
		http.Get(url)
		path = <-paths // want `receive from paths blocks forever`
	})
	return path
}
