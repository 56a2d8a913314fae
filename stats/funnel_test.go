package stats

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// Limits as R has them, with
//
//	lim <- function(p, n, th) { r <- qbinom(p, n, th)
//	  (r - (pbinom(r, n, th) - p) / dbinom(r, n, th)) / n }
func TestBinomialLimit(t *testing.T) {
	tests := []struct {
		n     int
		share float64
		want  [4]float64 // at .001, .025, .975, .999
	}{
		{30, 0.7, [4]float64{0.4083146313, 0.5116268024, 0.8415792465, 0.9206047112}},
		{100, 0.7, [4]float64{0.5484373761, 0.6030879858, 0.7830976142, 0.8297392531}},
		{1000, 0.7, [4]float64{0.6541696254, 0.6709110717, 0.7277185830, 0.7436971803}},
		{30, 0.02, [4]float64{-0.03327222556, -0.03180563895, 0.06555963550, 0.12433951975}},
	}
	for _, tt := range tests {
		for i, p := range []float64{0.001, 0.025, 0.975, 0.999} {
			if got := binomialLimit(p, tt.n, tt.share); !near(got, tt.want[i], 1e-9) {
				t.Errorf("binomialLimit(%g, %d, %g) = %.10f, want %.10f", p, tt.n, tt.share, got, tt.want[i])
			}
		}
	}
}

// groups are shares of groups with their target.
func groups(n, positive []int) ([]sampled, target) {
	list := make([]sampled, len(n))
	all, some := 0, 0
	for i := range n {
		list[i] = sampled{n[i], float64(positive[i]) / float64(n[i])}
		all, some = all+n[i], some+positive[i]
	}
	p := float64(some) / float64(all)
	return list, target{mean: p, variance: p * (1 - p)}
}

// Over-dispersion and the limits it widens, as R has them, with lim as above and
//
//	n <- c(30,35,40,48,60,75,90,120,150,200,300)
//	r <- c(15,28,30,40,39,60,70,99,100,170,220)
//	th <- sum(r)/sum(n); z <- sort((r/n-th)/sqrt(th*(1-th)/n))
//	w <- pmin(pmax(z, z[2]), z[10]); mean(w^2); mean(z^2)
//	th + sqrt(mean(w^2)) * (sapply(c(.025,.975,.001,.999), lim, 300, th) - th)
func TestDispersion(t *testing.T) {
	list, all := groups(
		[]int{30, 35, 40, 48, 60, 75, 90, 120, 150, 200, 300},
		[]int{15, 28, 30, 40, 39, 60, 70, 99, 100, 170, 220},
	)
	if !near(all.mean, 0.758710801394, 1e-12) {
		t.Errorf("target %.12f", all.mean)
	}
	if got := dispersion(list, all); !near(got, 2.47751831001, 1e-9) {
		t.Errorf("dispersion %.10f: with nothing drawn in it were 3.4093852433", got)
	}
	f := funnel(list, all, survey.One)
	if f.Mean != 76 || f.Dispersion != 2.48 {
		t.Errorf("mean %g, dispersion %g", f.Mean, f.Dispersion)
	}
	first, last := f.Limits[0], f.Limits[len(f.Limits)-1]
	if want := (FunnelLimit{30, 47.6, 96.3, 31.7, 100}); first != want { // the last is 106.97 in R, and clipped
		t.Errorf("limits %+v, want %+v", first, want)
	}
	if want := (FunnelLimit{300, 67.9, 83.1, 63.2, 87.2}); last != want {
		t.Errorf("limits %+v, want %+v", last, want)
	}
}

// No group is unlike the rest: then chance alone sets the limits.
func TestNoDispersion(t *testing.T) {
	list, all := groups([]int{30, 40, 50}, []int{21, 28, 35})
	if got := dispersion(list, all); got != 1 {
		t.Errorf("dispersion %g of equal groups", got)
	}
}

// teamsOfMarks are four teams whose marks TestFunnelOfMarks and TestShrink have
// put to R.
func teamsOfMarks() survey.Results {
	var parts []survey.Part
	for i, marks := range []Marks{
		{1, 0, 1, 2, 4, 6, 9, 8, 3, 1},
		{0, 1, 2, 3, 5, 8, 12, 9, 4, 2},
		{0, 0, 0, 1, 2, 5, 14, 20, 9, 4},
		{2, 2, 3, 4, 6, 9, 10, 5, 2, 1},
	} {
		var pairs []any
		for j, n := range marks {
			pairs = append(pairs, fmt.Sprint(j+1), n)
		}
		parts = append(parts, part(fmt.Sprint("Team ", i), marks.N(), answer(2, "mark", pairs...)))
	}
	return above(nil, 0, parts...)
}

