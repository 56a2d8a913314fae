package views

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
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

func newAssets() (*Assets, error) {
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
		sum := sha256.Sum256(raw)
		ending := path.Ext(e.Name())
		name := strings.TrimSuffix(e.Name(), ending) + "." + hex.EncodeToString(sum[:4]) + ending
		kind, ok := mediaTypes[ending]
		if !ok {
			return nil, fmt.Errorf("asset %s: unknown media type", e.Name())
		}
		a.byName[name] = Asset{kind, raw, packed}
		a.names[e.Name()] = name
	}
	return a, nil
}

func (a *Assets) get(name string) (Asset, bool) {
	asset, ok := a.byName[name]
	return asset, ok
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
