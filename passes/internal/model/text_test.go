package model

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// samples has at least one line for every operation, in the form that Format
// writes.
var samples = map[Op][]string{
	Nop:       {"nop", "nop 'x' @7"},
	Mov:       {"s0 = mov s1", "s0 = mov -1", `s0 = mov "a \"b\" > 'c', \n"`, "s0 = mov nil", "_ = mov _"},
	Opaque:    {"s0 = opaque :i", "s0 = opaque :b <weak>"},
	Param:     {"s0 = param :c"},
	Bin:       {"s0 = bin s1 s2 :+", "s0 = bin s1 -7 :<", "s0 = bin s1 true :==", "s0 = bin s1 2 :<=", "s0 = bin s1 2 :>"},
	Not:       {"s0 = not s1"},
	New:       {"s0 = new :3 'wg' @12"},
	MakeChan:  {"s0 = makechan 0 'done' @3", "s0 = makechan s1"},
	MakeList:  {"s0 = makelist s1"},
	MakeMap:   {"s0 = makemap"},
	FieldAt:   {"s0 = field s1", "s0 = field s1 :2"},
	IndexAt:   {"s0 = index s1 s2 :1"},
	Load:      {"s0 = load s1 :p", "s0 = load @<main.x> :c"},
	Store:     {"store s0 s1", "store @<main.x> nonnil", "store s0 nonnil4", "store s0 &<main.f>"},
	Clone:     {"s0 = clone s1 :4"},
	Copy:      {"copy s0 s1 :4"},
	Closure:   {"s0 = closure s1 s2 <main.main$1>"},
	MakeIface: {"s0 = iface s1 <*main.T>", `s0 = iface s1 <"map[string]chan<- int">`, `s0 = iface s1 <"<-chan int">`},
	Assert:    {"s0, s1 = assert s2 :c <chan[int]>", `s0 = assert s2 :f <"func() <-chan int">`, `s0 = assert s2 :f <"a>\"b">`},
	Len:       {"s0 = len s1"},
	Cap:       {"s0 = cap s1"},
	Append:    {"s0 = append s1 s2"},
	Slice:     {"s0 = slice s1 0 _ :1"},
	MapGet:    {"s0, s1 = mapget s2 s3 :c"},
	MapPut:    {`mapput s0 "k" true`},
	MapDel:    {"mapdel s0 s1"},
	MapKey:    {"s0 = mapkey s1 s2 :s"},
	MapVal:    {"s0 = mapval s1 s2 :c"},
	Jmp:       {"jmp -> L0", "jmp :4 -> L0"},
	Br:        {"br s0 -> L0 L1", "br s0 :1 @9 -> L0 L1 L1"},
	Choose:    {"choose -> L0", "choose -> L0 L1 L1"},
	Ret:       {"ret", "ret s0 nil"},
	Call:      {"call <main.f>", "s0, _ = call s1 1 :go <(*main.T).run> 't.run' @5", `call :defer <"f[chan<- int, T>">`},
	CallDyn:   {"s1 = calldyn s0 s1 :go <c>", "calldyn s0"},
	Invoke:    {`s0 = invoke s1 s2 :defer <Done|(context.Context).Done|d>`},
	Unknown:   {"s0, s1 = unknown s2 <xe>"},
	RunDefers: {"rundefers"},
	Recover:   {"s0 = recover", "recover"},
	Panic:     {`panic "x"`, "panic"},
	Goexit:    {"goexit"},
	Exit:      {"exit"},
	Work:      {"work @3"},
	Sleep:     {"sleep"},
	Service:   {"service"},
	Fail:      {"fail"},
	Escape:    {"escape s0"},
	Assume:    {"assume s0"},
	Access:    {"access s0 :3 'x' @2", "access s0 :2"},
	Fence:     {"fence"},

	Send: {"send s0 s1 'ch' @2"},
	Recv: {"s0, s1 = recv s2 :iok", "s0, s1 = recv s2 :prange 'jobs'", "s0, s1 = recv s2 :iopenrange", "recv @<main.done> :x", "recv s0 :xok",
		`recv s0 :x '"m['k']"'`, `recv s0 :x '"it's \"x\""'`, "recv s0 :x 'a, b <c> -> |'"},
	Select: {"s0, s1 = select :1 @4 | recv s2 s3 :i 'a' @5 | send s4 s5 '\"b'\"' @6", "s0 = select | recv _ @<main.c> :x",
		"select :1", "s0 = select | send _ nil"},
	Close:      {"close s0"},
	Cancel:     {"cancel s0"},
	Lock:       {"lock s0 'mu' @1", "lock s0 :1"},
	Unlock:     {"unlock s0", "unlock s0 :1"},
	RLock:      {"rlock s0"},
	RUnlock:    {"runlock s0"},
	TryLock:    {"s0 = trylock s1", "s0 = trylock s1 :1"},
	TryRLock:   {"s0 = tryrlock s1"},
	WgAdd:      {"wgadd s0 -1"},
	WgWait:     {"wgwait s0"},
	CondEnter:  {"condenter s0"},
	CondPark:   {"condpark s0"},
	Signal:     {"signal s0", "signal s0 :1"},
	Swap:       {"s0 = swap s1 s2 :i"},
	Cas:        {"s0 = cas s1 0 1 :i"},
	AtomicAdd:  {"s0 = atomicadd s1 -3"},
	NewTimer:   {"s0 = newtimer :2"},
	StopTimer:  {"s0 = stoptimer s1"},
	ResetTimer: {"resettimer s0"},
	ChildDone:  {"s0 = childdone s1", "s0 = childdone s1 :3"},
	DoneErr:    {"s0 = doneerr s1 @<main.x>", "s0 = doneerr s1 _"},
	IsDone:     {"s0 = isdone s1"},
	Yield:      {"yield"},
}

