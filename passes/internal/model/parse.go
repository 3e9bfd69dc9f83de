package model

import (
	"fmt"
	"strconv"
	"strings"
)

// Parse reads functions in text form. Lines that are empty or start with "//"
// are skipped. The error names the line.
func Parse(text string) ([]*FuncModel, error) {
	var funcs []*FuncModel
	var cur *parser
	start := 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		var err error
		switch {
		case cur == nil:
			start = i + 1
			cur, err = parseHeader(line)
		case line == "}":
			err = cur.finish()
			funcs = append(funcs, cur.f)
			cur = nil
		default:
			err = cur.line(line)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if cur != nil {
		return nil, fmt.Errorf("line %d: function %s is not closed", start, cur.f.Name)
	}
	return funcs, nil
}

// A Part is the text of one function.
type Part struct {
	Name string
	Text string // for Parse
	Line int    // at which it begins, from 1
}

// Split finds the functions of a text by their headers, which is much cheaper than
// to parse them all. Whether they are well formed, only Parse can tell.
func Split(text string) []Part {
	var parts []Part
	at, begin, line := 0, -1, 0
	for l := range strings.Lines(text) {
		line++
		if rest, ok := strings.CutPrefix(l, "func "); ok {
			if begin >= 0 {
				parts[len(parts)-1].Text = text[begin:at]
			}
			begin = at
			name := strings.TrimSuffix(strings.TrimSpace(rest), " {")
			for range 2 { // the numbers of captures and of parameters
				name, _, _ = cutCount(name)
			}
			parts = append(parts, Part{Name: name, Line: line})
		}
		at += len(l)
	}
	if begin >= 0 {
		parts[len(parts)-1].Text = text[begin:]
	}
	return parts
}

type parser struct {
	f      *FuncModel
	labels map[string]int
	fix    []fixup
	toks   []string
}

// fixup is a target to be set when all labels are known; at -1 is the recover
// entry.
type fixup struct {
	at, i int
	label string
}

func parseHeader(line string) (*parser, error) {
	rest, ok := strings.CutPrefix(line, "func ")
	if !ok || !strings.HasSuffix(rest, " {") {
		return nil, fmt.Errorf("expected a function header, got %q", line)
	}
	rest = strings.TrimSuffix(rest, " {")
	var nums []int
	for len(nums) < 2 {
		name, n, ok := cutCount(rest)
		if !ok {
			break
		}
		nums = append([]int{n}, nums...)
		rest = name
	}
	if len(nums) == 0 {
		return nil, fmt.Errorf("function %s does not say its number of parameters", rest)
	}
	if rest == "" {
		return nil, fmt.Errorf("function without a name")
	}
	f := &FuncModel{Name: rest, Params: nums[0], Recover: -1}
	if len(nums) == 2 {
		f.Caps = nums[1]
	}
	return &parser{f: f, labels: map[string]int{}}, nil
}

// cutCount splits the number of parameters or captures off a header.
func cutCount(s string) (rest string, n int, ok bool) {
	cut := strings.LastIndexByte(s, '/')
	if cut < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[cut+1:])
	if err != nil || n < 0 || n > 255 {
		return s, 0, false
	}
	return s[:cut], n, true
}

func (p *parser) line(line string) error {
	if label, ok := strings.CutSuffix(line, ":"); ok && !strings.ContainsAny(label, " \t") {
		if _, dup := p.labels[label]; dup {
			return fmt.Errorf("label %s is set twice", label)
		}
		p.labels[label] = len(p.f.Code)
		return nil
	}
	toks, err := tokens(line)
	if err != nil {
		return err
	}
	if len(toks) == 3 && toks[0] == "recover" && toks[1] == "->" {
		p.fix = append(p.fix, fixup{at: -1, label: toks[2]})
		return nil
	}
	p.toks = toks
	return p.instr()
}

// tokens splits a line at blanks, keeping quoted and bracketed text together.
func tokens(line string) ([]string, error) {
	var toks []string
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == ' ' || c == '\t' || c == ',':
			i++
		case c == '\'':
			n, err := enclosed(line[i+1:], '\'')
			if err != nil {
				return nil, err
			}
			toks = append(toks, line[i:i+1+n])
			i += 1 + n
		case c == '"':
			text, err := strconv.QuotedPrefix(line[i:])
			if err != nil {
				return nil, fmt.Errorf("bad string: %w", err)
			}
			toks = append(toks, text)
			i += len(text)
		case c == '<' || (c == '&' || c == '@') && i+1 < len(line) && line[i+1] == '<':
			// Operators such as ":<" come with a colon and are not brackets.
			open := i + strings.IndexByte(line[i:], '<') + 1
			n, err := enclosed(line[open:], '>')
			if err != nil {
				return nil, err
			}
			toks = append(toks, line[i:open+n])
			i = open + n
		default:
			end := strings.IndexAny(line[i:], " \t,")
			if end < 0 {
				end = len(line) - i
			}
			toks = append(toks, line[i:i+end])
			i += end
		}
	}
	return toks, nil
}

