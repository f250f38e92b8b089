package features_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
	"contractmock/features/target"
)

// script runs a program of testdata against a world of its own, with the names that
// the program is told by, and reads the JSON that it prints.
func script(t *testing.T, into any, program string, arguments func(base, session string) []string) {
	t.Helper()
	mock, err := target.Open(t.Context(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	defer mock.Close()
	world, err := mock.World(t.Context(), func(*client.Exchange) {})
	if err != nil {
		t.Fatal(err)
	}
	defer world.Close(context.WithoutCancel(t.Context()))
	out, err := exec.CommandContext(t.Context(), "node", append([]string{program}, arguments(world.Base, world.Session())...)...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("the client gave up:\n%s", failed.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// needs skips a test where a program is missing.
func needs(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program + " is not installed")
	}
}

// TestAClientFromTheDocumentAlone runs a client of the gateway that knows nothing of
// this repository, in another language.
func TestAClientFromTheDocumentAlone(t *testing.T) {
	t.Parallel()
	needs(t, "node")
	var got map[string]any
	script(t, &got, "testdata/chaoqer.mjs", func(base, session string) []string { return []string{base, session} })
	if url, _ := got["url"].(string); !strings.HasPrefix(url, "chaoqer://profile/") {
		t.Errorf("the message leads to %q", url)
	}
	delete(got, "url")
	want := map[string]any{"from": true, "title": "安妮", "content": "给你发送了一张名片", "cards": 1.0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what was read (-want +got):\n%s", diff)
	}
}

// TestAPublishedDeserialiserReadsTheEvents reads the list, a detail and its
// participants with a JSON:API library that this project did not write.
func TestAPublishedDeserialiserReadsTheEvents(t *testing.T) {
	t.Parallel()
	needs(t, "npm")
	dir := t.TempDir() // node_modules is not to stand in the tree
	if err := os.CopyFS(dir, os.DirFS("testdata/jsonapi")); err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var got struct {
		Events       [][]*string
		Detail       []any
		Participants []string
	}
	script(t, &got, filepath.Join(dir, "read.mjs"), func(base, session string) []string { return []string{base, session, "lexiang-token"} })
	text := func(s string) *string { return &s }
	row := func(title, organization, category, team, roadmap string) []*string {
		cells := []*string{text(title), text(organization), nil, nil, nil}
		for i, cell := range []string{category, team, roadmap} {
			if cell != "" {
				cells[i+2] = text(cell)
			}
		}
		return cells
	}
	const frontEnd, product, teams = "140 前端开发", "43 产品经理", "https://km.lexiangla.com/teams/"
	wantEvents := [][]*string{
		row("开放日", product, "活动分类", teams+"k101390", ""),
		row("api创建的活动", frontEnd, "活动分类", teams+"k101390", ""),
		row("活动", product, "其他", teams+"k101471", ""),
		row("活动3", frontEnd, "其他", "", "项目"),
		row("活动", frontEnd, "其他", "", "项目"),
		row("活动2", product, "分类", "", ""),
		row("活动1", frontEnd, "其他", "", ""),
		row("述职准备", product, "", "", ""),
		row("演唱会抽票", frontEnd, "团建", teams+"k101389", ""),
	}
	if diff := cmp.Diff(wantEvents, got.Events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{"演唱会抽票", "两张票", "lisi", 1.0, "k101389"}, got.Detail); diff != "" {
		t.Errorf("detail (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"lisi 已报名", "wangwu 已报名", "test209 已报名"}, got.Participants); diff != "" {
		t.Errorf("participants (-want +got):\n%s", diff)
	}
}
