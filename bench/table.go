package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// middle is the median.
func middle[T cmp.Ordered](values []T) T {
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

func milli(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// tabbed is one row of a table.
func tabbed(cells ...any) string {
	var b strings.Builder
	for _, c := range cells {
		fmt.Fprint(&b, c, "\t")
	}
	return b.String()
}