// The funnel of four teams' marks, as R has it, with
//
//	m <- list(rep(1:10, c(1,0,1,2,4,6,9,8,3,1)), rep(1:10, c(0,1,2,3,5,8,12,9,4,2)),
//	  rep(1:10, c(0,0,0,1,2,5,14,20,9,4)), rep(1:10, c(2,2,3,4,6,9,10,5,2,1)))
//	y <- unlist(m); N <- lengths(m); g <- factor(rep(1:4, N)); a <- anova(lm(y ~ g))
//	v <- a["Residuals", "Mean Sq"]; z <- (tapply(y, g, mean) - mean(y)) / sqrt(v / N)
//	mean(y) + sqrt(mean(z^2)) * qt(c(.025,.975,.001,.999), 176) * sqrt(v / 55)
func TestFunnelOfMarks(t *testing.T) {
	f := Yearly(teamsOfMarks(), Options{Funnel: true}).Teams.Funnel
	if f.Mean != 6.7 || f.Dispersion != 7.58 { // 6.73888888889, 7.57796534333
		t.Errorf("mean %g, dispersion %g", f.Mean, f.Dispersion)
	}
	first, last := f.Limits[0], f.Limits[len(f.Limits)-1]
	// 4.99364477750 8.48413300027 3.96460285375 9.51317492403
	if want := (FunnelLimit{30, 4.99, 8.48, 3.96, 9.51}); first != want {
		t.Errorf("limits %+v, want %+v", first, want)
	}
	// 5.44994069013 8.02783708765 4.68994286208 8.78783491570
	if want := (FunnelLimit{55, 5.45, 8.03, 4.69, 8.79}); last != want {
		t.Errorf("limits %+v, want %+v", last, want)
	}
	var values []float64
	for _, p := range f.Points {
		values = append(values, p.Value)
	}
	if d := cmp.Diff([]float64{6.6, 6.6, 7.7, 5.8}, values); d != "" {
		t.Error(d)
	}
}

// The trials of BCG against tuberculosis in Colditz et al., JAMA 271 (1994)
// 698–702: cases and others with the vaccine, cases and others without. R's
// package metafor prints for the logarithms of their relative risks
//
//	dat <- escalc(measure="RR", ai=tpos, bi=tneg, ci=cpos, di=cneg, data=dat.bcg)
//	res <- rma(yi, vi, data=dat, method="DL"); blup(res)
func TestShrink(t *testing.T) {
	var values, variances []float64
	for _, trial := range [][4]float64{
		{4, 119, 11, 128},
		{6, 300, 29, 274},
		{3, 228, 11, 209},
		{62, 13536, 248, 12619},
		{33, 5036, 47, 5761},
		{180, 1361, 372, 1079},
		{8, 2537, 10, 619},
		{505, 87886, 499, 87892},
		{29, 7470, 45, 7232},
		{17, 1699, 65, 1600},
		{186, 50448, 141, 27197},
		{5, 2493, 3, 2338},
		{27, 16886, 29, 17825},
	} {
		a, m, c, n := trial[0], trial[0]+trial[1], trial[2], trial[2]+trial[3]
		values = append(values, math.Log(a/m/(c/n)))
		variances = append(variances, 1/a-1/m+1/c-1/n)
	}
	tau, mean, variance := between(values, variances)
	if !near(tau, 0.3087602629, 1e-9) || !near(mean, -0.7141172221, 1e-9) || !near(math.Sqrt(variance), 0.1787420895, 1e-9) {
		t.Errorf("between %.10f, mean %.10f with error %.10f", tau, mean, math.Sqrt(variance))
	}
	got := shrink(values, variances)
	for i, want := range map[int]estimated{
		0:  {-0.799390973186, -1.6000816818, 0.001299735401},
		3:  {-1.397277187360, -1.6668025594, -1.127751815272},
		7:  {0.002754440277, -0.1199042477, 0.125413128278},
		11: {-0.288364470900, -1.1827617252, 0.606032783392},
	} {
		if !near(got[i].value, want.value, 1e-9) || !near(got[i].low, want.low, 1e-9) || !near(got[i].high, want.high, 1e-9) {
			t.Errorf("trial %d: %.10f, want %.10f", i+1, got[i], want)
		}
	}
}

// The marks of TestFunnelOfMarks drawn together, as R has them, with
//
//	f <- rma(as.numeric(tapply(y, g, mean)), v / N, method="DL"); blup(f)
func TestShrunkTeams(t *testing.T) {
	teams := Yearly(teamsOfMarks(), Options{}).Teams
	for i, want := range []Interval{{6.6, 6.1, 7.2}, {6.6, 6.1, 7.1}, {7.6, 7.2, 8.1}, {5.8, 5.3, 6.3}} {
		if got := *teams.List[i].Shrunk; got != want { // 6.635, 6.080–7.190 …
			t.Errorf("%s: %+v, want %+v", teams.List[i].Unit.Name, got, want)
		}
	}
}

// Groups that differ no more than chance makes them are all alike.
func TestShrinkToOne(t *testing.T) {
	for _, e := range shrink([]float64{7.0, 7.1, 6.9}, []float64{0.5, 0.4, 0.6}) {
		if !near(e.value, 7.0135135135, 1e-9) { // Σwy/Σw by hand, w = 2, 2.5, 1.666…
			t.Errorf("drawn to %.10f", e.value)
		}
	}
}
