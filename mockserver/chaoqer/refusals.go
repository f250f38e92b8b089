package chaoqer

import (
	"net/http"

	"contractmock/mockserver/op"
)

// The document's "Http Error Code": what stands before the operations, without body.
var (
	ErrNotFound         = httpError("path-unknown", "C01", http.StatusNotFound, "Not Found")
	ErrMethodNotAllowed = httpError("method-not-allowed", "C01", http.StatusMethodNotAllowed, "Method Not Allowed")

	ErrHeader = invalid("header-malformed", "C06")
	ErrBody   = invalid("body-malformed", "C01")

	ErrNoAuthorization        = unauthorized("authorization-missing", "C05")
	ErrAuthorizationMalformed = unauthorized("authorization-malformed", "C05")
	ErrUserUnknown            = unauthorized("user-unknown", "C05")
	ErrTokenUnknown           = unauthorized("token-unknown", "C05")
	ErrTokenSuperseded        = unauthorized("token-superseded", "C07")
	ErrTokenLoggedOut         = unauthorized("token-logged-out", "C24")
	ErrTokenExpired           = unauthorized("token-expired", "C05")
	ErrAccountFrozen          = unauthorized("account-frozen", "C18")
	ErrNoWeixin               = unauthorized("weixin-missing", "C75")
	ErrWeixinUnknown          = unauthorized("weixin-unknown", "C75")
	ErrWeixinExpired          = unauthorized("weixin-expired", "C75")

	ErrSignMissing   = invalid("sign-missing", "C09")
	ErrTimeMissing   = invalid("ts-missing", "C09")
	ErrSignMismatch  = unauthorized("sign-mismatch", "C09")
	ErrParameterType = invalid("param-type", "C12")
)

// The document's "Operate Error Code", each code under its rule.
var (
	ErrRepeated = op.Refusal{ID: "call-repeated", Rule: "C13", Code: -1, Message: "短时间内重复调用"}

	ErrFrozen             = op.Refusal{ID: "account-frozen", Rule: "C18", Code: 100002, Message: "账号已被冻结"}
	ErrProfileMissing     = op.Refusal{ID: "profile-missing", Rule: "C14", Code: 200000, Message: "用户资料未初始化"}
	ErrProfileInitialised = op.Refusal{ID: "profile-initialised", Rule: "C30", Code: 200001, Message: "用户资料已初始化"}
	ErrUserNotFound       = op.Refusal{ID: "user-not-found", Rule: "C32", Code: 200002, Message: "用户不存在"}
	ErrRoomNotFound       = op.Refusal{ID: "room-not-found", Rule: "C51", Code: 400000, Message: "活动不存在"}
	ErrRoomBarred         = op.Refusal{ID: "room-barred", Rule: "C52", Code: 400001, Message: "无法加入此活动"}
	ErrClubNotFound       = op.Refusal{ID: "club-not-found", Rule: "C41", Code: 500000, Message: "圈子不存在"}
	ErrEventNotFound      = op.Refusal{ID: "event-not-found", Rule: "C66", Code: 600000, Message: "日程不存在"}
)

