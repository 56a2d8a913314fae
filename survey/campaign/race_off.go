//go:build !race

package campaign

// Raced says that this is built for the race detector.
const Raced = false
