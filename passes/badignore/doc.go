/*
Package badignore defines an analyzer that reports ignore directives that are
wrong or suppress nothing.

# Analyzer badignore

badignore: report ignore directives that suppress nothing

A comment

	//chanlint:ignore pass[,pass] reason

silences findings. The analyzer reports such directives if they silence none,
so that none stays behind when the code has changed, and if they are not
understood.

# Terms

An ignore directive stands at the end of the line of a finding, or in a comment
on the line above it. In the doc comment of a function it is about the whole
function. The line of a finding is the one that is printed, and not those of its
steps. The passes are separated by commas, without blanks. The reason is the
text behind them, up to another //. As with all directives there is no blank
before the first word, and the comment is not one of the form that begins with
a slash and a star.

# What goes wrong

A directive that suppresses nothing now may suppress something later, when
nobody thinks of it any more. One that names a pass which does not exist, or
that gives no reason, suppresses nothing at all.

# Wrong and right

The finding is on another line:

	// WRONG
	func badLine() {
		ch := make(chan int, 1)
		close(ch) //chanlint:ignore sendclosed the panic is what the test wants
		ch <- 1
	}

	// RIGHT
	func goodLine() {
		ch := make(chan int, 1)
		close(ch)
		ch <- 1 //chanlint:ignore sendclosed the panic is what the test wants
	}

There is no reason:

	// WRONG
	func badReason() {
		idle := make(chan int)
		//chanlint:ignore deadlock
		<-idle
	}

	// RIGHT
	func goodReason() {
		idle := make(chan int)
		//chanlint:ignore deadlock ends with the process
		<-idle
	}

The finding is there on some systems only, which a second directive can say:

	// WRONG
	func badElsewhere() {
		ch := make(chan int, 1)
		close(ch) //chanlint:ignore doubleclose closeAll does it too
		closeAll()
	}

	// RIGHT
	func goodElsewhere() {
		ch := make(chan int, 1)
		//chanlint:ignore badignore closeAll does it on other systems
		close(ch) //chanlint:ignore doubleclose closeAll does it too
		closeAll()
	}

# Not reported

The analyzer is silent about some directives that suppress nothing:

  - The directive suppresses a finding that only -level=all shows.
  - The pass that it names is switched off, and would report something there.
  - chanlint failed on some function of the package, so that findings may be
    missing.
  - The comment is a nolint of golangci-lint, which has a check of its own.
  - The file is generated.

# Flags

There are none.

# badignore

The finding stands at the directive:

	ignore directive gives no reason
	ignore directive names no pass
	ignore directive names sendclose, which is not a pass
	ignore directive has an empty name among its passes
	ignore directive has a blank before its first word
	unknown directive chanlint:ingore

A comment with a blank before its first word is no directive. It is reported only if
it would suppress a finding otherwise. A directive without a reason suppresses
nothing. If one of several passes does
not exist, the directive works for the others.

# badignore-unused

The finding stands at the name of the pass in the directive:

	ignore directive suppresses nothing of sendclosed

The pass reports nothing on that line, or in that function.
*/
package badignore
