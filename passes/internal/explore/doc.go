// Package explore is the model checker: it runs a closed program of models
// through all interleavings of its processes, within a budget of steps and
// states, and returns the graph of the states it met.
//
// A state is a set of processes (stacks of frames over slots), objects and
// unknown values (symbols with what is known of them). Two states are the same
// if they are equal after a canonical renumbering of processes, objects and
// symbols; slots that are dead, and objects that nothing reaches, do not count.
//
// A node of the graph is a state in which every process stands before an
// operation that others can observe. Between two nodes one process executes its
// operation (two of them, in a rendezvous) and everything up to the next one.
// That keeps the graph small without losing behaviour: instructions on objects
// that only one process can reach commute with all others.
//
// Reductions: operations on private objects and on objects of the environment
// run on; unlocking and WaitGroup.Done run as soon as they are reached, since
// they only ever enable others. Loads and stores of shared cells are operations
// only for cells that are written while they are shared; which those are is
// learnt during the search, which starts again when it learns one.
//
// What the budget cuts off counts as "may still move" (Node.Cut): it can hide a
// bug, never invent one.
package explore
