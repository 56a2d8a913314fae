package stats

// pair reports whether two rows of the system, one of which a growth makes, can
// be put together to a sum of fewer than k comments. Which rows there are depends
// on the order of comments, that is on ids: two parents whose ids come first have
// a row each, and the sum of their marks none.
func (s *system) pair(g growth, k int) bool {
	if g.follows {
		return false
	}
	rows := append(append([]row{}, s.rows...), g.row)
	made := map[int]bool{len(s.rows): true}
	for i, r := range g.changed {
		rows[i], made[i] = r, true
	}
	of := make([]bitset, len(rows))
	size := make([]int, len(rows))
	for i, r := range rows {
		of[i] = r.comments.places()
		size[i] = of[i].size()
	}
	for i := range rows {
		for j := range i {
			// What only one of them has stays whatever they are multiplied by.
			apart := size[i] + size[j] - 2*of[i].common(of[j])
			if apart < k && (made[i] || made[j]) && fewTogether(rows[i].comments, rows[j].comments, k) {
				return true
			}
		}
	}
	return false
}

// fewTogether reports whether a + f·b is of fewer than k comments for any f but 0.
// Such an f makes nothing of all comments but those, so also of one of the first k
// that both have.
func fewTogether(a, b stretch, k int) bool {
	from, to := min(a.from, b.from), max(a.from+len(a.by), b.from+len(b.by))
	tried := 0
	for at := from; at < to && tried < k; at++ {
		x, y := uint64(a.at(at)), uint64(b.at(at))
		if x == 0 || y == 0 {
			continue
		}
		tried++
		left := 0
		for i := from; i < to && left < k; i++ {
			if rest(uint64(a.at(i))*y) != rest(uint64(b.at(i))*x) {
				left++
			}
		}
		if left < k {
			return true
		}
	}
	return false
}

// places returns where a is not 0.
func (a stretch) places() bitset {
	var b bitset
	for i, x := range a.by {
		if x != 0 {
			b = b.with(a.from + i)
		}
	}
	return b
}
