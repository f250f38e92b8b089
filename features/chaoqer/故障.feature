# language: zh-CN
@chaoqer
功能: 按需制造网关的故障

  @C04.3
  场景: 服务不可用一次, 之后恢复
    假如 "创建圈子" 将有一次以状态码 503 响应
    当 "Toby" 调用 "创建圈子":
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    那么 状态码是 503
    而且 响应体为空
    而且 诊断说明 "Service Unavailable"
    当 "Toby" 调用 "创建圈子":
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    那么 调用成功

  @C04.3
  场景: 一直是服务器内部错误
    假如 listClubs 将以状态码 500 响应
    当 "Toby" 调用 listClubs
    那么 状态码是 500
    当 "Toby" 调用 listClubs
    那么 状态码是 500
    而且 诊断指出 fault-planned

  @C19.2
  场景: 先是一次消息不存在, 然后一直是账号已存在
    假如 listMessages 将有一次以错误码 200003 失败
    而且 listMessages 将以错误码 100001 失败
    当 "Toby" 调用 listMessages
    那么 调用失败, 错误码 200003, 信息 "消息不存在"
    当 "Toby" 调用 listMessages
    那么 调用失败, 错误码 100001, 信息 "账号已存在"
    当 "Toby" 调用 listMessages
    那么 调用失败, 错误码 100001, 信息 "账号已存在"
