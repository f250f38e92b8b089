package lexiang

import (
	"net/http"

	"contractmock/mockserver/op"
)

// Refusals, in the order in which they are decided (L46). Those without a
// message of the API's own have it in their errors (L05).
var (
	ErrNotFound         = op.Refusal{ID: "path-unknown", Rule: "L46", Status: http.StatusNotFound, Message: "Not Found"}
	ErrMethodNotAllowed = op.Refusal{ID: "method-not-allowed", Rule: "L46", Status: http.StatusMethodNotAllowed, Message: "Method Not Allowed"}

	ErrAppSecret    = op.Refusal{ID: "app-secret-wrong", Rule: "L02", Status: http.StatusUnauthorized, Message: "app_secret错误,请核对"}
	ErrTokenLimit   = op.Refusal{ID: "token-limit", Rule: "L02", Status: http.StatusTooManyRequests, Message: "获取access_token过于频繁,请稍后再试"}
	ErrNoToken      = op.Refusal{ID: "token-missing", Rule: "L03", Status: http.StatusUnauthorized, Message: "access_token 无效或已过期"}
	ErrTokenUnknown = op.Refusal{ID: "token-unknown", Rule: "L03", Status: http.StatusUnauthorized, Message: "access_token 无效或已过期"}
	ErrTokenExpired = op.Refusal{ID: "token-expired", Rule: "L03", Status: http.StatusUnauthorized, Message: "access_token 无效或已过期"}

	ErrNoStaff      = op.Refusal{ID: "staff-missing", Rule: "L04", Status: http.StatusBadRequest, Message: "必须指定员工账号"}
	ErrStaffUnknown = op.Refusal{ID: "staff-unknown", Rule: "L04", Status: http.StatusBadRequest, Message: "必须指定员工账号"}
	ErrContentType  = op.Refusal{ID: "body-content-type", Rule: "L06", Status: http.StatusUnsupportedMediaType, Message: "不支持的Content-Type"}
	ErrBody         = op.Refusal{ID: "body-malformed", Rule: "L06", Status: http.StatusBadRequest, Message: "请求体不是合法的JSON"}

	ErrEventNotFound = op.Refusal{ID: "event-not-found", Rule: "L37", Status: http.StatusNotFound, Message: "活动不存在"}
	ErrStaffNotFound = op.Refusal{ID: "staff-not-found", Rule: "L41", Status: http.StatusNotFound, Message: "员工不存在"}
	ErrNotOwner      = op.Refusal{ID: "not-owner", Rule: "L27", Status: http.StatusForbidden, Message: "没有权限操作该活动"}

	ErrInvalid = op.Refusal{ID: "invalid", Rule: "L05", Status: http.StatusBadRequest, Message: "参数错误"}
)

// Refusals of what the API offers to testers, in the control plane's form.
var (
	errNoEvent  = op.Refusal{ID: "event-not-found", Status: http.StatusNotFound, Message: "there is no such event in this session"}
	errNoStaff  = op.Refusal{ID: "staff-not-found", Status: http.StatusNotFound, Message: "there is no such staff member in this session"}
	errNoSignup = op.Refusal{ID: "signup-not-found", Status: http.StatusNotFound, Message: "this staff member has not signed up for the event"}
	errFull     = op.Refusal{ID: "event-full", Rule: "L43", Status: http.StatusConflict, Message: "the event takes no more participants"}
)
