package detect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chanlint/chanlint/passes/internal/detect"
	"github.com/chanlint/chanlint/passes/internal/explore"
	"github.com/chanlint/chanlint/passes/internal/known"
	"github.com/chanlint/chanlint/passes/internal/link"
	"github.com/chanlint/chanlint/passes/internal/model"
)

// find explores root of a program, whose package variable p.ch nobody else knows, and detects.
func find(t *testing.T, text string, opts explore.Options) []detect.Finding {
	t.Helper()
	return findIn(t, parse(t, text), opts)
}

// parse reads a program.
func parse(t *testing.T, text string) []*model.FuncModel {
	t.Helper()
	funcs, err := model.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return funcs
}

// findIn is find for a program that was read.
func findIn(t *testing.T, funcs []*model.FuncModel, opts explore.Options) []detect.Finding {
	t.Helper()
	prog := link.New(funcs, nil, []model.Global{{Name: "p.ch", Zero: true, Private: true}}, known.Tables{})
	fn, err := prog.Func("root")
	if err != nil {
		t.Fatal(err)
	}
	return detect.Find(explore.Run(prog, fn, nil, opts))
}

// kinds names the kinds of what find finds.
func kinds(t *testing.T, text string, opts explore.Options) string {
	t.Helper()
	got := ""
	for _, f := range find(t, text, opts) {
		got += names[f.Kind]
	}
	return got
}

var names = []string{"SendClosed", "CloseClosed", "CloseNil", "NilChan", "UnclosedRange", "MainExit", "MainSleep", "Leak",
	"Deadlock", "NegativeCounter", "UnlockUnlocked",
	"HeldOnReturn", "DoubleLock", "MissingDone", "AddRace", "Spin"}

