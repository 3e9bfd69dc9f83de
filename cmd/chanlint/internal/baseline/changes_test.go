package baseline

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseDiff(t *testing.T) {
	diff := `diff --git a/a.go b/a.go
index 1..2 100644
--- a/a.go
+++ b/a.go
@@ -1,0 +2,2 @@ package a
+var x int
+++ b/other.go
@@ -5 +7 @@ func f() {
--- a/c.go
+	g()
@@ -20,3 +22,0 @@
-1
-2
-3
diff --git a/gone.go b/gone.go
--- a/gone.go
+++ /dev/null
@@ -1 +0,0 @@
-package gone
\ No newline at end of file
diff --git a/old.go b/with space.go
similarity index 90%
--- a/old.go
+++ b/with space.go	
@@ -3,3 +3,4 @@
 context
+new
 context
 context
diff --git "a/t\303\244b\t.go" "b/t\303\244b\t.go"
--- "a/t\303\244b\t.go"
+++ "b/t\303\244b\t.go"
@@ -1 +1 @@
-a
+b
`
	root := t.TempDir()
	c, err := ParseDiff(root, []byte(diff))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		file        string
		first, last int
		want        bool
	}{
		{"ROOT/a.go", 1, 1, false},
		{"ROOT/a.go", 2, 2, true},
		{"ROOT/a.go", 3, 0, true}, // the end is not known
		{"ROOT/a.go", 4, 6, false},
		{"ROOT/a.go", 4, 7, true},
		{"ROOT/a.go", 8, 30, false},
		{"a.go", 7, 7, true},
		{"ROOT/../other/a.go", 2, 2, false},
		{"ROOT/other.go", 1, math.MaxInt, false},
		{"ROOT/gone.go", 1, 1, false},
		{"ROOT/old.go", 4, 4, false},
		{"ROOT/with space.go", 3, 3, false},
		{"ROOT/with space.go", 4, 4, true},
		{"ROOT/with space.go", 5, 5, false},
		{"ROOT/täb\t.go", 1, 1, true},
	} {
		file := strings.Replace(test.file, "ROOT", filepath.ToSlash(root), 1)
		if got := c.Contain(filepath.FromSlash(file), test.first, test.last); got != test.want {
			t.Errorf("lines %d to %d of %s: %v", test.first, test.last, test.file, got)
		}
	}
}

func TestParseDiffErrors(t *testing.T) {
	for diff, want := range map[string]string{
		"+++ c.go\n":               `line 1 of the diff: file name "c.go" without the prefix b/`,
		"+++ \"b/c.go\n":           "line 1 of the diff: malformed name",
		"+++ b/c.go\n@@ -1 @@\n":   "line 2 of the diff: malformed hunk",
		"+++ b/c.go\n@@ -1 +x @@":  "line 2 of the diff: malformed hunk",
		"+++ b/c.go\n@@ -1 +-1 @@": "line 2 of the diff: malformed hunk",
		"+++ b/c.go\n@@ -1 +1 @@":  "the diff ends in the middle",
	} {
		if _, err := ParseDiff("", []byte(diff)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", diff, err, want)
		}
	}
}

// repository returns a new git repository with a commit of a.go, and the
// function that runs git in it.
func repository(t *testing.T) (dir string, run func(args ...string)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir = t.TempDir()
	t.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(dir, "none"))
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	run = func(args ...string) {
		t.Helper()
		args = append([]string{"-C", dir, "-c", "user.name=n", "-c", "user.email=e"}, args...)
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	run("init", "-q")
	write(t, filepath.Join(dir, "sub", "a.go"), "one\ntwo\nthree\nfour\nfive\nsix\n")
	write(t, filepath.Join(dir, ".gitignore"), "ignored.go\n")
	run("add", ".")
	run("commit", "-q", "-m", "first")
	return dir, run
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestSince(t *testing.T) {
	dir, run := repository(t)
	run("config", "diff.noprefix", "true")
	run("config", "diff.external", "false")
	run("config", "color.diff", "always")
	a := filepath.Join(dir, "sub", "b ä.go")
	run("mv", filepath.Join("sub", "a.go"), filepath.Join("sub", "b ä.go"))
	write(t, a, "one\ntwo\nthree\nnew\nfour\nfive\nsix\n")
	run("commit", "-q", "-a", "-m", "second")
	write(t, a, "one\ntwo\nthree\nnew\nfour\nfive\nSIX\n")
	write(t, filepath.Join(dir, "sub", "untracked.go"), "1\n")
	write(t, filepath.Join(dir, "sub", "ignored.go"), "1\n")

	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		link = dir // not everybody may make links
	}
	for _, from := range []string{dir, filepath.Join(dir, "sub"), link} {
		for revision, want := range map[string]string{"HEAD~1": "...x..x", "HEAD": "......x"} {
			c, err := Since(from, revision)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for line := 1; line <= 7; line++ {
				if c.Contain(filepath.Join(link, "sub", "b ä.go"), line, line) {
					got += "x"
				} else {
					got += "."
				}
			}
			if got != want {
				t.Errorf("%s since %s: %s, want %s", from, revision, got, want)
			}
			if !c.Contain(filepath.Join(dir, "sub", "untracked.go"), 1, 1) || c.Contain(filepath.Join(dir, "sub", "ignored.go"), 1, 1) {
				t.Error("untracked files have changed, ignored ones have not")
			}
		}
	}
}

func TestSinceErrors(t *testing.T) {
	dir, _ := repository(t)
	for _, revision := range []string{"nothing", "", "--output=x", "HEAD:sub"} {
		if _, err := Since(dir, revision); err == nil || !strings.HasPrefix(err.Error(), "git does not know the revision ") {
			t.Errorf("revision %q: error %v", revision, err)
		}
	}
	outside := t.TempDir()
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(outside))
	if _, err := Since(outside, "HEAD"); err == nil || !strings.Contains(err.Error(), "is not in the working tree of a git repository: git rev-parse: fatal: not a git repository") {
		t.Errorf("no repository: error %v", err)
	}
	t.Setenv("PATH", "")
	if _, err := Since(dir, "HEAD"); err == nil || !strings.Contains(err.Error(), "executable file not found") {
		t.Errorf("no git: error %v", err)
	}
}

// FuzzParseDiff checks of any diff that it is refused, or that the lines of its files
// are positive.
func FuzzParseDiff(f *testing.F) {
	f.Add([]byte("--- a/p.go\n+++ b/p.go\n@@ -1,2 +1,3 @@\n a\n+b\n c\n"))
	f.Add([]byte("+++ \"b/\\303\\244.go\"\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n"))
	f.Add([]byte("+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"))
	f.Fuzz(func(t *testing.T, diff []byte) {
		c, err := ParseDiff("/root", diff)
		if err != nil {
			return
		}
		for file, ranges := range c.files {
			for _, r := range ranges {
				if r.first < 0 || r.last < r.first {
					t.Errorf("%s: %+v", file, r)
				}
			}
		}
	})
}
