# language: zh-CN
@admin
功能: 故障与偏好

  场景: 计划一个只出现一次的故障
    当 陌生人调用 planFault:
      | api    | tickets |
      | status | 403     |
      | times  | 1       |
    那么 状态码是 201
    而且 left 是 1
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    那么 状态码是 403
    而且 诊断指出 fault-planned
    而且 日志条目的结论是 fault-planned
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    那么 调用成功

  场景大纲: 连接中断: <fault>
    假如 tickets.getTicket 的连接将以 <fault> 中断
    当 "Lin" 调用 tickets.getTicket, 得不到完整的响应
    而且 陌生人调用 listFaults
    那么 0.connection 是 <fault>
    而且 0.struck 是合法的 integer
    当 陌生人调用 clearFaults
    那么 removed 是 1
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    那么 调用成功

    例子:
      | fault    |
      | reset    |
      | empty    |
      | truncate |

  场景: 请求自己要求一个故障
    假如 请求头 "Mock-Fault" 发送为 "empty"
    当 "Lin" 调用 tickets.getTicket, 得不到完整的响应

  场景: 请求自己选择响应
    假如 请求头 "Prefer" 发送为 "code=401, example=noBearer"
    当 陌生人调用 tickets.getTicket
    那么 状态码是 401
    而且 error 是 "Unauthorized for no Bearer"
    而且 响应头 "Preference-Applied" 是 "code=401, example=noBearer"
    而且 诊断指出 prefer-applied

  场景: 没有的示例会得到提示
    假如 请求头 "Prefer" 发送为 "example=tokenExpire"
    当 陌生人调用 tickets.getTicket
    那么 状态码是 400
    而且 诊断说明 "did you mean tokenExpired?"
