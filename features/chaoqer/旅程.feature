# language: zh-CN
@chaoqer
功能: 完整的旅程
  一步接一步, 每一步都用到前面留下的结果.

  @C22.1 @C30.4 @C40.4 @C42.1 @C50.1 @C52.2 @C55.1 @C35.2 @C54.4 @C53.3 @C77.1
  场景: 从第一条短信到活动结束
    假如 陌生人调用 "获取短信验证码":
      | mobile | 13912345678 |
    而且 把发给 "13912345678" 的短信验证码记为 "验证码"
    当 陌生人调用 "短信验证码登录/注册账号":
      | mobile  | 13912345678 |
      | captcha | {验证码}    |
    那么 调用成功, 信息 "注册成功"
    而且 把这次登录记为 "小新"
    当 "小新" 调用 "创建圈子":
      | name  | 观星圈 |
      | cover | 星.jpg |
    那么 调用失败, 错误码 200000, 信息 "用户资料未初始化"
    当 "小新" 调用 "初始化用户资料":
      | nickname | 小新   |
      | avatar   | 新.jpg |
    那么 result.uid 是 {小新 的 uid}
    当 "小新" 调用 "创建圈子":
      | name  | 观星圈 |
      | cover | 星.jpg |
    那么 把 result.clubId 记为 "圈子"
    当 "枫叶" 调用 "加入圈子":
      | clubId | {圈子} |
    那么 result.joined 是 1
    而且 result.memberTotal 是 2
    当 "小新" 调用 "创建活动":
      | name   | 看流星 |
      | clubId | {圈子} |
    那么 把 result.roomId 记为 "活动"
    当 "枫叶" 调用 "分页获取活动列表":
      | count | 1 |
    那么 result.list.0.roomId 是 {活动}
    当 "小新" 调用 "获取活动声网Token":
      | roomId | {活动} |
    那么 把 result.token 记为 "声网"
    当 "枫叶" 调用 "获取活动声网Token":
      | roomId | {活动} |
    那么 result.token 是 {声网}
    当 "铭恺" 调用 "发送名片":
      | uid | {小新 的 uid} |
    那么 调用成功, 信息 "对方已收到你的名片"
    当 "小新" 调用 "邀请用户加入活动":
      | roomId | {活动}        |
      | uid    | {铭恺 的 uid} |
    那么 调用成功, 信息 "邀请成功"
    当 "铭恺" 调用 "分页获取消息列表":
      | count | 1 |
    那么 result.list.0.userMessageResult.originUid 是 {小新 的 uid}
    而且 result.list.0.userMessageResult.messageBody 等于:
      """
      {"title": "小新邀请你加入活动", "content": "看流星", "url": "chaoqer://room/{活动}"}
      """
    当 "枫叶" 调用 "获取活动Cache":
      | roomId | {活动} |
    那么 把 result 记为 "分享"
    假如 "铭恺" 用微信登录
    当 陌生人调用 "H5 获取活动":
      | roomCacheId | {分享} |
    那么 result.closed 是 0
    而且 result.fromMember.nickname 是 枫叶
    当 "小新" 调用 "主持人关闭活动":
      | roomId | {活动} |
    那么 调用成功
    当 "枫叶" 调用 "获取活动":
      | roomId | {活动} |
    那么 调用失败, 错误码 400000, 信息 "活动不存在"
    当 陌生人调用 "H5 获取活动":
      | roomCacheId | {分享} |
    那么 result.closed 是 1
    而且 result.name 是 看流星
    而且 result.memberList.#.nickname 等于:
      """
      ["小新", "枫叶"]
      """

  @C60.1 @C35.3 @C64.1 @C61.1 @C61.2 @C65.1 @C65.3 @C65.6 @C65.7 @C35.4
  场景: 从日程到活动
    假如 陌生人调用 admin.setClock:
      | now | 2024-06-10 12:00:00 |
    当 "Toby" 调用 "创建日程":
      | name          | 看星星                             |
      | eventTime     | 1718020800000                      |
      | memberUidList | ["{Toby 的 uid}", "{铭恺 的 uid}"] |
    那么 result.eventTimeStatus 是 0
    而且 把 result.eventId 记为 "日程"
    当 "铭恺" 调用 "分页获取消息列表":
      | count | 1 |
    那么 result.list.0.userMessageResult.messageBody 等于:
      """
      {"title": "Toby已添加你为活动嘉宾", "content": "看星星", "url": "chaoqer://event/{日程}"}
      """
    当 "枫叶" 调用 "预约日程":
      | eventId | {日程} |
    那么 调用成功
    当 "枫叶" 调用 "获取日程":
      | eventId | {日程} |
    那么 result.notify 是 1
    当 "铭恺" 调用 "通过日程开始活动":
      | eventId | {日程} |
    那么 调用失败, 错误码 0, 信息 "日程时间未开始"
    当 过了 7h50m
    而且 "铭恺" 调用 "通过日程开始活动":
      | eventId | {日程} |
    那么 result.eventTimeStatus 是 1
    而且 result.roomResult.name 是 看星星
    而且 把 result.roomId 记为 "活动"
    当 "枫叶" 调用 "分页获取消息列表":
      | count | 1 |
    那么 result.list.0.userMessageResult.originPushType 是 0
    而且 result.list.0.userMessageResult.messageBody 等于:
      """
      {"title": "你预约的活动已经开始了", "content": "看星星", "url": "chaoqer://room/{活动}"}
      """
    当 "Tony" 调用 "获取未读消息总数"
    那么 result 是 0
    当 "Tony" 调用 "分页获取活动列表":
      | count | 1 |
    那么 result.list.0.roomId 是 {活动}
