package themes

func readable(text string, words int) bool { return words >= 3 }
