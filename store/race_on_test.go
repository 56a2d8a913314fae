//go:build race

package store

// raced says that this is built for the race detector, with which the game takes
// half an hour: make test plays it without.
const raced = true
