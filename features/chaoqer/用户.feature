# language: zh-CN
@chaoqer
功能: 资料, 黑名单, 名片和消息
  用户之间的往来: 谁看得到什么, 谁收到什么.

  @C30.4
  场景: 初始化资料后账号开通
    当 "Newcomer" 调用 "获取用户资料":
      | uid | {Toby 的 uid} |
    那么 调用失败, 错误码 200000, 信息 "用户资料未初始化"
    当 "Newcomer" 调用 "初始化用户资料":
      | nickname | 小新     |
      | avatar   | nova.png |
    那么 result 等于:
      """
      {
        "uid": "{Newcomer 的 uid}", "nickname": "小新", "avatar": "nova.png", "bio": "",
        "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
      }
      """
    当 "Newcomer" 调用 "获取用户资料":
      | uid | {Toby 的 uid} |
    那么 result.nickname 是 Toby

  @C30.1 @C30.2
  场景大纲: 昵称不超过 20 个字, 头像不能为空
    当 "Newcomer" 调用 "初始化用户资料":
      | nickname | <昵称> |
      | avatar   | <头像> |
    那么 message 是 "<信息>"

    例子:
      | 昵称                                       | 头像     | 信息                     |
      | 赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许   | nova.png | Success                  |
      | 赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何 | nova.png | 设置的名字不能超过20个字 |
      |                                            | nova.png | 名字不能为空             |
      | 小新                                       |          | 头像不能为空             |

  @C30.5
  场景: 资料只能初始化一次
    当 "Toby" 调用 "初始化用户资料":
      | nickname | 小新     |
      | avatar   | nova.png |
    那么 调用失败, 错误码 200001, 信息 "用户资料已初始化"
    当 "Tony" 调用 "获取用户资料":
      | uid | {Toby 的 uid} |
    那么 result.nickname 是 Toby

  @C31.3
  场景: 更新资料时未填写的介绍会被清空
    当 "Tony" 调用 "更新用户资料":
      | nickname | 托尼     |
      | avatar   | tony.png |
    那么 result 等于:
      """
      {
        "uid": "{Tony 的 uid}", "nickname": "托尼", "avatar": "tony.png", "bio": "",
        "blocked": 0, "sendCard": 0, "cardTotal": 3, "allowLive": 0
      }
      """
    当 "Toby" 调用 "获取用户资料":
      | uid | {Tony 的 uid} |
    那么 result.nickname 是 托尼
    而且 result.bio 是 ""

  @C32.2
  场景大纲: 不同的人看到的资料
    当 "<查看者>" 调用 "获取用户资料":
      | uid | {<用户> 的 uid} |
    那么 result.blocked 是 <已拉黑>
    而且 result.sendCard 是 <已发名片>
    而且 result.cardTotal 是 <名片数>

    例子:
      | 查看者 | 用户 | 已拉黑 | 已发名片 | 名片数 |
      | Toby   | Tony | 1      | 1        | 3      |
      | Tony   | Toby | 0      | 0        | 2      |
      | 铭恺   | Toby | 0      | 1        | 2      |
      | Toby   | 枫叶 | 0      | 0        | 0      |
      | 枫叶   | 枫叶 | 0      | 0        | 0      |

  场景大纲: 不存在的用户
    当 "Toby" 调用 "<操作>":
      | uid | <用户> |
    那么 调用失败, 错误码 200002, 信息 "用户不存在"

    @C32.3
    例子:
      | 操作         | 用户                             |
      | 获取用户资料 | 00000000000000000000000000000000 |
      | 获取用户资料 | {Newcomer 的 uid}                |

    @C33.6
    例子:
      | 操作         | 用户                             |
      | 拉黑用户     | 00000000000000000000000000000000 |
      | 取消拉黑用户 | {Newcomer 的 uid}                |

    @C34.6
    例子:
      | 操作     | 用户                             |
      | 发送名片 | {Newcomer 的 uid}                |
      | 删除名片 | 00000000000000000000000000000000 |

  @C33.1 @C33.2 @C33.4
  场景: 拉黑只有自己看得到
    当 "铭恺" 调用 "拉黑用户":
      | uid | {枫叶 的 uid} |
    那么 调用成功, 信息 "拉黑成功"
    当 "铭恺" 调用 "获取用户资料":
      | uid | {枫叶 的 uid} |
    那么 result.blocked 是 1
    当 "枫叶" 调用 "获取用户资料":
      | uid | {铭恺 的 uid} |
    那么 result.blocked 是 0

  @C33.3 @C33.4
  场景: 取消拉黑后不在黑名单里
    当 "Toby" 调用 "拉黑用户":
      | uid | {枫叶 的 uid} |
    而且 "Toby" 调用 "取消拉黑用户":
      | uid | {Tony 的 uid} |
    那么 调用成功, 信息 "取消拉黑成功"
    当 "Toby" 调用 "分页获取黑名单列表":
      | count | 10 |
    那么 result.list.#.uid 等于:
      """
      ["{枫叶 的 uid}"]
      """
    当 "Toby" 调用 "获取用户资料":
      | uid | {Tony 的 uid} |
    那么 result.blocked 是 0

  @C33.7
  场景: 重复拉黑保留最初的时间
    当 "Toby" 调用 "拉黑用户":
      | uid | {Tony 的 uid} |
    那么 调用成功, 信息 "拉黑成功"
    当 "Toby" 调用 "分页获取黑名单列表":
      | count | 10 |
    那么 result.list 有 1 项
    而且 result.list.0.createTime 是 1616747477657

  场景大纲: 不能拉黑自己, 也不能给自己发送名片
    当 "Toby" 调用 "<操作>":
      | uid | {Toby 的 uid} |
    那么 调用失败, 错误码 0, 信息 "<信息>"

    @C33.5
    例子:
      | 操作     | 信息         |
      | 拉黑用户 | 无法屏蔽自己 |

    @C34.5
    例子:
      | 操作     | 信息               |
      | 发送名片 | 无法发送名片给自己 |

  @C34.1 @C34.2 @C34.3
  场景: 发送的名片排在对方名片夹的最前面
    当 "枫叶" 调用 "发送名片":
      | uid | {铭恺 的 uid} |
    那么 调用成功, 信息 "对方已收到你的名片"
    当 "铭恺" 调用 "分页获取名片列表":
      | count | 10 |
    那么 result.list.#.uid 等于:
      """
      ["{枫叶 的 uid}", "{Toby 的 uid}"]
      """
    当 "枫叶" 调用 "获取用户资料":
      | uid | {铭恺 的 uid} |
    那么 result.sendCard 是 1
    而且 result.cardTotal 是 2
    当 "Tony" 调用 "获取用户资料":
      | uid | {铭恺 的 uid} |
    那么 result.sendCard 是 0
    而且 result.cardTotal 是 2

  @C34.4
  场景: 重复发送名片没有作用
    当 "枫叶" 调用 "发送名片":
      | uid | {铭恺 的 uid} |
    而且 半秒后
    而且 "枫叶" 调用 "发送名片":
      | uid | {铭恺 的 uid} |
    那么 调用成功, 信息 "对方已收到你的名片"
    当 "铭恺" 调用 "分页获取名片列表":
      | count | 10 |
    那么 result.list 有 2 项
    当 "铭恺" 调用 "获取未读消息总数"
    那么 result 是 1

  @C34.7 @C34.9
  场景: 名片删除后可以再次发送
    当 "Toby" 调用 "删除名片":
      | uid | {枫叶 的 uid} |
    那么 调用成功, 信息 "删除成功"
    当 "枫叶" 调用 "获取用户资料":
      | uid | {Toby 的 uid} |
    那么 result.sendCard 是 0
    而且 result.cardTotal 是 1
    当 "枫叶" 调用 "发送名片":
      | uid | {Toby 的 uid} |
    而且 "Toby" 调用 "分页获取名片列表":
      | count | 10 |
    那么 result.list.#.uid 等于:
      """
      ["{枫叶 的 uid}", "{铭恺 的 uid}"]
      """
    当 "Toby" 调用 "获取未读消息总数"
    那么 result 是 3

  @C34.10
  场景: 被拉黑的人发送的名片不进入名片夹, 但消息会送达
    当 "Tony" 调用 "发送名片":
      | uid | {Toby 的 uid} |
    那么 调用成功, 信息 "对方已收到你的名片"
    当 "Toby" 调用 "分页获取名片列表":
      | count | 10 |
    那么 result.list.#.uid 等于:
      """
      ["{铭恺 的 uid}", "{枫叶 的 uid}"]
      """
    当 "Tony" 调用 "获取用户资料":
      | uid | {Toby 的 uid} |
    那么 result.sendCard 是 0
    当 "Toby" 调用 "分页获取消息列表":
      | count | 10 |
    那么 result.list.0.userMessageResult.originUid 是 {Tony 的 uid}

  @C35.1 @C36.1 @C36.2 @C36.3
  场景: 名片的消息, 读过之后不再是未读
    当 "枫叶" 调用 "发送名片":
      | uid | {铭恺 的 uid} |
    而且 "铭恺" 调用 "获取未读消息总数"
    那么 result 是 1
    当 "铭恺" 调用 "分页获取消息列表":
      | count | 10 |
    那么 result.list 等于:
      """
      [
        {
          "messageId": "<integer>", "sequenceId": "<text>",
          "userMessageResult": {
            "messageId": "<integer>", "uid": "{铭恺 的 uid}", "originUid": "{枫叶 的 uid}", "originPushType": 2, "messageType": 0,
            "messageBody": {"title": "枫叶", "content": "给你发送了一张名片", "url": "chaoqer://profile/{枫叶 的 uid}"},
            "unread": 1, "createTime": "<integer>"
          }
        }
      ]
      """
    当 "铭恺" 调用 "获取未读消息总数"
    那么 result 是 0
    当 "铭恺" 调用 "分页获取消息列表":
      | count | 10 |
    那么 result.list.0.userMessageResult.unread 是 0