// Failures with the code 0, which differ by their text.
var (
	ErrMobile         = op.Refusal{ID: "mobile-invalid", Rule: "C20", Message: "请输入正确的手机号码"}
	ErrCaptchaMinute  = op.Refusal{ID: "captcha-too-often", Rule: "C20", Message: "验证码发送太频繁，请在60秒后重试"}
	ErrCaptchaHour    = op.Refusal{ID: "captcha-too-often", Rule: "C20", Message: "验证码发送太频繁，每小时最多发送5条短信"}
	ErrCaptchaDay     = op.Refusal{ID: "captcha-too-often", Rule: "C20", Message: "验证码发送太频繁，每天最多发送10条短信"}
	ErrCaptchaWrong   = op.Refusal{ID: "captcha-wrong", Rule: "C23", Message: "验证码不正确"}
	ErrCaptchaExpired = op.Refusal{ID: "captcha-expired", Rule: "C23", Message: "验证码已过期，请重新获取验证码"}
	ErrBlockSelf      = op.Refusal{ID: "self", Rule: "C33", Message: "无法屏蔽自己"}
	ErrCardSelf       = op.Refusal{ID: "self", Rule: "C34", Message: "无法发送名片给自己"}
	ErrCreatorStays   = op.Refusal{ID: "creator-stays", Rule: "C42", Message: "创建人暂时无法退出圈子"}
	ErrEventTime      = op.Refusal{ID: "event-time", Rule: "C60", Message: "参数错误"}
	ErrNotAMember     = op.Refusal{ID: "not-a-member", Rule: "C60", Message: "参数错误"}
	ErrEditStarted    = op.Refusal{ID: "event-started", Rule: "C62", Message: "无法编辑已绑定活动的日程"}
	ErrDeleteStarted  = op.Refusal{ID: "event-started", Rule: "C62", Message: "无法删除已绑定活动的日程"}
	ErrNotifyMember   = op.Refusal{ID: "event-member", Rule: "C64", Message: "嘉宾或者主持人无法预约日程"}
	ErrNotifyStarted  = op.Refusal{ID: "event-started", Rule: "C62", Message: "无法预约已绑定活动的日程"}
	ErrNotifyLate     = op.Refusal{ID: "event-past", Rule: "C64", Message: "无法预约已过期的日程"}
	ErrNotPermitted   = op.Refusal{ID: "not-permitted", Rule: "C65", Message: "权限不足"}
	ErrTooEarly       = op.Refusal{ID: "too-early", Rule: "C65", Message: "日程时间未开始"}
	ErrTooLate        = op.Refusal{ID: "too-late", Rule: "C65", Message: "日程时间已过期"}
	ErrNewestVersion  = op.Refusal{ID: "version-newest", Rule: "C72", Message: "当前已经是最新版本"}
)

// Refusals of what the mock plays beside the gateway: its bucket and its WeChat page.
var (
	ErrOutsideNotFound = httpError("path-unknown", "C70", http.StatusNotFound, "Not Found")
	ErrOutsideMethod   = httpError("method-not-allowed", "C70", http.StatusMethodNotAllowed, "Method Not Allowed")
	ErrUploadDenied    = httpError("upload-denied", "C70", http.StatusForbidden, "Forbidden")
	ErrUploadType      = httpError("upload-type", "C70", http.StatusUnsupportedMediaType, "Unsupported Media Type")
	ErrBucketFull      = httpError("bucket-full", "C70", http.StatusRequestEntityTooLarge, "Request Entity Too Large")
	ErrNoPicture       = httpError("picture-not-found", "C70", http.StatusNotFound, "Not Found")
	ErrNoVisit         = httpError("visit-unknown", "C75", http.StatusForbidden, "Forbidden")
	ErrNobody          = httpError("user-unknown", "C75", http.StatusForbidden, "Forbidden")
	ErrOutsideInput    = invalid("bad-request", "C75")
)

// Refusals of what the gateway offers to testers, in the control plane's form.
var (
	errNoMobile = op.Refusal{ID: "mobile-invalid", Status: http.StatusBadRequest, Message: "this is no mobile number of that country"}
	errNobody   = op.Refusal{ID: "user-unknown", Status: http.StatusNotFound, Message: "nobody whom others can see has this uid in this session"}
	errNoSMS    = op.Refusal{ID: "sms-not-found", Status: http.StatusNotFound, Message: "no code has been sent to this mobile in this session"}
)

func invalid(id, rule string) op.Refusal {
	return httpError(id, rule, http.StatusBadRequest, "Params Not Valid")
}

func unauthorized(id, rule string) op.Refusal {
	return httpError(id, rule, http.StatusUnauthorized, "Authorized Failed")
}

// httpError is a refusal of the document's "Http Error Code": without body (C04).
func httpError(id, rule string, status int, message string) op.Refusal {
	return op.Refusal{ID: id, Rule: rule, Status: status, Message: message, Bodyless: true}
}