// TestKinds checks which kind of finding is chosen, at which place, and the
// other site.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		name, want, text string
	}{
		{"the root itself is stuck: deadlock", "Deadlock @2 root", `
func root/0 {
	s0 = makechan 0
	recv s0 :x 'ch' @2
	ret @3
}`},
		{"a goroutine is stuck after the root returned: leak", "Leak @10 other @3", `
func root/0 {
	s0 = makechan 0
	call s0 :go <f> @1
	ret @3
}
func f/1 {
	recv s0 :x @10
	ret
}`},
		{"both are stuck: one report, of the root", "Deadlock @2 root", `
func root/0 {
	s0 = makechan 0
	s1 = makechan 0
	call s0 s1 :go <f> @1
	recv s0 :x @2
	send s1 1 @3
	ret
}
func f/2 {
	recv s1 :x @10
	send s0 1 @11
	ret
}`},
		{"a helper of the goroutine blocks: reported at the call", "Leak @10 other @3", `
func root/0 {
	s0 = makechan 0
	call s0 :go <f> @1
	ret @3
}
func f/1 {
	call s0 <g> @10
	ret
}
func g/1 {
	recv s0 :x @20
	ret
}`},
		{"what a method is called of is not nil: the receive is reached", "", `
func root/0 {
	s0 = opaque :e
	invoke s0 <Log|(p.logger).Log|> @1
	s1 = makechan 0
	call s1 :go <f> @2
	s2 = bin s0 nil :==
	br s2 -> L5 L6
L5:
	ret @3
L6:
	recv s1 :x @4
	ret @5
}
func f/1 {
	send s0 1 @10
	ret
}`},
		{"a range that nobody ends: unclosed", "UnclosedRange @10 other @3", `
func root/0 {
	s0 = makechan 0
	call s0 :go <f> @1
	ret @3
}
func f/1 {
L0:
	s1, s2 = recv s0 :irange @10
	br s2 -> L0 L1
L1:
	ret
}`},
		{"a range over what a package variable is made with may be meant", "UnclosedRange @10 doubtful other @3", `
func root/0 {
	s0 = call <p.init>
	call s0 :go <f> @1
	ret @3
}
func p.init/0 {
	s0 = makechan 0
	ret s0
}
func f/1 {
L0:
	s1, s2 = recv s0 :irange @10
	br s2 -> L0 L1
L1:
	ret
}`},
		{"who waits for the range hangs on it", "UnclosedRange @10", `
func root/0 {
	s0 = makechan 0
	s1 = new :2
	wgadd s1 1 @1
	call s0 s1 :go <f> @2
	send s0 1 @3
	wgwait s1 @4
	ret
}
func f/2 {
L0:
	s2, s3 = recv s0 :irange @10
	br s3 -> L0 L1
L1:
	wgadd s1 -1 @11
	ret
}`},
		{"the range waits for a stuck sender: both leak", "Leak @10 other @4; Leak @20 other @4", `
func root/0 {
	s0 = makechan 0
	s1 = makechan 0
	call s0 :go <f> @1
	call s0 s1 :go <g> @2
	ret @4
}
func f/1 {
L0:
	s1, s2 = recv s0 :irange @10
	br s2 -> L0 L1
L1:
	ret
}
func g/2 {
	send s1 1 @20
	close s0 @21
	ret
}`},
		{"a lock held by a goroutine that is stuck: deadlock", "Deadlock @11 other @10", `
func root/0 {
	s0 = new :4
	s1 = field s0 :2
	call s0 s1 :go <f> @1
	call s1 s0 :go <f> @2
	ret @3
}
func f/2 {
	lock s0 @10
	lock s1 @11
	unlock s1 @12
	unlock s0 @13
	ret
}`},
		{"a lock left behind by one that ended: leak", "Leak @10 other @1", `
func root/0 {
	s0 = new :2
	lock s0 @1
	call s0 :go <f> @2
	ret @3
}
func f/1 {
	lock s0 @10
	unlock s0 @11
	ret
}`},
		{"nil channel", "NilChan @2 root", `
func root/0 {
	send nil 1 @2
	ret
}`},
		{"send on closed, closed elsewhere", "SendClosed @2 root other @10 foreign", `
func root/0 {
	s0 = makechan 1
	s1 = makechan 0
	call s0 s1 :go <f> @1
	recv s1 :x @3
	send s0 1 @2
	ret
}
func f/2 {
	close s0 @10
	close s1 @11
	ret
}`},
		{"closed twice by the same call", "CloseClosed @10 root other @10 loop", `
func root/0 {
	s0 = makechan 1
	call s0 <f> @1
	call s0 <f> @2
	ret
}
func f/1 {
	close s0 @10
	ret
}`},
		{"select {} may be meant", "Leak @1 doubtful root", `
func root/0 {
	select :1 @1
	ret
}`},
		{"unknown code gets a function that waits", "SendClosed @10 doubtful other @3 foreign", `
func root/0 {
	s0 = makechan 1
	s1 = makechan 0
	call s0 s1 :go <f> @1
	s2 = closure s1 <g>
	unknown s2 @2
	close s0 @3
	ret
}
func f/2 {
	send s0 1 @10
	close s1
	ret
}
func g/0/1 {
	recv s0 :x @20
	ret
}`},
		{"unknown code gets one that does not", "SendClosed @10 other @3 foreign", `
func root/0 {
	s0 = makechan 1
	s1 = makechan 0
	call s0 s1 :go <f> @1
	s2 = closure s1 <g>
	unknown s2 @2
	close s0 @3
	ret
}
func f/2 {
	send s0 1 @10
	close s1
	ret
}
func g/0/1 {
	work
	ret
}`},
		{"without a position there is no report", "", `
func root/0 {
	s0 = makechan 0
	recv s0 :x
	ret
}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range find(t, c.text, explore.Options{}) {
				s := fmt.Sprintf("%s @%d", names[f.Kind], f.At.Pos)
				if f.Level == detect.Doubtful {
					s += " doubtful"
				}
				if f.Proc == 1 { // the first process
					s += " root"
				}
				if f.Other.Pos != 0 {
					s += fmt.Sprintf(" other @%d", f.Other.Pos)
				}
				if f.Foreign && f.Kind == detect.SendClosed {
					s += " foreign"
				}
				if f.Loop {
					s += " loop"
				}
				got = append(got, s)
			}
			if g := strings.Join(got, "; "); g != c.want {
				t.Errorf("got %q, want %q", g, c.want)
			}
		})
	}
}

// TestEvents checks that a finding carries the run that leads to it.
func TestEvents(t *testing.T) {
	fs := find(t, `
func root/0 {
	s0 = makechan 1 @1
	close s0 @2
	send s0 1 @3
	ret
}`, explore.Options{})
	if len(fs) != 1 {
		t.Fatalf("%d findings", len(fs))
	}
	var got []string
	for _, e := range fs[0].Events {
		got = append(got, fmt.Sprintf("%v@%d", e.Op, e.Site.Pos))
	}
	if s := strings.Join(got, " "); s != "makechan@1 close@2 send@3" {
		t.Errorf("events %s", s)
	}
}

// TestLater checks that the run goes on to where it shows why nobody helps.
func TestLater(t *testing.T) {
	fs := find(t, `
func root/0 {
	s0 = new :2
	s1 = new :1
	s2 = makechan 0
	wgadd s0 1
	call s0 s1 s2 :go <f> @1
	wgwait s0 @2
	ret
}
func f/3 {
	lock s1 @10
	unlock s1 @11
	recv s2 :x @12
	wgadd s0 -1 @13
	ret
}`, explore.Options{Full: true})
	for _, f := range fs {
		if f.Site.Pos != 2 {
			continue
		}
		if len(f.Later) == 0 || f.Later[len(f.Later)-1].Site.Pos != 11 {
			t.Errorf("it goes on with %+v", f.Later)
		}
		if len(f.Stuck) != 2 {
			t.Errorf("%d processes are stuck, want 2", len(f.Stuck))
		}
		return
	}
	t.Errorf("no finding at the wait: %+v", fs)
}

// TestWeakDecisions checks that what rests on a weak decision is doubtful.
func TestWeakDecisions(t *testing.T) {
	for n, want := range []detect.Level{detect.Sure, detect.Doubtful, detect.Doubtful} {
		text := "func root/0 {\n"
		for range n {
			text += "\ts0 = opaque :b <weak>\n\tassume s0\n"
		}
		text += "\tclose nil @5\n\tret\n}"
		if fs := find(t, text, explore.Options{}); len(fs) != 1 || fs[0].Level != want {
			t.Errorf("%d weak decisions: %v, want one of level %d", n, fs, want)
		}
	}
}

// TestMainReturns checks the findings for a main that returns early.
func TestMainReturns(t *testing.T) {
	for want, text := range map[string]string{
		"MainExit":  "\tcall :go <f> @1\n\tret @2\n",
		"MainSleep": "\tcall :go <f> @1\n\tsleep @3\n\tret @2\n",
		"":          "\tcall :go <f> @1\n\tservice @3\n\tret @2\n",
	} {
		got := kinds(t, "func root/0 {\n"+text+"}\nfunc f/0 {\n\twork @10\n\tret\n}", explore.Options{Main: true})
		if got != want {
			t.Errorf("got %q, want %q\n%s", got, want, text)
		}
	}
}

// TestOutOfBudget checks what is found if only a part of the states is explored: what
// nobody can end any more, and nothing else.
func TestOutOfBudget(t *testing.T) {
	for text, want := range map[string]string{
		"call s1 :go <counter> @2":                  "Leak", // it never gets to know the channel
		"call s1 s0 :go <keeper> @2":                "",     // it could receive after all
		"call s1 :go <counter> @2\n\trecv s0 :x @3": "",
	} {
		got := kinds(t, `
func root/0 {
	s0 = makechan 0
	s1 = new :2
	call s0 s1 :go <sender> @1
	`+text+`
	ret @4
}
func sender/2 {
	lock s1 @10
	unlock s1 @11
	send s0 1 @12
	lock s1 @13
	unlock s1 @14
	ret
}
func counter/1 {
	s1 = field s0 :1
L:
	lock s0 @20
	s2 = load s1 :i
	s3 = bin s2 1 :+
	store s1 s3
	unlock s0 @21
	jmp -> L
}
func keeper/2 {
	call s0 <counter> @30
	recv s1 :x @31
	ret
}`, explore.Options{States: 60})
		if got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// TestOutOfBudgetByName checks that what uses the package variable of a channel may still
// receive from it.
func TestOutOfBudgetByName(t *testing.T) {
	for _, named := range []bool{false, true} {
		store, last, want := "", "", "Leak"
		if named {
			store, last, want = "store @p.ch s0 @1", "s3 = load @p.ch :c @5\n\trecv s3 :x @6", ""
		}
		got := kinds(t, `
func root/0 {
	s0 = makechan 0
	`+store+`
	s1 = new :2
	call s0 s1 :go <sender> @2
	s0 = mov nil
	call s1 :go <counter> @3
	call s1 <counter> @4
	`+last+`
	ret @7
}
func sender/2 {
	lock s1 @10
	unlock s1 @11
	send s0 1 @12
	ret
}
func counter/1 {
	s1 = field s0 :1
L:
	lock s0 @20
	s2 = load s1 :i
	s3 = bin s2 1 :+
	store s1 s3
	s4 = bin s3 40 :<
	unlock s0 @21
	br s4 -> L E
E:
	ret @22
}`, explore.Options{States: 60, Main: true})
		if got != want {
			t.Errorf("%v: got %q, want %q", named, got, want)
		}
	}
}

// TestCallback checks that unknown code which gets to know a function may call it, also if that
// is stored where it finds it.
func TestCallback(t *testing.T) {
	for given, want := range map[string]string{
		"":              "Deadlock",
		"store s1 s2":   "",
		"s3 = new :1":   "Deadlock",
		"unknown s2 @2": "",
		"s3 = new :1\n\tstore s3 s2\n\tstore s1 s3": "",
	} {
		got := kinds(t, `
func root/0 {
	s0 = makechan 0 'ch' @1
	store @p.ch s0
	s1 = opaque :p
	s2 = closure <answer>
	`+given+`
	recv s0 :x 'ch' @3
	ret @4
}
func answer/0 {
	s0 = load @p.ch :c
	send s0 1 'ch' @11
	ret @12
}`, explore.Options{Main: true})
		if got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

// TestSkippedWait checks that what is not looked into, at a depth, does not make a finding
// sure: how the wait has ended that it is.
func TestSkippedWait(t *testing.T) {
	funcs := parse(t, `
func root/0 {
	s0 = makechan 1
	s1 = makechan 0
	s2 = call s0 <wait> @1
	br s2 @2 -> L4 L5
L4:
	recv s1 :x 'ch' @3
L5:
	ret @4
}
func wait/1 {
	s1, s2 = recv s0 :xok @10
	br s2 @11 -> L3 L4
L3:
	ret false @12
L4:
	ret true @13
}`)
	funcs[1].Results = string(rune(model.Bool))
	fs := findIn(t, funcs, explore.Options{Depth: 1})
	if len(fs) != 1 || fs[0].Level != detect.Doubtful {
		t.Errorf("%v, want a doubtful one", fs)
	}
}

// TestSkippedMaker checks that what an object holds which was made in a call that is not looked
// into is not taken for sure: two of its fields go together.
func TestSkippedMaker(t *testing.T) {
	funcs := parse(t, `
func root/0 {
	s0 = call <build> @1
	s1 = makechan 0 'ch' @2
	s2 = field s0 :1
	s3 = load s2 :b @3
	br s3 @3 -> L5 L9
L5:
	s4 = field s0 :2
	s5 = load s4 :b @4
	br s5 @4 -> L9 L8
L8:
	recv s1 :x 'ch' @5
L9:
	ret @6
}
func build/0 {
	s0 = new :3 @21
	s1 = field s0 :1
	s2 = field s0 :2
	s3 = opaque :b
	br s3 @22 -> L5 L7
L5:
	store s1 true @23
	store s2 true @23
L7:
	ret s0 @24
}`)
	funcs[1].Results = string(rune(model.Ptr))
	for depth, want := range []int{0, 1} {
		fs := findIn(t, funcs, explore.Options{Depth: depth})
		if len(fs) != want || want > 0 && fs[0].Level != detect.Doubtful {
			t.Errorf("depth %d: %v, want %d doubtful ones", depth, fs, want)
		}
	}
}

// skippedWait is a function that waits, and is not looked into at a depth of 1.
const skippedWait = `
func wait/1 {
	s1, s2 = recv s0 :x 'in' @31
	br s2 @32 -> L2 L3
L2:
	ret @33
L3:
	ret @34
}`

// TestSkippedRound checks that a call which is not looked into may keep a goroutine from
// going round once more, and sending once more.
func TestSkippedRound(t *testing.T) {
	for _, call := range []string{"", "	call s2 <wait> @24\n"} {
		fs := find(t, `
func root/0 {
	s0 = makechan 0 'out' @1
	s1 = makechan 0 'in' @2
	call s0 s1 :go <pump> @3
	recv s0 :x 'out' @4
	ret @5
}
func pump/2 {
	s2 = mov s1
L1:
`+call+`	send s0 1 'out' @25
	jmp -> L1
}`+skippedWait, explore.Options{Depth: 1})
		want := detect.Sure
		if call != "" {
			want = detect.Doubtful
		}
		if len(fs) != 1 || fs[0].Level != want {
			t.Errorf("with %q: %v, want level %v", call, fs, want)
		}
	}
}

// TestSkippedStores checks that a function which is not looked into changes what it stores to,
// by itself or through a function that it was given, and nothing else.
func TestSkippedStores(t *testing.T) {
	for _, c := range []struct {
		name, given, stores string
		changes             bool
	}{
		{"the field", "nil", "s3 = field s0 :1\n	store s3 false @32", true},
		{"another field", "nil", "s3 = field s0 :2\n	store s3 false @32", false},
		{"its own object", "nil", "s3 = new :2\n	s4 = field s3 :1\n	store s4 false @32", false},
		{"a captured variable", "s3", "calldyn s1 @32", true},
	} {
		fs := find(t, `func root/1 {
	s1 = field s0 :1
	store s1 true @1
	s2 = makechan 1 'ch' @1
	send s2 1 'ch' @2
	s3 = closure s1 <reset>
	call s0 `+c.given+` <work> @3
	s4 = load s1 :b @4
	br s4 @4 -> L11 L10
L10:
	send s2 1 'ch' @5
L11:
	ret @6
}
func reset/0/1 {
	store s0 false @21
	ret @22
}
func work/2 {
	s2 = opaque :b
	br s2 @31 -> L2 L3
L2:
	`+c.stores+`
	jmp -> L3
L3:
	ret @33
}`, explore.Options{Depth: 1})
		if got := len(fs) > 0; got != c.changes {
			t.Errorf("%s: %v, want findings: %v", c.name, fs, c.changes)
		}
	}
}

// TestMadeForFlag checks that a channel which is made for a flag is not used without it, whoever
// sets the flag.
func TestMadeForFlag(t *testing.T) {
	for _, c := range []struct {
		asked string
		want  detect.Level
	}{{"p.echo", detect.Doubtful}, {"p.reply", detect.Sure}} {
		fs := find(t, `func root/1 {
	s1 = field s0 :1
	access s1 :2 'p.echo' @1
	s2 = load s1 :b @1
	br s2 @1 -> L4 L6
L4:
	s3 = makechan 1 'ch' @2
	jmp -> L7
L6:
	s3 = mov nil
L7:
	call s0 <tick> @3
	s4 = field s0 :1
	access s4 :2 '`+c.asked+`' @4
	s5 = load s4 :b @4
	br s5 @4 -> L12 L13
L12:
	send s3 1 'ch' @5
L13:
	ret @6
}
func tick/1 {
	s1 = field s0 :1
	s2 = load s1 :b @31
	br s2 @31 -> L3 L5
L3:
	access s1 :3 'p.echo' @32
	store s1 false @32
L5:
	ret @33
}`, explore.Options{Depth: 1})
		if len(fs) != 1 || fs[0].Kind != detect.NilChan || fs[0].Level != c.want {
			t.Errorf("%s: %v, want one of level %d", c.asked, fs, c.want)
		}
	}
}

// TestNumberAskedTwice checks that a number is not found positive and then not, unless
// something sets it that does more than to mend a configuration.
func TestNumberAskedTwice(t *testing.T) {
	for _, c := range []struct {
		name, write string
		want        detect.Level
	}{
		{"nobody", "", detect.Doubtful},
		{"mend", `func mend/1 {
	s1 = field s0 :1
	access s1 :2 'c.timeout' @50
	s2 = load s1 :i @50
	s3 = bin s2 0 :<
	br s3 -> L5 L8
L5:
	s4 = field s0 :1
	access s4 :3 'c.timeout' @51
	store s4 0 @51
L8:
	ret @52
}
`, detect.Doubtful},
		{"set", "func set/2 {\n	s2 = field s0 :1\n	access s2 :3 'c.timeout' @50\n	store s2 s1 @50\n	ret @51\n}\n", detect.Sure},
	} {
		fs := find(t, `func root/1 {
	s1 = makechan 1 'ch' @1
	s2 = field s0 :1
	access s2 :2 'o.timeout' @2
	s3 = load s2 :i @2
	s4 = bin s3 0 :> @2
	br s4 @2 -> L8 L6
L6:
	send s1 1 'ch' @3
	call s0 <tick> @4
L8:
	s5 = field s0 :1
	access s5 :2 'o.timeout' @5
	s6 = load s5 :i @5
	s7 = bin s6 0 :> @5
	br s7 @5 -> L13 L14
L13:
	send s1 1 'ch' @6
L14:
	ret @7
}
func tick/1 {
	s1 = field s0 :1
	s2 = load s1 :i @31
	s3 = bin s2 7 :== @31
	br s3 @31 -> L4 L5
L4:
	store s1 0 @32
L5:
	ret @33
}
`+c.write, explore.Options{Depth: 1})
		if len(fs) != 1 || fs[0].Level != c.want {
			t.Errorf("%s: %v, want one of level %d", c.name, fs, c.want)
		}
	}
}

// TestFlagReadTwice checks that a flag is not found set and then not set, unless something
// sets it.
func TestFlagReadTwice(t *testing.T) {
	for _, write := range []bool{false, true} {
		set := ""
		if write {
			set = "func set/1 {\n	s1 = field s0 :1\n	access s1 :1 'c.paused' @50\n	store s1 true @50\n	ret @51\n}\n"
		}
		fs := find(t, `func root/1 {
	s1 = makechan 1 'ch' @1
	s2 = field s0 :1
	access s2 :2 'o.paused' @2
	s3 = load s2 :b @2
	br s3 @2 -> L7 L5
L5:
	send s1 1 'ch' @3
	call s0 <tick> @4
L7:
	s4 = field s0 :1
	access s4 :2 'o.paused' @5
	s5 = load s4 :b @5
	br s5 @5 -> L11 L12
L11:
	send s1 1 'ch' @6
L12:
	ret @7
}
func tick/1 {
	s1 = field s0 :1
	s2 = load s1 :b @31
	br s2 @31 -> L3 L4
L3:
	store s1 false @32
L4:
	ret @33
}
`+set, explore.Options{Depth: 1})
		for _, f := range fs {
			t.Log(f.Kind, f.Level, f.Doubt, f.Site.Pos)
		}
		want := detect.Doubtful
		if write {
			want = detect.Sure
		}
		if len(fs) != 1 || fs[0].Level != want {
			t.Errorf("set %v: %d findings, want one of level %d", write, len(fs), want)
		}
	}
}

// TestPartly checks that a test which makes calls that are not looked into may wait there for
// its goroutines.
func TestPartly(t *testing.T) {
	for _, flags := range []int{0, model.TestFunc | model.TestCode} {
		funcs, err := model.Parse(`
func root/0 {
	s0 = makechan 0 'out' @1
	s1 = makechan 0 'in' @2
	call s0 :go <send> @3
	call s0 :go <send> @3
	recv s0 :x 'out' @4
	call s1 <wait> @5
	ret @6
}
func send/1 {
	send s0 1 'out' @25
	ret @26
}` + skippedWait)
		if err != nil {
			t.Fatal(err)
		}
		funcs[0].Flags |= flags
		funcs[1].Flags |= flags & model.TestCode
		prog := link.New(funcs, nil, nil, known.Tables{})
		want := detect.Sure
		if flags != 0 {
			want = detect.Doubtful
		}
		if fs := detect.Find(explore.Run(prog, int(prog.Index("root")), nil, explore.Options{Depth: 1})); len(fs) != 1 || fs[0].Level != want {
			t.Errorf("flags %d: %v, want one of level %v", flags, fs, want)
		}
	}
}
