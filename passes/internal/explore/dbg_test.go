package explore_test
import ("testing";"math/rand";"os";"strconv";"github.com/chanlint/chanlint/passes/internal/explore")
func TestDbg(t *testing.T){
  seed,_ := strconv.Atoi(os.Getenv("SEED"))
  g0 := &generator{r: rand.New(rand.NewSource(int64(seed)))}
  prog, fn := program(t, g0.program()); g := explore.Run(prog, fn, nil, explore.Options{})
  for i,n := range g.Nodes { t.Logf("node %d parent %d cut %v end %d", i, n.Parent, n.Cut, n.End); for _, e := range n.Events { t.Logf("  ev %d %v proc %d peer %d obj %d aux %d @%d", e.Kind, e.Op, e.Proc,e.Peer,e.Obj,e.Aux,e.Site.Pos)}
   for _, p := range n.Procs { t.Logf("   proc %d root %v blocked %v %v @%d", p.Serial, p.Root, p.Blocked, p.Op, p.Site.Pos) }
   for _, e := range n.Out { t.Logf("   -> %d moves %b map %b", e.To, e.Moves, e.Map) }
  }
}
