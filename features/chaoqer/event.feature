@chaoqer
Feature: Events, and who is to be there
  Four are there from the beginning: one that begins in 20 minutes, one in a week, one that is past, and one that was
  started.

  @C60.5 @C66.3
  Scenario: A new event is as it was sent
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | desc          | 聊聊新功能                       |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then result.eventId is remembered as "event"
    And @this equals:
      """
      {
        "result": {
          "eventId": "{event}", "uid": "{Toby's uid}", "name": "产品讨论", "desc": "聊聊新功能",
          "memberUidList": ["{枫叶's uid}", "{Toby's uid}"], "eventTime": 1718078400000, "eventTimeStatus": 0,
          "createTime": 1717992000000, "notify": 0
        },
        "message": "Success", "status": 1
      }
      """
    When "Tony" calls getEvent with:
      | eventId | {event} |
    Then the answer is the same as before

  @C60.1
  Scenario Outline: An event needs <what>: <name> is <value>
    When "Toby" calls createEvent with:
      | name (JSON)          | "产品讨论"       |
      | eventTime (JSON)     | 1718078400000    |
      | memberUidList (JSON) | ["{Toby's uid}"] |
      | <name> (JSON)        | <value>          |
    Then it fails with 0 "<message>"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 4 items

    Examples:
      | what    | name          | value | message              |
      | a name  | name          | ""    | 标题不能为空         |
      | a name  | name          | "  "  | 标题不能为空         |
      | a name  | name          | null  | 标题不能为空         |
      | a time  | eventTime     | null  | 日期时间不能为空     |
      | members | memberUidList | null  | 嘉宾或主持人不能为空 |

  @C60.1
  Scenario: Nor can one of them be left out
    When "Toby" calls createEvent with:
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
    Then it fails with 0 "标题不能为空"
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | memberUidList | ["{Toby's uid}"] |
    Then it fails with 0 "日期时间不能为空"
    When "Toby" calls createEvent with:
      | name      | 产品讨论      |
      | eventTime | 1718078400000 |
    Then it fails with 0 "嘉宾或主持人不能为空"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 4 items

  @C60.2
  Scenario Outline: A name has 100 characters at most
    When "Toby" calls createEvent with:
      | name          | <name>x          |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
    Then it fails with 0 "标题不能超过100个字"
    When "Toby" calls createEvent with:
      | name          | <name>           |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
    Then it succeeds
    And result.name is "<name>"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 5 items

    Examples:
      | name                                                                                                                                                                                                     |
      | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij                                                                                                     |
      | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持 |

  @C60.2
  Scenario Outline: A desc has 300 characters at most
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | desc          | <desc>x          |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
    Then it fails with 0 "介绍不能超过300个字"
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | desc          | <desc>           |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
    Then it succeeds
    And result.desc is "<desc>"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 5 items

    Examples:
      | desc                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     |
      | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij                                                                                                                                                                                                                                                                                                             |
      | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持 |

  @C60.3
  Scenario Outline: An event without members is none: <place>
    Given parameters are sent as <place>
    When "Toby" calls createEvent with:
      | name          | 产品讨论      |
      | eventTime     | 1718078400000 |
      | memberUidList | []            |
    Then it fails with 0 "嘉宾或主持人不能为空"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 4 items

    Examples:
      | place |
      | JSON  |
      | form  |
      | query |

  @C60.4
  Scenario Outline: Nobody makes an event for others alone: <members>
    When "Toby" calls createEvent with:
      | name          | 产品讨论      |
      | eventTime     | 1718078400000 |
      | memberUidList | <members>     |
    Then it fails with 0 "参数错误"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 4 items
    When "枫叶" calls getUnreadTotal
    Then result is 0

    Examples:
      | members                          |
      | ["{枫叶's uid}"]                 |
      | ["{枫叶's uid}", "{铭恺's uid}"] |
      | ["Toby"]                         |
      | [""]                             |

  @C60.5
  Scenario: Members may be anybody, and each is one once
    When "Toby" calls createEvent with:
      | name          | 产品讨论                                                                                                                                            |
      | eventTime     | 1718078400000                                                                                                                                       |
      | memberUidList | ["{枫叶's uid}", "00000000000000000000000000000000", "{Toby's uid}", "{枫叶's uid}", "nobody", "{Newcomer's uid}", "{Toby's uid}", "{Frost's uid}"] |
    Then it succeeds
    And result.memberUidList equals:
      """
      [
        "{枫叶's uid}",
        "00000000000000000000000000000000",
        "{Toby's uid}",
        "nobody",
        "{Newcomer's uid}",
        "{Frost's uid}"
      ]
      """
    And result.eventId is remembered as "event"
    When "Tony" calls getEvent with:
      | eventId | {event} |
    Then result.memberUidList equals:
      """
      [
        "{枫叶's uid}",
        "00000000000000000000000000000000",
        "{Toby's uid}",
        "nobody",
        "{Newcomer's uid}",
        "{Frost's uid}"
      ]
      """

  @C60.5
  Scenario Outline: The members come as they were sent in a <place>
    Given parameters are sent as <place>
    When "Toby" calls createEvent with:
      | name          | 产品讨论                                       |
      | eventTime     | 1718078400000                                  |
      | memberUidList | ["{枫叶's uid}","{Toby's uid}","{铭恺's uid}"] |
    Then it succeeds
    And result.memberUidList equals:
      """
      ["{枫叶's uid}", "{Toby's uid}", "{铭恺's uid}"]
      """

    Examples:
      | place |
      | JSON  |
      | form  |
      | query |

  @C12.6
  Scenario Outline: A text is no list of members: <value>
    When "Toby" calls createEvent with:
      | name                 | 产品讨论      |
      | eventTime            | 1718078400000 |
      | memberUidList (JSON) | <value>       |
    Then the status is 400
    And the body is empty
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 4 items

    Examples:
      | value                |
      | "{Toby's uid}"       |
      | ""                   |
      | "[]"                 |
      | "[\"{Toby's uid}\"]" |

  @C12.6
  Scenario: Nor is it one when an event is edited, or with a wrong signature
    When "Toby" calls editEvent with:
      | eventId              | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name                 | 产品讨论                         |
      | eventTime            | 1718078400000                    |
      | memberUidList (JSON) | "{Toby's uid}"                   |
    Then the status is 400
    Given calls are signed with the secret "nobodys-secret"
    When "Toby" calls editEvent with:
      | eventId              | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name                 | 产品讨论                         |
      | eventTime            | 1718078400000                    |
      | memberUidList (JSON) | "{Toby's uid}"                   |
    Then the status is 401

  @C12.3
  Scenario Outline: What is no number, and no list of texts: <name> <value>
    When "Toby" calls createEvent with:
      | name                 | 产品讨论         |
      | eventTime (JSON)     | 1718078400000    |
      | memberUidList (JSON) | ["{Toby's uid}"] |
      | <name> (JSON)        | <value>          |
    Then the status is 400

    Examples:
      | name          | value                                     |
      | eventTime     | "tomorrow"                                |
      | eventTime     | [1718078400000]                           |
      | memberUidList | {"uid": "{Toby's uid}"}                   |
      | memberUidList | ["{Toby's uid}", {"uid": "{枫叶's uid}"}] |
      | memberUidList | [["{Toby's uid}"]]                        |
      | desc          | ["聊聊新功能"]                            |

  @C12.2
  Scenario Outline: Nor are they in a <place>: <name> "<time>" <members>
    Given parameters are sent as <place>
    When "Toby" calls createEvent with:
      | name          | 产品讨论  |
      | eventTime     | <time>    |
      | memberUidList | <members> |
    Then it fails with 0 "<name>类型不正确"

    Examples:
      | place | name          | time          | members                 |
      | form  | eventTime     | tomorrow      | ["{Toby's uid}"]        |
      | query | eventTime     | 1.5           | ["{Toby's uid}"]        |
      | form  | memberUidList | 1718078400000 | {Toby's uid}            |
      | query | memberUidList | 1718078400000 | {Toby's uid}            |
      | form  | memberUidList | 1718078400000 | {"uid": "{Toby's uid}"} |
      | query | memberUidList | 1718078400000 | ["{Toby's uid}"         |

  @C12.4
  Scenario: A time may come as a text
    When "Toby" calls createEvent with:
      | name             | 产品讨论         |
      | eventTime (JSON) | "1718078400000"  |
      | memberUidList    | ["{Toby's uid}"] |
    Then it succeeds
    And result.eventTime is 1718078400000

  @C66.3
  Scenario Outline: An event without desc has none: <name>
    When "Toby" calls createEvent with:
      | name          | 产品讨论         |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
      | <name> (JSON) | <value>          |
    Then it succeeds
    And result has exactly these members:
      | eventId         |
      | uid             |
      | name            |
      | memberUidList   |
      | eventTime       |
      | eventTimeStatus |
      | createTime      |
      | notify          |
    And result.eventId is remembered as "event"
    When "Tony" calls getEvent with:
      | eventId | {event} |
    Then the answer is the same as before

    Examples:
      | name  | value  |
      | place | "here" |
      | desc  | null   |
      | desc  | ""     |
      | desc  | "  "   |

  @C66.1 @C66.3
  Scenario Outline: Every user gets an event: <viewer>
    When "<viewer>" calls getEvent with:
      | eventId | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
    Then @this equals:
      """
      {
        "result": {
          "eventId": "8cb9cbc876db40b89c5635dd8ff8d0d0", "uid": "{枫叶's uid}", "name": "测试日程", "desc": "测试介绍",
          "memberUidList": ["{Toby's uid}", "{枫叶's uid}", "{铭恺's uid}"], "eventTime": 1620748800000,
          "eventTimeStatus": 2, "createTime": 1620731990093, "notify": 0
        },
        "message": "Success", "status": 1
      }
      """

    Examples: three members, and one who is none
      | viewer |
      | 枫叶   |
      | Toby   |
      | 铭恺   |
      | Tony   |

  @C66.1
  Scenario: So does who is blocked by its maker
    Given "枫叶" calls block with:
      | uid | {Tony's uid} |
    When "Tony" calls getEvent with:
      | eventId | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
    Then it succeeds
    And result.eventId is "8cb9cbc876db40b89c5635dd8ff8d0d0"

  @C66.2
  Scenario: An event that there is not
    When "Toby" calls getEvent with:
      | eventId | 00000000000000000000000000000000 |
    Then it fails with 600000 "日程不存在"

  @C66.4
  Scenario Outline: A started event has its room, open to everybody: <viewer>
    When "<viewer>" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.eventTime is remembered as "time"
    And result equals:
      """
      {
        "eventId": "d74b3a79a39742aa80999455cc5a634a", "uid": "{枫叶's uid}", "name": "测试活动", "memberUidList": ["{枫叶's uid}"],
        "eventTime": {time}, "eventTimeStatus": 1, "createTime": 1620742489049, "notify": 0, "roomId": "7b641bee240e4d84ad1a7f44b9811406",
        "roomResult": {
          "roomId": "7b641bee240e4d84ad1a7f44b9811406", "uid": "{枫叶's uid}", "name": "测试活动", "inviteOnly": 0, "createTime": 1620742499846,
          "memberList": [
            {
              "uid": "{枫叶's uid}", "nickname": "枫叶",
              "avatar": "https://cdn.chaoqer.com/image/800fd752a5284eeb82396fe7478175eb/avatar/3fbd5a0e1c3b4a6b8f3c2f6c0e9d7a11.jpg",
              "bio": "", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
            }
          ],
          "memberTotal": 0
        }
      }
      """

    Examples:
      | viewer |
      | 枫叶   |
      | Tony   |

  @C66.4
  Scenario: Once the room is closed only its id is left
    When "枫叶" calls closeRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then it succeeds
    When "Tony" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.roomId is "7b641bee240e4d84ad1a7f44b9811406"
    And there is no result.roomResult
    When "Tony" calls listEvents with:
      | count | 1 |
    Then result.list.0.eventResult.roomId is "7b641bee240e4d84ad1a7f44b9811406"
    And there is no result.list.0.eventResult.roomResult

  @C66.4
  Scenario Outline: An event that was not started has no room: <event>
    When "枫叶" calls getEvent with:
      | eventId | <event> |
    Then it succeeds
    And there is no result.roomId
    And there is no result.roomResult
    And there is no result.memberList

    Examples:
      | event                            |
      | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | 99f43e8566b4413288fb02e0f4a9acc3 |
      | 8cb9cbc876db40b89c5635dd8ff8d0d0 |

  @C17.3
  Scenario Outline: An id may have any shape: <operation> <id>
    When "Toby" calls <operation> with:
      | eventId       | <id>             |
      | name          | 产品讨论         |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
    Then it fails with 600000 "日程不存在"

    Examples:
      | operation   | id                               |
      | getEvent    | 1                                |
      | getEvent    | 日程                             |
      | getEvent    | 6BDCF14E7FD742BCB9198D60E5452D8C |
      | editEvent   | 1                                |
      | editEvent   | 6BDCF14E7FD742BCB9198D60E5452D8C |
      | deleteEvent | a b                              |
      | deleteEvent | 6BDCF14E7FD742BCB9198D60E5452D8C |
      | notifyEvent | -1                               |
      | notifyEvent | 6BDCF14E7FD742BCB9198D60E5452D8C |
      | startEvent  | event                            |
      | startEvent  | 6BDCF14E7FD742BCB9198D60E5452D8C |

  @C35.3
  Scenario: A new event leaves its members a message
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Toby" calls createEvent with:
      | name          | 产品讨论                                         |
      | eventTime     | 1718078400000                                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}", "{Tony's uid}"] |
    Then result.eventId is remembered as "event"
    When "枫叶" calls getUnreadTotal
    Then result is 1
    When "枫叶" calls listMessages with:
      | count | 10 |
    Then result.list has 1 items
    And result.list.0.messageId is remembered as "id"
    And result.list.0.userMessageResult.createTime is remembered as "time"
    And result.list.0 equals:
      """
      {
        "messageId": {id}, "sequenceId": "{id}",
        "userMessageResult": {
          "messageId": {id}, "uid": "{枫叶's uid}", "originUid": "{Toby's uid}", "originPushType": 2, "messageType": 0,
          "messageBody": {"title": "Toby已添加你为活动嘉宾", "content": "产品讨论", "url": "chaoqer://event/{event}"},
          "unread": 1, "createTime": {time}
        }
      }
      """

  @C35.3
  Scenario Outline: Each member but the creator has one: <persona>
    When "Toby" calls createEvent with:
      | name          | 产品讨论                                                                                             |
      | eventTime     | 1718078400000                                                                                        |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}", "00000000000000000000000000000000", "{Tony's uid}", "{枫叶's uid}"] |
    Then it succeeds
    When "<persona>" calls getUnreadTotal
    Then result is <total>

    Examples: Toby had two before
      | persona | total |
      | 枫叶    | 1     |
      | Tony    | 1     |
      | Toby    | 2     |
      | 铭恺    | 0     |

  @C35.3
  Scenario: An edited event leaves none
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c                 |
      | name          | 产品讨论                                         |
      | eventTime     | 1718078400000                                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}", "{Tony's uid}"] |
    Then it succeeds
    When "枫叶" calls getUnreadTotal
    Then result is 0
    When "Tony" calls getUnreadTotal
    Then result is 0

  @C13.1
  Scenario: The same event at once is one event
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then it succeeds
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then it fails with -1 "短时间内重复调用"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 5 items
    When "枫叶" calls getUnreadTotal
    Then result is 1

  @C13.2
  Scenario: Half a second later it is another one
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then it succeeds
    Given half a second later
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then it succeeds
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 6 items

  @C13.4
  Scenario: Other members make another event
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then it succeeds
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{Toby's uid}", "{枫叶's uid}"] |
    Then it succeeds
    When "枫叶" calls createEvent with:
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then it succeeds

  @C13.1
  Scenario Outline: <operation> is not done twice at once
    When "<persona>" calls <operation> with:
      | eventId       | <event>          |
      | name          | 产品讨论         |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
    Then it succeeds
    When "<persona>" calls <operation> with:
      | eventId       | <event>          |
      | name          | 产品讨论         |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{Toby's uid}"] |
    Then it fails with -1 "短时间内重复调用"
    And the diagnosis names call-repeated

    Examples:
      | operation   | persona | event                            |
      | editEvent   | Toby    | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | deleteEvent | Tony    | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | notifyEvent | Tony    | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | startEvent  | Toby    | 6bdcf14e7fd742bcb9198d60e5452d8c |

  @C13.2
  Scenario Outline: After half a second <operation> is another call
    When "<persona>" calls <operation> with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    Then it succeeds
    Given half a second later
    When "<persona>" calls <operation> with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    Then it succeeds

    Examples:
      | operation   | persona |
      | editEvent   | Toby    |
      | notifyEvent | Tony    |
      | startEvent  | Toby    |

  @C13.4
  Scenario Outline: Another event is another call: <operation>
    When "<persona>" calls <operation> with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}"]                 |
    Then it succeeds
    When "<persona>" calls <operation> with:
      | eventId       | 99f43e8566b4413288fb02e0f4a9acc3 |
      | name          | 产品讨论                         |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}"]                 |
    Then it succeeds

    Examples:
      | operation   | persona |
      | editEvent   | 枫叶    |
      | deleteEvent | Tony    |
      | notifyEvent | Tony    |

  @C13.6
  Scenario Outline: A call that a business rule refused counts: <operation>
    When "Toby" calls <operation> with:
      | eventId       | <event>          |
      | name          | 产品讨论         |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{枫叶's uid}"] |
    Then it fails with <code> "<message>"
    When "Toby" calls <operation> with:
      | eventId       | <event>          |
      | name          | 产品讨论         |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{枫叶's uid}"] |
    Then it fails with -1 "短时间内重复调用"

    Examples:
      | operation   | event                            | code   | message                    |
      | createEvent |                                  | 0      | 参数错误                   |
      | editEvent   | 6bdcf14e7fd742bcb9198d60e5452d8c | 0      | 参数错误                   |
      | deleteEvent | 00000000000000000000000000000000 | 600000 | 日程不存在                 |
      | notifyEvent | 6bdcf14e7fd742bcb9198d60e5452d8c | 0      | 嘉宾或者主持人无法预约日程 |
      | startEvent  | 99f43e8566b4413288fb02e0f4a9acc3 | 0      | 权限不足                   |

  @C13.6
  Scenario Outline: One that the parameter rules refused does not: <operation>
    When "Toby" calls <operation> with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    Then it fails with 0 "标题不能为空"
    When "Toby" calls <operation> with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    Then it fails with 0 "标题不能为空"

    Examples:
      | operation   |
      | createEvent |
      | editEvent   |

  @C13.8
  Scenario Outline: Reads may be repeated: <operation>
    When "Toby" calls <operation> with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | count   | 10                               |
    Then it succeeds
    When "Toby" calls <operation> with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | count   | 10                               |
    Then it succeeds
    And the answer is the same as before

    Examples:
      | operation  |
      | getEvent   |
      | listEvents |

  @C35.3
  Scenario: Who has no profile yet gets one too
    Given "Toby" calls createEvent with:
      | name          | 新人日程                             |
      | eventTime     | 1795270000000                        |
      | memberUidList | ["{Toby's uid}", "{Newcomer's uid}"] |
    When "Newcomer" calls getUnreadTotal
    Then result is 1
