package render

import (
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/trace"
)

func TestIdentify(t *testing.T) {
	for _, test := range []struct{ code, function, statement string }{
		{"func f() { @ch <- 1 }", "f", "ch <- 1"},
		{"func f() { ch @<- /* one */ 1; g() }", "f", "ch <- 1"},
		{"func (T) f() { @close(ch) }", "T.f", "close ( ch )"},
		{"func (t *T[K, V]) f() { @close(ch) }", "(*T).f", "close ( ch )"},
		{"func (*(T[K])) f() { @close(ch) }", "(*T).f", "close ( ch )"},
		{"func f() { go func() { @ch <- 1 }() }", "f.func", "ch <- 1"},
		{"func f() { @go func() { ch <- 1 }() }", "f", "go func ( )"},
		{"var f = func() { @ch <- 1 }", ".func", "ch <- 1"},
		{"var x = @<-ch", "", "x = <- ch"},
		{"func f() { for v := range @ch { g(v) } }", "f", "for v := range ch"},
		{"func f() { select { case @<-ch: g() } }", "f", "<- ch"},
		{"func f() { switch @<-ch { case 1: g() } }", "f", "switch <- ch"},
		{"func f() { g(); @}", "f", "}"},
		{"func f() { @ch <- }", "f", "ch <- }"},
		{"func f() int { return @<-ch }; func g() {}", "f", "return <- ch"},
	} {
		before, after, _ := strings.Cut("package a\n"+test.code, "@")
		column := len(before) - strings.LastIndexByte(before, '\n')
		id := Identify(&Report{
			ReadFile: func(string) ([]byte, error) { return []byte(before + after), nil },
			Findings: []Finding{{Pass: "p", Package: "m/a [m/a.test]", Pos: trace.Position{File: "a.go", Line: 2, Column: column}}},
		})[0]
		if want := (Identity{"p", "m/a", test.function, test.statement}); id != want {
			t.Errorf("%s: %+v, want %+v", test.code, id, want)
		}
	}
}

// TestFingerprints checks that findings that are alike have different
// fingerprints, and that these do not depend on lines.
func TestFingerprints(t *testing.T) {
	of := func(source string, lines ...int) []string {
		r := &Report{ReadFile: func(string) ([]byte, error) { return []byte(source), nil }}
		for _, n := range lines {
			r.Findings = append(r.Findings, Finding{Pass: "p", Pos: trace.Position{File: "a.go", Line: n, Column: 2}})
		}
		return Fingerprints(r)
	}
	a := of("package a\nfunc f() {\n\tch <- 1\n\tch <- 1\n}\n", 3, 4)
	b := of("package a\n\n\nfunc f() {\n\tch <- 1\n\tg()\n\tch <- 1\n}\n", 5, 7)
	if a[0] == a[1] || a[0] != b[0] || a[1] != b[1] {
		t.Errorf("fingerprints %q and %q", a, b)
	}
}
