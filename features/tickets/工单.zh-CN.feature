# language: zh-CN
@tickets
功能: 获取工单
  同一个接口, 不同的人看到不同的工单.

  @T01
  场景: 未携带令牌的请求被拒绝
    当 陌生人调用 "获取工单"
    那么 状态码是 401
    而且 响应体恰好是:
      """
      {"error":"Unauthorized for no Authorization"}
      """
    而且 诊断指出 authorization-missing

  @T03.2
  场景: 再次登录使之前的令牌失效
    假如 "Lin" 重新登录
    当 "Lin" 调用 "获取工单":
      | uid | 12322 |
    那么 调用成功
    假如 "Lin" 改用之前的令牌
    当 "Lin" 调用 "获取工单":
      | uid | 12322 |
    那么 状态码是 401
    而且 error 是 "Unauthorized for invalid token"

  @T04.1
  场景: 令牌的有效期为一小时
    假如 过了 59m59s
    当 "Lin" 调用 "获取工单":
      | uid | 12322 |
    那么 调用成功
    假如 过了 1s
    当 "Lin" 调用 "获取工单":
      | uid | 12322 |
    那么 error 是 token_expired

  @T05 @T20.3
  场景: 管理员查询所有工单
    当 "Sun" 调用 "获取工单"
    那么 调用成功
    而且 request_type 是 all_workorders
    而且 data 有 10 项
    而且 data.#.id 按降序排列
    而且 page 是合法的 integer
    而且 没有给出诊断
    而且 响应头 "Content-Type" 是 "application/json; charset=UTF-8"

  @T09.1
  场景大纲: 其他人不能查询所有工单
    当 "<人>" 调用 "获取工单"
    那么 状态码是 403
    而且 响应体恰好是:
      """
      {"success":false,"requesttype":"","data":"权限不足"}
      """
    而且 诊断说明 "<身份>"

    例子:
      | 人   | 身份       |
      | Lin  | user       |
      | Chen | technician |

  @T13.3 @T17.1
  场景: 用户逐页读取自己未完成的工单
    当 "Lin" 读取 "获取工单" 的所有页:
      | uid  | 12322   |
      | list | pending |
    那么 items 有 16 项
    而且 每个 items.#.user_id 都是 12322
    而且 每个 items.#.repair_status 都是 "Pending, Repairing, UserConfirming, TechConfirming" 之一
    而且 每个 items.#.machine_purchase_date 都是合法的 date

  @T17.1
  场景: 管理员逐页读取所有工单
    当 "Qian" 读取 "获取工单" 的所有页
    那么 items 有 50 项
    而且 pages 是 5

  @T19.1 @T19.4
  场景: 尚未分配的工单
    当 "Lin" 调用 "获取工单":
      | orderid | 2 |
    那么 data.0.assigned_technician_id 是 null
    而且 data.0.repair_status 不是 Done
    而且 没有 data.0.create_time
    而且 @this 恰好有这些成员:
      | success | status | request_type | data | page | limit |
    而且 data.0 等于:
      """
      {
        "id": 2, "user_id": 12322, "machine_purchase_date": "<date>", "user_phone": "<text>", "device_type": "<text>",
        "computer_brand": "<text>", "repair_description": "<text>", "repair_status": "Pending", "repair_image_url": "",
        "fault_type": "<any>", "qq_number": "<text>", "campus": "<text>",
        "assigned_technician_id": null, "assigned_time": null, "completion_time": null
      }
      """

  @T23.2
  场景: 写错的参数会被指出
    当 "Sun" 调用 "获取工单":
      | td | 12311 |
    那么 调用成功
    而且 诊断指出 param-unknown
    而且 诊断说明 "did you mean tid?"
    而且 日志指出 param-unknown 涉及 "td"

  @T23.3
  场景: 严格模式拒绝不合规则的参数
    假如 模拟服务处于严格模式
    当 "Sun" 调用 "获取工单":
      | page | 0 |
    那么 状态码是 400
    而且 data 是 page

  @T24.1 @T24.4
  场景: 完成的工单立即出现在已完成列表
    假如 tickets 表中 50 的记录改为:
      | repair_status   | Done |
      | completion_time | +0s  |
    当 "Lin" 调用 "获取工单":
      | uid  | 12322 |
      | list | done  |
    那么 data.0.id 是 50
    而且 把 data.0.id 记为 "完成的"
    假如 之后的调用使用会话 "other"
    当 "Lin" 调用 "获取工单":
      | uid  | 12322 |
      | list | done  |
    那么 data.0.id 是 49
    假如 之后的调用使用最初的会话
    当 "Lin" 调用 "获取工单":
      | orderid | {完成的} |
    那么 data.0.id 是 {完成的}
    假如 会话被重置
    当 "Lin" 调用 "获取工单":
      | orderid | 50 |
    那么 data.0.repair_status 是 UserConfirming

  @T24.3
  场景: 新建和删除的工单
    假如 tickets 表新增 77, 仿照 2, 但:
      | campus | 望江 |
    当 "Sun" 调用 "获取工单"
    那么 data.0.id 是 77
    假如 删除 tickets 表中 77 的记录
    当 "Sun" 调用 "获取工单"
    那么 data.0.id 是 50

  @T25.1
  场景: 浏览器的预检请求
    当 发送请求:
      """
      OPTIONS /v1/status/getTicket
      Origin: https://front.example
      """
    那么 状态码是 200
    而且 响应体为空

  @T26.1
  场景: 请求的内容类型不影响结果
    当 陌生人调用 "获取工单":
      | orderid | 1 |
    假如 请求头 "Content-Type" 发送为 "text/plain"
    当 陌生人调用 "获取工单":
      | orderid | 1 |
    那么 响应与之前相同
    而且 每个 error 都是 "Unauthorized for no Authorization"
    而且 每个 error 都是合法的 text
