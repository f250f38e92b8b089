# language: zh-CN
@chaoqer
功能: 圈子的创建, 加入和退出
  Toby 创建了产品交流圈, Bug交流圈和业余足球圈, 铭恺创建了超圈爸爸群.

  @C40.1 @C40.2
  场景大纲: 名称和封面不能为空, 名称不超过 100 个字
    当 "Toby" 调用 "创建圈子":
      | name  | <名称> |
      | cover | <封面> |
    那么 message 是 "<信息>"
    当 "Toby" 调用 "分页获取圈子列表":
      | count | 10 |
    那么 result.list 有 <圈子数> 项

    例子:
      | 名称                                                                                                                                                                                                       | 封面  | 信息                | 圈子数 |
      |                                                                                                                                                                                                            | c.jpg | 名称不能为空        | 4      |
      | 象棋圈                                                                                                                                                                                                     |       | 封面不能为空        | 4      |
      | 圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈 | c.jpg | 名称不能超过100个字 | 4      |
      | 圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈   | c.jpg | Success             | 5      |

  @C40.4
  场景: 创建人的列表里有新圈子的名称
    当 "Tony" 调用 "创建圈子":
      | name  | 棋友 {unique} |
      | cover | chess.jpg     |
    那么 result.name 是 "棋友 {unique}"
    当 "Tony" 调用 "分页获取圈子列表":
      | count | 10 |
    那么 result.list.0.clubResult.name 是 "棋友 {unique}"

  @C40.3 @C40.4
  场景: 创建人自动成为成员
    当 "Tony" 调用 "创建圈子":
      | name  | 象棋圈    |
      | cover | chess.jpg |
    那么 把 result.clubId 记为 "圈子"
    而且 result 等于:
      """
      {
        "clubId": "{圈子}", "uid": "{Tony 的 uid}", "name": "象棋圈", "cover": "chess.jpg",
        "createTime": "<integer>", "memberTotal": 0
      }
      """
    当 "Tony" 调用 "获取圈子":
      | clubId | {圈子} |
    那么 result.memberTotal 是 1
    而且 result.joined 是 1
    当 "Toby" 调用 "分页获取圈子成员列表":
      | clubId | {圈子} |
      | count  | 10     |
    那么 result.list.#.uid 等于:
      """
      ["{Tony 的 uid}"]
      """

  @C41.1
  场景大纲: 成员和非成员看到的圈子
    当 "<用户>" 调用 "获取圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    那么 result.name 是 Bug交流圈
    而且 result.joined 是 <已加入>
    而且 result.memberTotal 是 3

    例子:
      | 用户 | 已加入 |
      | Toby | 1      |
      | Tony | 1      |
      | 枫叶 | 0      |

  @C41.2 @C41.3 @C16.4
  场景: 圈子列表按加入时间倒序
    当 "铭恺" 调用 "分页获取圈子列表":
      | count | 10 |
    那么 result.list.#.clubResult.name 等于:
      """
      ["业余足球圈", "超圈爸爸群", "Bug交流圈"]
      """
    而且 result.list.#.sequenceId 等于:
      """
      [
        "1616515000000:5e0c7a50a85e48fdb386f2ddbdd6e971", "1614928767600:2e3276e6c28c4366ae12d6a16147bd27",
        "1614428000000:ea01330db4ad49288dce2b8bcb00240b"
      ]
      """
    当 "铭恺" 调用 "加入圈子":
      | clubId | b4688e4583244aad8363d390073c86ff |
    而且 "铭恺" 调用 "分页获取圈子列表":
      | count | 1 |
    那么 result.list.#.clubResult.name 等于:
      """
      ["产品交流圈"]
      """

  @C41.4 @C16.5 @C15.5
  场景: 逐页读取圈子成员
    当 "Tony" 读取 "分页获取圈子成员列表" 的所有页:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | count  | 2                                |
    那么 pages 是 2
    而且 items.#.userProfileResult.nickname 等于:
      """
      ["枫叶", "铭恺", "Toby"]
      """
    而且 items.#.sequenceId 等于:
      """
      [
        "1616516000000:5e0c7a50a85e48fdb386f2ddbdd6e971", "1616515000000:5e0c7a50a85e48fdb386f2ddbdd6e971",
        "1616514889000:5e0c7a50a85e48fdb386f2ddbdd6e971"
      ]
      """

  @C15.2 @C15.3 @C15.8
  场景大纲: 分页参数不正确
    当 "Toby" 调用 "<操作>":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | <个数>                           |
      | lastId | <游标>                           |
    那么 调用失败, 错误码 0, 信息 "<信息>"

    例子:
      | 操作                 | 个数 | 游标   | 信息                  |
      | 分页获取圈子列表     | 101  |        | count只能在0到100之间 |
      | 分页获取圈子列表     | 十   |        | count类型不正确       |
      | 分页获取圈子列表     | 10   | 上一页 | lastId类型不正确      |
      | 分页获取圈子成员列表 | 0    |        | count只能在0到100之间 |
      | 分页获取圈子成员列表 | 十   |        | count类型不正确       |
      | 分页获取圈子成员列表 | 10   | 上一页 | lastId类型不正确      |

  场景大纲: 不存在的圈子
    当 "Tony" 调用 "<操作>":
      | clubId | <圈子> |
      | count  | 10     |
    那么 调用失败, 错误码 500000, 信息 "圈子不存在"

    @C41.5
    例子:
      | 操作                 | 圈子                             |
      | 获取圈子             | 00000000000000000000000000000000 |
      | 分页获取圈子成员列表 | 00000000000000000000000000000000 |
      | 加入圈子             | 00000000000000000000000000000000 |

    @C42.4
    例子: 没有加入的圈子也无法退出
      | 操作     | 圈子                             |
      | 退出圈子 | 00000000000000000000000000000000 |
      | 退出圈子 | 2e3276e6c28c4366ae12d6a16147bd27 |

    @C17.3
    例子: 任何形式的圈子ID
      | 操作     | 圈子   |
      | 获取圈子 | 交流圈 |
      | 退出圈子 | 1      |

  @C42.1 @C42.2
  场景: 加入圈子后能看到圈子的活动
    当 "枫叶" 调用 "加入圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    那么 result.joined 是 1
    而且 result.memberTotal 是 4
    当 "枫叶" 调用 "分页获取活动列表":
      | count | 10 |
    那么 result.list.#.roomId 等于:
      """
      [
        "7b641bee240e4d84ad1a7f44b9811406", "cda55a0bfb834f5ab18eb0867f01017a",
        "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"
      ]
      """
    当 半秒后
    而且 "枫叶" 调用 "加入圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    那么 调用成功
    而且 result.memberTotal 是 4

  @C42.3 @C42.7
  场景: 退出圈子后看不到圈子的活动, 再次加入后又能看到
    当 "Tony" 调用 "退出圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    那么 调用成功, 信息 "Success"
    当 "Tony" 调用 "分页获取活动列表":
      | count | 10 |
    那么 result.list.#.roomId 等于:
      """
      ["7b641bee240e4d84ad1a7f44b9811406"]
      """
    当 "Tony" 调用 "加入圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    而且 "Tony" 调用 "分页获取活动列表":
      | count | 10 |
    那么 result.list 有 3 项
    当 "Toby" 调用 "分页获取圈子成员列表":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    那么 result.list.#.uid 等于:
      """
      ["{Tony 的 uid}", "{铭恺 的 uid}", "{Toby 的 uid}"]
      """

  @C42.5
  场景: 还有其他成员时创建人不能退出
    当 "铭恺" 调用 "退出圈子":
      | clubId | 2e3276e6c28c4366ae12d6a16147bd27 |
    那么 调用失败, 错误码 0, 信息 "创建人暂时无法退出圈子"
    当 "铭恺" 调用 "获取圈子":
      | clubId | 2e3276e6c28c4366ae12d6a16147bd27 |
    那么 result.joined 是 1

  @C42.6
  场景大纲: 创建人最后退出, 圈子随之解散
    当 "Toby" 调用 "退出圈子":
      | clubId | b4688e4583244aad8363d390073c86ff |
    那么 调用成功, 信息 "Success"
    当 "<用户>" 调用 "<操作>":
      | clubId | b4688e4583244aad8363d390073c86ff |
      | count  | 10                               |
      | name   | 散会                             |
    那么 调用失败, 错误码 500000, 信息 "圈子不存在"

    例子:
      | 用户 | 操作                 |
      | Toby | 获取圈子             |
      | Tony | 分页获取圈子成员列表 |
      | 枫叶 | 加入圈子             |
      | Toby | 创建活动             |

  @C13.1 @C13.2
  场景: 短时间内重复创建圈子
    当 "Tony" 调用 "创建圈子":
      | name  | 象棋圈    |
      | cover | chess.jpg |
    那么 调用成功
    当 "Tony" 调用 "创建圈子":
      | name  | 象棋圈    |
      | cover | chess.jpg |
    那么 调用失败, 错误码 -1, 信息 "短时间内重复调用"
    当 半秒后
    而且 "Tony" 调用 "创建圈子":
      | name  | 象棋圈    |
      | cover | chess.jpg |
    那么 调用成功
    当 "Tony" 调用 "分页获取圈子列表":
      | count | 10 |
    那么 result.list 有 3 项

  @C42.3
  场景: 退出圈子后不再是成员
    当 "Toby" 调用 "获取圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    那么 把 result.memberTotal 记为 "之前"
    当 "Tony" 调用 "退出圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    而且 "Toby" 调用 "获取圈子":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    那么 result.memberTotal 比 {之前} 少 1
    而且 result.memberTotal 不小于 1
    而且 result.memberTotal 不大于 {之前}
    当 "Toby" 调用 "分页获取圈子成员列表":
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    那么 result.list 有这样一项:
      | uid                        | {Toby 的 uid} |
      | userProfileResult.nickname | <text>        |
    而且 result.list 没有这样的项:
      | uid | {Tony 的 uid} |
