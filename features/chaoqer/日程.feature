# language: zh-CN
@chaoqer
功能: 创建, 编辑, 预约日程, 并通过日程开始活动
  一开始有四个日程: 一个 20 分钟后开始, 一个一周后, 一个已过期, 一个已开始活动. 它们都是枫叶创建的.

  @C60.5 @C66.1 @C66.3
  场景: 创建的日程所有用户都可以获取
    假如 现在是 "2024-06-10 12:00:00"
    当 "Toby" 调用 "创建日程", 请求体:
      """
      {
        "name": "产品讨论", "desc": "聊聊新功能", "eventTime": 1718078400000,
        "memberUidList": ["{枫叶 的 uid}", "nobody", "{Toby 的 uid}", "{枫叶 的 uid}"]
      }
      """
    那么 把 result.eventId 记为 "日程"
    而且 @this 等于:
      """
      {
        "result": {
          "eventId": "{日程}", "uid": "{Toby 的 uid}", "name": "产品讨论", "desc": "聊聊新功能",
          "memberUidList": ["{枫叶 的 uid}", "nobody", "{Toby 的 uid}"], "eventTime": 1718078400000, "eventTimeStatus": 0,
          "createTime": 1717992000000, "notify": 0
        },
        "message": "Success", "status": 1
      }
      """
    当 "Tony" 调用 "获取日程":
      | eventId | {日程} |
    那么 响应与之前相同

  @C60.1 @C60.3 @C60.4
  场景大纲: 缺少标题, 时间或嘉宾时不能创建日程: <参数> 为 <值>
    当 "Toby" 调用 "创建日程":
      | name（JSON）          | "产品讨论"        |
      | eventTime（JSON）     | 1718078400000     |
      | memberUidList（JSON） | ["{Toby 的 uid}"] |
      | <参数>（JSON）        | <值>              |
    那么 调用失败, 错误码 0, 信息 "<信息>"
    当 "Toby" 调用 "分页获取日程列表":
      | count | 10 |
    那么 result.list 有 4 项

    例子:
      | 参数          | 值                | 信息                 |
      | name          | ""                | 标题不能为空         |
      | eventTime     | null              | 日期时间不能为空     |
      | memberUidList | null              | 嘉宾或主持人不能为空 |
      | memberUidList | []                | 嘉宾或主持人不能为空 |
      | memberUidList | ["{Tony 的 uid}"] | 参数错误             |

  @C60.2
  场景大纲: 标题不超过 100 个字, 介绍不超过 300 个字
    当 "Toby" 调用 "创建日程":
      | name          | <标题>            |
      | desc          | <介绍>            |
      | eventTime     | 1718078400000     |
      | memberUidList | ["{Toby 的 uid}"] |
    那么 message 是 "<信息>"

    例子:
      | 标题                                                                                                                                                                                                       | 介绍                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                       | 信息                |
      | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持   | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持   | Success             |
      | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超 |                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 标题不能超过100个字 |
      | 产品讨论                                                                                                                                                                                                   | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超 | 介绍不能超过300个字 |

  @C12.6
  场景: 嘉宾列表不能是一段文本
    当 "Toby" 调用 "创建日程":
      | name                  | 产品讨论              |
      | eventTime             | 1718078400000         |
      | memberUidList（JSON） | "[\"{Toby 的 uid}\"]" |
    那么 状态码是 400
    而且 响应体为空

  @C35.3
  场景: 嘉宾收到消息, 创建人和编辑后的嘉宾不会收到
    当 "Toby" 调用 "创建日程":
      | name          | 产品讨论                           |
      | eventTime     | 1718078400000                      |
      | memberUidList | ["{枫叶 的 uid}", "{Toby 的 uid}"] |
    那么 把 result.eventId 记为 "日程"
    当 "Toby" 调用 "编辑日程":
      | eventId       | {日程}                                              |
      | name          | 设计讨论                                            |
      | eventTime     | 1718078400000                                       |
      | memberUidList | ["{枫叶 的 uid}", "{Toby 的 uid}", "{Tony 的 uid}"] |
    那么 调用成功
    当 "Toby" 调用 "获取未读消息总数"
    那么 result 是 2
    当 "Tony" 调用 "获取未读消息总数"
    那么 result 是 0
    当 "枫叶" 调用 "获取未读消息总数"
    那么 result 是 1
    当 "枫叶" 调用 "分页获取消息列表":
      | count | 10 |
    那么 result.list 有 1 项
    而且 result.list.0.userMessageResult.originUid 是 {Toby 的 uid}
    而且 result.list.0.userMessageResult.originPushType 是 2
    而且 result.list.0.userMessageResult.unread 是 1
    而且 result.list.0.userMessageResult.messageBody 等于:
      """
      {"title": "Toby已添加你为活动嘉宾", "content": "产品讨论", "url": "chaoqer://event/{日程}"}
      """

  @C60.6
  场景: 嘉宾编辑后日程归编辑人所有, 预约仍然有效
    当 "铭恺" 调用 "编辑日程":
      | eventId       | 99f43e8566b4413288fb02e0f4a9acc3 |
      | name          | 设计讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{铭恺 的 uid}"]                |
    那么 result 等于:
      """
      {
        "eventId": "99f43e8566b4413288fb02e0f4a9acc3", "uid": "{铭恺 的 uid}", "name": "设计讨论", "memberUidList": ["{铭恺 的 uid}"],
        "eventTime": 1893456000000, "eventTimeStatus": 0, "createTime": 1620736603909, "notify": 0
      }
      """
    当 "Tony" 调用 "获取日程":
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    那么 result.notify 是 1
    而且 没有 result.desc

  @C60.7 @C60.8
  场景大纲: 不是嘉宾不能编辑, 也不能把自己移出: <用户>
    当 "<用户>" 调用 "编辑日程":
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 设计讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Tony 的 uid}"]                |
    那么 调用失败, 错误码 <错误码>, 信息 "<信息>"
    当 "<用户>" 调用 "获取日程":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 result.name 是 测试日程
    而且 result.uid 是 {枫叶 的 uid}

    例子:
      | 用户 | 错误码 | 信息       |
      | Tony | 600000 | 日程不存在 |
      | Toby | 0      | 参数错误   |

  场景大纲: 日程时间状态精确到毫秒: <时间> 后
    假如 陌生人调用 admin.setClock:
      | now | 2024-06-10 12:00:00 |
    当 "Toby" 调用 "创建日程":
      | name          | 产品讨论          |
      | eventTime     | 1717995600000     |
      | memberUidList | ["{Toby 的 uid}"] |
    那么 把 result.eventId 记为 "日程"
    当 过了 <时间>
    而且 "Tony" 调用 "获取日程":
      | eventId | {日程} |
    那么 result.eventTimeStatus 是 <状态>
    当 "Toby" 调用 "通过日程开始活动":
      | eventId | {日程} |
    那么 message 是 "<信息>"

    @C61.1 @C65.3
    例子: 开始前 30 分钟为止
      | 时间 | 状态 | 信息           |
      | 0s   | 0    | 日程时间未开始 |
      | 30m  | 0    | 日程时间未开始 |

    @C61.2 @C65.1
    例子: 开始后 30 分钟为止
      | 时间      | 状态 | 信息    |
      | 30m0.001s | 1    | Success |
      | 90m       | 1    | Success |

    @C61.3 @C65.4
    例子: 之后
      | 时间      | 状态 | 信息           |
      | 90m0.001s | 2    | 日程时间已过期 |
      | 24h       | 2    | 日程时间已过期 |

  @C62.1 @C62.2 @C62.6
  场景大纲: 任何用户都可以删除日程, 删除后不再存在: <接口>
    当 "Tony" 调用 "删除日程":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 @this 等于:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    当 "Toby" 调用 "<接口>":
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{Toby 的 uid}"]                |
    那么 调用失败, 错误码 600000, 信息 "日程不存在"
    当 "Toby" 调用 "分页获取日程列表":
      | count | 10 |
    那么 result.list.#.eventId 等于:
      """
      ["d74b3a79a39742aa80999455cc5a634a", "99f43e8566b4413288fb02e0f4a9acc3", "8cb9cbc876db40b89c5635dd8ff8d0d0"]
      """

    例子:
      | 接口             |
      | 获取日程         |
      | 编辑日程         |
      | 删除日程         |
      | 预约日程         |
      | 通过日程开始活动 |

  @C62.3 @C62.4 @C62.5
  场景大纲: 已开始活动的日程保持不变: <接口>
    当 "Tony" 调用 "<接口>":
      | eventId       | d74b3a79a39742aa80999455cc5a634a |
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{Tony 的 uid}"]                |
    那么 调用失败, 错误码 0, 信息 "<信息>"
    当 "Tony" 调用 "获取日程":
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    那么 result.name 是 测试活动
    而且 result.notify 是 0

    例子:
      | 接口     | 信息                     |
      | 编辑日程 | 无法编辑已绑定活动的日程 |
      | 删除日程 | 无法删除已绑定活动的日程 |
      | 预约日程 | 无法预约已绑定活动的日程 |

  @C63.1 @C63.2 @C63.3 @C16.6
  场景: 日程列表按创建时间从新到旧, 与日程时间无关
    假如 陌生人调用 admin.setClock:
      | now | 2024-06-10 12:00:00 |
    当 "Tony" 调用 "创建日程":
      | name          | 往事              |
      | eventTime     | 1620000000000     |
      | memberUidList | ["{Tony 的 uid}"] |
    那么 把 result.eventId 记为 "日程"
    当 "Toby" 调用 "分页获取日程列表":
      | count | 10 |
    那么 result.list.#.sequenceId 等于:
      """
      [
        "1717992000000:{日程}",
        "1620742489049:d74b3a79a39742aa80999455cc5a634a",
        "1620736603909:99f43e8566b4413288fb02e0f4a9acc3",
        "1620732258091:6bdcf14e7fd742bcb9198d60e5452d8c",
        "1620731990093:8cb9cbc876db40b89c5635dd8ff8d0d0"
      ]
      """
    而且 result.list.0 等于:
      """
      {
        "eventId": "{日程}",
        "eventResult": {
          "eventId": "{日程}", "uid": "{Tony 的 uid}", "name": "往事", "memberUidList": ["{Tony 的 uid}"],
          "eventTime": 1620000000000, "eventTimeStatus": 2, "createTime": 1717992000000, "notify": 0
        },
        "eventTime": 1717992000000, "sequenceId": "1717992000000:{日程}"
      }
      """

  @C15.5
  场景: 逐页读取日程列表
    当 "Toby" 读取 "分页获取日程列表" 的所有页:
      | count | 3 |
    那么 pages 是 2
    而且 items.#.eventId 等于:
      """
      [
        "d74b3a79a39742aa80999455cc5a634a",
        "99f43e8566b4413288fb02e0f4a9acc3",
        "6bdcf14e7fd742bcb9198d60e5452d8c",
        "8cb9cbc876db40b89c5635dd8ff8d0d0"
      ]
      """

  @C14.6
  场景: 没有资料的账号看到空的日程列表
    当 "Newcomer" 调用 "分页获取日程列表":
      | count | 10 |
    那么 @this 等于:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

  @C64.1
  场景大纲: 预约只对自己可见: <用户>
    当 "Tony" 调用 "预约日程":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 @this 等于:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    当 "<用户>" 调用 "获取日程":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 result.notify 是 <预约>
    当 "<用户>" 调用 "分页获取日程列表":
      | count | 10 |
    那么 result.list.2.eventResult.notify 是 <预约>

    例子:
      | 用户 | 预约 |
      | Tony | 1    |
      | Toby | 0    |

  @C64.2 @C64.3 @C64.6
  场景大纲: 嘉宾无法预约, 过期和不存在的日程无法预约: <用户> <日程>
    当 "<用户>" 调用 "预约日程":
      | eventId | <日程> |
    那么 调用失败, 错误码 <错误码>, 信息 "<信息>"

    例子:
      | 用户 | 日程                             | 错误码 | 信息                       |
      | Toby | 6bdcf14e7fd742bcb9198d60e5452d8c | 0      | 嘉宾或者主持人无法预约日程 |
      | Tony | 8cb9cbc876db40b89c5635dd8ff8d0d0 | 0      | 无法预约已过期的日程       |
      | Tony | 00000000000000000000000000000000 | 600000 | 日程不存在                 |

  @C65.1 @C65.5 @C65.6 @C65.9
  场景: 通过日程开始公开的活动, 再次开始仍是同一个活动
    当 "Toby" 调用 "通过日程开始活动":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 调用成功
    而且 result.eventTimeStatus 是 1
    而且 result.roomResult.uid 是 {Toby 的 uid}
    而且 result.roomResult.name 是 测试日程
    而且 把 result.roomId 记为 "活动"
    当 "铭恺" 调用 "通过日程开始活动":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 响应与之前相同
    当 "Tony" 调用 "分页获取活动列表":
      | count | 1 |
    那么 result.list.0.roomId 是 "{活动}"
    当 "Toby" 调用 "主持人关闭活动":
      | roomId | {活动} |
    那么 调用成功
    当 "Tony" 调用 "获取日程":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 result.roomId 是 "{活动}"
    而且 没有 result.roomResult
    当 "枫叶" 调用 "通过日程开始活动":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 响应与之前相同

  @C65.2 @C65.10
  场景大纲: 只有嘉宾可以开始: <日程>
    当 "Tony" 调用 "通过日程开始活动":
      | eventId | <日程> |
    那么 调用失败, 错误码 <错误码>, 信息 "<信息>"

    例子:
      | 日程                             | 错误码 | 信息       |
      | 6bdcf14e7fd742bcb9198d60e5452d8c | 0      | 权限不足   |
      | 8cb9cbc876db40b89c5635dd8ff8d0d0 | 0      | 权限不足   |
      | 00000000000000000000000000000000 | 600000 | 日程不存在 |

  @C35.4 @C65.7 @C65.8
  场景: 预约的用户收到活动开始的消息
    假如 "Tony" 调用 "预约日程":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    当 "Toby" 调用 "通过日程开始活动":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 把 result.roomId 记为 "活动"
    当 "Tony" 调用 "获取未读消息总数"
    那么 result 是 1
    当 "枫叶" 调用 "获取未读消息总数"
    那么 result 是 0
    当 "Tony" 调用 "分页获取消息列表":
      | count | 10 |
    那么 result.list.0.userMessageResult.originUid 是 ""
    而且 result.list.0.userMessageResult.originPushType 是 0
    而且 result.list.0.userMessageResult.messageBody 等于:
      """
      {"title": "你预约的活动已经开始了", "content": "测试日程", "url": "chaoqer://room/{活动}"}
      """
    当 半秒后
    而且 "Tony" 调用 "预约日程":
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    那么 调用失败, 错误码 0, 信息 "无法预约已绑定活动的日程"

  @C13.1 @C13.2
  场景大纲: 短时间内重复创建的日程只有一个: <时间> 后
    当 "Toby" 调用 "创建日程":
      | name          | 产品讨论          |
      | eventTime     | 1718078400000     |
      | memberUidList | ["{Toby 的 uid}"] |
    而且 过了 <时间>
    而且 "Toby" 调用 "创建日程":
      | name          | 产品讨论          |
      | eventTime     | 1718078400000     |
      | memberUidList | ["{Toby 的 uid}"] |
    那么 message 是 "<信息>"
    当 "Toby" 调用 "分页获取日程列表":
      | count | 10 |
    那么 result.list 有 <数量> 项

    例子:
      | 时间  | 信息             | 数量 |
      | 499ms | 短时间内重复调用 | 5    |
      | 500ms | Success          | 6    |

  @C61.1 @C61.2
  场景: 临近开始时日程变为可开始
    假如 现在是 "2024-06-10 12:00:00"
    当 "Toby" 调用 "创建日程":
      | name          | 产品讨论          |
      | eventTime     | 1717994100000     |
      | memberUidList | ["{Toby 的 uid}"] |
    那么 result.eventTimeStatus 是 0
    而且 把 result.eventId 记为 "日程"
    当 "Tony" 调用 "获取日程":
      | eventId | {日程} |
    那么 10m 内, result.eventTimeStatus 是 1
