package themes

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:embed codebook.json
var codebookFile []byte

// Shipped returns the codebook that is in use until an installation makes its
// own: themes of parents in youth help, in Dutch and English. It must not be
// changed. docs/themes.md says how it was made and how good it is.
var Shipped = sync.OnceValue(func() *Codebook {
	var c Codebook
	if err := json.Unmarshal(codebookFile, &c); err != nil {
		panic(err) // a file of ours that is not JSON: caught by any test
	}
	return &c
})
