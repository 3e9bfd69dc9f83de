// Package gin stands in for the router.
package gin

type Context struct{}

func (c *Context) String(code int, format string, values ...any) {}

type HandlerFunc func(*Context)

type Engine struct{ handlers []HandlerFunc }

func (e *Engine) GET(path string, handlers ...HandlerFunc) {
	e.handlers = append(e.handlers, handlers...)
}
