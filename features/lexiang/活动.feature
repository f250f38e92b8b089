# language: zh-CN
@lexiang
功能: 乐享活动
  应用凭access_token调用, 以员工的名义创建和编辑活动, 查询活动, 参与成员和报名记录.

  @L01
  场景: 应用获取access_token并用它查询
    当 陌生人调用 "获取access_token":
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    那么 状态码是 200
    而且 @this 等于:
      """
      {"token_type": "Bearer", "expires_in": 7200, "access_token": "<text>"}
      """
    而且 把 access_token 记为 "令牌"
    假如 请求头 "Authorization" 发送为 "Bearer {令牌}"
    当 陌生人调用 "获取活动列表"
    那么 状态码是 200

  @L02.1
  场景: app_key不存在
    当 陌生人调用 "获取access_token":
      | grant_type | client_credentials  |
      | app_key    | 无此应用            |
      | app_secret | contractmock-secret |
    那么 状态码是 400
    而且 响应体恰好是:
      """
      {"errors":{"app_key":["app key 是无效的."]}}
      """

  @L02.6
  场景: app_secret不正确
    当 陌生人调用 "获取access_token":
      | grant_type | client_credentials |
      | app_key    | contractmock       |
      | app_secret | 不正确             |
    那么 状态码是 401
    而且 errors.detail 是 "app_secret错误,请核对"

  @L03.1 @L03.3 @L03.5
  场景: access_token的有效期为7200秒, 新的不影响旧的
    当 陌生人调用 "获取活动列表"
    那么 状态码是 401
    而且 errors.detail 是 "access_token 无效或已过期"
    假如 "lisi" 重新登录
    而且 "lisi" 改用之前的令牌
    而且 过了 7199s
    当 "lisi" 调用 "获取活动列表"
    那么 状态码是 200
    假如 过了 1s
    当 "lisi" 调用 "获取活动列表"
    那么 状态码是 401
    而且 诊断指出 token-expired

  @L04.2
  场景: 创建活动必须指定员工账号
    假如 不发送请求头 "StaffID"
    当 "lisi" 调用 "创建活动":
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    那么 状态码是 400
    而且 响应体恰好是:
      """
      {"errors":{"detail":"必须指定员工账号"}}
      """

  @L16.2 @L17.1 @L20
  场景: 创建的活动属于创建人, 并出现在列表最前面
    假如 陌生人调用 admin.setClock:
      | now | 2024-07-01 09:00:00 |
    当 "wangwu" 调用 "创建活动":
      | data.attributes.title      | 圈               |
      | data.attributes.content    | 正文             |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    那么 状态码是 200
    而且 data.type 是 event
    而且 data.attributes.content 是 "<p>正文</p>"
    而且 data.attributes.summary 是 正文
    而且 data.attributes.started_at 是 "2024-07-01 10:00:00"
    而且 data.attributes.created_at 是 "2024-07-01 09:00:00"
    而且 data.attributes.updated_at 是 "2024-07-01 09:00:00"
    而且 data.attributes.attend_method 是 qrcode
    而且 data.attributes.participant_count 是 0
    而且 included 有 0 项
    而且 把 data.id 记为 "活动"
    当 "lisi" 调用 "获取活动列表"
    那么 data.0.id 是 {活动}
    而且 data.0.relationships.owner.data.id 是 wangwu

  @L07.6 @L07.7
  场景: 缺少必填项的活动不会被创建, 错误一次说完
    当 "lisi" 调用 "创建活动":
      | data.attributes.title    |    |
      | data.attributes.duration | -1 |
    那么 状态码是 400
    而且 errors 恰好有这些成员:
      | data.attributes.title | data.attributes.location | data.attributes.started_at | data.attributes.ended_at | data.attributes.duration |
    当 "lisi" 调用 "获取活动列表":
      | list_type | all |
    那么 meta.total 是 9

  @L09.1
  场景: 随机抽取的活动必须有报名截止时间
    当 "lisi" 调用 "创建活动":
      | data.attributes.title                 | 圈               |
      | data.attributes.location              | 北京             |
      | data.attributes.started_at            | 2024-07-01 10:00 |
      | data.attributes.ended_at              | 2024-07-01 11:00 |
      | data.attributes.enable_random_extract | true             |
    那么 状态码是 400
    而且 errors 恰好有这些成员:
      | data.attributes.closed_at |

  @L13.1 @L13.2 @L13.3 @L19.1
  场景: 活动所属的K吧和分类
    当 "lisi" 调用 "创建活动":
      | data.attributes.title                 | 圈                               |
      | data.attributes.location              | 北京                             |
      | data.attributes.started_at            | 2024-07-01 10:00                 |
      | data.attributes.ended_at              | 2024-07-01 11:00                 |
      | data.relationships.team.data.type     | team                             |
      | data.relationships.team.data.id       | 21e6898e321b11e6a2f50800278acc25 |
      | data.relationships.category.data.type | category_id                      |
      | data.relationships.category.data.id   | e3ca3a968c4d11eb9efa966bfb362313 |
    那么 状态码是 200
    而且 把 data.id 记为 "活动"
    而且 data.links.platform 是 "https://km.lexiangla.com/teams/k101389/events/{活动}"
    而且 data.relationships.category.data.type 是 category
    而且 included.#.id 等于:
      """
      ["e3ca3a968c4d11eb9efa966bfb362313", "21e6898e321b11e6a2f50800278acc25"]
      """

  @L21.1 @L21.2
  场景: 编辑活动只改变传递的内容
    假如 陌生人调用 admin.setClock:
      | now | 2024-06-10 12:00:00 |
    当 "lisi" 调用 "编辑活动":
      | event_id                 | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.location | 北京                             |
    那么 状态码是 200
    而且 data.attributes.location 是 北京
    而且 data.attributes.title 是 api创建的活动
    而且 data.attributes.started_at 是 "2022-12-01 12:12:00"
    而且 data.attributes.created_at 是 "2022-12-09 15:42:07"
    而且 data.attributes.updated_at 是 "2024-06-10 12:00:00"
    而且 data.relationships.team.data.id 是 578f91d079c611ed8ee0f2ba6c6847f5

  @L22.1 @L22.3 @L22.4
  场景: 取消关联K吧
    当 "lisi" 调用 "编辑活动":
      | event_id                        | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.team（JSON） | null                             |
    那么 状态码是 200
    而且 没有 data.relationships.team
    而且 data.links.platform 是 "https://km.lexiangla.com/events/fb245e2c779411ed99a3d248086140f2"
    当 "lisi" 调用 "获取单个活动详情":
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    那么 没有 data.relationships.team
    而且 data.relationships.category.data.id 是 e3ca3a968c4d11eb9efa966bfb362313

  @L27
  场景: 不能编辑他人创建的活动
    当 "wangwu" 调用 "编辑活动":
      | event_id              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title | 圈                               |
    那么 状态码是 403
    而且 errors 恰好有这些成员:
      | detail |
    当 "wangwu" 调用 "获取单个活动详情":
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    那么 data.attributes.title 是 api创建的活动

  @L28.1 @L28.2 @L34.1
  场景: 活动列表默认只有公开的活动
    当 "lisi" 调用 "获取活动列表"
    那么 每个 data.#.attributes.privilege_type 都是 0
    而且 meta.total 是 5
    当 "lisi" 调用 "获取活动列表":
      | list_type | all |
      | per_page  | 4   |
      | page      | 3   |
    那么 data 有 1 项
    而且 meta.total 是 9
    而且 meta.current_page 是 3
    而且 meta.last_page 是 3
    而且 links.next 是 null

  @L37.1 @L38
  场景: 来自项目的活动详情
    当 "lisi" 调用 "获取单个活动详情":
      | event_id | ce9143f20e6b11ee9c3aee7762defxxx |
    那么 data.attributes 恰好有这些成员:
      | title          | content         | summary           | location       | logo                    |
      | started_at     | ended_at        | closed_at         | created_at     | updated_at              |
      | attend_method  | attend_location | attend_start_at   | attend_end_at  | duration                |
      | privilege_type | app_source_type | participant_count | attendee_count | participant_count_limit |
    而且 data.attributes.app_source_type 是 roadmap
    而且 data.relationships.roadmap.data.id 是 3883
    而且 included.#(type=="roadmap").id 是 "3883"

  @L37.3
  场景: 不存在的活动
    当 "lisi" 调用 "获取单个活动详情":
      | event_id | 不存在 |
    那么 状态码是 404
    而且 errors.detail 是合法的 text

  @L39.1 @L39.2 @L42.1 @L42.2
  场景: 报名和签到之后, 参与成员, 人数和成员报名的活动一致
    假如 陌生人调用 admin.setClock:
      | now | 2024-06-10 12:00:00 |
    而且 陌生人调用 admin.signUp:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | lisi                             |
    当 "lisi" 调用 "获取活动参与成员":
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    那么 data.#.id 等于:
      """
      ["zhangsan", "lisi"]
      """
    而且 data.1.attributes 等于:
      """
      {
        "name": "lisi", "english_name": null, "organization": "140 前端开发", "is_joined": "已报名",
        "joined_at": "2024-06-10 12:00:00", "is_attended": "否", "attended_at": null
      }
      """
    当 "lisi" 调用 "获取单个成员报名活动列表":
      | staff_id | lisi |
    那么 data.#.id 等于:
      """
      ["7e2a9b4c6f2e11ef9c3b5254005b9a03", "9fcea8de0e7011ee85973a9f1b55fdxx", "3c5c1f60fed711e9b1a95254005b9a01"]
      """
    假如 过了 1h
    而且 陌生人调用 admin.signIn:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | lisi                             |
    当 "lisi" 调用 "获取活动参与成员":
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    那么 data.1.attributes.is_attended 是 是
    而且 data.1.attributes.attended_at 是 "2024-06-10 13:00:00"
    当 "lisi" 调用 "获取单个活动详情":
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    那么 data.attributes.participant_count 是 2
    而且 data.attributes.attendee_count 是 2

  @L43
  场景: 人数已满的活动不能再报名, 随机抽取的可以
    当 陌生人调用 admin.signUp:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | lisi                             |
    那么 状态码是 409
    而且 诊断指出 event-full
    当 "lisi" 调用 "获取活动参与成员":
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
    那么 data 有 1 项
    当 陌生人调用 admin.signUp:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | staff_id | zhangsan                         |
    那么 状态码是 200
    当 "lisi" 调用 "获取活动参与成员":
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
    那么 data 有 4 项

  @L29.3
  场景: 按结束时间排列
    当 "lisi" 调用 "获取活动列表":
      | sort | ended_at |
    那么 data.#.attributes.ended_at 按升序排列
    而且 每个 data.#.attributes.ended_at 都包含 ":"
    而且 data.0.attributes.ended_at 匹配 "^\d{4}-\d{2}-\d{2} [0-9:]{8}$"
    而且 data.0.type 是 "event, events" 之一
