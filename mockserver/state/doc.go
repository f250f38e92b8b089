// Package state keeps what a session knows: typed tables over copy-on-write
// B-trees.
//
// A [Schema] names an API's tables; a [Table] has a primary key and named
// [Index]es. A [World] is one immutable state of all tables: forking a session,
// taking a snapshot and resetting copy a pointer. A [Store] holds the world
// that is current; a [Tx] reads one world, or writes on copies of the trees it
// touches and swaps them in when it commits. Reads never wait; writers of one
// store wait for each other.
//
// Rows are values. One that came out of a table belongs to every world that
// holds it: copy it, change the copy, put the copy.
//
// Lists come from four functions, all of which visit no more rows than they
// return: [After] a cursor, [Page] by number, [PageOf] by number with the total,
// and [Merge] of several ranges after a cursor. [PageWhere] is for what no index
// tells, and visits the whole range.
//
// Tables can also be reached by name, with rows as JSON ([Schema.Table]), which
// is how fixtures, imports and the control plane get in. What comes in that way
// must pass [Schema.Audit].
package state
