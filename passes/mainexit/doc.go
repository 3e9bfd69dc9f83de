/*
Package mainexit defines an analyzer that reports goroutines that main does not
wait for.

# Analyzer mainexit

mainexit: report goroutines that main does not wait for

When main returns, the program ends, and every other goroutine with it,
wherever it is. The analyzer reports go statements whose goroutine main neither
waits for nor outlives by design.

# Terms

main waits for a goroutine if it cannot return before the goroutine has come
to a certain operation: main receives what the goroutine sends or closes last,
or calls WaitGroup.Wait after an Add that the goroutine answers with Done. A
sleep is not a wait, since it ends by itself. A goroutine has work left if it
has still to do something that others can notice.

# What goes wrong

The output, file or request of the goroutine is lost, wholly or in part, and
nothing says so. With a sleep it is lost on the day on which the machine is
slow, and on every other day the program is slower than it need be.

# Wrong and right

main returns at once:

	// WRONG
	func main() {
		go sayHello() // main returns without waiting for the goroutine started here

		fmt.Println("Main function")
	}

	// RIGHT
	func main() {
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Add(1)
			go func() { // counted before it starts, and main waits
				defer wg.Done()
				fmt.Println(i)
			}()
		}
		wg.Wait()
	}

main sleeps:

	// WRONG
	func main() {
		go func() { // main waits for the goroutine started here only by time.Sleep
			fmt.Println("hello")
		}()
		time.Sleep(time.Second)
	}

	// RIGHT
	func main() {
		done := make(chan bool)
		go func() { // main receives its last act
			fmt.Println("hello")
			done <- true
		}()
		<-done
	}

main waits for one goroutine and forgets the other, or returns on one path
before it waits:

	// WRONG
	func main() {
		done := make(chan struct{})
		go func() { // main returns without waiting for the goroutine started here
			defer close(done)
			fmt.Println("hello")
		}()
		if len(os.Args) < 2 {
			fmt.Println("nothing to do")
			return
		}
		<-done
	}

	// RIGHT
	func main() {
		var wg sync.WaitGroup
		defer wg.Wait()
		wg.Add(1)
		go func() { // the deferred Wait runs on every path
			defer wg.Done()
			fmt.Println("hello")
		}()
		if len(os.Args) < 2 {
			return
		}
		fmt.Println(os.Args[1])
	}

# Not reported

The analyzer is silent on purpose about

  - a goroutine without an end of its own, such as a ticker, a server, a progress bar
    or a loop that goes on until something fails, beside a main that works or blocks;
  - a goroutine that only waits for main to end, such as one that receives from
    a context's Done;
  - a main that ends by os.Exit, log.Fatal or a panic, or returns after an error;
  - a main that blocks in a select, a server or a wait for a signal, or calls another
    package's function for what the program is there for: by its name, Run, Serve,
    Listen, Loop or Execute;
  - a goroutine that main told to stop, by closing a channel that carries no values
    or by cancelling a context;
  - a goroutine that another goroutine started, or a function of another package for
    itself; what runs main's own functions there, or counts for a WaitGroup of
    main's, is reported;
  - a wait that main gives up after a timeout, in a select.

# Flags

There are none.

# mainexit

The finding stands at the go statement, or at the call of WaitGroup.Go, and
names the line on which main returns:

	main returns without waiting for the goroutine started here (returns on line 12)

# mainexit-sleep

If main, or a function that it calls, sleeps between the go statement and its
return and does not wait otherwise, the finding names the sleep:

	main waits for the goroutine started here only by time.Sleep (on line 12)

This is a category of its own, because programs for demonstration do it on
purpose.
*/
package mainexit
