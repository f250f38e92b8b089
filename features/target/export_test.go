package target

// TakenBackBy are the operations whose changes the clean-up knows of, each with the
// operations that take them back and that look at what was there, "" where none does.
func TakenBackBy() map[string][2]string {
	by := map[string][2]string{}
	for name, back := range inverses {
		by[name] = [2]string{back.by, back.look}
	}
	return by
}
