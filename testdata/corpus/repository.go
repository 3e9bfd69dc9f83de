package main

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed repositories.csv
var repositoriesCSV string

// A repository is code to sweep over. Its name is "std", "cmd", the path of a
// module that this module requires, or the owner and name of a git repository.
type repository struct {
	name    string
	commit  string // or the version
	goflags string
	// patterns are those of the packages, as the go command takes them.
	patterns []string
}

func readRepositories(text string) ([]repository, error) {
	records, err := readCSV(text, "repository", "commit", "goflags", "patterns")
	if err != nil {
		return nil, fmt.Errorf("repositories.csv: %w", err)
	}
	var rs []repository
	for _, record := range records {
		rs = append(rs, repository{record[0], record[1], record[2], strings.Fields(record[3])})
	}
	return rs, nil
}

// readCSV returns the records below the header, which must be this one.
func readCSV(text string, header ...string) ([][]string, error) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) == 0 || strings.Join(records[0], ",") != strings.Join(header, ",") {
		return nil, fmt.Errorf("the header is not %s", strings.Join(header, ","))
	}
	return records[1:], nil
}

// isModule reports whether the repository is a module that the go command
// downloads. As in an import path, a dot in the first element tells.
func (r repository) isModule() bool {
	first, _, _ := strings.Cut(r.name, "/")
	return strings.Contains(first, ".")
}

// materialize returns a directory with the code. Checkouts are below work, and
// are made from the mirrors if they are not there yet.
func (r repository) materialize(mirrors, work string) (string, error) {
	switch {
	case r.name == "std" || r.name == "cmd":
		version, err := output("", "go", "env", "GOVERSION")
		if err != nil {
			return "", err
		}
		if version != r.commit {
			return "", fmt.Errorf("the labels are for %s, and this is %s", r.commit, version)
		}
		goroot, err := output("", "go", "env", "GOROOT")
		if err != nil {
			return "", err
		}
		dir := filepath.Join(goroot, "src")
		if r.name == "cmd" {
			dir = filepath.Join(dir, "cmd")
		}
		return dir, nil
	case r.isModule():
		return r.copyModule(work)
	default:
		return r.checkout(mirrors, work)
	}
}

// dir returns the directory for a checkout. It has the commit in its name, so
// that another commit is not taken for this one.
func (r repository) dir(work string) (string, error) {
	name := strings.ReplaceAll(r.name, "/", "+") + "@" + r.commit[:min(12, len(r.commit))]
	return filepath.Abs(filepath.Join(work, name))
}

// copyModule copies a module from the module cache, which is read-only.
func (r repository) copyModule(work string) (string, error) {
	from, err := output("", "go", "list", "-m", "-f", "{{.Dir}} {{.Version}}", r.name)
	if err != nil {
		return "", err
	}
	from, version, _ := strings.Cut(from, " ")
	if version != r.commit {
		return "", fmt.Errorf("the labels are for %s, and go.mod has %s", r.commit, version)
	}
	dir, err := r.dir(work)
	if err != nil {
		return "", err
	}
	return dir, create(dir, func(dir string) error { return os.CopyFS(dir, os.DirFS(from)) })
}

// checkout writes the files of the commit.
func (r repository) checkout(mirrors, work string) (string, error) {
	dir, err := r.dir(work)
	if err != nil {
		return "", err
	}
	return dir, create(dir, func(dir string) error {
		mirror, err := findMirror(mirrors, r.name)
		if err != nil {
			return err
		}
		git := func(args ...string) (string, error) {
			cmd := exec.Command("git", append([]string{"--git-dir=" + mirror, "--work-tree=" + dir}, args...)...)
			// An index of its own leaves the mirror as it is.
			cmd.Env = append(os.Environ(), "GIT_INDEX_FILE="+dir+".index")
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			if err != nil {
				err = fmt.Errorf("%s: %w\n%s", cmd, err, out)
			}
			return string(out), err
		}
		defer os.Remove(dir + ".index")
		if _, err := git("read-tree", r.commit); err != nil {
			return err
		}
		// A mirror may lack its largest files, which are data. This fails
		// then, but goes on with the others.
		_, checkoutErr := git("checkout-index", "-a", "-f", "-q")
		missing, err := git("ls-files", "-d", "-z")
		if err != nil {
			return errors.Join(checkoutErr, err)
		}
		// Empty files stand in for them, so that go:embed finds them.
		for name := range strings.SplitSeq(strings.Trim(missing, "\x00"), "\x00") {
			if name == "" {
				continue
			}
			if strings.HasSuffix(name, ".go") {
				return fmt.Errorf("%s: %w", name, checkoutErr)
			}
			path := filepath.Join(dir, name)
			if err := cmp.Or(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, nil, 0o666)); err != nil {
				return err
			}
		}
		return nil
	})
}

// create makes a directory and has it filled, unless it is there. It appears
// only when it is full, so that one that was left half-way is not used.
func create(dir string, fill func(dir string) error) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return err
	}
	partial, err := os.MkdirTemp(filepath.Dir(dir), "partial")
	if err != nil {
		return err
	}
	defer os.RemoveAll(partial)
	if err := fill(partial); err != nil {
		return err
	}
	return os.Rename(partial, dir)
}

// findMirror returns the git directory of a repository: a bare repository, or
// one with a work tree, in one of the usual places.
func findMirror(mirrors, name string) (string, error) {
	if mirrors == "" {
		return "", errors.New("no checkout, and -mirrors is not given")
	}
	base := filepath.Join(mirrors, strings.ReplaceAll(name, "/", "+"))
	for _, dir := range []string{base + "/repo/.git", base + "/repo", base + ".git", base + "/.git", base} {
		if _, err := os.Stat(filepath.Join(dir, "HEAD")); err == nil {
			return filepath.Abs(dir)
		}
	}
	return "", fmt.Errorf("no mirror in %s", base)
}
