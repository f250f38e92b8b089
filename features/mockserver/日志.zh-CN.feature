# language: zh-CN
@admin
功能: 日志记录问了什么, 答了什么, 改了什么

  场景: 每个阶段都有结论和用时
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12323 |
    而且 陌生人调用 listRequests:
      | session | {session} |
      | control | false     |
    那么 0.verdict 是 not-permitted
    而且 每个 0.stages.#.micros 都是合法的 integer
    而且 0.nearMisses 是 null

  场景大纲: 日志可以按各种条件筛选
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    而且 "Lin" 调用 tickets.getTicket:
      | uid | 12323 |
    而且 陌生人调用 listRequests:
      | session  | {session} |
      | <filter> | <value>   |
      | control  | false     |
    那么 @this 有 <count> 项

    例子:
      | filter  | value         | count |
      | persona | Lin           | 2     |
      | status  | 4xx           | 1     |
      | verdict | not-permitted | 1     |
      | path    | /v1/*         | 2     |
      | text    | 权限不足          | 1     |
      | stage   | login         | 0     |

  场景: 改动的记录有前后两个样子
    当 陌生人调用 patchRow:
      | api   | tickets |
      | table | persons |
      | key   | 12322   |
      | name  | "Linda" |
    而且 陌生人调用 listRequests:
      | session | {session} |
      | table   | persons   |
    那么 0.changes.0.before.name 是 Lin
    而且 0.changes.0.after.name 是 Linda

  场景: 等待下一个符合条件的请求
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12323 |
    而且 陌生人调用 awaitRequests:
      | session | {session} |
      | verdict | refused   |
      | since   | 0         |
      | timeout | 60        |
    那么 调用成功
    而且 @this 有 1 项
    而且 0.persona 是 Lin

  场景: 未知路径说明最接近的操作和不符之处
    当 发送请求:
      """
      GET /v1/status/getTickets
      Mock-Session: {session}
      """
    那么 状态码是 404
    而且 诊断说明 "getTickets: getTicket is wanted"
    当 陌生人调用 listUnmatched:
      | session | {session} |
    那么 0.nearMisses.0.operation 是 getTicket
    而且 0.nearMisses.0.why.0.kind 是 segment

  场景: 日志可以导出为 HAR
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    而且 陌生人调用 exportRequests:
      | session | {session} |
      | control | false     |
    那么 log.version 是 "1.2"
    而且 log.entries 有 1 项
    而且 log.entries.0._persona 是 Lin
    而且 log.entries.0.request.url 包含 "uid=12322"
