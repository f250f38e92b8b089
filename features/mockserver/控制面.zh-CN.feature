# language: zh-CN
@admin
功能: 控制面

  场景: 列出可以调用的人
    当 陌生人调用 listPersonas
    那么 调用成功
    而且 #(name=="Lin").curl 包含 "uid=12322"
    而且 每个 #.role 都是 "user, technician, administrator, super-administrator, without-profile, frozen, staff" 之一

  场景: 时钟可以冻结和拨快
    当 陌生人调用 setClock:
      | now    | 2024-06-10 12:00:00 |
      | frozen | true                |
    那么 now 是 "2024-06-10 12:00:00"
    假如 过了 36h
    当 陌生人调用 getClock
    那么 now 是 "2024-06-12 00:00:00"

  场景: 不合规则的记录被拒绝, 状态不变
    当 陌生人调用 patchRow:
      | api     | tickets |
      | table   | tickets |
      | key     | 50      |
      | user_id | 4       |
    那么 状态码是 422
    而且 诊断指出 row-refused
    而且 日志条目的结论是 row-refused
    当 陌生人调用 getRow:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    那么 user_id 是 12322

  场景: 属于另一个接口的人也可以调用
    当 "Lin" 调用 tickets.getTicket:
      | uid | 12322 |
    那么 调用成功

  场景: 不发送的请求头
    假如 不发送请求头 "Mock-Session"
    当 陌生人调用 getSession:
      | name | default |
    那么 name 是 default

  场景: 时钟可以走动
    假如 现在是 "2024-06-10 12:00:00"
    当 陌生人调用 getClock
    那么 frozen 是 true
    假如 时钟开始走动
    当 陌生人调用 getClock
    那么 frozen 是 false

  场景: 用一段 JSON 作为请求体
    当 陌生人调用 setClock, 请求体:
      """
      {"now": "2024-06-10 12:00:00", "frozen": true}
      """
    那么 now 是 "2024-06-10 12:00:00"
