package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// mutant is one small change of a file.
type mutant struct {
	file        string
	line        int
	does        string
	source      []byte
	from, to    int // the bytes that are replaced
	replacement string
}

// String is where the change is and what it does, on one line.
func (m mutant) String() string {
	does := strings.Join(strings.Fields(m.does), " ")
	if len(does) > 120 {
		does = strings.ToValidUTF8(does[:60], "") + " … " + strings.ToValidUTF8(does[len(does)-50:], "")
	}
	return fmt.Sprintf("%s:%d: %s", m.file, m.line, does)
}

// apply is the file with the change.
func (m mutant) apply() []byte {
	broken := append([]byte(nil), m.source[:m.from]...)
	broken = append(broken, m.replacement...)
	return append(broken, m.source[m.to:]...)
}

// mutantsOf are all changes that can be made to the files of a package, its tests
// apart.
func mutantsOf(dir string) ([]mutant, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var all []mutant
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		f := &breaker{file: filepath.Clean(file), source: source, set: token.NewFileSet()}
		parsed, err := parser.ParseFile(f.set, file, source, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		f.refusals = refusals(parsed)
		f.walk(parsed)
		all = append(all, f.mutants...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is nothing to break in %s", dir)
	}
	return all, nil
}

// refusals are the package's refusals that a file declares or names, in order.
func refusals(file *ast.File) []string {
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && strings.HasPrefix(id.Name, "Err") {
			for _, known := range names {
				if known == id.Name {
					return true
				}
			}
			names = append(names, id.Name)
		}
		return true
	})
	return names
}

// breaker finds the changes of one file.
type breaker struct {
	file     string
	source   []byte
	set      *token.FileSet
	refusals []string
	mutants  []mutant
}

func (b *breaker) offset(p token.Pos) int { return b.set.Position(p).Offset }

func (b *breaker) text(n ast.Node) string {
	return string(b.source[b.offset(n.Pos()):b.offset(n.End())])
}

func (b *breaker) add(at token.Pos, from, to int, replacement, format string, args ...any) {
	b.mutants = append(b.mutants, mutant{
		file: b.file, line: b.set.Position(at).Line, does: fmt.Sprintf(format, args...),
		source: b.source, from: from, to: to, replacement: replacement,
	})
}

func (b *breaker) replace(n ast.Node, replacement, format string, args ...any) {
	b.add(n.Pos(), b.offset(n.Pos()), b.offset(n.End()), replacement, format, args...)
}

// opposites are what an operator is exchanged for.
var opposites = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL,
}

// explains are calls whose texts only explain: to a tester, never on the wire.
var explains = map[string]bool{"Because": true, "Note": true, "report": true, "Sprintf": true, "Errorf": true, "oneOf": true, "positive": true}

func (b *breaker) walk(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			if name, ok := called(n); ok && explains[name] {
				if selector, ok := n.Fun.(*ast.SelectorExpr); ok {
					ast.Inspect(selector.X, func(inner ast.Node) bool { b.node(inner); return true })
				}
				return false
			}
		}
		b.node(n)
		return true
	})
}

// called is the name of the function or method that a call calls.
func called(call *ast.CallExpr) (string, bool) {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name, true
	case *ast.SelectorExpr:
		return f.Sel.Name, true
	default:
		return "", false
	}
}

// node adds the changes that can be made to one node.
func (b *breaker) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		b.replace(n.Cond, "!("+b.text(n.Cond)+")", "if %s, inverted", b.text(n.Cond))
	case *ast.BinaryExpr:
		if other, ok := opposites[n.Op]; ok {
			at := b.offset(n.OpPos)
			b.add(n.OpPos, at, at+len(n.Op.String()), other.String(), "%s with %s", b.text(n), other)
		}
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			b.replace(n, b.text(n.X), "%s without the not", b.text(n))
		}
	case *ast.BlockStmt:
		b.statements(n.List)
	case *ast.CaseClause:
		b.statements(n.Body)
	case *ast.SwitchStmt:
		b.cases(n)
	case *ast.CompositeLit:
		b.elements(n)
	case *ast.Ident:
		b.name(n)
	case *ast.BasicLit:
		b.literal(n)
	case *ast.Field:
		if n.Tag != nil && strings.Contains(n.Tag.Value, `json:"`) {
			b.replace(n.Tag, strings.Replace(n.Tag.Value, `json:"`, `json:"x`, 1), "member %s misnamed", n.Tag.Value)
		}
	}
}

// statements removes each statement that has an effect of its own.
func (b *breaker) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.IncDecStmt:
			b.replace(s, "", "%s removed", b.text(s))
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				b.replace(s, "", "%s removed", b.text(s))
			}
		}
	}
}

// cases removes, inverts and misorders the cases of a switch.
func (b *breaker) cases(n *ast.SwitchStmt) {
	for i, s := range n.Body.List {
		clause, ok := s.(*ast.CaseClause)
		if !ok || clause.List == nil {
			continue
		}
		condition := b.text(clause.List[0])
		b.replace(clause, "", "case %s removed", condition)
		if n.Tag == nil {
			b.replace(clause.List[0], "!("+condition+")", "case %s, inverted", condition)
		}
		if i == 0 || n.Tag != nil { // the order of a switch over a value does not matter
			continue
		}
		before, ok := n.Body.List[i-1].(*ast.CaseClause)
		if ok && before.List != nil {
			b.add(clause.Pos(), b.offset(before.Pos()), b.offset(clause.End()), b.text(clause)+"\n"+b.text(before), "case %s before the one above", condition)
		}
	}
}

// elements removes each named element of a composite literal.
func (b *breaker) elements(n *ast.CompositeLit) {
	for _, e := range n.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		to := b.offset(pair.End())
		if to < len(b.source) && b.source[to] == ',' {
			to++
		}
		b.add(pair.Pos(), b.offset(pair.Pos()), to, "", "%s left out", b.text(pair))
	}
}

// name exchanges a refusal for another one, and true for false.
func (b *breaker) name(n *ast.Ident) {
	switch n.Name {
	case "true":
		b.replace(n, "false", "true is false")
	case "false":
		b.replace(n, "true", "false is true")
	}
	for i, refusal := range b.refusals {
		if n.Name == refusal && len(b.refusals) > 1 {
			other := b.refusals[(i+1)%len(b.refusals)]
			b.replace(n, other, "%s in place of %s", other, refusal)
		}
	}
}

// literal changes a number or a text.
func (b *breaker) literal(n *ast.BasicLit) {
	switch n.Kind {
	case token.INT:
		b.replace(n, "("+n.Value+" + 1)", "%s is one more", n.Value)
	case token.STRING:
		if text, err := strconv.Unquote(n.Value); err == nil && !strings.HasPrefix(n.Value, "`json:") {
			b.replace(n, strconv.Quote(text+"x"), "%s is another text", n.Value)
		}
	default: // characters, fractions: none of them decides anything
	}
}
