package main

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
)

//go:embed labels.csv
var labelsCSV string

var labelsHeader = []string{"repository", "commit", "pass", "function", "message stem", "label", "why"}

// The labels. They are given by following the reported steps in the code.
const (
	isTrue     = "true"     // a defect that a maintainer would mend
	isHarmless = "harmless" // happens as described, but on purpose or without consequence
	isFalse    = "false"    // cannot happen as described
)

// A label says whether a finding is right.
type label struct {
	repository string
	commit     string // at which the code was read
	key
	label string
	why   string
}

func readLabels(text string) ([]label, error) {
	records, err := readCSV(text, labelsHeader...)
	if err != nil {
		return nil, fmt.Errorf("labels.csv: %w", err)
	}
	var ls []label
	for i, r := range records {
		l := label{r[0], r[1], key{r[2], r[3], r[4]}, r[5], r[6]}
		switch l.label {
		case isTrue, isHarmless, isFalse:
		default:
			return nil, fmt.Errorf("labels.csv: record %d: label %q", i+2, l.label)
		}
		if l.why == "" {
			return nil, fmt.Errorf("labels.csv: record %d: no reason", i+2)
		}
		ls = append(ls, l)
	}
	return ls, nil
}

// writeLabels prints findings as records of labels.csv, to be completed.
func writeLabels(w io.Writer, ms []match, rs []repository) error {
	out := csv.NewWriter(w)
	for _, m := range ms {
		i := slices.IndexFunc(rs, func(r repository) bool { return r.name == m.repository })
		f := m.finding
		if err := out.Write([]string{m.repository, rs[i].commit, f.pass, f.function, f.stem, "?", "?"}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

type state int

const (
	matched state = iota // a finding with its label
	unknown              // a finding without a label
	gone                 // a label whose finding is not reported any more
)

// A match is a finding and its label, of which one can be missing.
type match struct {
	repository string
	state      state
	finding    finding
	label      label
}

func (m match) String() string {
	switch m.state {
	case unknown:
		return "NEW      " + m.finding.String()
	case gone:
		return fmt.Sprintf("gone     %s: %s (%s), which was %s", m.label.function, m.label.stem, m.label.pass, m.label.label)
	default:
		return fmt.Sprintf("%-8s %s", m.label.label, m.finding)
	}
}

// compare pairs the findings of a repository with its labels. Where several
// have the same key, they are paired in their order.
func compare(repository string, fs []finding, ls []label) []match {
	left := make(map[key][]label)
	for _, l := range ls {
		if l.repository == repository {
			left[l.key] = append(left[l.key], l)
		}
	}
	var ms []match
	for _, f := range fs {
		m := match{repository: repository, state: unknown, finding: f}
		if l := left[f.key]; len(l) > 0 {
			m.state, m.label = matched, l[0]
			left[f.key] = l[1:]
		}
		ms = append(ms, m)
	}
	for _, l := range ls {
		if rest := left[l.key]; l.repository == repository && len(rest) > 0 {
			ms = append(ms, match{repository: repository, state: gone, label: rest[0]})
			left[l.key] = rest[1:]
		}
	}
	return ms
}

// A count is the number of findings of each label.
type count struct {
	pass                      string
	rightly, harmless, untrue int
}

func (c count) all() int { return c.rightly + c.harmless + c.untrue }

// notFalse returns the share of findings that happen as described. It decides
// about the exit code.
func (c count) notFalse() float64 { return share(c.rightly+c.harmless, c.all()) }

// useful returns the share of findings that a maintainer would act on.
func (c count) useful() float64 { return share(c.rightly, c.all()) }

// share returns 1 for nothing out of nothing: who reports nothing is never wrong.
func share(n, all int) float64 {
	if all == 0 {
		return 1
	}
	return float64(n) / float64(all)
}

// tally counts the labels of each pass, in the order of names, and of all.
func tally(ms []match) []count {
	passes := make(map[string]count)
	var total count
	for _, m := range ms {
		pass := passes[m.label.pass]
		for _, c := range []*count{&pass, &total} {
			switch m.label.label {
			case isTrue:
				c.rightly++
			case isHarmless:
				c.harmless++
			case isFalse:
				c.untrue++
			}
		}
		passes[m.label.pass] = pass
	}
	var counts []count
	for _, name := range slices.Sorted(maps.Keys(passes)) {
		c := passes[name]
		c.pass = name
		counts = append(counts, c)
	}
	total.pass = "all"
	return append(counts, total)
}

func printTallies(w io.Writer, counts []count) {
	fmt.Fprintf(w, "%-14s %5s %8s %5s %10s %7s\n", "", "true", "harmless", "false", "not false", "true")
	for _, c := range counts {
		fmt.Fprintf(w, "%-14s %5d %8d %5d %9.0f%% %6.0f%%\n",
			c.pass, c.rightly, c.harmless, c.untrue, 100*c.notFalse(), 100*c.useful())
	}
}
