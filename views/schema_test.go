package views

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ouderstem/survey"
)

// schemaFile is the published schema of the JSON of a report. It is made from
// the types and their comments, so that neither can be changed alone.
var schemaFile = filepath.Join("..", "docs", "report.schema.json")

func TestReportSchema(t *testing.T) {
	got, err := json.MarshalIndent(newSchema(t).report(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(schemaFile, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/report.schema.json is not what the types say; go test ./views -run Schema -update writes it anew: %s", diff)
	}
}

// said is what the source says of a type.
type said struct {
	doc    string
	fields map[string]string
	values []string // the constants of a named string
}

// schemas makes schemas of types, each once.
type schemas struct {
	t       *testing.T
	sources map[string]*said // by package and name
	defs    map[string]any
	types   map[string]reflect.Type // of defs
}

func newSchema(t *testing.T) *schemas {
	t.Helper()
	s := &schemas{t, map[string]*said{}, map[string]any{}, map[string]reflect.Type{}}
	for _, room := range []string{"stats", "stats/themes", "survey", "views"} {
		files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range parsed.Decls {
				if d, ok := d.(*ast.GenDecl); ok {
					s.read("ouderstem/"+room+".", d)
				}
			}
		}
	}
	return s
}

func (s *schemas) of(name string) *said {
	if s.sources[name] == nil {
		s.sources[name] = &said{fields: map[string]string{}}
	}
	return s.sources[name]
}

// read notes the types and constants of a declaration.
func (s *schemas) read(room string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			about := s.of(room + spec.Name.Name)
			about.doc = d.Doc.Text()
			if spec.Doc != nil {
				about.doc = spec.Doc.Text()
			}
			fields, ok := spec.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, f := range fields.Fields.List {
				for _, name := range f.Names {
					about.fields[name.Name] = f.Doc.Text() + f.Comment.Text()
				}
			}
		case *ast.ValueSpec:
			kind, ok := spec.Type.(*ast.Ident)
			if !ok || d.Tok != token.CONST {
				continue
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					value, err := strconv.Unquote(lit.Value)
					if err != nil {
						s.t.Fatal(err)
					}
					about := s.of(room + kind.Name)
					about.values = append(about.values, value)
				}
			}
		}
	}
}

type object = map[string]any

// limits are what the types cannot say, by type and field.
var limits = map[string]object{
	"Report.k": {"minimum": survey.LeastK}, "Report.year": {"minimum": 2000, "maximum": 2100},
	"Share.percent": {"minimum": 0, "maximum": 100}, "YearFigure.year": {"minimum": 2000, "maximum": 2100},
	"Report.languages": {"minItems": 1}, "Measure.due": {"pattern": `^([0-9]{4}-[0-9]{2}-[0-9]{2})?$`},
	"Funnel.dispersion": {"minimum": 1}, "Theme.sentiment": {"minItems": 4, "maxItems": 4},
}

// report is the whole schema.
func (s *schemas) report() object {
	root := s.structure(reflect.TypeFor[ReportFile]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Report"
	root["$defs"] = s.defs
	return root
}

// describe makes a comment fit to be read without the source.
func describe(comment string) string {
	comment = strings.Join(strings.Fields(comment), " ")
	comment = regexp.MustCompile(`\[([A-Za-z.]+)\]`).ReplaceAllString(comment, "$1")
	return strings.NewReplacer(" nil ", " absent ", "Nil ", "Absent ", "; nil;", "; absent;").Replace(comment)
}

// structure is the schema of a struct: exactly its fields, those without
// omitempty always.
func (s *schemas) structure(t reflect.Type) object {
	about := s.of(t.PkgPath() + "." + t.Name())
	properties, required := object{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" || name == "-" {
			continue
		}
		owner := t
		for _, i := range f.Index[:len(f.Index)-1] {
			owner = owner.Field(i).Type
		}
		p := s.schema(f.Type)
		for key, value := range limits[owner.Name()+"."+name] {
			p[key] = value
		}
		if doc := describe(s.of(owner.PkgPath() + "." + owner.Name()).fields[f.Name]); doc != "" {
			p["description"] = doc
		}
		if rest != "omitempty" {
			required = append(required, name)
		}
		properties[name] = p
	}
	return object{
		"type": "object", "description": describe(about.doc),
		"properties": properties, "required": required, "additionalProperties": false,
	}
}

// schema is that of any type; of a named one a reference to its definition.
func (s *schemas) schema(t reflect.Type) object {
	name := t.PkgPath() + "." + t.Name()
	switch t.Kind() {
	case reflect.Pointer:
		return s.schema(t.Elem())
	case reflect.Struct:
		s.define(t, func() object { return s.structure(t) })
		return object{"$ref": "#/$defs/" + t.Name()}
	case reflect.Slice:
		return object{"type": "array", "items": s.schema(t.Elem())}
	case reflect.Map:
		if t == reflect.TypeFor[survey.Text]() {
			s.define(t, func() object {
				return object{
					"type": "object", "description": describe(s.of(name).doc), "additionalProperties": object{"type": "string"},
					"propertyNames": object{"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
				}
			})
			return object{"$ref": "#/$defs/" + t.Name()}
		}
		return object{"type": "object", "additionalProperties": s.schema(t.Elem())}
	case reflect.String:
		if values := s.of(name).values; t.Name() != "string" && len(values) > 0 {
			s.define(t, func() object {
				return object{"type": "string", "enum": values, "description": describe(s.of(name).doc)}
			})
			return object{"$ref": "#/$defs/" + t.Name()}
		}
		return object{"type": "string"}
	case reflect.Int:
		return object{"type": "integer", "minimum": 0} // all of them count
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Interface: // an argument of a sentence
		return object{"type": []string{"string", "number", "boolean", "array", "object"}}
	}
	s.t.Fatalf("%s has no schema", t)
	return nil
}

// define makes the definition of a type once.
func (s *schemas) define(t reflect.Type, definition func() object) {
	if other, ok := s.types[t.Name()]; ok {
		if other != t {
			s.t.Errorf("%v and %v have one name", t, other)
		}
		return
	}
	s.types[t.Name()] = t
	s.defs[t.Name()] = definition()
}
