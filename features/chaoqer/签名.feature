# language: zh-CN
@chaoqer
功能: 参数签名
  sign 是其余全部参数与密钥的 MD5: 携带 Authorization 时用该用户的密钥, 否则用默认密钥.

  @C10.1 @C11.2
  场景: 第一个签名样例以表单发送
    当 发送请求:
      """
      POST /account/captcha
      Content-Type: application/x-www-form-urlencoded

      mobile=13800138000&countryCode=86&ts=1620736603909&sign=b480fe91b20a75efb789754d838a0fba
      """
    那么 调用成功, 信息 "验证码已发送，请注意查收"

  @C10.6
  场景: 第六个签名样例的成员次序与空白不影响签名
    当 发送请求:
      """
      DELETE /user/250228d2eb8e4db8b4fc6b8e3e2a902d/block
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/json; charset=UTF-8

      {"sign":"d6d18323326c0fc0d7c116f8404e6675","ts":1620736603909,"name":"\u6d4b\u8bd5\u65e5\u7a0b","memberUidList":[ "6ce4443c8fcd4a2b8b407bda86ab4408",
        "800fd752a5284eeb82396fe7478175eb" ],"eventTime":1620748800000,"desc":"测试介绍"}
      """
    那么 调用成功, 信息 "取消拉黑成功"

  @C08.2
  场景: 未登录时用默认密钥签名
    假如 调用用密钥 "Hx!0k!K}5E.]EoP" 签名
    当 陌生人调用 "短信验证码登录/注册账号":
      | mobile  | 13900139000 |
      | captcha | 8888        |
    那么 调用成功, 信息 "注册成功"

  @C08.1 @C09.4
  场景: 登录后不能再用默认密钥签名
    假如 调用用默认密钥签名
    当 "Toby" 调用 "拉黑用户":
      | uid | {铭恺 的 uid} |
    那么 状态码是 401
    而且 响应体为空
    假如 调用用 "Toby" 的密钥签名
    当 "Toby" 调用 "拉黑用户":
      | uid | {铭恺 的 uid} |
    那么 调用成功, 信息 "拉黑成功"

  @C09.5
  场景: 未登录时不能用用户的密钥签名
    假如 调用用 "Tony" 的密钥签名
    当 陌生人调用 "短信验证码登录/注册账号":
      | mobile  | 13800138001 |
      | captcha | 8888        |
    那么 状态码是 401
    假如 调用恢复正常签名
    当 陌生人调用 "短信验证码登录/注册账号":
      | mobile  | 13800138001 |
      | captcha | 8888        |
    那么 调用成功, 信息 "登录成功"

  @C09.1
  场景: 缺少 sign
    假如 调用不签名
    当 "铭恺" 调用 "发送名片":
      | uid | {枫叶 的 uid} |
    那么 状态码是 400
    而且 响应体为空
    假如 调用恢复正常签名
    当 "枫叶" 调用 "分页获取名片列表":
      | count | 10 |
    那么 result.list 有 0 项

  @C09.2
  场景: 缺少 ts
    假如 调用不带 ts
    当 陌生人调用 "短信验证码登录/注册账号":
      | mobile  | 13900139000 |
      | captcha | 8888        |
    那么 状态码是 400
    而且 响应体为空

  @C09.3 @C09.6
  场景: 签名后改动过的参数, 先于参数规则被拒绝
    假如 签名后把 "nickname" 改成 ""
    当 "Newcomer" 调用 "初始化用户资料":
      | nickname | 新人  |
      | avatar   | a.jpg |
    那么 状态码是 401
    假如 调用恢复正常签名
    当 "Newcomer" 调用 "初始化用户资料":
      | nickname |       |
      | avatar   | a.jpg |
    那么 调用失败, 错误码 0, 信息 "名字不能为空"

  @C10.8 @C10.9
  场景: JSON 中的 null
    假如 签名后把 "extra (JSON)" 改成 "[{},null]"
    当 "Toby" 调用 "取消拉黑用户":
      | uid           | {Tony 的 uid}       |
      | extra（JSON） | [{"a": null}, null] |
      | none（JSON）  | null                |
    那么 调用成功
    假如 签名后把 "extra (JSON)" 改成 "[{}]"
    当 "Toby" 调用 "取消拉黑用户":
      | uid           | {铭恺 的 uid}       |
      | extra（JSON） | [{"a": null}, null] |
    那么 状态码是 401

  @C10.11
  场景大纲: JSON 请求的查询串可以参与签名, 也可以不参与
    假如 <步骤>
    当 "Toby" 调用 "更新用户资料":
      | nickname | 托比  |
      | avatar   | a.jpg |
    那么 调用成功
    而且 result.nickname 是 托比

    例子:
      | 步骤                                  |
      | 查询串加上 "channel=web"              |
      | 查询串加上 "nickname=Toby"            |
      | 查询串加上 "channel=web" 并参与签名   |
      | 查询串加上 "nickname=Toby" 并参与签名 |

  @C10.10 @C09.3
  场景: 查询参数重复时以第一个值签名, 多出的参数也要签名
    假如 查询串加上 "count=0"
    当 "Toby" 调用 "分页获取名片列表":
      | count | 1 |
    那么 调用成功
    而且 result.page.count 是 1
    假如 查询串加上 "channel=web"
    当 "Toby" 调用 "分页获取名片列表":
      | count | 1 |
    那么 状态码是 401
