# language: zh-CN
@chaoqer
功能: 活动的创建, 进入, 分享和关闭
  活动属于一个圈子, 或对所有人公开, 或只给受邀请的人.

  @C50.1 @C50.2 @C50.3 @C57.4
  场景大纲: 创建<类型>活动
    当 "Tony" 调用 "创建活动":
      | name       | 一起聊聊 |
      | clubId     | <圈子>   |
      | inviteOnly | <私密>   |
    那么 把 result.roomId 记为 "活动"
    而且 result 等于:
      """
      {<成员> "uid": "{Tony 的 uid}", "createTime": "<integer>", "name": "一起聊聊", "inviteOnly": <私密>, "roomId": "{活动}"}
      """
    当 "枫叶" 调用 "获取活动":
      | roomId | {活动} |
    那么 result.name 是 一起聊聊
    而且 result.inviteOnly 是 <私密>

    例子:
      | 类型 | 圈子                             | 私密 | 成员                                          |
      | 圈子 | ea01330db4ad49288dce2b8bcb00240b | 0    | "clubId": "ea01330db4ad49288dce2b8bcb00240b", |
      | 公开 |                                  | 0    |                                               |
      | 私密 | ea01330db4ad49288dce2b8bcb00240b | 1    |                                               |

  @C50.5 @C50.6
  场景大纲: 标题和圈子必填, 标题不超过 100 个字
    当 "Toby" 调用 "创建活动":
      | name (JSON)   | <标题> |
      | clubId (JSON) | <圈子> |
    那么 message 是 "<信息>"

    例子:
      | 标题                                                                                                                                                                                                         | 圈子 | 信息                |
      | null                                                                                                                                                                                                         | ""   | 标题不能为空        |
      | "聊聊"                                                                                                                                                                                                       | null | clubId不能为空      |
      | "活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活" | ""   | 标题不能超过100个字 |
      | "活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活"   | ""   | Success             |

  @C50.4
  场景大纲: 不能在没有加入的圈子里创建活动
    当 "<用户>" 调用 "创建活动":
      | name   | 一起聊聊 |
      | clubId | <圈子>   |
    那么 调用失败, 错误码 500000, 信息 "圈子不存在"

    例子:
      | 用户 | 圈子                             |
      | 枫叶 | ea01330db4ad49288dce2b8bcb00240b |
      | Toby | 00000000000000000000000000000000 |

  @C51.1 @C16.6
  场景大纲: 活动列表里是自己圈子的活动和公开的活动
    当 "<用户>" 调用 "分页获取活动列表":
      | count | 10 |
    那么 result.list.#.sequenceId 等于:
      """
      ["1620742499846:7b641bee240e4d84ad1a7f44b9811406", <其他>]
      """

    例子:
      | 用户 | 其他                                                                                               |
      | Tony | "1614434249522:6d54737e3dda4ae4abf07acacea3d7a1", "1614433968620:e8c7d8325a7143e69648dbc799565f93" |
      | 枫叶 | "1616559267214:cda55a0bfb834f5ab18eb0867f01017a"                                                   |

  @C51.2 @C51.3 @C57.2 @C57.3
  场景: 私密活动不在任何人的列表里, 但知道ID就能获取
    当 "铭恺" 调用 "分页获取活动列表":
      | count | 10 |
    那么 result.list.#.roomId 等于:
      """
      [
        "7b641bee240e4d84ad1a7f44b9811406", "cda55a0bfb834f5ab18eb0867f01017a",
        "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"
      ]
      """
    当 "枫叶" 调用 "获取活动":
      | roomId | 73470423d7154aeb89cb61aec025a7f2 |
    那么 result.name 是 私密活动
    而且 result.inviteOnly 是 1
    而且 没有 result.clubId
    而且 没有 result.clubResult

  @C57.1
  场景大纲: 圈子活动带有圈子的信息
    当 "<用户>" 调用 "获取活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 result.clubId 是 ea01330db4ad49288dce2b8bcb00240b
    而且 result.clubResult.joined 是 <已加入>
    而且 result.clubResult.memberTotal 是 3
    而且 result.clubResult.inviteOnly 是 0

    例子:
      | 用户 | 已加入 |
      | Tony | 1      |
      | 枫叶 | 0      |

  @C56.1 @C56.2 @C56.3
  场景: 获取过声网Token的人在活动里
    当 "Toby" 调用 "获取活动":
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    那么 result.memberTotal 是 0
    而且 result.memberList.#.nickname 等于:
      """
      ["枫叶"]
      """
    当 "Tony" 调用 "获取活动声网Token":
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    而且 "铭恺" 调用 "获取活动声网Token":
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    而且 "Tony" 调用 "获取活动声网Token":
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    而且 "Toby" 调用 "获取活动":
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    那么 result.memberTotal 是 2
    而且 result.memberList.#.nickname 等于:
      """
      ["Tony", "铭恺"]
      """
    而且 每个 result.memberList.#.blocked 都是 0

  @C52.1 @C52.2 @C13.10
  场景: 同一个活动的Token相同
    当 "Toby" 调用 "获取活动声网Token":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 把 result.token 记为 "令牌"
    而且 result.@values.#(%"006????????????????????????????????IA??????????????????????????????????????????????????????????????????????????????????????????????????????") 是 {令牌}
    当 "Toby" 调用 "获取活动声网Token":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 result.token 是 {令牌}
    当 "铭恺" 调用 "获取活动声网Token":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 result 等于:
      """
      {"roomId": "e8c7d8325a7143e69648dbc799565f93", "token": "{令牌}"}
      """

  @C52.3 @C52.4
  场景: 被主持人拉黑的人无法加入活动
    当 "Tony" 调用 "获取活动声网Token":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 调用失败, 错误码 400001, 信息 "无法加入此活动"
    当 "Toby" 调用 "取消拉黑用户":
      | uid | {Tony 的 uid} |
    而且 "Tony" 调用 "获取活动声网Token":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 调用成功
    而且 result.roomId 是 e8c7d8325a7143e69648dbc799565f93

  @C53.1 @C53.2 @C53.3 @C53.4 @C53.5 @C53.6 @C53.7
  场景: 只有主持人能关闭活动
    当 "Tony" 调用 "主持人关闭活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 调用失败, 错误码 400000, 信息 "活动不存在"
    当 "Toby" 调用 "主持人关闭活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 调用成功, 信息 "Success"
    当 "Toby" 调用 "获取活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 调用失败, 错误码 400000, 信息 "活动不存在"
    当 "Toby" 调用 "获取活动声网Token":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 调用失败, 错误码 400000, 信息 "活动不存在"
    当 "Toby" 调用 "主持人关闭活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 调用失败, 错误码 400000, 信息 "活动不存在"
    当 "Toby" 调用 "邀请用户加入活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺 的 uid}                    |
    那么 调用失败, 错误码 400000, 信息 "活动不存在"
    当 "Tony" 调用 "分页获取活动列表":
      | count | 10 |
    那么 result.list.#.roomId 等于:
      """
      ["7b641bee240e4d84ad1a7f44b9811406", "6d54737e3dda4ae4abf07acacea3d7a1"]
      """

  @C02.3 @C54.1 @C54.3 @C54.4
  场景: 分享的活动
    当 "枫叶" 调用 "获取活动Cache":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 把 result 记为 "分享"
    当 "枫叶" 调用 "获取活动Cache":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    那么 result 不是 {分享}
    当 "Tony" 用微信登录
    而且 陌生人调用 "H5 获取活动":
      | roomCacheId | {分享} |
    那么 result.closed 是 0
    而且 result.name 是 产品活动
    而且 result.fromMember.nickname 是 枫叶
    当 "Toby" 调用 "主持人关闭活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    而且 陌生人调用 "H5 获取活动":
      | roomCacheId | {分享} |
    那么 result.closed 是 1

  @C55.1 @C55.2 @C55.5 @C35.2
  场景大纲: 邀请只送达给过名片的人: <用户>
    当 "Toby" 调用 "邀请用户加入活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {<用户> 的 uid}                  |
    那么 调用成功, 信息 "邀请成功"
    当 "Toby" 调用 "邀请用户加入活动":
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {<用户> 的 uid}                  |
    那么 调用成功, 信息 "邀请成功"
    当 "<用户>" 调用 "获取未读消息总数"
    那么 result 是 <消息数>
    当 "<用户>" 调用 "分页获取消息列表":
      | count | 10 |
    那么 result.list.#.userMessageResult.messageBody.title 等于:
      """
      [<标题>]
      """

    例子:
      | 用户 | 消息数 | 标题                                       |
      | 铭恺 | 2      | "Toby邀请你加入活动", "Toby邀请你加入活动" |
      | Tony | 0      |                                            |
