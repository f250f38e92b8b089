@chaoqer
Feature: A member starts an event, and it has a room
  枫叶's event of Toby, 枫叶 and 铭恺 begins in 20 minutes, which is near enough.

  @C65.1
  Scenario: The answer is the event with its room
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | desc          | 聊聊新功能                       |
      | eventTime     | 1717992600000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then result.eventId is remembered as "event"
    When 20m pass
    And "枫叶" calls startEvent with:
      | eventId | {event} |
    Then result.roomId is remembered as "room"
    And @this equals:
      """
      {
        "result": {
          "eventId": "{event}", "uid": "{Toby's uid}", "name": "产品讨论", "desc": "聊聊新功能",
          "memberUidList": ["{枫叶's uid}", "{Toby's uid}"], "eventTime": 1717992600000, "eventTimeStatus": 1,
          "createTime": 1717992000000, "notify": 0, "roomId": "{room}",
          "roomResult": {
            "roomId": "{room}", "uid": "{枫叶's uid}", "name": "产品讨论", "inviteOnly": 0, "createTime": 1717993200000,
            "memberList": [
              {
                "uid": "{枫叶's uid}", "nickname": "枫叶",
                "avatar": "https://cdn.chaoqer.com/image/800fd752a5284eeb82396fe7478175eb/avatar/3fbd5a0e1c3b4a6b8f3c2f6c0e9d7a11.jpg",
                "bio": "", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
              }
            ],
            "memberTotal": 0
          }
        },
        "message": "Success", "status": 1
      }
      """
    When "Tony" calls getEvent with:
      | eventId | {event} |
    Then the answer is the same as before

  @C65.1
  Scenario Outline: Any member may start it: <persona>
    When "<persona>" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it succeeds
    And result.eventTimeStatus is 1
    And result.uid is {枫叶's uid}
    And result.roomResult.uid is {<persona>'s uid}

    Examples:
      | persona |
      | Toby    |
      | 枫叶    |
      | 铭恺    |

  @C65.2
  Scenario Outline: Others may not: <persona> <event>
    When "<persona>" calls startEvent with:
      | eventId | <event> |
    Then it fails with 0 "权限不足"
    When "<persona>" calls listRooms with:
      | count | 10 |
    Then result.list.0.roomId is "7b641bee240e4d84ad1a7f44b9811406"

    Examples: not one that is due, nor one that is too early, too late, or started
      | persona | event                            |
      | Tony    | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | Toby    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | Tony    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | Tony    | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | Toby    | d74b3a79a39742aa80999455cc5a634a |

  @C65.2
  Scenario: Nor does a reservation make a member
    When "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    And "Tony" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it fails with 0 "权限不足"
    When "Toby" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then there is no result.roomId

  @C65.3
  Scenario: Half an hour before is too early, a millisecond later is not
    Given the events row 99f43e8566b4413288fb02e0f4a9acc3 changes to:
      | eventTime | +168h |
    When 167h30m pass
    And "铭恺" calls startEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then it fails with 0 "日程时间未开始"
    When "铭恺" calls getEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then there is no result.roomId
    When 1ms pass
    And "枫叶" calls startEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then it succeeds

  @C65.4
  Scenario: Half an hour after is not too late, a millisecond later is
    Given the events row 6bdcf14e7fd742bcb9198d60e5452d8c changes to:
      | eventTime | +20m |
    When 50m pass
    And "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it succeeds
    When 1ms pass
    And "铭恺" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it fails with 0 "日程时间已过期"

  @C65.4
  Scenario: An event that was never started is too late too
    When "Toby" calls startEvent with:
      | eventId | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
    Then it fails with 0 "日程时间已过期"
    When "Toby" calls getEvent with:
      | eventId | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
    Then there is no result.roomId

  @C65.4
  Scenario Outline: For a started event it is the same: after <time>
    Given the events row d74b3a79a39742aa80999455cc5a634a changes to:
      | eventTime | -10m |
    When <time> pass
    And "枫叶" calls startEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then message is "<message>"
    When "枫叶" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.eventTimeStatus is <status>
    And result.roomId is "7b641bee240e4d84ad1a7f44b9811406"

    Examples:
      | time      | message        | status |
      | 20m       | Success        | 1      |
      | 20m0.001s | 日程时间已过期 | 2      |
      | 24h       | 日程时间已过期 | 2      |

  @C65.5
  Scenario Outline: A second start gives the same room: <persona>
    Given "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.roomId is remembered as "room"
    When 1m pass
    And "<persona>" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it succeeds
    And the answer is the same as before
    And result.roomId is "{room}"
    And result.roomResult.roomId is "{room}"
    And result.roomResult.uid is {Toby's uid}
    When "Tony" calls getUnreadTotal
    Then result is 1
    When "Tony" calls listRooms with:
      | count | 10 |
    Then result.list.0.roomId is "{room}"
    And result.list.1.roomId is "7b641bee240e4d84ad1a7f44b9811406"

    Examples:
      | persona |
      | Toby    |
      | 铭恺    |
      | 枫叶    |

  @C65.5
  Scenario: So it is for one that was started before
    When "枫叶" calls startEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then it succeeds
    And result.roomId is "7b641bee240e4d84ad1a7f44b9811406"
    And result.roomResult.createTime is 1620742499846
    And result.eventTimeStatus is 1

  @C65.6
  Scenario Outline: The room is everybody's: <viewer>
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.roomId is remembered as "room"
    When "<viewer>" calls listRooms with:
      | count | 10 |
    Then result.list.0.roomId is "{room}"
    And result.list.0.roomResult.uid is {Toby's uid}
    And result.list.0.roomResult.name is 测试日程
    And result.list.0.roomResult.inviteOnly is 0
    And there is no result.list.0.roomResult.clubId
    When "<viewer>" calls getRoom with:
      | roomId | {room} |
    Then it succeeds
    And result.name is 测试日程
    And result.memberList.#.uid equals:
      """
      ["{Toby's uid}"]
      """

    Examples:
      | viewer |
      | Toby   |
      | Tony   |
      | 铭恺   |
      | 枫叶   |

  @C65.6
  Scenario: It is its starter's to close
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.roomId is remembered as "room"
    When "枫叶" calls closeRoom with:
      | roomId | {room} |
    Then it fails with 400000 "活动不存在"
    When "Toby" calls closeRoom with:
      | roomId | {room} |
    Then it succeeds

  @C35.4
  Scenario: Who has reserved it has a message
    Given "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.roomId is remembered as "room"
    When "Tony" calls getUnreadTotal
    Then result is 1
    When "Tony" calls listMessages with:
      | count | 10 |
    Then result.list has 1 items
    And result.list.0.messageId is remembered as "id"
    And result.list.0.userMessageResult.createTime is remembered as "time"
    And result.list.0 equals:
      """
      {
        "messageId": {id}, "sequenceId": "{id}",
        "userMessageResult": {
          "messageId": {id}, "uid": "{Tony's uid}", "originUid": "", "originPushType": 0, "messageType": 0,
          "messageBody": {"title": "你预约的活动已经开始了", "content": "测试日程", "url": "chaoqer://room/{room}"},
          "unread": 1, "createTime": {time}
        }
      }
      """

  @C65.7 @C35.4
  Scenario Outline: Everybody has who has reserved it, and nobody else: <persona>
    Given "Toby" calls notifyEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    When 168h pass
    And "枫叶" calls startEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then it succeeds
    When "<persona>" calls getUnreadTotal
    Then result is <total>

    Examples: Toby and Tony have; Toby had two messages before
      | persona  | total |
      | Tony     | 1     |
      | Toby     | 3     |
      | 枫叶     | 0     |
      | 铭恺     | 0     |
      | Newcomer | 0     |

  @C65.7
  Scenario: Another event's start tells nobody
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it succeeds
    When "Tony" calls getUnreadTotal
    Then result is 0

  @C65.7
  Scenario: A refused start tells nobody
    When "铭恺" calls startEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then it fails with 0 "日程时间未开始"
    When "Tony" calls getUnreadTotal
    Then result is 0

  @C65.8
  Scenario: After the start nobody reserves it
    Given "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it succeeds
    Given half a second later
    When "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it fails with 0 "无法预约已绑定活动的日程"
    When "Tony" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.notify is 1

  @C65.9
  Scenario: When the room is closed, its id is left
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.roomId is remembered as "room"
    When "Toby" calls closeRoom with:
      | roomId | {room} |
    Then it succeeds
    When "Tony" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.roomId is "{room}"
    And there is no result.roomResult
    When "铭恺" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it succeeds
    And result.roomId is "{room}"
    And there is no result.roomResult
    And result.eventTimeStatus is 1
    When "Tony" calls listRooms with:
      | count | 1 |
    Then result.list.0.roomId is "7b641bee240e4d84ad1a7f44b9811406"

  @C65.10
  Scenario: An event that there is not
    When "Toby" calls startEvent with:
      | eventId | 00000000000000000000000000000000 |
    Then it fails with 600000 "日程不存在"
