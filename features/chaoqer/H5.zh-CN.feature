# language: zh-CN
@chaoqer
功能: H5 页面
  微信里打开的页面: 先用微信登录, 再看活动, 圈子, 用户和日程.

  @C75.1
  场景大纲: 没有微信登录: <Cookie>
    假如 请求头 "Cookie" 发送为 "<Cookie>"
    当 陌生人调用 "H5 获取圈子":
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    那么 状态码是 401
    而且 响应体为空

    例子:
      | Cookie                 |
      |                        |
      | chaoqer_wx_code=       |
      | chaoqer_wx_code=nobody |

  @C75.1
  场景大纲: 登录三十天有效: <时间>
    假如 请求头 "Cookie" 发送为 "chaoqer_wx_code=fengye-weixin-code"
    当 过了 <时间>
    而且 陌生人调用 "H5 获取用户资料":
      | uid | 250228d2eb8e4db8b4fc6b8e3e2a902d |
    那么 状态码是 <状态码>

    例子:
      | 时间    | 状态码 |
      | 719h59m | 200    |
      | 720h    | 401    |

  @C75.3
  场景大纲: 谁登录了谁是查看者: <查看者>
    假如 请求头 "Cookie" 发送为 "chaoqer_wx_code=toby-weixin-code"
    当 "<查看者>" 调用 "H5 获取圈子":
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    那么 result.joined 是 <已加入>

    例子:
      | 查看者 | 已加入 |
      | Toby   | 1      |
      | Tony   | 0      |
      | 枫叶   | 1      |

  @C75.3
  场景: 令牌不对也不行
    假如 请求头 "Authorization" 发送为 "Basic x"
    而且 请求头 "Cookie" 发送为 "chaoqer_wx_code=toby-weixin-code"
    当 陌生人调用 "H5 获取圈子":
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    那么 状态码是 401

  @C75.4 @C75.5
  场景大纲: 浏览器打开页面时去登录: <方法> <请求头>
    当 发送请求:
      """
      <方法> /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      <请求头>
      """
    那么 状态码是 <状态码>

    例子:
      | 方法 | 请求头                   | 状态码 |
      | GET  | Accept: text/html        | 302    |
      | POST | Accept: text/html        | 302    |
      | POST | Sec-Fetch-Mode: navigate | 302    |
      | GET  | Accept: application/json | 405    |
      | POST | Accept: application/json | 401    |

  @C75.6
  场景: 选好身份后回到原来的页面
    当 发送请求:
      """
      GET /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      Accept: text/html
      Referer: https://h5.example/club/1?from=weixin
      """
    那么 状态码是 302
    而且 响应头 "Location" 包含 "/__weixin/{session}/authorize?"
    而且 把响应头 "Location" 记为 "登录页"
    当 陌生人调用 admin.listRows:
      | api   | chaoqer |
      | table | visits  |
    那么 把 rows.0.state 记为 "状态"
    当 发送请求:
      """
      POST {登录页}
      Content-Type: application/x-www-form-urlencoded

      state={状态}&uid={枫叶 的 uid}
      """
    那么 状态码是 303
    而且 响应头 "Location" 包含 "https://h5.example/club/1?from=weixin&code="
    而且 响应头 "Location" 包含 "state={状态}"
    而且 把响应头 "Set-Cookie" 记为 "登录"
    假如 请求头 "Cookie" 发送为 "{登录}"
    当 陌生人调用 "H5 获取圈子":
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    那么 result.name 是 业余足球圈

  @C75.7
  场景: 不会回到别的网站
    当 发送请求:
      """
      GET /h5/club/1?redirect_uri=https%3A%2F%2Fevil.example%2F
      Accept: text/html
      Referer: https://h5.example/club/1
      """
    那么 把响应头 "Location" 记为 "登录页"
    当 陌生人调用 admin.listRows:
      | api   | chaoqer |
      | table | visits  |
    那么 把 rows.0.state 记为 "状态"
    当 发送请求:
      """
      POST {登录页}
      Content-Type: application/x-www-form-urlencoded

      state={状态}&uid={枫叶 的 uid}
      """
    那么 响应头 "Location" 包含 "https://h5.example/club/1?code="

  @C75.2 @C75.6
  场景: 用微信登录
    假如 "枫叶" 用微信登录
    当 陌生人调用 "H5 获取用户资料":
      | uid | {Tony 的 uid} |
    那么 result 等于:
      """
      {
        "uid": "{Tony 的 uid}", "nickname": "Tony", "bio": "开心就好",
        "avatar": "https://cdn.chaoqer.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/avatar/b8eb601c205e4518af93c3ef7b734ef0.jpg",
        "blocked": 0, "sendCard": 0, "cardTotal": 3, "allowLive": 0
      }
      """

  @C76.2
  场景: 获取微信 Config
    假如 陌生人调用 admin.setClock:
      | now | 2024-06-10 12:00:00 |
    当 "Toby" 调用 "获取微信Config":
      | url | https://h5.chaoqer.com/圈子 |
    那么 result 恰好有这些成员:
      | signature | appId | jsapi_ticket | nonceStr | url | timestamp |
    而且 result.timestamp 是 "1717992000"
    而且 result.url 是 "https://h5.chaoqer.com/圈子"

  @C76.3
  场景大纲: 网址不能为空: <网址>
    当 "Toby" 调用 "获取微信Config":
      | url (JSON) | <网址> |
    那么 调用失败, 错误码 0, 信息 "url不能为空"

    例子:
      | 网址 |
      | ""   |
      | "  " |

  @C77.1
  场景: 分享出来的活动
    当 "Toby" 调用 "H5 获取活动":
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
    那么 result.closed 是 1
    而且 result.roomCacheId 是 f6fa3eef2e7344abad2035e13b19b79d
    而且 result.roomId 是 c45e03f148de498f92d63cfc31690abb
    而且 result.fromMember.nickname 是 Toby
    而且 result.clubResult.name 是 超圈爸爸群
    而且 result.memberList 有 1 项

  @C77.2
  场景: 没有登录的人看圈子
    假如 请求头 "Cookie" 发送为 "chaoqer_wx_code=toby-weixin-code"
    当 陌生人调用 "H5 获取圈子":
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    那么 result.joined 是 0
    而且 result.memberTotal 是 3

  @C77.3
  场景大纲: 登录的人看用户: <查看者>
    当 "<查看者>" 调用 "H5 获取用户资料":
      | uid | {Tony 的 uid} |
    那么 result.blocked 是 <已拉黑>
    而且 result.sendCard 是 <已发名片>

    例子:
      | 查看者 | 已拉黑 | 已发名片 |
      | Toby   | 1      | 1        |
      | 枫叶   | 0      | 1        |

  @C77.4
  场景大纲: 日程的预约和嘉宾: <查看者>
    当 "<查看者>" 调用 "H5 获取日程":
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    那么 result.notify 是 <已预约>
    而且 result.memberList.#.nickname 等于:
      """
      ["枫叶", "铭恺"]
      """

    例子:
      | 查看者 | 已预约 |
      | Tony   | 1      |
      | Toby   | 0      |

  场景大纲: 不存在的: <接口>
    当 "Toby" 调用 "<接口>":
      | <参数> | 00000000000000000000000000000000 |
    那么 调用失败, 错误码 <错误码>, 信息 "<信息>"

    @C77.5
    例子: 活动
      | 接口        | 参数        | 错误码 | 信息       |
      | H5 获取活动 | roomCacheId | 400000 | 活动不存在 |

    @C77.6
    例子: 圈子
      | 接口        | 参数   | 错误码 | 信息       |
      | H5 获取圈子 | clubId | 500000 | 圈子不存在 |

    @C77.7
    例子: 用户
      | 接口            | 参数 | 错误码 | 信息       |
      | H5 获取用户资料 | uid  | 200002 | 用户不存在 |

    @C77.8
    例子: 日程
      | 接口        | 参数    | 错误码 | 信息       |
      | H5 获取日程 | eventId | 600000 | 日程不存在 |

  @C18.5
  场景: 被冻结的用户看不到
    当 "Toby" 调用 "H5 获取用户资料":
      | uid | {Frost 的 uid} |
    那么 调用失败, 错误码 200002, 信息 "用户不存在"

  @C75.6
  场景: 授权页列出可以选择的人
    当 发送请求:
      """
      GET /h5/club/1
      Accept: text/html
      """
    那么 把响应头 "Location" 记为 "授权页"
    当 发送请求:
      """
      GET {授权页}
      """
    那么 响应体包含 "铭恺"
