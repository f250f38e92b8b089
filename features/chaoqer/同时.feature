# language: zh-CN
@chaoqer
功能: 同时发出的请求

  @C13.1
  场景: 十个相同的请求同时到达, 只执行一个
    当 "Toby" 同时调用 "反馈" 10 次:
      | originFeedbackType | 0      |
      | originId           |        |
      | feedbackType       | 0      |
      | feedbackContent    | 很好用 |
    那么 其中恰好 1 个成功
    而且 其中恰好 9 个失败, 错误码 -1, 信息 "短时间内重复调用"

  @C13.8
  场景: 同时查询都能得到响应
    当 "Toby" 同时调用 "获取未读消息总数" 10 次
    那么 它们全部成功
    而且 items 有 10 项
    而且 其中恰好 10 个的状态码是 200

  @C23.5
  场景: 两部手机同时用一个验证码登录, 只有一部成功
    当 陌生人调用 "获取短信验证码":
      | mobile | 13912345678 |
    而且 把发给 "13912345678" 的短信验证码记为 "验证码"
    而且 同时发出这些调用:
      | 陌生人 | 短信验证码登录/注册账号 | mobile=13912345678 | captcha={验证码} | Client-Type=1 |
      | 陌生人 | 短信验证码登录/注册账号 | mobile=13912345678 | captcha={验证码} | Client-Type=2 |
    那么 其中恰好 1 个成功
    而且 其中恰好 1 个失败, 错误码 0, 信息 "验证码已过期，请重新获取验证码"

  @C42.1
  场景: 同时加入圈子的人都计入成员数
    当 "Toby" 调用 "获取圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    那么 把 result.memberTotal 记为 "之前"
    当 同时发出这些调用:
      | 枫叶 | 加入圈子 | clubId=ea01330db4ad49288dce2b8bcb00240b |
      | Toby | 获取圈子 | clubId=ea01330db4ad49288dce2b8bcb00240b |
    那么 它们全部成功
    而且 items.0.result.memberTotal 比 {之前} 多 1
    当 "Toby" 调用 "获取圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    那么 result.memberTotal 比 {之前} 多 1