// in wraps a line in a function that has the labels L0 and L1.
func in(line string) string {
	return "func f/9 {\nL0:\n\t" + line + "\nL1:\n\tret\n}\n"
}

func mustParse(t testing.TB, text string) []*FuncModel {
	t.Helper()
	funcs, err := Parse(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return funcs
}

func formatAll(funcs []*FuncModel) string {
	var b strings.Builder
	for _, f := range funcs {
		b.WriteString(Format(f))
	}
	return b.String()
}

func TestOps(t *testing.T) {
	seen := map[string]Op{}
	for op := Op(0); op < numOps; op++ {
		name := op.String()
		if name == "" || strings.ContainsAny(name, " \t,:<>'\"|&@=") {
			t.Errorf("operation %d has the name %q", op, name)
		}
		if other, dup := seen[name]; dup {
			t.Errorf("operations %d and %d are both named %s", other, op, name)
		}
		seen[name] = op
		if got, ok := opByName(name); !ok || got != op {
			t.Errorf("opByName(%s) = %d, %v, want %d", name, got, ok, op)
		}
		if len(samples[op]) == 0 {
			t.Errorf("no sample of %s", name)
		}
	}
	if got := numOps.String(); got != "?" {
		t.Errorf("the operation behind the last is named %s", got)
	}
}

func TestFormat(t *testing.T) {
	for op := Op(0); op < numOps; op++ {
		for _, line := range samples[op] {
			t.Run(line, func(t *testing.T) {
				funcs := mustParse(t, in(line))
				if got := funcs[0].Code[0].Op; got != op {
					t.Errorf("operation %s, want %s", got, op)
				}
				got := strings.Split(Format(funcs[0]), "\n")
				body := got[1]
				if strings.HasPrefix(body, "L") {
					body = got[2]
				}
				if body != "\t"+line {
					t.Errorf("formatted as\n%s, want\n\t%s", body, line)
				}
				if again := mustParse(t, Format(funcs[0])); !reflect.DeepEqual(again, funcs) {
					t.Errorf("parsed again: %+v, want %+v", again[0], funcs[0])
				}
			})
		}
	}
}

// TestParse has what Format writes in another way.
func TestParse(t *testing.T) {
	for line, want := range map[string]string{
		"s0,s1 =  recv\ts2, :irange": "s0, s1 = recv s2 :irange",
		"wgadd @main.wg -1":          "wgadd @<main.wg> -1",
		"mov &main.f$1":              "mov &<main.f$1>",
		"recv s0":                    "recv s0 :x",
		"recv s0 :range":             "recv s0 :xrange",
		"recv s0 :ok":                "recv s0 :xok",
		"recv s0 :ook":               "recv s0 :ook",
		"s0 = load s1":               "s0 = load s1 :x",
		"iface s1 <<-chan int>":      `iface s1 <"<-chan int">`,
		`iface s1 <"int">`:           "iface s1 <int>",
		`lock s0 '"mu"'`:             "lock s0 'mu'",
		"lock s0 ''":                 "lock s0",
		"br s0 -> L0, L1 :1 'x' @3":  "br s0 :1 'x' @3 -> L0 L1",
		"call 'x' :plain <f> s1":     "call s1 <f> 'x'",
		"mov nonnil0":                "mov nonnil",
	} {
		funcs := mustParse(t, in(line))
		var b strings.Builder
		formatInstr(&b, &funcs[0].Code[0])
		if got := b.String(); got != want {
			t.Errorf("%s is %s, want %s", line, got, want)
		}
	}
}

func TestHeader(t *testing.T) {
	for _, tt := range []struct {
		name         string
		params, caps int
		want         string
	}{
		{"main.f", 2, 0, "func main.f/2 {"},
		{"main.f$1", 0, 3, "func main.f$1/0/3 {"},
		{"(*example.com/a/b.T).M", 1, 0, "func (*example.com/a/b.T).M/1 {"},
		{"example.com/v/2", 1, 0, "func example.com/v/2/1/0 {"},
		{"f[chan<- int, map[string]T]", 1, 0, "func f[chan<- int, map[string]T]/1 {"},
	} {
		f := &FuncModel{Name: tt.name, Params: tt.params, Caps: tt.caps, Recover: -1, Code: []Instr{{Op: Ret, Fn: -1}}}
		f.CountSlots()
		text := Format(f)
		if got, _, _ := strings.Cut(text, "\n"); got != tt.want {
			t.Errorf("header %s, want %s", got, tt.want)
		}
		if got := mustParse(t, text)[0]; !reflect.DeepEqual(got, f) {
			t.Errorf("parsed %+v, want %+v", got, f)
		}
	}
}

// golden is in the form that Format writes, except for the comment.
const golden = `func main.worker/1/1 {
	recover -> L9
L0:
	s2, s3 = recv s0 :irange 'jobs' @12
	br s3 :2 @12 -> L2 L7
L2:
	call s1 :defer <main.handle>
	s4 = bin s2 1 :+
	send @<main.out> s4 'out' @14
	rundefers
	jmp :4 -> L0
L7:
	wgadd @<main.wg> -1
	ret true
L9:
	s5 = recover
	ret _
}
func main.idle/0 {
L0:
	s0, _ = select :1 | recv _ @<main.quit> :x 'quit' @3
	s1 = bin s0 0 :==
	br s1 -> L3 L0
L3:
	ret
}
`

func TestGolden(t *testing.T) {
	funcs := mustParse(t, "// comment\n\n"+golden)
	if got := formatAll(funcs); got != golden {
		t.Errorf("formatted as\n%s", got)
	}
	if f := funcs[0]; f.Recover != 9 || f.Slots != 6 || f.Params != 1 || f.Caps != 1 {
		t.Errorf("got %+v", f)
	}
	if got, want := funcs[0].Code[1].To, []int{2, 7}; !reflect.DeepEqual(got, want) {
		t.Errorf("targets %v, want %v", got, want)
	}
}

// TestDoc parses the example in the documentation.
func TestDoc(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	text := string(doc)
	from, to := strings.Index(text, "//\tfunc "), strings.Index(text, "//\t}\n")
	if from < 0 || to < from {
		t.Fatal("no example in doc.go")
	}
	mustParse(t, strings.ReplaceAll(text[from:to]+"}", "//\t", ""))
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"ret", `line 1: expected a function header, got "ret"`},
		{"\n\nfunc f {", "line 3: function f does not say its number of parameters"},
		{"func f/256 {", "line 1: function f/256 does not say"},
		{"func /1 {", "line 1: function without a name"},
		{"// c\nfunc f/0 {\nret", "line 2: function f is not closed"},
		{"func f/0 {\n}", "line 2: function f has no code"},
		{in("foo s1"), `line 3: unknown instruction "foo"`},
		{in("s0 ="), `line 3: unknown instruction ""`},
		{in("t0 = mov s1"), `line 3: "t0" is not a slot`},
		{in("s99999 = mov s1"), `line 3: "s99999" is not a slot`},
		{in("s0 = mov s"), `line 3: "s" is not a slot`},
		{in("s0 = mov 1x"), `line 3: bad operand "1x"`},
		{in("s0 = mov 99999999999999999999"), "line 3: bad operand"},
		{in("s0 = mov nonnilx"), "line 3: bad operand"},
		{in("s0 = mov &"), `line 3: bad operand "&"`},
		{in("s0 = mov"), "line 3: mov takes 1 operands, has 0"},
		{in("mapput s0 s1"), "line 3: mapput takes 3 operands, has 2"},
		{in("s0 = bin s1 s2 :^"), `line 3: bad attribute "^"`},
		{in("s0 = load s1 :q"), `line 3: bad attribute "q"`},
		{in("s0 = load s1 :"), `line 3: bad attribute ""`},
		{in("s0 = recv s1 :iyes"), `line 3: bad attribute "iyes"`},
		{in("s0 = recv s1 :"), `line 3: bad attribute ""`},
		{in("call :later <f>"), `line 3: bad attribute "later"`},
		{in("lock s0 :x"), `line 3: bad attribute "x"`},
		{in("close s0 :1"), `line 3: bad attribute "1"`},
		{in("close s0 <f>"), "line 3: close takes no name in brackets"},
		{in("close s0 'ch"), "line 3: unclosed quote"},
		{in(`close s0 '"ch'`), "line 3: bad string"},
		{in(`close s0 '"ch"`), `line 3: expected ' after "ch"`},
		{in("call <f"), "line 3: unclosed bracket"},
		{in(`call <"f>`), "line 3: bad string"},
		{in(`call <"f" >`), `line 3: expected > after "f"`},
		{in("s0 = mov @<x"), "line 3: unclosed bracket"},
		{in(`s0 = mov "x`), "line 3: bad string"},
		{in("close s0 @1x"), `line 3: bad position "@1x"`},
		{in("close s0 @9999999999"), "line 3: bad position"},
		{in("jmp"), "line 3: jmp takes 1 targets, has 0"},
		{in("br s0 -> L0"), "line 3: br takes 2 targets, has 1"},
		{in("nop -> L0"), "line 3: nop takes no targets"},
		{in("jmp -> L5"), "line 6: label L5 is not set"},
		{in("recover -> L5"), "line 6: label L5 is not set"},
		{in("L0:"), "line 3: label L0 is set twice"},
		{"func f/0 {\njmp -> L0\nL0:\n}", "line 4: label L0 is not set"},
		{in("nop | recv _ s0"), "line 3: nop takes no cases"},
		{in("select |"), `line 3: bad select case ""`},
		{in("select | wait s0"), `line 3: bad select case "wait"`},
		{in("select | recv s1 s0 s2"), `line 3: unexpected "s2" in a select case`},
		{in("select | recv x s0"), `line 3: "x" is not a slot`},
		{in("select | recv _ x"), `line 3: bad operand "x"`},
		{in("select | send x 1"), `line 3: bad operand "x"`},
		{in("select | send s0 x"), `line 3: bad operand "x"`},
		{in("select | send s0 1 :i"), `line 3: unexpected ":i" in a select case`},
		{in("select | recv _ s0 :q"), `line 3: bad attribute "q"`},
		{in("select | recv _ s0 @1x"), `line 3: bad position "@1x"`},
		{"func f/0 {\nnop\n}", "line 3: function f: control falls off its end"},
	} {
		funcs, err := Parse(tt.text)
		if err == nil {
			t.Errorf("no error, want %q:\n%s\nparsed as\n%s", tt.want, tt.text, formatAll(funcs))
		} else if !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("error %q, want %q:\n%s", err, tt.want, tt.text)
		}
	}
}

