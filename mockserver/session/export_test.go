package session

// LimitImported lets imported snapshots have so many bytes only.
func (s *Sessions) LimitImported(bytes int) { s.maxImported = bytes }
