package chaoqer

import (
	"crypto/md5" //nolint:gosec // the document says MD5
	"encoding/hex"
	"fmt"
	"strings"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// What makes an upgrade a forced one, and how many versions are looked at (C72).
const (
	forcedBehind = 5
	maxVersions  = 10
)

// versionResult is a version on the wire (C72).
type versionResult struct {
	ClientType    int64  `json:"clientType"`
	CreateTime    int64  `json:"createTime"`
	DownloadURL   string `json:"downloadUrl"`
	ForcedUpgrade int    `json:"forcedUpgrade"`
	VersionCode   int64  `json:"versionCode"`
	VersionDesc   string `json:"versionDesc"`
	VersionID     string `json:"versionId"`
	VersionName   string `json:"versionName"`
}

// getVersionUpgrade serves GET /app/version/upgrade (获取最新版本): the newest version
// for the client that its headers name, if it is newer (C72). It refuses with
// ErrNewestVersion.
func getVersionUpgrade(c *op.Call) (op.Reply, error) {
	kind, code := clientType(c.Request), versionCode(c.Request)
	rows := versionsFor(c.Tx, kind, code)
	if kind == clientWeb || len(rows) == 0 || rows[0].VersionCode == code {
		return c.Refuse(ErrNewestVersion)
	}
	forced := len(rows) >= forcedBehind
	for _, v := range rows {
		forced = forced || v.ForcedUpgrade
	}
	newest := rows[0]
	return c.OK(versionResult{
		ClientType: newest.ClientType, CreateTime: int64(newest.CreateTime), DownloadURL: newest.DownloadURL, ForcedUpgrade: flag(forced),
		VersionCode: newest.VersionCode, VersionDesc: newest.VersionDesc, VersionID: md5Hex(newest.key()), VersionName: newest.VersionName,
	})
}

// versionsFor are the newest versions for a kind of client, from the one that it has.
func versionsFor(tx *state.Tx, kind, code int64) []Version {
	return state.After(tx, versionsOf.Of(state.Key("").Int(kind)).Since(state.Key("").Int(code)), "", maxVersions)
}

func md5Hex(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // the document says MD5
	return hex.EncodeToString(sum[:])
}

// sendFeedback serves POST /app/feedback (反馈) (C73).
func sendFeedback(c *op.Call) (op.Reply, error) {
	feedbacks.Put(c.Tx, Feedback{
		ID: c.Clock.ID(), UID: c.Caller.ID, OriginFeedbackType: c.Params.Int("originFeedbackType"), OriginID: c.Params.Text("originId"),
		FeedbackType: c.Params.Int("feedbackType"), FeedbackContent: c.Params.Text("feedbackContent"),
		FeedbackImageList: c.Params.Texts("feedbackImageList"), Time: c.Now(),
	})
	return done("反馈成功")
}

// sendReport serves POST /app/report (投诉): one record of each user about the same
// thing (C73).
func sendReport(c *op.Call) (op.Reply, error) {
	report := Report{
		UID: c.Caller.ID, OriginReportType: c.Params.Int("originReportType"), OriginID: c.Params.Text("originId"),
		ReportReasonType: c.Params.Int("reportReasonType"), Reason: c.Params.Text("reason"), Time: c.Now(),
	}
	if _, there := reports.Get(c.Tx, report.key()); !there {
		reports.Put(c.Tx, report)
	}
	return done("投诉成功")
}

// linkPreview is what is known of a link, on the wire (C74).
type linkPreview struct {
	Image       string `json:"image"`
	Description string `json:"description"`
	Title       string `json:"title"`
	URL         string `json:"url"`
}

// getLinkPreview serves POST /app/link/preview/{linkMD5} (获取链接预览). Of a link that
// nobody has put there nothing is known, and nothing is ever fetched (C74).
func getLinkPreview(c *op.Call) (op.Reply, error) {
	link, _ := links.Get(c.Tx, c.Path("linkMD5"))
	return c.OK(linkPreview{Image: link.Image, Description: link.Description, Title: link.Title, URL: link.URL})
}

// linkMD5 is what a link is known by: the MD5 of the link, with http:// in front if
// it has no scheme (C74).
func linkMD5(link string) string {
	if !strings.HasPrefix(link, "http://") && !strings.HasPrefix(link, "https://") {
		link = "http://" + link
	}
	return md5Hex(link)
}

// setPush serves POST /push/{jPushId} (更新JPushID): it has no effect that anybody could
// see (C71).
func setPush(c *op.Call) (op.Reply, error) { return c.OK(nil) }

func (v Version) key() string { return fmt.Sprintf("%d:%d", v.ClientType, v.VersionCode) }

func (r Report) key() string { return fmt.Sprintf("%s:%d:%s", r.UID, r.OriginReportType, r.OriginID) }
