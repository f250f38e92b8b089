@chaoqer
Feature: The list of rooms
  It has the open rooms of the caller's clubs and the public ones, in one order. Private ones are in nobody's.

  @C51.1
  Scenario Outline: The rooms that are open to <viewer>
    When "<viewer>" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      ["7b641bee240e4d84ad1a7f44b9811406", <rooms>]
      """
    And every result.list.#.roomResult.inviteOnly is 0

    Examples:
      | viewer | rooms                                                                                                      |
      | Toby   | "cda55a0bfb834f5ab18eb0867f01017a", "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93" |
      | Tony   | "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"                                     |
      | 铭恺   | "cda55a0bfb834f5ab18eb0867f01017a", "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93" |
      | 枫叶   | "cda55a0bfb834f5ab18eb0867f01017a"                                                                         |

  @C51.1 @C57.1 @C57.2 @C57.3
  Scenario: All members of the list
    When "枫叶" calls listRooms with:
      | count | 10 |
    Then @this equals:
      """
      {
        "result": {
          "page": {"count": 10},
          "list": [
            {
              "createTime": 1620742499846, "roomId": "7b641bee240e4d84ad1a7f44b9811406",
              "roomResult": {
                "roomId": "7b641bee240e4d84ad1a7f44b9811406", "uid": "{枫叶's uid}", "name": "测试活动", "inviteOnly": 0,
                "createTime": 1620742499846,
                "memberList": [
                  {
                    "uid": "{枫叶's uid}", "nickname": "枫叶",
                    "avatar": "https://cdn.chaoqer.com/image/800fd752a5284eeb82396fe7478175eb/avatar/3fbd5a0e1c3b4a6b8f3c2f6c0e9d7a11.jpg",
                    "bio": "", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
                  }
                ],
                "memberTotal": 0
              },
              "sequenceId": "1620742499846:7b641bee240e4d84ad1a7f44b9811406"
            },
            {
              "createTime": 1616559267214, "roomId": "cda55a0bfb834f5ab18eb0867f01017a",
              "roomResult": {
                "roomId": "cda55a0bfb834f5ab18eb0867f01017a", "uid": "{Toby's uid}", "name": "测试", "inviteOnly": 0,
                "createTime": 1616559267214, "clubId": "5e0c7a50a85e48fdb386f2ddbdd6e971",
                "clubResult": {
                  "clubId": "5e0c7a50a85e48fdb386f2ddbdd6e971", "uid": "{Toby's uid}", "name": "业余足球圈",
                  "cover": "https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/cover/331a4fe4981e4df9896b547336276c4c.jpg",
                  "createTime": 1616514888950, "memberTotal": 3, "joined": 1, "inviteOnly": 0
                },
                "memberList": [
                  {
                    "uid": "{Toby's uid}", "nickname": "Toby",
                    "avatar": "https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/avatar/49d8ec7c29474523868a73eb0d395557.jpg",
                    "bio": "-超圈程序员@LitGeek\n\n-有bug别找我！", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
                  }
                ],
                "memberTotal": 1
              },
              "sequenceId": "1616559267214:cda55a0bfb834f5ab18eb0867f01017a"
            }
          ]
        },
        "message": "Success", "status": 1
      }
      """

  @C51.1
  Scenario: Public rooms and those of clubs are in one order
    Given the rooms row 7b641bee240e4d84ad1a7f44b9811406 changes to:
      | createTime | 1614434000000 |
    When "Tony" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      ["6d54737e3dda4ae4abf07acacea3d7a1", "7b641bee240e4d84ad1a7f44b9811406", "e8c7d8325a7143e69648dbc799565f93"]
      """
    When "Tony" calls createRoom with:
      | name   | 超圈分享 |
      | clubId |          |
    Then result.roomId is remembered as "first"
    When "Toby" calls createRoom with:
      | name   | 产品活动                         |
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.roomId is remembered as "second"
    When "Tony" reads all pages of listRooms with:
      | count | 1 |
    Then items.#.roomId equals:
      """
      [
        "{second}", "{first}",
        "6d54737e3dda4ae4abf07acacea3d7a1", "7b641bee240e4d84ad1a7f44b9811406",
        "e8c7d8325a7143e69648dbc799565f93"
      ]
      """
    And items.#.createTime is in descending order

  @C51.1
  Scenario: A host's block hides no room
    When "Toby" calls createRoom with:
      | name   | 超圈分享 |
      | clubId |          |
    Then result.roomId is remembered as "room"
    When "Tony" calls listRooms with:
      | count | 1 |
    Then result.list.0.roomId is {room}

  @C51.2
  Scenario Outline: A private room is in nobody's list: <viewer>
    When "Tony" calls createRoom with:
      | name       | 私下聊聊                         |
      | clubId     | ea01330db4ad49288dce2b8bcb00240b |
      | inviteOnly | 1                                |
    Then result.roomId is remembered as "room"
    When "Tony" calls getRoomToken with:
      | roomId | {room} |
    And "<viewer>" calls listRooms with:
      | count | 10 |
    Then result.list.0.roomId is 7b641bee240e4d84ad1a7f44b9811406
    And result.list has <rooms> items
    And every result.list.#.roomResult.name is one of "测试活动,测试,产品活动"

    Examples:
      | viewer | rooms |
      | Tony   | 3     |
      | Toby   | 4     |
      | 铭恺   | 4     |
      | 枫叶   | 2     |

  @C51.2
  Scenario: Not in that of who was invited, either
    When "Toby" calls inviteToRoom with:
      | roomId | 73470423d7154aeb89cb61aec025a7f2 |
      | uid    | {枫叶's uid}                     |
    And "枫叶" calls getRoomToken with:
      | roomId | 73470423d7154aeb89cb61aec025a7f2 |
    Then it succeeds
    When "枫叶" calls listRooms with:
      | count | 10 |
    Then result.list has 2 items

  @C14.7
  Scenario Outline: Without a profile there is an empty answer, since version 27: <version>
    Given the header "Version-Code" is sent as "<version>"
    When "Newcomer" calls listRooms with:
      | count | 10 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    Given calls are not signed
    When "Newcomer" calls listRooms with:
      | count | 0 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    Given calls are signed with the secret "nobodys-secret"
    When "Newcomer" calls listRooms with:
      | count | 10 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

    Examples:
      | version |
      | 27      |
      | 28      |
      | 100     |

  @C14.7
  Scenario Outline: Before that there is none: <version>
    Given the header "Version-Code" is sent as "<version>"
    When "Newcomer" calls listRooms with:
      | count | 10 |
    Then it fails with 200000 "用户资料未初始化"
    Given calls are not signed
    When "Newcomer" calls listRooms with:
      | count | 10 |
    Then it fails with 200000 "用户资料未初始化"

    Examples:
      | version |
      | 26      |
      | 0       |
      | -27     |

  @C14.7
  Scenario: Nor is there for who tells no version
    Given the header "Version-Code" is not sent
    When "Newcomer" calls listRooms with:
      | count | 10 |
    Then it fails with 200000 "用户资料未初始化"

  @C14.7
  Scenario: With a profile the version makes no difference
    Given the header "Version-Code" is sent as "27"
    When "枫叶" calls listRooms with:
      | count | 10 |
    Then result.list has 2 items
    Given the header "Version-Code" is sent as "26"
    When "枫叶" calls listRooms with:
      | count | 10 |
    Then result.list has 2 items

  @C15.1
  Scenario: A page has at most count items
    When "Toby" calls listRooms with:
      | count | 1 |
    Then it succeeds
    And result.list has 1 items
    When "Toby" calls listRooms with:
      | count | 3 |
    Then result.list has 3 items
    When "Toby" calls listRooms with:
      | count | 100 |
    Then it succeeds
    And result.list has 4 items

  @C15.2
  Scenario Outline: A count of <count> is refused
    When "Toby" calls listRooms with:
      | count | <count> |
    Then it fails with 0 "count只能在0到100之间"

    Examples:
      | count |
      | 0     |
      | 101   |
      | -1    |

  @C15.2
  Scenario: No count is refused
    When "Toby" calls listRooms
    Then it fails with 0 "count只能在0到100之间"

  @C15.3
  Scenario: A count that is no number is refused
    When "Toby" calls listRooms with:
      | count | abc |
    Then it fails with 0 "count类型不正确"

  @C15.4
  Scenario: page echoes what was asked for
    When "Toby" calls listRooms with:
      | count | 7 |
    Then result.page equals:
      """
      {"count": 7}
      """
    When "Toby" calls listRooms with:
      | count  | 7                                              |
      | lastId | 1620742499846:7b641bee240e4d84ad1a7f44b9811406 |
    Then result.page equals:
      """
      {"count": 7, "lastId": "1620742499846:7b641bee240e4d84ad1a7f44b9811406"}
      """

  @C15.5
  Scenario: After the last item there is an empty list
    When "Toby" calls listRooms with:
      | count  | 10                                             |
      | lastId | 1614433968620:e8c7d8325a7143e69648dbc799565f93 |
    Then it succeeds
    And result.list equals:
      """
      []
      """

  @C15.5
  Scenario: So there is where there is nothing at all
    When "枫叶" calls closeRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "枫叶" calls leaveClub with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    And "枫叶" calls listRooms with:
      | count | 10 |
    Then it succeeds
    And result.list equals:
      """
      []
      """

  @C15.5
  Scenario Outline: All pages together are the list, of <count> each
    When "Toby" reads all pages of listRooms with:
      | count | <count> |
    Then pages is <pages>
    And items.#.roomId equals:
      """
      [
        "7b641bee240e4d84ad1a7f44b9811406", "cda55a0bfb834f5ab18eb0867f01017a",
        "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"
      ]
      """

    Examples:
      | count | pages |
      | 1     | 4     |
      | 2     | 2     |
      | 3     | 2     |
      | 4     | 1     |

  @C15.6
  Scenario Outline: A room that is created while the pages are read: in the club "<clubId>"
    When "Toby" calls listRooms with:
      | count | 2 |
    Then result.list.1.roomId is cda55a0bfb834f5ab18eb0867f01017a
    And result.list.1.sequenceId is remembered as "last"
    When "Toby" calls createRoom with:
      | name   | 产品活动 |
      | clubId | <clubId> |
    Then it succeeds
    When "Toby" calls listRooms with:
      | count  | 10     |
      | lastId | {last} |
    Then result.list.#.roomId equals:
      """
      ["6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"]
      """
    When "Toby" calls listRooms with:
      | count | 10 |
    Then result.list has 5 items

    Examples:
      | clubId                           |
      | ea01330db4ad49288dce2b8bcb00240b |
      |                                  |

  @C15.7
  Scenario Outline: The last room read is closed: after <count>
    When "Toby" calls listRooms with:
      | count | <count> |
    Then result.list.<last>.roomId is <roomId>
    And result.list.<last>.sequenceId is remembered as "last"
    When "<host>" calls closeRoom with:
      | roomId | <roomId> |
    Then it succeeds
    When "Toby" calls listRooms with:
      | count  | 10     |
      | lastId | {last} |
    Then result.list.#.roomId equals:
      """
      [<rest>]
      """

    Examples:
      | count | last | roomId                           | host | rest                                                                                                       |
      | 1     | 0    | 7b641bee240e4d84ad1a7f44b9811406 | 枫叶 | "cda55a0bfb834f5ab18eb0867f01017a", "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93" |
      | 2     | 1    | cda55a0bfb834f5ab18eb0867f01017a | Toby | "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"                                     |
      | 3     | 2    | 6d54737e3dda4ae4abf07acacea3d7a1 | Toby | "e8c7d8325a7143e69648dbc799565f93"                                                                         |

  @C15.8
  Scenario: A blank lastId is the first page
    When "Toby" calls listRooms with:
      | count  | 10 |
      | lastId |    |
    Then it succeeds
    And result.list.0.roomId is 7b641bee240e4d84ad1a7f44b9811406
    And result.page equals:
      """
      {"count": 10}
      """
    Given "lastId=%20%20" is added to the query and signed
    When "Toby" calls listRooms with:
      | count | 10 |
    Then it succeeds
    And result.list.0.roomId is 7b641bee240e4d84ad1a7f44b9811406
    And result.page equals:
      """
      {"count": 10}
      """

  @C15.8
  Scenario Outline: A lastId of another form is refused: <lastId>
    When "Toby" calls listRooms with:
      | count  | 10       |
      | lastId | <lastId> |
    Then it fails with 0 "lastId类型不正确"

    Examples:
      | lastId                             |
      | abc                                |
      | 1620742499846                      |
      | 7b641bee240e4d84ad1a7f44b9811406   |
      | x:7b641bee240e4d84ad1a7f44b9811406 |

  @C16.6
  Scenario: The sequenceId of a room is when it was created, and its id
    When "Toby" calls listRooms with:
      | count | 10 |
    Then result.list.#.sequenceId equals:
      """
      [
        "1620742499846:7b641bee240e4d84ad1a7f44b9811406", "1616559267214:cda55a0bfb834f5ab18eb0867f01017a",
        "1614434249522:6d54737e3dda4ae4abf07acacea3d7a1", "1614433968620:e8c7d8325a7143e69648dbc799565f93"
      ]
      """
    When "Toby" calls createRoom with:
      | name   | 产品活动                         |
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.roomId is remembered as "room"
    And result.createTime is remembered as "time"
    When "Toby" calls listRooms with:
      | count | 1 |
    Then result.list.0.createTime is {time}
    And result.list.0.sequenceId is "{time}:{room}"

  @C16.2
  Scenario: Rooms of the same millisecond are in the descending order of their ids, and all are read
    Given the rooms row e8c7d8325a7143e69648dbc799565f93 changes to:
      | createTime | 1616559267214 |
    And the rooms row 6d54737e3dda4ae4abf07acacea3d7a1 changes to:
      | createTime | 1616559267214 |
    And the rooms row 7b641bee240e4d84ad1a7f44b9811406 changes to:
      | createTime | 1616559267214 |
    When "Toby" reads all pages of listRooms with:
      | count | 1 |
    Then items.#.roomId equals:
      """
      [
        "e8c7d8325a7143e69648dbc799565f93", "cda55a0bfb834f5ab18eb0867f01017a",
        "7b641bee240e4d84ad1a7f44b9811406", "6d54737e3dda4ae4abf07acacea3d7a1"
      ]
      """

  @C16.6
  Scenario: Rooms created at once are all there, newest first
    When "Toby" calls createRoom with:
      | name   | 甲 |
      | clubId |    |
    And "Tony" calls createRoom with:
      | name   | 乙                               |
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "枫叶" calls createRoom with:
      | name   | 丙 |
      | clubId |    |
    And "Toby" reads all pages of listRooms with:
      | count | 1 |
    Then items.#.roomResult.name equals:
      """
      ["丙", "乙", "甲", "测试活动", "测试", "产品活动", "产品活动"]
      """
    And items.#.createTime is in descending order
