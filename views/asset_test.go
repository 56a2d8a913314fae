package views

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"
)

func TestAssets(t *testing.T) {
	v := newViews(t)
	if len(v.assets.byName) == 0 {
		t.Fatal("no assets")
	}
	for name, a := range v.assets.byName {
		if !regexp.MustCompile(`^[a-z-]+\.[0-9a-f]{8}\.[a-z0-9]+$`).MatchString(name) {
			t.Errorf("%s has no name of its content", name)
		}
		r, err := gzip.NewReader(bytes.NewReader(a.Gzip))
		if err != nil {
			t.Fatal(name, err)
		}
		if raw, err := io.ReadAll(r); err != nil || !bytes.Equal(raw, a.Raw) {
			t.Errorf("%s packed is another file: %v", name, err)
		}
		if got, ok := v.Asset(name); !ok || got.Type != a.Type {
			t.Errorf("%s cannot be had", name)
		}
	}
	address, err := v.assets.address("parent.css")
	if err != nil || !strings.HasPrefix(address, AssetPath+"parent.") {
		t.Errorf("parent.css is at %q, %v", address, err)
	}
	if _, err := v.assets.address("no-such.css"); err == nil {
		t.Error("an asset that is not there has an address")
	}
	if _, ok := v.Asset("parent.css"); ok {
		t.Error("an asset can be had under a name that does not change with it")
	}
}
