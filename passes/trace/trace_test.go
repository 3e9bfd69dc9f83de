package trace

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// example is a send that another goroutine receives, and then a leak.
func example() *Trace {
	at := func(line int) Position { return Position{"a.go", line, 2} }
	return &Trace{
		Goroutines: []Goroutine{{Name: "main"}, {Name: "main.func1", Start: at(2)}},
		Objects:    []Object{{Name: "ch", Kind: Channel, Made: at(1)}},
		Steps: []Step{
			{Goroutine: 1, Pos: at(1), Op: Make, Object: 1, State: &State{}},
			{Goroutine: 1, Pos: at(2), Op: Go, Peer: 2},
			{Goroutine: 1, Pos: at(4), Op: Receive, Object: 1, Peer: 2, State: &State{}},
			{Goroutine: 2, Pos: at(3), Op: Send, Object: 1, Peer: 1, State: &State{}},
			{Goroutine: 1, Pos: at(5), Op: Return, Skipped: 2},
			{Goroutine: 2, Pos: at(3), End: at(4), Op: Send, Object: 1, Outcome: Blocks, Text: "sends again"},
		},
	}
}

func TestRoundTrip(t *testing.T) {
	data, err := Encode(example())
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, example()) {
		t.Errorf("got %+v\nwant %+v", got, example())
	}
}

// TestEncoding pins the encoding: old traces must stay readable.
func TestEncoding(t *testing.T) {
	tr := example()
	tr.Steps = tr.Steps[4:]
	data, err := Encode(tr)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version":1,` +
		`"goroutines":[{"name":"main"},{"name":"main.func1","start":{"file":"a.go","line":2,"column":2}}],` +
		`"objects":[{"name":"ch","kind":"channel","made":{"file":"a.go","line":1,"column":2}}],` +
		`"steps":[{"goroutine":1,"pos":{"file":"a.go","line":5,"column":2},"op":"return","skipped":2},` +
		`{"goroutine":2,"pos":{"file":"a.go","line":3,"column":2},"end":{"file":"a.go","line":4,"column":2},` +
		`"op":"send","object":1,"outcome":"blocks","text":"sends again"}]}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
}

func TestDecodeErrors(t *testing.T) {
	const start = `{"version":1,"goroutines":[{"name":"main"}],"steps":[`
	const step = `{"goroutine":1,"pos":{"file":"a.go","line":1},"op":"return"}`
	for _, test := range []struct {
		name, data string
		steps      int // -1: no trace
		err        string
	}{
		{"empty", "", -1, "trace is not JSON: unexpected end"},
		{"null", "null", -1, "trace has no version"},
		{"list", "[]", -1, "trace has no version"},
		{"no version", `{"steps":[]}`, -1, "trace has no version"},
		{"newer", `{"version":2}`, -1, "trace has version 2, and 1 is the newest"},
		{"no steps", `{"version":1}`, -1, "trace has no steps"},
		{"cut off", start, -1, "trace is not JSON"},
		{"too large", strings.Repeat(" ", MaxBytes+1), -1, "more than"},
		{"unknown fields and words", start + `{"goroutine":1,"pos":{"file":"a.go","line":1},"op":"teleport","x":1}]}`, 1, ""},
		{"wrong type", start + step + `,{"goroutine":"x","pos":{},"op":"go"}]}`, 1, "cannot unmarshal string"},
		{"no such goroutine", start + step + `,{"goroutine":2},{"goroutine":-1},{"goroutine":1,"peer":2}]}`, 1, "step 4: there is no goroutine 2"},
		{"no such object", start + step + `,{"goroutine":1,"object":1}]}`, 1, "step 2: there is no object 1"},
		{"no such holder", start + step + `,{"goroutine":1,"state":{"holder":7}}]}`, 1, "step 2: there is no goroutine 7"},
		{"negative position", start + `{"goroutine":1,"pos":{"file":"a.go","line":-1},"op":"return"}]}`, 1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr, err := Decode([]byte(test.data))
			if tr == nil != (test.steps < 0) || tr != nil && len(tr.Steps) != test.steps {
				t.Errorf("got %+v, want %d steps", tr, test.steps)
			}
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error %v, want %q", err, test.err)
			}
		})
	}
}

func TestEncodeErrors(t *testing.T) {
	tr := example()
	tr.Steps[1].Peer = 3
	if _, err := Encode(tr); err == nil || !strings.Contains(err.Error(), "step 2: there is no goroutine 3") {
		t.Errorf("error %v", err)
	}
	tr = example()
	tr.Steps[0].Pos.File = strings.Repeat("x", MaxBytes)
	if _, err := Encode(tr); err == nil {
		t.Error("no error for a trace that cannot be decoded")
	}
}

func TestLimits(t *testing.T) {
	var tr Trace
	for range MaxGoroutines + 1 {
		tr.Goroutines = append(tr.Goroutines, Goroutine{Name: strings.Repeat("é", MaxText)})
	}
	for range MaxSteps {
		tr.Steps = append(tr.Steps, Step{Goroutine: 1, Op: Send}, Step{Goroutine: 2, Op: Receive, Skipped: 1})
	}
	tr.Steps[0].Goroutine = MaxGoroutines + 1
	tr.Steps[len(tr.Steps)-1].Outcome = Blocks
	data, err := Encode(&tr)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, s := range got.Steps {
		total += 1 + s.Skipped
	}
	if len(got.Steps) != MaxSteps || total != 3*MaxSteps || got.Steps[MaxSteps-1].Outcome != Blocks {
		t.Errorf("%d steps for %d, the last one %+v", len(got.Steps), total, got.Steps[len(got.Steps)-1])
	}
	if n := len(got.Goroutines); n != MaxGoroutines {
		t.Errorf("%d goroutines", n)
	}
	if name := got.Goroutines[0].Name; len(name) > MaxText || !utf8.ValidString(name) {
		t.Errorf("%d bytes, %q", len(name), name)
	}
	if len(tr.Steps) != 2*MaxSteps || tr.Steps[MaxSteps].Skipped != 0 {
		t.Error("Encode changed the trace")
	}
}

func TestIsMeeting(t *testing.T) {
	tr := example()
	var got []int
	for i := range tr.Steps {
		if tr.IsMeeting(i) {
			got = append(got, i)
		}
	}
	if !reflect.DeepEqual(got, []int{2}) {
		t.Errorf("meetings %v, want [2]", got)
	}
}

// FuzzDecode checks that whatever can be decoded can be encoded, and is then the
// same.
func FuzzDecode(f *testing.F) {
	data, err := Encode(example())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		first, _ := Decode(data)
		if first == nil {
			return
		}
		again, err := Encode(first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := Decode(again)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(first)
		b, _ := json.Marshal(second)
		if string(a) != string(b) {
			t.Errorf("%s\n%s", a, b)
		}
	})
}
