module github.com/chanlint/chanlint

go 1.25.0

require (
	github.com/golangci/plugin-module-register v0.1.2
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	golang.org/x/net v0.58.0
	golang.org/x/term v0.45.0
	golang.org/x/tools v0.49.0
)

require golang.org/x/text v0.41.0 // indirect

require (
	github.com/rogpeppe/go-internal v1.16.0
	golang.org/x/mod v0.39.0
	golang.org/x/sync v0.22.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
)
