package baseline

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Changes are the lines of files that are new or have changed.
type Changes struct {
	root  string // that the names are relative to
	files map[string][]lines
}

// lines is a range of lines.
type lines struct{ first, last int }

// Since returns the lines of the repository around a directory that have changed
// since a revision, committed or not. All lines of files that git does not track
// and does not ignore have changed.
func Since(dir, revision string) (*Changes, error) {
	root, err := git(dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("%s is not in the working tree of a git repository: %w", dir, err)
	}
	top := strings.TrimSuffix(string(root), "\n")
	commit, err := git(top, "rev-parse", "--verify", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("git does not know the revision %q: %w", revision, err)
	}
	diff, err := git(top, "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/",
		"--unified=0", "--inter-hunk-context=0", "--find-renames", "--output-indicator-new=+", "--output-indicator-old=-", strings.TrimSpace(string(commit)), "--")
	if err != nil {
		return nil, err
	}
	c, err := ParseDiff(top, diff)
	if err != nil {
		return nil, err
	}
	untracked, err := git(top, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(untracked), "\x00"), "\x00") {
		c.files[name] = []lines{{1, math.MaxInt}}
	}
	return c, nil
}

// git runs a git command and returns what it prints.
func git(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		first, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		return nil, fmt.Errorf("git %s: %s", args[0], first)
	}
	return out, err
}

// ParseDiff returns the lines that a diff in git's format adds, whose prefixes
// are a/ and b/. Names are relative to root.
func ParseDiff(root string, diff []byte) (*Changes, error) {
	c := &Changes{root, make(map[string][]lines)}
	var (
		name     string // of the file, "" if it is gone
		next     int    // the next line of the file
		old, new int    // what is left of the hunk: lines that look like headers can be in it
	)
	number := 0
	for line := range bytes.Lines(diff) {
		number++
		text := strings.TrimRight(string(line), "\r\n")
		switch {
		case strings.HasPrefix(text, `\`): // no newline at the end of the file
		case old > 0 && strings.HasPrefix(text, "-"):
			old--
		case new > 0 && strings.HasPrefix(text, "+"):
			c.add(name, next)
			new--
			next++
		case old > 0 && new > 0: // context
			old--
			new--
			next++
		case strings.HasPrefix(text, "+++ "):
			var err error
			if name, err = newName(text[len("+++ "):]); err != nil {
				return nil, fmt.Errorf("line %d of the diff: %w", number, err)
			}
		case strings.HasPrefix(text, "@@ "):
			var err error
			if old, next, new, err = hunk(text); err != nil {
				return nil, fmt.Errorf("line %d of the diff: %w", number, err)
			}
		}
	}
	if old > 0 || new > 0 {
		return nil, errors.New("the diff ends in the middle")
	}
	return c, nil
}

// newName returns the name of a file in a header, "" for a file that is gone.
func newName(s string) (string, error) {
	s = strings.TrimSuffix(s, "\t") // it ends names with spaces
	if s == "/dev/null" {
		return "", nil
	}
	if strings.HasPrefix(s, `"`) {
		unquoted, err := strconv.Unquote(s)
		if err != nil {
			return "", fmt.Errorf("malformed name %s", s)
		}
		s = unquoted
	}
	name, ok := strings.CutPrefix(s, "b/")
	if !ok {
		return "", fmt.Errorf("file name %q without the prefix b/", s)
	}
	return name, nil
}

// hunk parses the header of a hunk: "@@ -old,n +first,n @@".
func hunk(s string) (old, first, new int, err error) {
	fields := strings.Fields(s)
	if len(fields) < 4 || !strings.HasPrefix(fields[1], "-") || !strings.HasPrefix(fields[2], "+") {
		return 0, 0, 0, fmt.Errorf("malformed hunk %q", s)
	}
	_, old, err = span(fields[1][1:])
	if err == nil {
		first, new, err = span(fields[2][1:])
	}
	if err != nil {
		return 0, 0, 0, fmt.Errorf("malformed hunk %q", s)
	}
	return old, first, new, nil
}

// span parses "first,n"; n is 1 if it is missing.
func span(s string) (first, n int, err error) {
	from, count, ok := strings.Cut(s, ",")
	n = 1
	if first, err = strconv.Atoi(from); err == nil && ok {
		n, err = strconv.Atoi(count)
	}
	if err == nil && (first < 0 || n < 0) {
		err = strconv.ErrRange
	}
	return first, n, err
}

// add notes that a line has changed.
func (c *Changes) add(name string, line int) {
	list := c.files[name]
	if n := len(list); n > 0 && list[n-1].last == line-1 {
		list[n-1].last = line
		return
	}
	c.files[name] = append(list, lines{line, line})
}

// Contain reports whether one of the lines from first to last of a file has
// changed.
func (c *Changes) Contain(file string, first, last int) bool {
	for _, l := range c.files[c.name(file)] {
		if first <= l.last && l.first <= max(first, last) {
			return true
		}
	}
	return false
}

// name returns the name of a file as git has it. The way to the file may have
// symbolic links, which git resolves.
func (c *Changes) name(file string) string {
	if !filepath.IsAbs(file) {
		return filepath.ToSlash(filepath.Clean(file))
	}
	if rel, err := filepath.Rel(c.root, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(file)); err == nil {
		if rel, err := filepath.Rel(c.root, filepath.Join(dir, filepath.Base(file))); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(file)
}
