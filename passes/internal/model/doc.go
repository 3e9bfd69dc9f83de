// Package model defines the modelling language of chanlint: what a function
// does to channels, locks, wait groups, contexts, timers and the variables that
// steer them, with everything else sliced away. It knows nothing of Go's SSA
// form, from which models are extracted, nor of how they are explored.
//
// # Terms
//
//   - A function has slots (its registers), parameters and captured variables
//     (its first slots), and code: a flat list of instructions, positions by
//     index.
//   - An operand is a slot or a constant. A value is an integer, a boolean, a
//     string, nil, a reference to an object (with an offset into it), a
//     function, a symbol that stands for an unknown value, or "none" for a value
//     that the slice does not keep.
//   - An object is a channel, a list (slice), a map, a closure, or a row of cells
//     (a variable or a struct, flattened: nested structs take several cells).
//     Locks, wait groups and conditions live in cells, as they do in Go.
//   - A process is a goroutine. An instruction that other processes can observe
//     is an operation; its execution is a transition.
//   - The class of a value says what an unknown value of it looks like.
//
// # Text form
//
// Models have a text form (Parse, Format) in which the behaviour of the
// standard library and the tests of the engine are written:
//
//	func main.worker/1 {
//	L0:
//		s1, s2 = recv s0 :range 'jobs' @12
//		br s2 -> L1 L2
//	L1:
//		wgadd @main.wg -1
//		jmp -> L0
//	L2:
//		ret
//	}
//
// A function header is name/parameters or name/parameters/captures. Operands:
// s3 (slot), 7, true, "text", nil, nonnil, _ (none), &f (function), @v (address
// of a package variable). After the operands may follow: ':' and the attribute
// of the instruction (a class, an operator, a mode, a number), a callee or type
// in angle brackets, targets after "->", a source name in single quotes, and a
// position after '@' and a number.
package model
