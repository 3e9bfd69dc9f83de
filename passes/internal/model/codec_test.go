package model

import (
	"bytes"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// stripped drops from funcs what does not travel.
func stripped(funcs []*FuncModel) []*FuncModel {
	for _, f := range funcs {
		f.Pos, f.Live = 0, nil
		for pc := range f.Code {
			in := &f.Code[pc]
			in.Pos, in.Fn = 0, -1
			for i := range in.Cases {
				in.Cases[i].Pos = 0
			}
		}
	}
	return funcs
}

// codecFuncs has what the text form cannot say, too.
func codecFuncs(t testing.TB) []*FuncModel {
	t.Helper()
	funcs := mustParse(t, sampleText())
	funcs[0].Flags, funcs[0].Results, funcs[0].Pos = Transparent|Recovers|TestFunc, "xe", 17
	big := &FuncModel{Name: "it's <\"big\">", Params: 300, Caps: 2, Slots: 1000, Results: "b", Recover: -1, Flags: Recovers}
	add := func(in Instr) {
		in.Fn = -1
		big.Code = append(big.Code, in)
	}
	ints := []Operand{N(minSmall), N(minSmall - 1), N(maxSmall), N(maxSmall + 1), N(-1 << 63), N(1<<63 - 1),
		S(0), S(tagNone - 1), S(tagNone), S(999), B(true), B(false), {Kind: KString}, {Kind: KString, Sym: "\xff\x00"}, Nil(), {},
		{Kind: KNonNil}, {Kind: KNonNil, N: -5}, {Kind: KFunc, Sym: "f", N: -1}, {Kind: KGlobal, Sym: "g", N: -1}}
	add(Instr{Op: Unknown, Dst: []Slot{NoSlot, 1, 2, 3, 999}, Args: ints, Sym: "xbisx", Name: "it's", Pos: 3})
	add(Instr{Op: Select, Imm: -7, Dst: []Slot{1, 2}, Cases: []Case{
		{Send: true, Ch: S(1), Val: N(4), Dst: 0, Cls: 0, Name: "c"},
		{Ch: S(1), Val: N(4), Dst: 5, Cls: Chan, Pos: 4},
	}})
	add(Instr{Op: New, Imm: 1 << 40})
	add(Instr{Op: Recv, Args: []Operand{S(2)}, Imm: RecvRange})
	for range 200 {
		add(Instr{Op: Nop, Name: strings.Repeat("long", 100)})
	}
	add(Instr{Op: Nop, Name: strings.Repeat("long", 100) + "er"})
	add(Instr{Op: Choose, To: []int{0, len(big.Code), 1, 2, 3}})
	return append(funcs, big)
}

func TestCodec(t *testing.T) {
	data := Encode(codecFuncs(t))
	got, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	want := stripped(codecFuncs(t))
	for i, f := range want {
		if i >= len(got) || !reflect.DeepEqual(got[i], f) {
			t.Errorf("function %s changed from\n%s\nto\n%s", f.Name, Format(f), formatAll(got[i:min(i+1, len(got))]))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d functions, want %d", len(got), len(want))
	}
	for range 20 {
		if again := Encode(codecFuncs(t)); !bytes.Equal(again, data) {
			t.Fatal("encoded in different ways")
		}
	}
	if again := Encode(got); !bytes.Equal(again, data) {
		t.Error("decoded functions are encoded in another way")
	}
}

// TestCodecLinked checks that linking does not change what is encoded.
func TestCodecLinked(t *testing.T) {
	plain, linked := codecFuncs(t), codecFuncs(t)
	for _, f := range linked {
		f.ComputeLive()
		for pc := range f.Code {
			in := &f.Code[pc]
			in.Fn = 3
			for i := range in.Args {
				switch o := &in.Args[i]; o.Kind {
				case KString, KFunc, KGlobal:
					o.N = 5
				}
			}
		}
	}
	if !bytes.Equal(Encode(plain), Encode(linked)) {
		t.Error("encoded in different ways")
	}
}

func TestCodecEmpty(t *testing.T) {
	funcs, err := Decode(Encode(nil))
	if err != nil || len(funcs) != 0 {
		t.Errorf("got %v, %v", funcs, err)
	}
}

func TestCodecSize(t *testing.T) {
	f := mustParse(t, `func main.worker/2 {
		recover -> rec
		s2 = new :3 'mu'
		lock s2 'mu'
		s3 = load s2 :c
		unlock s2 'mu'
		call s0 :defer <(*sync.WaitGroup).Done>
	head:
		s4, s5 = select :1 | recv s6 s1 :i 'jobs' | recv _ s3 :x 'quit'
		s7 = bin s4 0 :==
		br s7 :1 -> work end
	work:
		s8 = call s6 2 <main.process> 'p'
		send @<main.out> s8 'out'
		jmp :4 -> head
	end:
		wgadd @<main.wg> -1
		rundefers
		ret nil
	rec:
		s9 = recover
		ret s9
	}`)
	e := encoder{index: map[string]int{}}
	e.funcs(f)
	if n := len(e.buf); n > 110 {
		t.Errorf("%d instructions take %d bytes without strings", len(f[0].Code), n)
	} else {
		t.Logf("%d instructions take %d bytes without strings, %d with them", len(f[0].Code), n, len(Encode(f)))
	}
}

func TestDecodeErrors(t *testing.T) {
	good := Encode(mustParse(t, golden))
	bad := &FuncModel{Name: "f", Recover: -1, Code: []Instr{{Op: Nop}}}
	ret := &FuncModel{Name: "f", Recover: -1, Code: []Instr{{Op: Ret}}}
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "truncated model data"},
		{"version", append([]byte{7}, good[1:]...), "model data of version 7, want 2"},
		{"only version", good[:1], "truncated model data"},
		{"half", good[:len(good)/2], "truncated model data"},
		{"tail", append(good[:len(good):len(good)], 0, 0), "corrupt model data: 2 bytes behind the end"},
		{"many strings", []byte{version, 0xff, 0xff, 0xff, 0xff, 0x7f, 0}, "truncated model data"},
		{"long string", []byte{version, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x7f, 0}, "truncated model data"},
		{"shared prefix", []byte{version, 1, 1, 1, 'x', 0}, "corrupt model data: number 1 too large"},
		{"unsorted", []byte{version, 2, 0, 1, 'x', 0, 1, 'a', 0}, "corrupt model data: strings out of order"},
		{"twice", []byte{version, 2, 0, 1, 'x', 1, 0, 0}, "corrupt model data: strings out of order"},
		{"many functions", []byte{version, 0, 0xff, 0xff, 0x7f}, "truncated model data"},
		{"long number", append([]byte{version}, bytes.Repeat([]byte{0xff}, 20)...), "corrupt model data: number too large"},
		{"no string", []byte{version, 0, 1, 3, 0, 0, 0, 0, 0, 0, 1, byte(Ret), 0}, "corrupt model data: string 3 of 0"},
		{"operation", []byte{version, 1, 0, 1, 'f', 1, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0}, "corrupt model data: function f, instruction 0 (?): unknown operation 255"},
		{"header", []byte{version, 1, 0, 1, 'f', 1, 0, 0, 0, 0, 0, 0, 0, 1, byte(Ret), 0x80, 0x04}, "corrupt model data: number 512 too large"},
		{"operand", []byte{version, 1, 0, 1, 'f', 1, 0, 0, 0, 0, 0, 0, 0, 1, byte(Ret), 1 << argsShift, tagSmall - 1}, "corrupt model data: unknown kind of operand 0xcf"},
		{"check", Encode([]*FuncModel{ret, bad}), "corrupt model data: function f: control falls off its end"},
	} {
		funcs, err := Decode(tt.data)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
		if err != nil && funcs != nil {
			t.Errorf("%s: functions with an error", tt.name)
		}
	}
}

