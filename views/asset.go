package views

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"ouderstem/survey"
)

//go:embed static
var static embed.FS

// Asset is a style sheet, script or picture, ready to send.
type Asset struct {
	Type string // media type
	Raw  []byte
	Gzip []byte
}

// Assets holds what pages load, under names that change with the content, so
// that a browser may keep them for good.
type Assets struct {
	byName map[string]Asset
	names  map[string]string // plain name to hashed name

	mu  sync.RWMutex
	own map[string]Asset // of organisations
}

// mediaTypes are ours, not the machine's: its tables differ from one system to
// the next, and browsers refuse a style sheet of the wrong type.
var mediaTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".ico":   "image/x-icon",
	".woff2": "font/woff2",
}

// AssetPath is where assets live.
const AssetPath = "/s/"

// ours are the assets of the program itself, packed when they are first asked
// for: commands that show no page do without.
var ours = sync.OnceValues(packAssets)

func newAssets() (*Assets, error) {
	o, err := ours()
	if err != nil {
		return nil, err
	}
	return &Assets{byName: o.byName, names: o.names, own: map[string]Asset{}}, nil
}

func packAssets() (*Assets, error) {
	a := &Assets{byName: map[string]Asset{}, names: map[string]string{}}
	entries, err := static.ReadDir("static")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		raw, err := static.ReadFile("static/" + e.Name())
		if err != nil {
			return nil, err
		}
		packed, err := Gzip(raw)
		if err != nil {
			return nil, err
		}
		kind, ok := mediaTypes[path.Ext(e.Name())]
		if !ok {
			return nil, fmt.Errorf("asset %s: unknown media type", e.Name())
		}
		name := hashed(e.Name(), raw)
		a.byName[name] = Asset{kind, raw, packed}
		a.names[e.Name()] = name
	}
	return a, nil
}

// hashed returns a name that changes with the content.
func hashed(name string, raw []byte) string {
	sum := sha256.Sum256(raw)
	ending := path.Ext(name)
	return strings.TrimSuffix(name, ending) + "." + hex.EncodeToString(sum[:4]) + ending
}

func (a *Assets) get(name string) (Asset, bool) {
	asset, ok := a.byName[name]
	if ok {
		return asset, true
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	asset, ok = a.own[name]
	return asset, ok
}

// dress adds a style sheet of ours with css behind it and returns its address.
func (a *Assets) dress(name, css string) string {
	plain := a.byName[a.names[name]]
	return a.add(name, plain.Type, append(slices.Clone(plain.Raw), css...))
}

// picture adds a picture and returns its address.
func (a *Assets) picture(logo *survey.Logo) string {
	ending := ".png"
	if logo.Type != mediaTypes[ending] {
		ending = ".svg"
	}
	return a.add("logo"+ending, mediaTypes[ending], logo.Data)
}

func (a *Assets) add(name, kind string, raw []byte) string {
	packed, err := Gzip(raw)
	if err != nil { // a buffer takes everything
		packed = nil
	}
	name = hashed(name, raw)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.own[name] = Asset{kind, raw, packed}
	return AssetPath + name
}

// undress forgets what organisations have.
func (a *Assets) undress() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.own)
}

// address returns where a page finds the asset with this plain name.
func (a *Assets) address(name string) (string, error) {
	hashed, ok := a.names[name]
	if !ok {
		return "", fmt.Errorf("asset %s: no such file", name)
	}
	return AssetPath + hashed, nil
}

// Gzip packs raw as tightly as it goes: it is done once and sent often.
func Gzip(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
