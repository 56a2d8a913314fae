//go:build race

package campaign

// Raced says that this is built for the race detector, with which some games take
// half an hour: make test plays those without it.
const Raced = true
