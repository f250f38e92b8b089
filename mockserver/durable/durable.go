// Package durable replaces files as a whole or not at all: whoever reads one finds the
// old content or the new, also after a kill or a power cut in the middle.
package durable

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// File is a file that can be told to reach the disk.
type File interface {
	io.WriteCloser
	Sync() error
}

// Create makes a file, in the place of one that is there.
type Create func(path string) (File, error)

// Mode is a Create that gives new files these permissions.
func Mode(mode fs.FileMode) Create {
	return func(path string) (File, error) { return os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode) }
}

// Replace lets write make a new file in the place of the one at path, which stays until
// all of it is on the disk. After an error the file is what it was, or, where only the
// directory could not be told to reach the disk, the new one.
func Replace(path string, create Create, write func(io.Writer) error) error {
	err := fill(beside(path), create, write)
	if err == nil {
		err = os.Rename(beside(path), path)
	}
	if err != nil {
		return errors.Join(err, Discard(path))
	}
	return syncDirectory(filepath.Dir(path))
}

// Discard deletes what a Replace of path has left that was killed.
func Discard(path string) error {
	if err := os.Remove(beside(path)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// beside is where the new file is written: always the same, so that one is left at most.
func beside(path string) string { return path + ".tmp" }

func fill(path string, create Create, write func(io.Writer) error) error {
	file, err := create(path)
	if err != nil {
		return err
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func syncDirectory(path string) error {
	if runtime.GOOS == "windows" { // which has no such thing
		return nil
	}
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}
