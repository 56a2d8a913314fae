package views

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"text/template/parse"
)

// trees are the parsed templates of all pages and of the parts they share. A
// template is parsed once: what differs by language is only what its functions
// do.
type trees struct {
	parts map[string]*parse.Tree            // by name
	pages map[string]map[string]*parse.Tree // by the page's file name, then by name: each may define some for itself
}

// parsed is html/, parsed once in the life of the program: of the functions that
// templates call only the names count here, and those are the same in every
// language.
var parsed = sync.OnceValues(func() (*trees, error) {
	known := []map[string]any{builtins}
	for _, f := range (&Views{texts: &Texts{}}).allFuncs(FirstLanguage) {
		known = append(known, f)
	}
	t := &trees{parts: map[string]*parse.Tree{}, pages: map[string]map[string]*parse.Tree{}}
	for _, pattern := range slices.Concat(pagePatterns, []string{"html/part/*.html"}) {
		files, err := fs.Glob(html, pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := fs.ReadFile(html, file)
			if err != nil {
				return nil, err
			}
			name := path.Base(file)
			found, err := parse.Parse(name, string(text), "", "", known...)
			if err != nil {
				return nil, err
			}
			if path.Dir(file) != "html/part" {
				t.pages[name] = found
				continue
			}
			for n, tree := range found {
				if t.parts[n] != nil {
					return nil, fmt.Errorf("%s: there are two templates %s", file, n)
				}
				t.parts[n] = tree
			}
		}
	}
	return t, nil
})

// pagePatterns are where pages are: html/ is for parents, html/staff/ for staff.
// html/part/ holds what several pages share.
var pagePatterns = []string{"html/*.html", "html/staff/*.html"}

// pageNames returns the names of all pages.
func pageNames() ([]string, error) {
	var names []string
	for _, pattern := range pagePatterns {
		files, err := fs.Glob(html, pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			names = append(names, strings.TrimSuffix(path.Base(file), ".html"))
		}
	}
	return names, nil
}

// builtins are the names of the functions that every template has; text/template
// keeps its list to itself.
var builtins = func() map[string]any {
	m := map[string]any{}
	for _, name := range strings.Fields("and break call continue eq ge gt html index js le len lt ne not or print printf println slice urlquery") {
		m[name] = name
	}
	return m
}()

// page returns the template of a page with the parts it uses, and no others.
func (t *trees) page(name string, funcs ...template.FuncMap) (*template.Template, error) {
	page := template.New(name)
	for _, f := range funcs {
		page.Funcs(f)
	}
	needed := []string{name}
	for i := 0; i < len(needed); i++ {
		tree := t.pages[name][needed[i]]
		if tree == nil {
			tree = t.parts[needed[i]]
		}
		if tree == nil {
			return nil, fmt.Errorf("page %s: there is no template %s", name, needed[i])
		}
		added, err := page.AddParseTree(needed[i], tree.Copy())
		if err != nil {
			return nil, err
		}
		if i == 0 {
			page = added
		}
		for _, used := range uses(tree.Root) {
			if !slices.Contains(needed, used) {
				needed = append(needed, used)
			}
		}
	}
	return page, nil
}

// uses returns the names of the templates that node calls.
func uses(node parse.Node) []string {
	var names []string
	branch := func(b parse.BranchNode) {
		names = append(names, uses(b.List)...)
		if b.ElseList != nil {
			names = append(names, uses(b.ElseList)...)
		}
	}
	switch n := node.(type) {
	case *parse.ListNode:
		for _, child := range n.Nodes {
			names = append(names, uses(child)...)
		}
	case *parse.IfNode:
		branch(n.BranchNode)
	case *parse.RangeNode:
		branch(n.BranchNode)
	case *parse.WithNode:
		branch(n.BranchNode)
	case *parse.TemplateNode:
		names = append(names, n.Name)
	}
	return names
}
