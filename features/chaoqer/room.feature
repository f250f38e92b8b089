@chaoqer
Feature: Rooms, from the creation to the close
  A room is of a club, public, or private: for those who are invited. Toby has rooms in Bug交流圈 and 业余足球圈, 枫叶 has
  the public one, 铭恺 the private one.

  @C50.1 @C57.4
  Scenario: A room of a club
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Tony" calls createRoom with:
      | name   | 产品活动                         |
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.roomId is remembered as "room"
    And @this equals:
      """
      {
        "result": {
          "uid": "{Tony's uid}", "createTime": 1717992000000, "name": "产品活动", "clubId": "ea01330db4ad49288dce2b8bcb00240b",
          "inviteOnly": 0, "roomId": "{room}"
        },
        "message": "Success", "status": 1
      }
      """
    When "铭恺" calls getRoom with:
      | roomId | {room} |
    Then result.uid is {Tony's uid}
    And result.createTime is 1717992000000
    And result.clubResult.name is Bug交流圈
    When "铭恺" calls listRooms with:
      | count | 1 |
    Then result.list.0.roomId is {room}

  @C50.2 @C57.4
  Scenario: With an empty clubId a room is public
    When "Tony" calls createRoom with:
      | name   | 超圈分享 |
      | clubId |          |
    Then result.roomId is remembered as "room"
    And result equals:
      """
      {"uid": "{Tony's uid}", "createTime": "<integer>", "name": "超圈分享", "inviteOnly": 0, "roomId": "{room}"}
      """
    When "枫叶" calls listRooms with:
      | count | 1 |
    Then result.list.0.roomId is {room}
    When "枫叶" calls getRoom with:
      | roomId | {room} |
    Then result.inviteOnly is 0
    And there is no result.clubId
    And there is no result.clubResult

  @C50.3 @C57.4
  Scenario Outline: A private room is of no club: <what>
    When "Tony" calls createRoom with:
      | name       | 私下聊聊 |
      | clubId     | <clubId> |
      | inviteOnly | 1        |
    Then result.roomId is remembered as "room"
    And result equals:
      """
      {"uid": "{Tony's uid}", "createTime": "<integer>", "name": "私下聊聊", "inviteOnly": 1, "roomId": "{room}"}
      """
    When "Tony" calls getRoom with:
      | roomId | {room} |
    Then result.inviteOnly is 1
    And there is no result.clubId
    And there is no result.clubResult

    Examples:
      | what                           | clubId                           |
      | the creator is in the club     | ea01330db4ad49288dce2b8bcb00240b |
      | the creator is not in the club | 2e3276e6c28c4366ae12d6a16147bd27 |
      | nobody knows the club          | 00000000000000000000000000000000 |
      | the clubId is empty            |                                  |

  @C50.8
  Scenario: It needs no clubId at all
    When "Tony" calls createRoom with:
      | name       | 私下聊聊 |
      | inviteOnly | 1        |
    Then it succeeds
    And result.inviteOnly is 1
    And there is no result.clubId

  @C50.8
  Scenario: Nor does it as a form
    Given parameters are sent as form
    When "Tony" calls createRoom with:
      | name       | 私下聊聊 |
      | inviteOnly | 1        |
    Then it succeeds
    And result.inviteOnly is 1

  @C50.4
  Scenario Outline: A club that one is not in has no room to give: <persona> <clubId>
    When "<persona>" calls createRoom with:
      | name   | 产品活动 |
      | clubId | <clubId> |
    Then it fails with 500000 "圈子不存在"
    When "<persona>" calls createRoom with:
      | name       | 超圈分享 |
      | clubId     | <clubId> |
      | inviteOnly | 0        |
    Then it fails with 500000 "圈子不存在"
    When "Toby" calls listRooms with:
      | count | 10 |
    Then result.list has 4 items

    Examples:
      | persona | clubId                           |
      | 枫叶    | ea01330db4ad49288dce2b8bcb00240b |
      | Tony    | 2e3276e6c28c4366ae12d6a16147bd27 |
      | Toby    | 00000000000000000000000000000000 |
      | Toby    | 产品交流圈                       |

  @C50.4
  Scenario: Nor has one that one has left
    When "Tony" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "Tony" calls createRoom with:
      | name   | 产品活动                         |
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it fails with 500000 "圈子不存在"

  @C50.5
  Scenario Outline: name and clubId are told, even if they are empty: <name> <clubId>
    When "Toby" calls createRoom with:
      | name (JSON)   | <name>   |
      | clubId (JSON) | <clubId> |
    Then it fails with 0 "<message>"
    When "Toby" calls listRooms with:
      | count | 10 |
    Then result.list has 4 items

    Examples:
      | name       | clubId                             | message        |
      | null       | ""                                 | 标题不能为空   |
      | null       | "ea01330db4ad49288dce2b8bcb00240b" | 标题不能为空   |
      | "产品活动" | null                               | clubId不能为空 |
      | ""         | null                               | clubId不能为空 |

  @C50.5
  Scenario Outline: Neither may be left out, as <place>
    Given parameters are sent as <place>
    When "Toby" calls createRoom with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it fails with 0 "标题不能为空"
    When "Toby" calls createRoom with:
      | name | 产品活动 |
    Then it fails with 0 "clubId不能为空"
    When "Toby" calls createRoom with:
      | name       | 产品活动 |
      | inviteOnly | 0        |
    Then it fails with 0 "clubId不能为空"
    When "Toby" calls createRoom with:
      | inviteOnly | 1 |
    Then it fails with 0 "标题不能为空"

    Examples:
      | place |
      | JSON  |
      | form  |
      | query |

  @C50.6
  Scenario: A name has at most 100 characters
    When "Toby" calls createRoom with:
      | name   | 活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活 |
      | clubId |                                                                                                                                                                                                          |
    Then it succeeds
    And result.name is 活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活
    When "Toby" calls createRoom with:
      | name   | 活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活 |
      | clubId |                                                                                                                                                                                                            |
    Then it fails with 0 "标题不能超过100个字"
    When "Toby" calls createRoom with:
      | name       | 活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活 |
      | inviteOnly | 1                                                                                                                                                                                                          |
    Then it fails with 0 "标题不能超过100个字"
    When "Toby" calls listRooms with:
      | count | 10 |
    Then result.list has 5 items

  @C50.7 @C57.4
  Scenario Outline: With an empty name a room has none: <members>
    When "Toby" calls createRoom with:
      | name       |              |
      | clubId     | <clubId>     |
      | inviteOnly | <inviteOnly> |
    Then result.roomId is remembered as "room"
    And there is no result.name
    And result equals:
      """
      {<members> "uid": "{Toby's uid}", "createTime": "<integer>", "inviteOnly": <inviteOnly>, "roomId": "{room}"}
      """
    When "铭恺" calls getRoom with:
      | roomId | {room} |
    Then it succeeds
    And there is no result.name

    Examples:
      | clubId                           | inviteOnly | members                                       |
      | ea01330db4ad49288dce2b8bcb00240b | 0          | "clubId": "ea01330db4ad49288dce2b8bcb00240b", |
      |                                  | 0          |                                               |
      |                                  | 1          |                                               |

  @C57.1 @C57.3
  Scenario: All members of a room of a club
    When "Toby" calls getRoom with:
      | roomId | cda55a0bfb834f5ab18eb0867f01017a |
    Then @this equals:
      """
      {
        "result": {
          "roomId": "cda55a0bfb834f5ab18eb0867f01017a", "uid": "{Toby's uid}", "name": "测试", "inviteOnly": 0, "createTime": 1616559267214,
          "clubId": "5e0c7a50a85e48fdb386f2ddbdd6e971",
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
        "message": "Success", "status": 1
      }
      """

  @C57.1
  Scenario Outline: The club is the one that the caller sees: <viewer>
    When "<viewer>" calls getRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.clubId is ea01330db4ad49288dce2b8bcb00240b
    And result.clubResult equals:
      """
      {
        "clubId": "ea01330db4ad49288dce2b8bcb00240b", "uid": "{Toby's uid}", "name": "Bug交流圈",
        "cover": "https://cdn.litgee.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/cover/759d404cbe07494785a1c498dc328373.jpg",
        "createTime": 1614426859268, "memberTotal": 3, "joined": <joined>, "inviteOnly": 0
      }
      """

    Examples:
      | viewer | joined |
      | Toby   | 1      |
      | Tony   | 1      |
      | 枫叶   | 0      |

  @C57.1
  Scenario: It is the club as it is by now
    When "枫叶" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "枫叶" calls getRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.clubResult.memberTotal is 4
    And result.clubResult.joined is 1

  @C57.2 @C57.3
  Scenario Outline: A public room and a private one have no club: <name>
    When "Toby" calls getRoom with:
      | roomId | <roomId> |
    Then result.name is <name>
    And result.inviteOnly is <inviteOnly>
    And there is no result.clubId
    And there is no result.clubResult
    And result has exactly these members:
      | roomId      |
      | uid         |
      | name        |
      | inviteOnly  |
      | createTime  |
      | memberList  |
      | memberTotal |

    Examples:
      | name     | roomId                           | inviteOnly |
      | 测试活动 | 7b641bee240e4d84ad1a7f44b9811406 | 0          |
      | 私密活动 | 73470423d7154aeb89cb61aec025a7f2 | 1          |

  @C51.3
  Scenario Outline: Whoever has its id gets a room: <viewer> <name>
    When "<viewer>" calls getRoom with:
      | roomId | <roomId> |
    Then it succeeds
    And result.roomId is <roomId>
    And result.name is <name>

    Examples: rooms of a club that the viewer is not in, then a private one
      | viewer | roomId                           | name     |
      | 枫叶   | e8c7d8325a7143e69648dbc799565f93 | 产品活动 |
      | Tony   | cda55a0bfb834f5ab18eb0867f01017a | 测试     |
      | Tony   | 73470423d7154aeb89cb61aec025a7f2 | 私密活动 |
      | 枫叶   | 73470423d7154aeb89cb61aec025a7f2 | 私密活动 |

  @C51.4
  Scenario Outline: A room that is not there, or no more: <roomId>
    When "Toby" calls getRoom with:
      | roomId | <roomId> |
    Then it fails with 400000 "活动不存在"

    Examples: one that nobody knows, then one that is closed, asked for by its creator
      | roomId                           |
      | 00000000000000000000000000000000 |
      | c45e03f148de498f92d63cfc31690abb |

  @C17.3
  Scenario Outline: An id of any shape is one that nobody knows: <operation> <roomId>
    When "Toby" calls <operation> with:
      | roomId | <roomId>     |
      | uid    | {铭恺's uid} |
    Then it fails with 400000 "活动不存在"

    Examples:
      | operation    | roomId                            |
      | getRoom      | 1                                 |
      | getRoom      | E8C7D8325A7143E69648DBC799565F93  |
      | getRoom      | 产品 活动                         |
      | getRoomToken | e8c7d8325a7143e69648dbc7          |
      | getRoomToken | E8C7D8325A7143E69648DBC799565F93  |
      | closeRoom    | e8c7d8325a7143e69648dbc799565f930 |
      | closeRoom    | E8C7D8325A7143E69648DBC799565F93  |
      | cacheRoom    | x.y:z                             |
      | cacheRoom    | E8C7D8325A7143E69648DBC799565F93  |
      | inviteToRoom | -1                                |
      | inviteToRoom | E8C7D8325A7143E69648DBC799565F93  |

  @C53.1
  Scenario: The host closes a room
    When "Toby" calls closeRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

  @C53.2
  Scenario Outline: Nobody else does: <persona> <roomId>
    When "<persona>" calls closeRoom with:
      | roomId | <roomId> |
    Then it fails with 400000 "活动不存在"
    When "<persona>" calls getRoom with:
      | roomId | <roomId> |
    Then it succeeds
    And result.roomId is <roomId>

    Examples: a member of its club, a stranger to it, somebody else in a public room, one who knows a private one
      | persona | roomId                           |
      | Tony    | e8c7d8325a7143e69648dbc799565f93 |
      | 枫叶    | e8c7d8325a7143e69648dbc799565f93 |
      | Toby    | 7b641bee240e4d84ad1a7f44b9811406 |
      | Toby    | 73470423d7154aeb89cb61aec025a7f2 |

  @C53.2
  Scenario: Not even who has made its club
    When "Tony" calls createRoom with:
      | name   | 产品活动                         |
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.roomId is remembered as "room"
    When "Toby" calls closeRoom with:
      | roomId | {room} |
    Then it fails with 400000 "活动不存在"
    When "Tony" calls closeRoom with:
      | roomId | {room} |
    Then it succeeds

  Scenario Outline: What is closed stays closed: <operation> by <persona>
    When "<persona>" calls <operation> with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {枫叶's uid}                     |
    Then it succeeds
    When "Toby" calls closeRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "<persona>" calls <operation> with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {枫叶's uid}                     |
    Then it fails with 400000 "活动不存在"

    @C53.3
    Examples:
      | operation | persona |
      | getRoom   | Toby    |
      | getRoom   | 铭恺    |

    @C53.4
    Examples:
      | operation    | persona |
      | getRoomToken | Toby    |
      | getRoomToken | 铭恺    |

    @C53.6
    Examples:
      | operation    | persona |
      | inviteToRoom | Toby    |
      | inviteToRoom | 铭恺    |

  @C53.5 @C13.10
  Scenario: A second close finds no room, however soon it comes
    When "Toby" calls closeRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "Toby" calls closeRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then it fails with 400000 "活动不存在"
    When half a second later
    And "Toby" calls closeRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then it fails with 400000 "活动不存在"

  @C53.6
  Scenario: An invitation to a closed room leaves no message
    When "Toby" calls closeRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    Then it fails with 400000 "活动不存在"
    When "铭恺" calls getUnreadTotal
    Then result is 0

  @C53.7
  Scenario Outline: A closed room is in nobody's list: <viewer>
    When "<viewer>" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      ["7b641bee240e4d84ad1a7f44b9811406", <before>]
      """
    When "Toby" calls closeRoom with:
      | roomId | 6d54737e3dda4ae4abf07acacea3d7a1 |
    And "<viewer>" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      ["7b641bee240e4d84ad1a7f44b9811406", <after>]
      """
    When "枫叶" calls closeRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "<viewer>" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      [<after>]
      """

    Examples:
      | viewer | before                                                                                                     | after                                                                  |
      | Toby   | "cda55a0bfb834f5ab18eb0867f01017a", "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93" | "cda55a0bfb834f5ab18eb0867f01017a", "e8c7d8325a7143e69648dbc799565f93" |
      | Tony   | "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"                                     | "e8c7d8325a7143e69648dbc799565f93"                                     |
      | 枫叶   | "cda55a0bfb834f5ab18eb0867f01017a"                                                                         | "cda55a0bfb834f5ab18eb0867f01017a"                                     |

  @C53.8
  Scenario: An event keeps the id of its room when that is closed
    When "Toby" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.roomId is 7b641bee240e4d84ad1a7f44b9811406
    And result.roomResult.name is 测试活动
    When "枫叶" calls closeRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "Toby" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.roomId is 7b641bee240e4d84ad1a7f44b9811406
    And there is no result.roomResult

  @C56.3
  Scenario Outline: A room that nobody has come to shows its creator: <roomId>
    When "<viewer>" calls getRoom with:
      | roomId | <roomId> |
    Then result.memberTotal is 0
    And result.memberList.#.uid equals:
      """
      ["{<creator>'s uid}"]
      """

    Examples:
      | roomId                           | creator | viewer |
      | e8c7d8325a7143e69648dbc799565f93 | Toby    | Toby   |
      | 7b641bee240e4d84ad1a7f44b9811406 | 枫叶    | Toby   |
      | 73470423d7154aeb89cb61aec025a7f2 | 铭恺    | Tony   |

  @C56.3
  Scenario: One to which its creator alone has come shows the same, and counts one
    When "Tony" calls createRoom with:
      | name   | 超圈分享 |
      | clubId |          |
    Then result.roomId is remembered as "room"
    When "Toby" calls getRoom with:
      | roomId | {room} |
    Then result.memberTotal is 0
    And result.memberList.#.uid equals:
      """
      ["{Tony's uid}"]
      """
    When "Tony" calls getRoomToken with:
      | roomId | {room} |
    And "Toby" calls getRoom with:
      | roomId | {room} |
    Then result.memberTotal is 1
    And result.memberList.#.uid equals:
      """
      ["{Tony's uid}"]
      """

  @C56.1 @C56.2
  Scenario: Who fetches the token is in the room, in the order of the first time
    When "铭恺" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "Toby" calls getRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then result.memberTotal is 1
    And result.memberList.#.uid equals:
      """
      ["{铭恺's uid}"]
      """
    When "Toby" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "枫叶" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "Tony" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And 1h pass
    And "铭恺" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "铭恺" calls getRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then result.memberTotal is 4
    And result.memberList.#.nickname equals:
      """
      ["铭恺", "Toby", "枫叶", "Tony"]
      """

  @C56.1 @C56.2
  Scenario: The order is that of the time
    Given the visitors row cda55a0bfb834f5ab18eb0867f01017a:800fd752a5284eeb82396fe7478175eb is added, like cda55a0bfb834f5ab18eb0867f01017a:6ce4443c8fcd4a2b8b407bda86ab4408 but for:
      | roomId | cda55a0bfb834f5ab18eb0867f01017a |
      | uid    | {枫叶's uid}                     |
      | time   | 1616559269999                    |
    When "Toby" calls getRoom with:
      | roomId | cda55a0bfb834f5ab18eb0867f01017a |
    Then result.memberTotal is 2
    And result.memberList.#.nickname equals:
      """
      ["枫叶", "Toby"]
      """
    Given the visitors row cda55a0bfb834f5ab18eb0867f01017a:800fd752a5284eeb82396fe7478175eb changes to:
      | time | 1616559270001 |
    When "Toby" calls getRoom with:
      | roomId | cda55a0bfb834f5ab18eb0867f01017a |
    Then result.memberList.#.nickname equals:
      """
      ["Toby", "枫叶"]
      """

  @C56.1
  Scenario: One room's visitors are not another's, and who only looks is none
    When "铭恺" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "Toby" calls getRoom with:
      | roomId | 6d54737e3dda4ae4abf07acacea3d7a1 |
    Then result.memberTotal is 0
    When "Toby" calls getRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "Toby" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomResult.memberTotal equals:
      """
      [0, 1, 0, 1]
      """

  @C56.4
  Scenario Outline: Profiles in a room are nobody's view: <viewer>
    When "Toby" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "Tony" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And "<viewer>" calls getRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then result.memberList equals:
      """
      [
        {
          "uid": "{Toby's uid}", "nickname": "Toby",
          "avatar": "https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/avatar/49d8ec7c29474523868a73eb0d395557.jpg",
          "bio": "-超圈程序员@LitGeek\n\n-有bug别找我！", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
        },
        {
          "uid": "{Tony's uid}", "nickname": "Tony",
          "avatar": "https://cdn.chaoqer.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/avatar/b8eb601c205e4518af93c3ef7b734ef0.jpg",
          "bio": "开心就好", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
        }
      ]
      """

    Examples: one who has blocked Tony, one who has a card of both, one who is in the list
      | viewer |
      | Toby   |
      | 铭恺   |
      | Tony   |

  @C56.4
  Scenario: So is the creator's, in an empty room
    When "铭恺" calls getRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.memberList equals:
      """
      [
        {
          "uid": "{Toby's uid}", "nickname": "Toby",
          "avatar": "https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/avatar/49d8ec7c29474523868a73eb0d395557.jpg",
          "bio": "-超圈程序员@LitGeek\n\n-有bug别找我！", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
        }
      ]
      """

  @C02.3
  Scenario: The id of a room cache is the bare result
    When "Toby" calls cacheRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then @this equals:
      """
      {"result": "<text>", "message": "Success", "status": 1}
      """
    And the status is 200

  @C54.1 @C13.10
  Scenario: Each cache has an id of its own, of 32 characters
    When "Toby" calls cacheRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result is remembered as "first"
    And @values.#(%"????????????????????????????????") is {first}
    When "Toby" calls cacheRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then it succeeds
    And result is not {first}
    And result is remembered as "second"
    And @values.#(%"????????????????????????????????") is {second}
    When "Toby" logs in with WeChat
    And a stranger calls getH5Room with:
      | roomCacheId | {first} |
    Then result.roomCacheId is {first}
    And result.roomId is e8c7d8325a7143e69648dbc799565f93
    When a stranger calls getH5Room with:
      | roomCacheId | {second} |
    Then result.roomCacheId is {second}
    And result.roomId is e8c7d8325a7143e69648dbc799565f93

  @C54.2
  Scenario: A cache keeps the name and the members that the room had
    When "铭恺" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "枫叶" calls cacheRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result is remembered as "cache"
    Given the rooms row e8c7d8325a7143e69648dbc799565f93 changes to:
      | name | 改名活动 |
    When "Toby" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "铭恺" calls updateProfile with:
      | nickname | 铭铭     |
      | avatar   | ming.png |
    And "枫叶" calls getRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.name is 改名活动
    And result.memberTotal is 2
    And result.memberList.0.nickname is 铭铭
    When "Tony" logs in with WeChat
    And a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.name is 产品活动
    And result.memberTotal is 1
    And result.memberList.#.nickname equals:
      """
      ["铭恺"]
      """

  @C54.2
  Scenario: Another cache has what has changed
    Given the rooms row e8c7d8325a7143e69648dbc799565f93 changes to:
      | name | 改名活动 |
    When "Toby" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "枫叶" calls cacheRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result is remembered as "cache"
    When "Tony" logs in with WeChat
    And a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.name is 改名活动
    And result.memberTotal is 1

  @C54.3
  Scenario Outline: Who has cached a room is where it is shown from: <nickname>
    When "<nickname>" calls cacheRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result is remembered as "cache"
    When "铭恺" logs in with WeChat
    And a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.fromMember equals:
      """
      {
        "uid": "{<nickname>'s uid}", "nickname": "<nickname>",
        "avatar": "<avatar>",
        "bio": "<bio>", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
      }
      """
    And result.uid is {Toby's uid}

    Examples:
      | nickname | bio      | avatar                                                                                                     |
      | Tony     | 开心就好 | https://cdn.chaoqer.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/avatar/b8eb601c205e4518af93c3ef7b734ef0.jpg |
      | 枫叶     |          | https://cdn.chaoqer.com/image/800fd752a5284eeb82396fe7478175eb/avatar/3fbd5a0e1c3b4a6b8f3c2f6c0e9d7a11.jpg |

  @C54.4
  Scenario: Whether it is closed is as it is now
    When "枫叶" calls cacheRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result is remembered as "cache"
    When "Tony" logs in with WeChat
    And a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.closed is 0
    When "Toby" calls closeRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.closed is 1
    And result.name is 产品活动

  @C54.5
  Scenario Outline: A room that nobody knows cannot be cached: <persona>
    When "<persona>" calls cacheRoom with:
      | roomId | 00000000000000000000000000000000 |
    Then it fails with 400000 "活动不存在"

    Examples:
      | persona |
      | Toby    |
      | 枫叶    |

  @C54.6
  Scenario Outline: A closed one can: <persona>
    When "<persona>" calls cacheRoom with:
      | roomId | c45e03f148de498f92d63cfc31690abb |
    Then it succeeds
    And result is remembered as "cache"
    When "Tony" logs in with WeChat
    And a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.closed is 1
    And result.roomId is c45e03f148de498f92d63cfc31690abb
    And result.fromMember.nickname is <persona>

    Examples:
      | persona |
      | Toby    |
      | 枫叶    |

  @C50.8
  Scenario: What need not be there is not missed in the diagnosis either
    When "Toby" calls createRoom with:
      | name       | 私密 |
      | inviteOnly | 1    |
    Then it succeeds
    And no diagnosis is given
