package main

import (
	"fmt"
	"strings"

	"ouderstem/store"
	"ouderstem/survey"
)

// unitCmd changes the tree of units.
type unitCmd struct {
	List unitListCmd `cmd:"" help:"${cli_unit_list}"`
	Add  unitAddCmd  `cmd:"" help:"${cli_unit_add}"`
	Move unitMoveCmd `cmd:"" help:"${cli_unit_move}"`
}

type unitListCmd struct {
	data
	Format string `help:"${cli_format} (${enum})" env:"OUDERSTEM_LIST_FORMAT" enum:"text,json" default:"text"`
}

// Run prints the tree.
func (c unitListCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		tree, err := st.Units(p.ctx)
		if err != nil {
			return err
		}
		type row struct {
			survey.Unit
			depth int
		}
		var rows []row
		tree.Walk(func(u survey.Unit, depth int) { rows = append(rows, row{u, depth}) })
		return list(p, c.Format, rows, func(r row) string {
			return fmt.Sprintf("%s%s\t%s", strings.Repeat("  ", r.depth), r.ID, r.Name)
		})
	})
}

type unitAddCmd struct {
	data
	Name   string `arg:"" help:"${cli_unit_name}"`
	Parent string `help:"${cli_unit_parent}"`
	ID     string `name:"id" help:"${cli_unit_id}"`
}

// Run adds a unit and prints its id.
func (c unitAddCmd) Run(p *program) error {
	return c.create(p, func(st *store.Store) error {
		u, err := st.AddUnit(p.ctx, survey.Unit{ID: c.ID, Name: c.Name, Parent: c.Parent})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.out, u.ID)
		return err
	})
}

type unitMoveCmd struct {
	data
	Unit   string `arg:"" help:"${cli_unit_move_unit}"`
	Parent string `arg:"" optional:"" help:"${cli_unit_move_parent}"`
}

// Run puts a unit under another parent.
func (c unitMoveCmd) Run(p *program) error {
	return c.with(p, func(st *store.Store) error {
		return st.MoveUnit(p.ctx, c.Unit, c.Parent)
	})
}