// checkDecoded checks that what could be decoded is sound.
func checkDecoded(t *testing.T, data []byte) {
	t.Helper()
	funcs, err := Decode(data)
	if err != nil {
		if !strings.Contains(err.Error(), "model data") {
			t.Fatalf("error %q", err)
		}
		return
	}
	again, err := Decode(Encode(funcs))
	if err != nil {
		t.Fatalf("cannot decode again: %v", err)
	}
	if !reflect.DeepEqual(again, funcs) {
		t.Fatalf("changed by encoding\n%s\nto\n%s", formatAll(funcs), formatAll(again))
	}
	formatAll(funcs)
}

func TestDecodeCorrupt(t *testing.T) {
	data := Encode(mustParse(t, sampleText()))
	for n := range data {
		if _, err := Decode(data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes could be decoded", n, len(data))
		}
	}
	for i := range data {
		old := data[i]
		for bit := range 8 {
			data[i] = old ^ 1<<bit
			checkDecoded(t, data)
		}
		for _, b := range []byte{0, 0x7f, 0x80, 0xff} {
			data[i] = b
			checkDecoded(t, data)
		}
		data[i] = old
	}
}

// TestDecodeMemory checks that a few bytes cannot ask for much memory.
func TestDecodeMemory(t *testing.T) {
	long := bytes.Repeat([]byte{'x'}, 1000)
	data := append([]byte{version, 0x81, 0x08, 0, 0xe8, 0x07}, long...) // 1025 strings
	for range 1024 {
		data = append(data, 127, 0)
	}
	for _, data := range [][]byte{
		data,
		append([]byte{version, 0xff, 0x7f}, long...),
		append([]byte{version, 0, 1, 0}, bytes.Repeat([]byte{0xff, 0x3}, 500)...),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Decode(data); err == nil {
			t.Error("no error")
		}
		runtime.ReadMemStats(&after)
		if got, most := after.TotalAlloc-before.TotalAlloc, uint64(200*len(data)); got > most {
			t.Errorf("%d bytes of data took %d bytes of memory", len(data), got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(Encode(nil))
	f.Add(Encode(mustParse(f, golden)))
	f.Add(Encode(mustParse(f, sampleText())))
	f.Add(Encode(codecFuncs(f)[3:]))
	f.Fuzz(checkDecoded)
}
