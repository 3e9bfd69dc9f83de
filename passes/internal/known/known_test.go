package known

import "testing"

func TestTables(t *testing.T) {
	funcs, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range funcs {
		for i := range m.Code {
			if in := &m.Code[i]; in.Sym != "" && (in.Op.String() == "call" || in.Op.String() == "closure") && funcs[in.Sym] == nil {
				t.Errorf("%s refers to %s, which has no model", m.Name, in.Sym)
			}
		}
	}
}