func TestClasses(t *testing.T) {
	src, err := os.ReadFile("model.go")
	if err != nil {
		t.Fatal(err)
	}
	consts := regexp.MustCompile(`(?m)^\t\w+ +Class = '(.)'`).FindAllStringSubmatch(string(src), -1)
	if len(consts) < 10 {
		t.Fatalf("found %d classes in model.go", len(consts))
	}
	known := ""
	for _, m := range consts {
		known += m[1]
	}
	for c := range 256 {
		if got, want := Class(c).valid(), c < 0x80 && strings.Contains(known, string(rune(c))); got != want {
			t.Errorf("class %q: valid %v, want %v", rune(c), got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	ret := Instr{Op: Ret}
	for _, tt := range []struct {
		f    FuncModel
		want string
	}{
		{FuncModel{}, "no code"},
		{FuncModel{Params: 2, Slots: 1, Code: []Instr{ret}}, "2 parameters and 0 captures in 1 slots"},
		{FuncModel{Params: -1, Code: []Instr{ret}}, "-1 parameters"},
		{FuncModel{Recover: 1, Code: []Instr{ret}}, "recover entry 1 out of range"},
		{FuncModel{Recover: -2, Code: []Instr{ret}}, "recover entry -2 out of range"},
		{FuncModel{Code: []Instr{{Op: numOps}, ret}}, "unknown operation"},
		{FuncModel{Code: []Instr{{Op: Jmp, To: []int{1}}}}, "target 1 out of range"},
		{FuncModel{Code: []Instr{{Op: Jmp, To: []int{-1}}}}, "target -1 out of range"},
		{FuncModel{Code: []Instr{{Op: Not, Dst: []Slot{0}, Args: []Operand{N(1)}}, ret}}, "slot 0 out of range"},
		{FuncModel{Code: []Instr{{Op: Ret, Args: []Operand{S(3)}}}, Slots: 3}, "slot 3 out of range"},
		{FuncModel{Code: []Instr{{Op: Ret, Args: []Operand{S(-1)}}}, Slots: 3}, "slot -1 out of range"},
		{FuncModel{Code: []Instr{{Op: Call, Imm: 3}, ret}}, "unknown attribute 3"},
		{FuncModel{Code: []Instr{{Op: Bin, Imm: -1, Args: []Operand{N(1), N(2)}}, ret}}, "unknown attribute -1"},
		{FuncModel{Code: []Instr{{Op: Opaque, Imm: 'q'}, ret}}, "unknown attribute 113"},
		{FuncModel{Code: []Instr{{Op: Recv, Imm: 'x' | 1<<12, Args: []Operand{N(1)}}, ret}}, "unknown attribute"},
		{FuncModel{Code: []Instr{{Op: Select, Cases: []Case{{Cls: 'q', Dst: NoSlot}}}, ret}}, "unknown class 113"},
		{FuncModel{Code: []Instr{{Op: Select, Cases: []Case{{Dst: 2}}}, ret}}, "slot 2 out of range"},
		{FuncModel{Code: []Instr{{Op: Nop}}}, "falls off its end"},
	} {
		tt.f.Name = "f"
		if err := tt.f.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want %q", err, tt.want)
		}
		// Format shows what is wrong, too.
		Format(&tt.f)
	}
}

func liveText(f *FuncModel) string {
	var b strings.Builder
	for pc := range f.Code {
		fmt.Fprintf(&b, "%d:", pc)
		for s := range f.Slots {
			if f.Live[pc].Has(s) {
				fmt.Fprintf(&b, " s%d", s)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestComputeLive(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// A loop: the channel stays live, the received value dies with its use.
		{`func loop/2 {
			s2 = mov 0
		head:
			s3, s4 = recv s0 :irange
			br s4 -> body end
		body:
			s2 = bin s2 s3 :+
			jmp -> head
		end:
			send s1 s2
			ret
		}`, "0: s0 s1\n1: s0 s1 s2\n2: s0 s1 s2 s3 s4\n3: s0 s1 s2 s3\n4: s0 s1 s2\n5: s1 s2\n6:\n"},
		// A recover entry: what it reads is live everywhere, itself included.
		{`func rec/3 {
			recover -> out
			s3 = mov s0
			call s3 <f>
			ret s2
		out:
			s4 = recover
			send s1 s4
			ret s2
		}`, "0: s0 s1 s2\n1: s1 s2 s3\n2: s1 s2\n3: s1 s2\n4: s1 s2 s4\n5: s1 s2\n"},
		// A select reads its channels and sent values and writes what it receives.
		{`func sel/4 {
			s4, s5 = select :1 | recv s3 s0 :i | send s1 s2
			br s4 -> one one join
		one:
			ret s3
		join:
			ret
		}`, "0: s0 s1 s2\n1: s3 s4\n2: s3\n3:\n"},
		// More slots than fit in a word.
		{`func wide/1 {
			s64 = mov s0
			s130 = mov s64
			ret s130
		}`, "0: s0\n1: s64\n2: s130\n"},
		{"func none/0 {\nret\n}", "0:\n"},
	} {
		f := mustParse(t, tt.text)[0]
		f.ComputeLive()
		if got := liveText(f); got != tt.want {
			t.Errorf("%s: live slots\n%swant\n%s", f.Name, got, tt.want)
		}
		if len(f.Live) != len(f.Code)+1 {
			t.Errorf("%s: liveness of %d instructions, want %d", f.Name, len(f.Live), len(f.Code)+1)
		}
	}
}

// sampleText is all samples as one function, and the golden ones.
func sampleText() string {
	var b strings.Builder
	b.WriteString(golden)
	b.WriteString("func samples/9 {\nL0:\n")
	for op := Op(0); op < numOps; op++ {
		for _, line := range samples[op] {
			b.WriteString(line + "\n")
		}
	}
	b.WriteString("L1:\nret\n}\n")
	return b.String()
}

func FuzzParse(f *testing.F) {
	f.Add(golden)
	for op := Op(0); op < numOps; op++ {
		for _, line := range samples[op] {
			f.Add(in(line))
		}
	}
	f.Add("func a/1/2/0 {\nret\n}")
	f.Add(in(`call @x'y &<"> "> <"\xff"> '' :go`))
	f.Fuzz(func(t *testing.T, text string) {
		funcs, err := Parse(text)
		if err != nil {
			return
		}
		out := formatAll(funcs)
		again, err := Parse(out)
		if err != nil {
			t.Fatalf("cannot parse what was formatted: %v\n%s", err, out)
		}
		if !reflect.DeepEqual(again, funcs) {
			t.Fatalf("changed by formatting\n%s\nto\n%s", out, formatAll(again))
		}
		decoded, err := Decode(Encode(funcs))
		if err != nil {
			t.Fatalf("cannot decode: %v\n%s", err, out)
		}
		if !reflect.DeepEqual(decoded, stripped(funcs)) {
			t.Fatalf("changed by encoding\n%s\nto\n%s", out, formatAll(decoded))
		}
	})
}

func TestSplit(t *testing.T) {
	text := "// a table\n\nfunc a.F/1 {\n\tret s0\n}\n// of two functions\nfunc (*a/b.T).M/0/2 {\n\tret\n}\n"
	var got []string
	for _, p := range Split(text) {
		fs, err := Parse(p.Text)
		if err != nil || len(fs) != 1 || fs[0].Name != p.Name {
			t.Errorf("%s: got %v, %v", p.Name, fs, err)
		}
		got = append(got, fmt.Sprintf("%d %s", p.Line, p.Name))
	}
	if want := []string{"3 a.F", "7 (*a/b.T).M"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
