// Package tui shows things until the user has seen enough.
package tui

type App struct{ screen interface{ Poll() int } }

func New() *App { return &App{} }

func (a *App) Draw() {}

func (a *App) Run() error {
	for n := a.screen.Poll(); n != 0; n = a.screen.Poll() {
		a.Draw()
	}
	return nil
}
