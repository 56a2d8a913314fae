package survey

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// holland is a tree in no order at all.
var holland = Units{
	{ID: "team-b", Parent: "oost", Name: "Team Beek"},
	{ID: "west", Parent: "land", Name: "Westdorp"},
	{ID: "team-a", Parent: "oost", Name: "Team Akker"},
	{ID: "land", Name: "Land"},
	{ID: "team-a-west", Parent: "west", Name: "Team Akker"},
	{ID: "oost", Parent: "land", Name: "Oostdorp"},
}

func TestFind(t *testing.T) {
	tests := []struct{ asked, want string }{
		{"oost", "oost"},
		{"Oostdorp", "oost"},
		{"OOSTDORP", "oost"},
		{"team beek", "team-b"},
		{"Team Akker", ""}, // two of them
		{"Noorddorp", ""},
		{"", ""},
	}
	for _, test := range tests {
		got, err := holland.Find(test.asked)
		if got.ID != test.want || (err == nil) != (test.want != "") {
			t.Errorf("Find(%q) = %q, %v, want %q", test.asked, got.ID, err, test.want)
		}
	}
	if _, err := holland.Find("Team Akker"); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("two of one name: %v", err)
	}
	if _, err := holland.Find("Noorddorp"); !errors.Is(err, ErrNoUnit) {
		t.Errorf("none of that name: %v", err)
	}
	named := append(slices.Clone(holland), Unit{ID: "x", Name: "oost"})
	if got, err := named.Find("oost"); err != nil || got.ID != "oost" {
		t.Errorf("a name like an id: %v, %v: the id comes first", got, err)
	}
}

func TestChildrenBelowAbove(t *testing.T) {
	tests := []struct {
		id                     string
		children, below, above []string
	}{
		{"land", []string{"oost", "west"}, []string{"land", "oost", "west", "team-a", "team-b", "team-a-west"}, nil},
		{"oost", []string{"team-a", "team-b"}, []string{"oost", "team-a", "team-b"}, []string{"land"}},
		{"team-a", nil, []string{"team-a"}, []string{"oost", "land"}},
		{"", []string{"land"}, []string{"", "land", "oost", "west", "team-a", "team-b", "team-a-west"}, nil},
		{"nowhere", nil, []string{"nowhere"}, nil},
	}
	for _, test := range tests {
		var children []string
		for _, c := range holland.Children(test.id) {
			children = append(children, c.ID)
		}
		if diff := cmp.Diff(test.children, children); diff != "" {
			t.Errorf("Children(%q): %s", test.id, diff)
		}
		if diff := cmp.Diff(test.below, holland.Below(test.id)); diff != "" {
			t.Errorf("Below(%q): %s", test.id, diff)
		}
		if diff := cmp.Diff(test.above, holland.Above(test.id)); diff != "" {
			t.Errorf("Above(%q): %s", test.id, diff)
		}
	}
}

func TestWalk(t *testing.T) {
	var got []string
	holland.Walk(func(u Unit, depth int) { got = append(got, fmt.Sprint(depth, " ", u.ID)) })
	want := []string{"0 land", "1 oost", "2 team-a", "2 team-b", "1 west", "2 team-a-west"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLoopsEnd has units that are each other's parent, as a broken import could.
func TestLoopsEnd(t *testing.T) {
	loop := Units{{ID: "a", Parent: "b"}, {ID: "b", Parent: "a"}, {ID: "c", Parent: "c"}}
	if diff := cmp.Diff([]string{"a", "b"}, loop.Below("a")); diff != "" {
		t.Error(diff)
	}
	if above := loop.Above("a"); !slices.Contains(above, "a") {
		t.Errorf("Above(a) = %v: a loop shows in that a unit is above itself", above)
	}
	loop.Walk(func(u Unit, _ int) { t.Errorf("%s hangs on no top", u.ID) })
}

func TestTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tree Units
		for i := range rapid.IntRange(1, 30).Draw(t, "units") {
			u := Unit{ID: fmt.Sprint("u", i), Name: rapid.StringN(0, 3, -1).Draw(t, "name")}
			if i > 0 {
				u.Parent = tree[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
			}
			tree = append(tree, u)
		}
		tree = rapid.Permutation(tree).Draw(t, "order")
		if n := len(tree.Below("u0")); n != len(tree) {
			t.Errorf("%d units are below the top, want %d", n, len(tree))
		}
		for _, u := range tree {
			below := tree.Below(u.ID)
			for _, v := range tree {
				if down, up := slices.Contains(below, v.ID), slices.Contains(tree.Above(v.ID), u.ID); down != (up || u.ID == v.ID) {
					t.Errorf("%s below %s: %v, above: %v", v.ID, u.ID, down, up)
				}
				if i, j := slices.Index(below, v.Parent), slices.Index(below, v.ID); i > j && j > 0 {
					t.Errorf("%s stands before its parent in %v", v.ID, below)
				}
			}
		}
	})
}

func TestSlug(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Oostdorp", "oostdorp"},
		{"'s-Hertogenbosch", "s-hertogenbosch"},
		{"Súdwest-Fryslân", "sudwest-fryslan"},
		{"Team  Noord / Zuid (2)", "team-noord-zuid-2"},
		{"IJsselstein", "ijsselstein"},
		{"Ĳsselstein", "ijsselstein"},
		{"İstanbul", "istanbul"},
		{"--a--", "a"},
		{"أمستردام", ""},
		{"", ""},
		{"⅓ dorp", "1-3-dorp"},
	}
	for _, test := range tests {
		if got := Slug(test.name); got != test.want {
			t.Errorf("Slug(%q) = %q, want %q", test.name, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		got := Slug(rapid.String().Draw(t, "name"))
		if got != "" && !slug.MatchString(got) || Slug(got) != got {
			t.Errorf("%q is no slug", got)
		}
	})
}

func TestAsker(t *testing.T) {
	tree := Units{{ID: "r", Name: "Region"}, {ID: "m", Name: "Town", Parent: "r"}, {ID: "a", Name: "Team", Parent: "m"}, {ID: "x", Name: "Alone"}}
	for unit, want := range map[string]string{"r": "Region", "m": "Town", "a": "Town", "x": "Alone", "none": ""} {
		if got := tree.Asker(unit); got != want {
			t.Errorf("on cards of %s stands %q, want %q", unit, got, want)
		}
	}
}
