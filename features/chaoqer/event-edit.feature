@chaoqer
Feature: Events are edited by their members, and deleted by anybody
  Toby, 枫叶 and 铭恺 are to be at 枫叶's event that begins in 20 minutes; in a week it is 枫叶 and 铭恺, and Tony has
  reserved.

  @C60.6
  Scenario: A member replaces everything, and the event is theirs
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | desc          | 聊聊新功能                       |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Tony's uid}", "{Toby's uid}"] |
    Then @this equals:
      """
      {
        "result": {
          "eventId": "6bdcf14e7fd742bcb9198d60e5452d8c", "uid": "{Toby's uid}", "name": "产品讨论", "desc": "聊聊新功能",
          "memberUidList": ["{Tony's uid}", "{Toby's uid}"], "eventTime": 1893456000000, "eventTimeStatus": 0,
          "createTime": 1620732258091, "notify": 0
        },
        "message": "Success", "status": 1
      }
      """
    When "枫叶" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then the answer is the same as before

  @C60.6
  Scenario: Without desc it has none
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    Then it succeeds
    And there is no result.desc
    When "枫叶" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.name is 产品讨论
    And there is no result.desc

  @C60.6
  Scenario: Reservations stay
    When "铭恺" calls editEvent with:
      | eventId       | 99f43e8566b4413288fb02e0f4a9acc3 |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{铭恺's uid}"]                 |
    Then it succeeds
    And result.notify is 0
    When "Tony" calls getEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then result.notify is 1
    And result.uid is {铭恺's uid}
    And result.createTime is 1620736603909

  @C60.6
  Scenario: It keeps its place in the list
    When "Toby" calls editEvent with:
      | eventId       | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    And "Toby" calls listEvents with:
      | count | 10 |
    Then result.list.3.sequenceId is "1620731990093:8cb9cbc876db40b89c5635dd8ff8d0d0"
    And result.list.3.eventResult.name is 产品讨论
    And result.list has 4 items

  @C60.6
  Scenario: A new member may edit, one who is none any more may not
    When "枫叶" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{枫叶's uid}", "{Tony's uid}"] |
    Then it succeeds
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 还是我的                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    Then it fails with 600000 "日程不存在"
    When "Tony" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 我的                             |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Tony's uid}"]                 |
    Then it succeeds
    And result.uid is {Tony's uid}

  @C60.7
  Scenario Outline: Whoever is no member knows of no event to edit: <persona> <event>
    When "<persona>" calls editEvent with:
      | eventId       | <event>               |
      | name          | 产品讨论              |
      | eventTime     | 1893456000000         |
      | memberUidList | ["{<persona>'s uid}"] |
    Then it fails with 600000 "日程不存在"

    Examples:
      | persona | event                            |
      | Tony    | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | Toby    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | Tony    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | Toby    | 00000000000000000000000000000000 |

  @C60.7
  Scenario: Nor is anything changed
    When "Tony" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Tony's uid}"]                 |
    And "Toby" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.name is 测试日程
    And result.uid is {枫叶's uid}
    And result.memberUidList equals:
      """
      ["{Toby's uid}", "{枫叶's uid}", "{铭恺's uid}"]
      """

  @C60.8
  Scenario: Nobody edits themselves out
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{枫叶's uid}", "{铭恺's uid}"] |
    Then it fails with 0 "参数错误"
    When "Toby" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.name is 测试日程
    And result.uid is {枫叶's uid}
    And result.desc is 测试介绍
    And result.memberUidList equals:
      """
      ["{Toby's uid}", "{枫叶's uid}", "{铭恺's uid}"]
      """

  @C60.1
  Scenario Outline: An edited event needs what a new one does: <name> is <value>
    When "Toby" calls editEvent with:
      | eventId              | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name (JSON)          | "产品讨论"                       |
      | eventTime (JSON)     | 1893456000000                    |
      | memberUidList (JSON) | ["{Toby's uid}"]                 |
      | <name> (JSON)        | <value>                          |
    Then it fails with 0 "<message>"
    When "Toby" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.name is 测试日程

    Examples:
      | name          | value | message              |
      | name          | ""    | 标题不能为空         |
      | name          | "  "  | 标题不能为空         |
      | name          | null  | 标题不能为空         |
      | eventTime     | null  | 日期时间不能为空     |
      | memberUidList | null  | 嘉宾或主持人不能为空 |

    @C60.3
    Examples: no members
      | name          | value | message              |
      | memberUidList | []    | 嘉宾或主持人不能为空 |

  @C60.2
  Scenario: Nor is it longer
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c                                                                      |
      | name          | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijx |
      | eventTime     | 1893456000000                                                                                         |
      | memberUidList | ["{Toby's uid}"]                                                                                      |
    Then it fails with 0 "标题不能超过100个字"
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c                                                                                                                                                                                                                                                                              |
      | name          | 产品讨论                                                                                                                                                                                                                                                                                                      |
      | desc          | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijx |
      | eventTime     | 1893456000000                                                                                                                                                                                                                                                                                                 |
      | memberUidList | ["{Toby's uid}"]                                                                                                                                                                                                                                                                                              |
    Then it fails with 0 "介绍不能超过300个字"
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c                                                                                                                                                                                                                                                                             |
      | name          | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij                                                                                                                                                                                                         |
      | desc          | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij |
      | eventTime     | 1893456000000                                                                                                                                                                                                                                                                                                |
      | memberUidList | ["{Toby's uid}"]                                                                                                                                                                                                                                                                                             |
    Then it succeeds
    And result.name is "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"
    And result.desc is "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"

  @C60.5
  Scenario: Its members are each one once
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c                                                                                         |
      | name          | 产品讨论                                                                                                                 |
      | eventTime     | 1893456000000                                                                                                            |
      | memberUidList | ["00000000000000000000000000000000", "{枫叶's uid}", "{Toby's uid}", "{枫叶's uid}", "00000000000000000000000000000000"] |
    Then result.memberUidList equals:
      """
      ["00000000000000000000000000000000", "{枫叶's uid}", "{Toby's uid}"]
      """

  @C62.1
  Scenario Outline: A deleted event is gone: <operation>
    Given "Toby" logs in with WeChat
    When "枫叶" calls deleteEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it succeeds
    When "Toby" calls <operation> with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    Then it fails with 600000 "日程不存在"

    Examples:
      | operation   |
      | getEvent    |
      | editEvent   |
      | notifyEvent |
      | startEvent  |
      | getH5Event  |

    @C62.6
    Examples: it cannot be deleted twice
      | operation   |
      | deleteEvent |

  @C62.1
  Scenario Outline: It is in no list: <viewer>
    When "枫叶" calls deleteEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    And "<viewer>" calls listEvents with:
      | count | 10 |
    Then result.list.#.eventId equals:
      """
      ["d74b3a79a39742aa80999455cc5a634a", "6bdcf14e7fd742bcb9198d60e5452d8c", "8cb9cbc876db40b89c5635dd8ff8d0d0"]
      """

    Examples: its maker, a member, who has reserved it, another
      | viewer |
      | 枫叶   |
      | 铭恺   |
      | Tony   |
      | Toby   |

  @C62.2
  Scenario Outline: Any user may delete it: <persona>
    When "<persona>" calls deleteEvent with:
      | eventId | <event> |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    When "<persona>" calls getEvent with:
      | eventId | <event> |
    Then it fails with 600000 "日程不存在"

    Examples: its maker, a member, others, one that is past
      | persona | event                            |
      | 枫叶    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | 铭恺    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | Tony    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | Toby    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | Tony    | 8cb9cbc876db40b89c5635dd8ff8d0d0 |

  @C62.6
  Scenario: What there is not cannot be deleted
    When "Toby" calls deleteEvent with:
      | eventId | 00000000000000000000000000000000 |
    Then it fails with 600000 "日程不存在"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 4 items

  @C62.3
  Scenario Outline: A started event is not edited: <persona>
    When "<persona>" calls editEvent with:
      | eventId       | d74b3a79a39742aa80999455cc5a634a |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{<persona>'s uid}"]            |
    Then it fails with 0 "无法编辑已绑定活动的日程"
    When "<persona>" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.name is 测试活动
    And result.uid is {枫叶's uid}

    Examples: its member, and somebody else
      | persona |
      | 枫叶    |
      | Tony    |

  @C62.4
  Scenario Outline: Nor is it deleted: <persona>
    When "<persona>" calls deleteEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then it fails with 0 "无法删除已绑定活动的日程"
    When "<persona>" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.roomId is "7b641bee240e4d84ad1a7f44b9811406"

    Examples:
      | persona |
      | 枫叶    |
      | Tony    |

  @C62.5 @C64.4
  Scenario: Nor is it reserved
    When "Tony" calls notifyEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then it fails with 0 "无法预约已绑定活动的日程"
    When "Tony" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.notify is 0

  @C62.3 @C62.4 @C62.5
  Scenario: So it is when the event has just been started, and when its room is closed again
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.roomId is remembered as "room"
    When "铭恺" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{铭恺's uid}"]                 |
    Then it fails with 0 "无法编辑已绑定活动的日程"
    When "铭恺" calls deleteEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it fails with 0 "无法删除已绑定活动的日程"
    When "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it fails with 0 "无法预约已绑定活动的日程"
    When "Toby" calls closeRoom with:
      | roomId | {room} |
    And half a second later
    And "铭恺" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{铭恺's uid}"]                 |
    Then it fails with 0 "无法编辑已绑定活动的日程"
    When "铭恺" calls deleteEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it fails with 0 "无法删除已绑定活动的日程"
    When "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it fails with 0 "无法预约已绑定活动的日程"
