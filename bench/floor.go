package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/http"
	"path/filepath"
	"sync"

	"github.com/gofiber/fiber/v2"

	"ouderstem/survey"
)

// floor is the least that a server can do which keeps an answer: a page of the same
// size from memory, and one row of the size of a sealed answer, durably, together
// with those that come meanwhile. It checks and seals nothing. It serves until the
// process ends.
func floor(ctx context.Context, dir string, page []byte, address string) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "floor.db")+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, `CREATE TABLE sealed (id BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID`); err != nil {
		return err
	}
	keeper := &keeper{db: db, wake: make(chan struct{}, 1)}
	go keeper.run(ctx)
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/form", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
		c.Set(fiber.HeaderContentEncoding, "br")
		return c.Send(page)
	})
	app.Post("/form", func(c *fiber.Ctx) error {
		if c.FormValue("code") == "" {
			return c.SendStatus(http.StatusUnprocessableEntity)
		}
		if err := keeper.keep(); err != nil {
			return err
		}
		return c.Redirect("/thanks", http.StatusSeeOther)
	})
	return app.Listen(address)
}

// keeper keeps rows that wait together in one transaction.
type keeper struct {
	db      *sql.DB
	mu      sync.Mutex
	waiting []chan error
	wake    chan struct{}
}

func (k *keeper) keep() error {
	kept := make(chan error, 1)
	k.mu.Lock()
	k.waiting = append(k.waiting, kept)
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
	return <-kept
}

func (k *keeper) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.wake:
		}
		k.mu.Lock()
		waiting := k.waiting
		k.waiting = nil
		k.mu.Unlock()
		err := k.write(ctx, len(waiting))
		for _, kept := range waiting {
			kept <- err
		}
	}
}

func (k *keeper) write(ctx context.Context, rows int) error {
	tx, err := k.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing after Commit
	for range rows {
		id, body := make([]byte, 16), make([]byte, survey.SealedBytes)
		rand.Read(id)   //nolint:errcheck // never fails
		rand.Read(body) //nolint:errcheck // never fails
		if _, err := tx.ExecContext(ctx, `INSERT INTO sealed (id, body) VALUES ($1, $2)`, id, body); err != nil {
			return err
		}
	}
	return tx.Commit()
}
