package driver

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A goCommand runs the go command in a directory.
type goCommand struct {
	path, dir string
}

func newGoCommand(cfg Config) (goCommand, error) {
	path := cfg.Go
	if path == "" {
		var err error
		if path, err = exec.LookPath("go"); err != nil {
			return goCommand{}, errors.New("the go command is not on PATH")
		}
	}
	return goCommand{path: path, dir: cfg.Dir}, nil
}

// An output is what a go command printed.
type output struct {
	stdout, stderr []byte
	code           int
}

// run runs the go command to its end. The error is for a command that did not
// run; one that failed has an exit code.
//
// It writes to files, since the go command must be able to finish writing to
// keep the build cache consistent, whatever becomes of this process.
func (g goCommand) run(args ...string) (output, error) { return g.watch(nil, args...) }

// watchEvery is how often a watched command is looked at.
const watchEvery = 200 * time.Millisecond

// watch is like run. Now and then it tells what the command has printed so far, if
// watcher is not nil.
func (g goCommand) watch(watcher func(stdout []byte), args ...string) (output, error) {
	tmp, err := os.MkdirTemp("", "chanlint-")
	if err != nil {
		return output{}, err
	}
	defer os.RemoveAll(tmp)

	cmd := exec.Command(g.path, args...)
	cmd.Dir = g.dir
	outFile, errFile := filepath.Join(tmp, "stdout"), filepath.Join(tmp, "stderr")
	stop := watchFile(outFile, watcher)
	runErr := runTo(cmd, outFile, errFile)
	stop()
	if exit := (*exec.ExitError)(nil); runErr != nil && !errors.As(runErr, &exit) {
		return output{}, fmt.Errorf("running go %s: %w", args[0], runErr)
	}
	out := output{code: cmd.ProcessState.ExitCode()}
	if out.stdout, err = os.ReadFile(outFile); err != nil {
		return output{}, err
	}
	if out.stderr, err = os.ReadFile(errFile); err != nil {
		return output{}, err
	}
	return out, nil
}

// watchFile tells a watcher what is in a file whenever it has grown, until stop is
// called and has returned.
func watchFile(name string, watcher func(data []byte)) (stop func()) {
	if watcher == nil {
		return func() {}
	}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		size := 0
		for {
			select {
			case <-quit:
				return
			case <-ticker.C:
				if data, err := os.ReadFile(name); err == nil && len(data) > size {
					size = len(data)
					watcher(data)
				}
			}
		}
	}()
	return func() {
		close(quit)
		<-done
	}
}

func runTo(cmd *exec.Cmd, stdout, stderr string) error {
	out, err := os.Create(stdout)
	if err != nil {
		return err
	}
	defer out.Close()
	errs, err := os.Create(stderr)
	if err != nil {
		return err
	}
	defer errs.Close()
	cmd.Stdout, cmd.Stderr = out, errs
	return cmd.Run()
}

// query runs the go command for an answer that must not fail.
func (g goCommand) query(args ...string) ([]byte, error) {
	out, err := g.run(args...)
	if err != nil {
		return nil, err
	}
	if out.code != 0 {
		lines := tidy(out.stderr, "")
		if len(lines) == 0 {
			lines = []string{fmt.Sprintf("exit code %d", out.code)}
		}
		return nil, fmt.Errorf("go %s: %s", args[0], strings.TrimPrefix(strings.Join(lines, "\n"), "go: "))
	}
	return out.stdout, nil
}

// An environment is what the go command says of itself.
type environment struct {
	GOVERSION, GOMOD, GOWORK string
}

func readEnv(goCmd goCommand) (environment, error) {
	data, err := goCmd.query("env", "-json", "GOVERSION", "GOMOD", "GOWORK")
	if err != nil {
		return environment{}, err
	}
	var env environment
	if err := json.Unmarshal(data, &env); err != nil {
		return environment{}, fmt.Errorf("reading the output of go env: %w", err)
	}
	return env, nil
}

// roots returns the directories of the main module and of the workspace.
func (env environment) roots() []string {
	var roots []string
	for _, file := range []string{env.GOMOD, env.GOWORK} {
		if filepath.IsAbs(file) && file != os.DevNull {
			roots = append(roots, filepath.Dir(file))
		}
	}
	return roots
}

// within reports whether file is in one of the directories, or below.
func within(file string, dirs []string) bool {
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if slices.Contains(dirs, dir) {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}