// enclosed returns the length of the text up to and including the closing quote
// or bracket. Text that starts with a double quote is a Go string, in which
// that character can occur.
func enclosed(s string, closing byte) (int, error) {
	n := 0
	if strings.HasPrefix(s, `"`) {
		text, err := strconv.QuotedPrefix(s)
		if err != nil {
			return 0, fmt.Errorf("bad string: %w", err)
		}
		if n = len(text); n == len(s) || s[n] != closing {
			return 0, fmt.Errorf("expected %c after %s", closing, text)
		}
	} else if n = strings.IndexByte(s, closing); n < 0 {
		if closing == '>' {
			return 0, fmt.Errorf("unclosed bracket")
		}
		return 0, fmt.Errorf("unclosed quote")
	}
	return n + 1, nil
}

// inner returns the text between the quotes or brackets of a token.
func inner(t string) string {
	t = t[strings.IndexAny(t, "'<")+1 : len(t)-1]
	if s, err := strconv.Unquote(t); err == nil && t[0] == '"' {
		return s
	}
	return t
}

// isPosition tells positions ("@12") from package variables ("@main.wg").
func isPosition(t string) bool {
	return len(t) > 1 && t[0] == '@' && t[1] >= '0' && t[1] <= '9'
}

func parsePosition(t string) (Pos, error) {
	n, err := strconv.ParseInt(t[1:], 10, 32)
	if err != nil {
		return 0, fmt.Errorf("bad position %q", t)
	}
	return Pos(n), nil
}

func (p *parser) next() string {
	if len(p.toks) == 0 {
		return ""
	}
	t := p.toks[0]
	p.toks = p.toks[1:]
	return t
}

func (p *parser) peek() string {
	if len(p.toks) == 0 {
		return ""
	}
	return p.toks[0]
}

func parseSlot(t string) (Slot, error) {
	if t == "_" {
		return NoSlot, nil
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(t, "s")); err == nil && strings.HasPrefix(t, "s") && n >= 0 && n < 1<<15 {
		return Slot(n), nil
	}
	return 0, fmt.Errorf("%q is not a slot", t)
}

func (p *parser) instr() error {
	in := Instr{Fn: -1}
	for i, t := range p.toks {
		if t != "=" {
			continue
		}
		for _, d := range p.toks[:i] {
			s, err := parseSlot(d)
			if err != nil {
				return err
			}
			in.Dst = append(in.Dst, s)
		}
		p.toks = p.toks[i+1:]
		break
	}
	name := p.next()
	op, ok := opByName(name)
	if !ok {
		return fmt.Errorf("unknown instruction %q", name)
	}
	in.Op = op
	if err := p.operands(&in); err != nil {
		return err
	}
	for p.peek() == "|" {
		p.next()
		c, err := p.selectCase()
		if err != nil {
			return err
		}
		in.Cases = append(in.Cases, c)
	}
	if len(p.toks) > 0 {
		return fmt.Errorf("unexpected %q", p.toks[0])
	}
	if err := checkShape(&in); err != nil {
		return err
	}
	p.f.Code = append(p.f.Code, in)
	return nil
}

func opByName(name string) (Op, bool) {
	for op := Op(0); op < numOps; op++ {
		if ops[op].name == name && name != "" {
			return op, true
		}
	}
	return 0, false
}

// targets reads the labels behind "->".
func (p *parser) targets(in *Instr) {
	for t := p.peek(); t != "" && t != "|" && !strings.Contains(":<'@", t[:1]); t = p.peek() {
		p.fix = append(p.fix, fixup{len(p.f.Code), len(in.To), p.next()})
		in.To = append(in.To, 0)
	}
}

// operands reads operands and the attributes behind them.
func (p *parser) operands(in *Instr) error {
	for {
		t := p.peek()
		switch {
		case t == "" || t == "|":
			if in.Imm&0xff == 0 && hasClass(in.Op) {
				in.Imm |= int64(None)
			}
			return nil
		case t == "->":
			p.next()
			p.targets(in)
			continue
		case t[0] == ':':
			imm, err := parseImm(ops[in.Op].imm, t[1:])
			if err != nil {
				return err
			}
			in.Imm = imm
		case t[0] == '<':
			if !ops[in.Op].sym {
				return fmt.Errorf("%s takes no name in brackets", in.Op)
			}
			in.Sym = inner(t)
		case t[0] == '\'':
			in.Name = inner(t)
		case isPosition(t):
			pos, err := parsePosition(t)
			if err != nil {
				return err
			}
			in.Pos = pos
		default:
			o, err := parseOperand(t)
			if err != nil {
				return err
			}
			in.Args = append(in.Args, o)
		}
		p.next()
	}
}

