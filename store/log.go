package store

import (
	"context"
	"log/slog"
	"time"
)

// Untimed logs what failed, without the moment at which it did: that may be the
// moment at which a parent answered.
func Untimed(log *slog.Logger, failed string, err error) {
	record := slog.NewRecord(time.Time{}, slog.LevelError, failed, 0) // handlers leave out a time that is zero
	record.AddAttrs(slog.Any("error", err))
	_ = log.Handler().Handle(context.Background(), record) // as a logger does: who would be told?
}
