package no_concurrency

func add(a, b int) int {
	return a + b //chanlint:ignore sendclosed there is none // want "nothing of sendclosed"
}
