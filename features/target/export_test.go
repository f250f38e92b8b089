package target

// TakenBackBy are the operations whose changes the clean-up knows of, each with the
// operation that takes them back, "" where none does.
func TakenBackBy() map[string]string {
	by := map[string]string{}
	for name, back := range inverses {
		by[name] = back.by
	}
	return by
}
