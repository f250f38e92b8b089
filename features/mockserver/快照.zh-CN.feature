# language: zh-CN
@admin
功能: 会话的快照

  场景: 回到快照时的状态
    假如 保存快照 "修改之前"
    当 陌生人调用 patchRow:
      | api                | tickets |
      | table              | tickets |
      | key                | 50      |
      | repair_description | "屏幕碎了"  |
    那么 调用成功
    假如 恢复快照 "修改之前"
    当 陌生人调用 getRow:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    那么 repair_description 不是 "屏幕碎了"

  场景: 时间也回到快照那一刻
    假如 保存快照 "登录有效"
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    那么 调用成功
    假如 过了 1h
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    那么 诊断指出 token-expired
    假如 恢复快照 "登录有效"
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    那么 调用成功

  场景: 同名的快照不会被悄悄覆盖
    当 陌生人调用 takeSnapshot:
      | name | {session}.同名 |
    那么 状态码是 400
    而且 诊断指出 snapshot-name
    当 陌生人调用 takeSnapshot:
      | name | {session}.same |
    那么 状态码是 201
    当 陌生人调用 takeSnapshot:
      | name | {session}.same |
    那么 状态码是 409
    而且 诊断指出 snapshot-exists
    当 陌生人调用 deleteSnapshot:
      | name | {session}.same |
    那么 状态码是 204

  场景: 从另一个会话分出新的会话
    当 陌生人调用 createSession:
      | name         | {session}.fork |
      | from.session | {session}      |
    那么 状态码是 201
    而且 name 是 {session}.fork
    当 陌生人调用 deleteSession:
      | name | {session}.fork |
    那么 状态码是 204
