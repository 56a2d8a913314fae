package survey

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed surveys/*.json
var surveys embed.FS

// Templates returns the surveys that ship with the program, by id. None is
// published yet.
func Templates() (map[string]*Survey, error) {
	files, err := fs.Glob(surveys, "surveys/*.json")
	if err != nil {
		return nil, err
	}
	templates := map[string]*Survey{}
	for _, file := range files {
		data, err := surveys.ReadFile(file)
		if err != nil {
			return nil, err
		}
		s, faults := Parse(data)
		if len(faults) > 0 {
			return nil, fmt.Errorf("template %s: %v", file, faults)
		}
		if want := strings.TrimSuffix(path.Base(file), ".json"); s.ID != want {
			return nil, fmt.Errorf("template %s has the id %q", file, s.ID)
		}
		templates[s.ID] = s
	}
	return templates, nil
}
