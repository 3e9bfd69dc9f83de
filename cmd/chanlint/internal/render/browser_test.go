package render

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chanlint/chanlint/cmd/chanlint/internal/graph"
)

// TestBrowser opens pages in a browser without a window, works the filter, and
// looks for errors on the console.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser := findBrowser(t)
	many := example(t)
	for few := many.Findings; len(many.Findings) < 500; {
		many.Findings = append(many.Findings, few...)
	}
	for _, test := range []struct {
		name   string
		report *Report
		each   int // findings of a pass
	}{
		{"example", example(t), 1},
		{"many", many, 100},
		{"hostile", hostile(), 0},
		{"nothing", &Report{}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := len(test.report.Findings)
			seen := openPage(t, browser, printed(t, test.report, "html", Options{}))
			if seen.Error != "" {
				t.Fatal(seen.Error)
			}
			for what, got := range map[string]view{"at first": seen.All, "after the reset": seen.Reset} {
				if got.Articles != all || got.Entries != all {
					t.Errorf("%s: %+v, want %d", what, got, all)
				}
			}
			if test.each > 0 {
				for what, c := range map[string]struct {
					got    view
					n      int
					passes []string
				}{
					"pass":             {seen.Pass, test.each, []string{"lockorder"}},
					"pass and package": {seen.Both, 0, []string{}},
					"package":          {seen.Package, test.each, []string{"sendclosed"}},
					"text":             {seen.Text, test.each, []string{"closedrecv"}},
				} {
					if c.got.Articles != c.n || c.got.Entries != c.n || !reflect.DeepEqual(c.got.Passes, c.passes) {
						t.Errorf("filter by %s: %+v, want %d of %s", what, c.got, c.n, c.passes)
					}
				}
			}
			if seen.Unlabeled > 0 || seen.Broken > 0 || seen.Duplicates > 0 || seen.Overflow {
				t.Errorf("%d elements without a label, %d broken links, %d duplicate IDs, overflow: %v", seen.Unlabeled, seen.Broken, seen.Duplicates, seen.Overflow)
			}
			if len(seen.Clipped) > 0 {
				t.Errorf("texts outside of their picture: %q", seen.Clipped)
			}
		})
	}
}

// TestBrowserGraph does the same with the pages of graphs.
func TestBrowserGraph(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser := findBrowser(t)
	for name, r := range map[string]*GraphReport{"example": exampleGraph(), "hostile": hostileGraph(), "nothing": {Graph: new(graph.Graph)}} {
		t.Run(name, func(t *testing.T) {
			all := len(r.Graph.Objects)
			seen := openPage(t, browser, printedGraph(t, r, "html"))
			if seen.Error != "" {
				t.Fatal(seen.Error)
			}
			if seen.All.Articles != all || seen.Reset.Entries != all {
				t.Errorf("at first %+v, after the reset %+v, want %d", seen.All, seen.Reset, all)
			}
			if name == "example" && (seen.Text.Articles != 1 || seen.Text.Entries != 1) {
				t.Errorf("filter by text: %+v, want 1", seen.Text)
			}
			if seen.Unlabeled > 0 || seen.Broken > 0 || seen.Duplicates > 0 || seen.Overflow {
				t.Errorf("%d elements without a label, %d broken links, %d duplicate IDs, overflow: %v", seen.Unlabeled, seen.Broken, seen.Duplicates, seen.Overflow)
			}
			if len(seen.Clipped) > 0 {
				t.Errorf("texts outside of their picture: %q", seen.Clipped)
			}
		})
	}
}

// findings is what testdata/harness.html sees.
type findings struct {
	All, Pass, Both, Package, Text, Reset view
	Unlabeled, Broken, Duplicates         int
	Overflow                              bool
	Clipped                               []string
	Error                                 string
}

type view struct {
	Articles, Entries int
	Passes            []string
	Text              string
}

func findBrowser(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium is installed")
	return ""
}

// openPage opens a page in a browser, and returns what the harness sees.
func openPage(t *testing.T, browser, text string) findings {
	t.Helper()
	seen := make(chan findings, 1)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, req *http.Request) {
		http.ServeFile(w, req, filepath.Join("testdata", "harness.html"))
	})
	mux.HandleFunc("GET /favicon.ico", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /report", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(text))
	})
	mux.HandleFunc("POST /seen", func(_ http.ResponseWriter, req *http.Request) {
		var f findings
		if err := json.NewDecoder(req.Body).Decode(&f); err != nil {
			f.Error = err.Error()
		}
		seen <- f
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
		"--user-data-dir="+t.TempDir(), "--remote-debugging-port=0", server.URL)
	cmd.WaitDelay = 10 * time.Second
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var f findings
	select {
	case f = <-seen:
	case <-ctx.Done():
		f.Error = "the browser does not answer"
	}
	cancel()
	cmd.Wait() // killed
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, "CONSOLE") {
			t.Errorf("the browser says: %s", line)
		}
	}
	return f
}
