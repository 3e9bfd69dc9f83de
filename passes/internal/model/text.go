package model

import (
	"fmt"
	"strconv"
	"strings"
)

// Format writes the text form of a function. Parse reads it back.
func Format(f *FuncModel) string {
	var b strings.Builder
	fmt.Fprintf(&b, "func %s/%d", f.Name, f.Params)
	if _, _, ok := cutCount(f.Name); ok || f.Caps > 0 {
		fmt.Fprintf(&b, "/%d", f.Caps)
	}
	b.WriteString(" {\n")
	labels := map[int]bool{}
	for i := range f.Code {
		for _, t := range f.Code[i].To {
			labels[t] = true
		}
	}
	if f.Recover >= 0 {
		fmt.Fprintf(&b, "\trecover -> L%d\n", f.Recover)
		labels[f.Recover] = true
	}
	for pc := range f.Code {
		if labels[pc] {
			fmt.Fprintf(&b, "L%d:\n", pc)
		}
		b.WriteByte('\t')
		formatInstr(&b, &f.Code[pc])
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
	return b.String()
}

func slotText(s Slot) string {
	if s < 0 {
		return "_"
	}
	return "s" + strconv.Itoa(int(s))
}

func (o Operand) String() string {
	switch o.Kind {
	case KSlot:
		return slotText(Slot(o.N))
	case KInt:
		return strconv.FormatInt(o.N, 10)
	case KBool:
		return strconv.FormatBool(o.N != 0)
	case KString:
		return strconv.Quote(o.Sym)
	case KNil:
		return "nil"
	case KNonNil:
		if o.N != 0 {
			return "nonnil" + strconv.FormatInt(o.N, 10)
		}
		return "nonnil"
	case KFunc:
		return "&" + symText(o.Sym)
	case KGlobal:
		return "@" + symText(o.Sym)
	}
	return "_"
}

// symText writes a callee or type in brackets, quoted if it needs that.
func symText(s string) string {
	if q := strconv.Quote(s); len(q) != len(s)+2 || strings.ContainsAny(s, " >") {
		return "<" + q + ">"
	}
	return "<" + s + ">"
}

// nameText writes a source name in single quotes.
func nameText(s string) string {
	if q := strconv.Quote(s); len(q) != len(s)+2 || strings.Contains(s, "'") {
		return "'" + q + "'"
	}
	return "'" + s + "'"
}

func formatInstr(b *strings.Builder, in *Instr) {
	if len(in.Dst) > 0 {
		for i, d := range in.Dst {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(slotText(d))
		}
		b.WriteString(" = ")
	}
	b.WriteString(in.Op.String())
	for _, a := range in.Args {
		b.WriteByte(' ')
		b.WriteString(a.String())
	}
	if in.Op < numOps {
		if text := immText(ops[in.Op].imm, in.Imm); text != "" {
			b.WriteString(" :" + text)
		}
	}
	if in.Sym != "" {
		b.WriteString(" " + symText(in.Sym))
	}
	formatTail(b, in.Name, in.Pos)
	if len(in.To) > 0 {
		b.WriteString(" ->")
		for _, t := range in.To {
			fmt.Fprintf(b, " L%d", t)
		}
	}
	for i := range in.Cases {
		c := &in.Cases[i]
		if c.Send {
			fmt.Fprintf(b, " | send %s %s", c.Ch, c.Val)
		} else {
			fmt.Fprintf(b, " | recv %s %s", slotText(c.Dst), c.Ch)
			if c.Cls != 0 {
				fmt.Fprintf(b, " :%c", c.Cls)
			}
		}
		formatTail(b, c.Name, c.Pos)
	}
}

func formatTail(b *strings.Builder, name string, pos Pos) {
	if name != "" {
		b.WriteString(" " + nameText(name))
	}
	if pos != 0 {
		fmt.Fprintf(b, " @%d", pos)
	}
}

func modeText(imm int64) string {
	if imm > 0 && imm < int64(len(modeNames)) {
		return modeNames[imm]
	}
	return "?"
}

func immText(kind immKind, imm int64) string {
	switch kind {
	case immInt:
		if imm != 0 {
			return strconv.FormatInt(imm, 10)
		}
	case immClass:
		if imm != 0 {
			return string(rune(imm))
		}
	case immBin:
		return BinOp(imm).String()
	case immMode:
		if imm != 0 {
			return modeText(imm)
		}
	case immRecv:
		text := ""
		if c := imm & 0xff; c != 0 {
			text = string(rune(c))
		}
		if imm&RecvRange != 0 && imm&RecvOK == 0 {
			text += "openrange"
		} else if imm&RecvRange != 0 {
			text += "range"
		} else if imm&RecvOK != 0 {
			text += "ok"
		}
		return text
	}
	return ""
}
