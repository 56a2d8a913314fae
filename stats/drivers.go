package stats

// Drivers are the questions that go with the overall mark, from LeastComplete
// complete responses on; below that they are nil and Report.Lowest stands.
type Drivers struct {
	// N responses answered every question that is compared.
	N    int      `json:"n"`
	List []Driver `json:"list"` // most first
}

// Driver is one question.
type Driver struct {
	Question string `json:"question"` // id
	// Correlation is Spearman's rank correlation with the overall mark, -1 to 1.
	Correlation Interval `json:"correlation"`
	// Weight is its relative weight, in per cent of what all explain together.
	Weight Interval `json:"weight"`
}