func parseOperand(t string) (Operand, error) {
	switch {
	case t == "_":
		return Operand{}, nil
	case t == "true" || t == "false":
		return B(t == "true"), nil
	case t == "nil":
		return Nil(), nil
	case strings.HasPrefix(t, "nonnil"):
		n := int64(0)
		if t != "nonnil" {
			var err error
			if n, err = strconv.ParseInt(t[len("nonnil"):], 10, 64); err != nil {
				return Operand{}, fmt.Errorf("bad operand %q", t)
			}
		}
		return Operand{Kind: KNonNil, N: n}, nil
	case (t[0] == '&' || t[0] == '@') && len(t) > 1 && !isPosition(t):
		o := Operand{Kind: KFunc, Sym: t[1:], N: -1}
		if t[0] == '@' {
			o.Kind = KGlobal
		}
		if t[1] == '<' {
			o.Sym = inner(t)
		}
		return o, nil
	case t[0] == '"':
		s, err := strconv.Unquote(t)
		return Operand{Kind: KString, Sym: s}, err
	case t[0] == 's':
		s, err := parseSlot(t)
		return S(s), err
	}
	n, err := strconv.ParseInt(t, 10, 64)
	if err != nil {
		return Operand{}, fmt.Errorf("bad operand %q", t)
	}
	return N(n), nil
}

func parseImm(kind immKind, t string) (int64, error) {
	switch kind {
	case immInt:
		if n, err := strconv.ParseInt(t, 10, 64); err == nil {
			return n, nil
		}
	case immClass:
		if len(t) == 1 && Class(t[0]).valid() {
			return int64(t[0]), nil
		}
	case immBin:
		for i, name := range binNames {
			if name == t {
				return int64(i), nil
			}
		}
	case immMode:
		for i, name := range modeNames {
			if name == t {
				return int64(i), nil
			}
		}
	case immRecv:
		imm := int64(0)
		if rest, ok := strings.CutSuffix(t, "openrange"); ok {
			t, imm = rest, RecvRange
		} else if rest, ok := strings.CutSuffix(t, "range"); ok {
			t, imm = rest, RecvRange|RecvOK
		} else if rest, ok := strings.CutSuffix(t, "ok"); ok {
			t, imm = rest, RecvOK
		}
		if t == "" && imm != 0 {
			return imm, nil
		}
		if len(t) == 1 && Class(t[0]).valid() {
			return imm | int64(t[0]), nil
		}
	}
	return 0, fmt.Errorf("bad attribute %q", t)
}

func (p *parser) selectCase() (Case, error) {
	c := Case{Dst: NoSlot, Cls: None}
	var err error
	switch t := p.next(); t {
	case "send":
		c.Send = true
		if c.Ch, err = parseOperand(orNone(p.next())); err != nil {
			return c, err
		}
		if c.Val, err = parseOperand(orNone(p.next())); err != nil {
			return c, err
		}
	case "recv":
		if c.Dst, err = parseSlot(p.next()); err != nil {
			return c, err
		}
		if c.Ch, err = parseOperand(orNone(p.next())); err != nil {
			return c, err
		}
	default:
		return c, fmt.Errorf("bad select case %q", t)
	}
	for t := p.peek(); t != "" && t != "|"; t = p.peek() {
		switch {
		case t[0] == ':' && !c.Send:
			cls, err := parseImm(immClass, t[1:])
			if err != nil {
				return c, err
			}
			c.Cls = Class(cls)
		case t[0] == '\'':
			c.Name = inner(t)
		case isPosition(t):
			if c.Pos, err = parsePosition(t); err != nil {
				return c, err
			}
		default:
			return c, fmt.Errorf("unexpected %q in a select case", t)
		}
		p.next()
	}
	return c, nil
}

func orNone(t string) string {
	if t == "" {
		return "_"
	}
	return t
}

func (p *parser) finish() error {
	for _, x := range p.fix {
		pc, ok := p.labels[x.label]
		if !ok || pc >= len(p.f.Code) {
			return fmt.Errorf("label %s is not set", x.label)
		}
		if x.at < 0 {
			p.f.Recover = pc
		} else {
			p.f.Code[x.at].To[x.i] = pc
		}
	}
	p.f.CountSlots()
	return p.f.Check()
}
