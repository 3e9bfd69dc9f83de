package left_by_tests

import "testing"

func TestPublisherGood(t *testing.T) {
	p := newPublisher()
	p.publish("news")
}

func TestSubscriberBad(t *testing.T) {
	s := newSubscriber()
	s.requests <- "news"
}
