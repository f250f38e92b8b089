@chaoqer
Feature: What the H5 pages show

  @C77.1
  Scenario: A room as it was when it was shared
    Given the header "Cookie" is sent as "chaoqer_wx_code=tony-weixin-code"
    When a stranger calls getH5Room with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
    Then @this equals:
      """
      {
        "result": {
          "closed": 1, "roomCacheId": "f6fa3eef2e7344abad2035e13b19b79d",
          "roomId": "c45e03f148de498f92d63cfc31690abb", "uid": "{Toby's uid}", "clubId": "2e3276e6c28c4366ae12d6a16147bd27",
          "clubResult": {
            "clubId": "2e3276e6c28c4366ae12d6a16147bd27", "inviteOnly": 0, "createTime": 1614928767587, "joined": 0,
            "cover": "https://cdn.chaoqer.com/image/a5f00712b45b499eb15e99d77138d02d/cover/f2a80cf2a04f4d1987e145e538ee389f.jpg",
            "memberTotal": 7, "name": "超圈爸爸群", "uid": "{铭恺's uid}"
          },
          "createTime": 1616597173743, "inviteOnly": 0,
          "fromMember": {
            "uid": "{Toby's uid}", "nickname": "Toby", "bio": "-超圈程序员@LitGeek\n\n-有bug别找我！",
            "avatar": "https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/avatar/49d8ec7c29474523868a73eb0d395557.jpg",
            "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
          },
          "memberList": [
            {
              "uid": "{Toby's uid}", "nickname": "Toby", "bio": "-超圈程序员@LitGeek\n\n-有bug别找我！",
              "avatar": "https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/avatar/49d8ec7c29474523868a73eb0d395557.jpg",
              "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
            }
          ],
          "memberTotal": 1
        },
        "message": "Success", "status": 1
      }
      """

  @C77.1
  Scenario Outline: A room that is shared now: <persona>
    When "<persona>" calls cacheRoom with:
      | roomId | cda55a0bfb834f5ab18eb0867f01017a |
    Then result is remembered as "cache"
    Given the header "Cookie" is sent as "chaoqer_wx_code=tony-weixin-code"
    When a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result has exactly these members:
      | roomCacheId | closed | fromMember | roomId | uid | name | clubId | clubResult | inviteOnly | createTime | memberList | memberTotal |
    And result.roomCacheId is {cache}
    And result.closed is 0
    And result.fromMember.uid is {<persona>'s uid}
    And result.fromMember.nickname is <persona>
    And result.roomId is cda55a0bfb834f5ab18eb0867f01017a
    And result.name is 测试
    And result.clubResult.joined is 0
    And result.memberList.#.uid equals:
      """
      ["{Toby's uid}"]
      """

    Examples:
      | persona |
      | Toby    |
      | Tony    |
      | 枫叶    |

  @C77.1
  Scenario: A public room has no club, and is closed as soon as it is
    When "枫叶" calls cacheRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then result is remembered as "cache"
    Given the header "Cookie" is sent as "chaoqer_wx_code=tony-weixin-code"
    When a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result has exactly these members:
      | roomCacheId | closed | fromMember | roomId | uid | name | inviteOnly | createTime | memberList | memberTotal |
    And result.closed is 0
    When "枫叶" calls closeRoom with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    And a stranger calls getH5Room with:
      | roomCacheId | {cache} |
    Then result.closed is 1

  @C77.2
  Scenario: A club
    Given the header "Cookie" is sent as "chaoqer_wx_code=toby-weixin-code"
    When a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then @this equals:
      """
      {
        "result": {
          "clubId": "5e0c7a50a85e48fdb386f2ddbdd6e971", "uid": "{Toby's uid}", "name": "业余足球圈",
          "cover": "https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/cover/331a4fe4981e4df9896b547336276c4c.jpg",
          "createTime": 1616514888950, "joined": 0, "memberTotal": 3
        },
        "message": "Success", "status": 1
      }
      """

  @C77.2
  Scenario Outline: Who is logged in sees whether they have joined it: <viewer>
    When "<viewer>" calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is <joined>
    And result.memberTotal is 3

    Examples:
      | viewer | joined |
      | Toby   | 1      |
      | 铭恺   | 1      |
      | Tony   | 0      |

  @C77.2
  Scenario: It has the members that it has now
    When "Tony" calls joinClub with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    And "Tony" calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is 1
    And result.memberTotal is 4
    Given the header "Cookie" is sent as "chaoqer_wx_code=tony-weixin-code"
    When a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is 0
    And result.memberTotal is 4

  @C77.3
  Scenario: A user
    Given the header "Cookie" is sent as "chaoqer_wx_code=toby-weixin-code"
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then @this equals:
      """
      {
        "result": {
          "uid": "{Tony's uid}", "nickname": "Tony", "bio": "开心就好",
          "avatar": "https://cdn.chaoqer.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/avatar/b8eb601c205e4518af93c3ef7b734ef0.jpg",
          "blocked": 0, "sendCard": 0, "cardTotal": 3, "allowLive": 0
        },
        "message": "Success", "status": 1
      }
      """

  @C77.3
  Scenario Outline: Who is logged in sees what they have to do with them: <viewer>
    When "<viewer>" calls getH5Profile with:
      | uid | {Tony's uid} |
    Then result.blocked is <blocked>
    And result.sendCard is <sendCard>
    And result.cardTotal is 3

    Examples:
      | viewer | blocked | sendCard |
      | Toby   | 1       | 1        |
      | 铭恺   | 0       | 1        |
      | Tony   | 0       | 0        |

  @C77.4
  Scenario: An event
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    And the events row 99f43e8566b4413288fb02e0f4a9acc3 changes to:
      | eventTime | 2024-06-10 13:00:00 |
    And the header "Cookie" is sent as "chaoqer_wx_code=tony-weixin-code"
    When a stranger calls getH5Event with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then @this equals:
      """
      {
        "result": {
          "eventId": "99f43e8566b4413288fb02e0f4a9acc3", "uid": "{枫叶's uid}", "name": "日程", "desc": "测试介绍2",
          "memberUidList": ["{枫叶's uid}", "{铭恺's uid}"],
          "memberList": [
            {
              "uid": "{枫叶's uid}", "nickname": "枫叶", "bio": "",
              "avatar": "https://cdn.chaoqer.com/image/800fd752a5284eeb82396fe7478175eb/avatar/3fbd5a0e1c3b4a6b8f3c2f6c0e9d7a11.jpg",
              "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
            },
            {
              "uid": "{铭恺's uid}", "nickname": "铭恺", "bio": "- 超圈打杂@LitGeek\n- 👆👇👉👈🖕",
              "avatar": "https://cdn.chaoqer.com/image/a5f00712b45b499eb15e99d77138d02d/avatar/30326497ad814f039a73d03035a46288.jpg",
              "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
            }
          ],
          "eventTime": 1717995600000, "eventTimeStatus": 0, "createTime": 1620736603909, "notify": 0
        },
        "message": "Success", "status": 1
      }
      """

  @C77.4
  Scenario Outline: Who is logged in sees whether they have reserved it: <viewer>
    When "<viewer>" calls getH5Event with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then result.notify is <notify>

    Examples:
      | viewer | notify |
      | Tony   | 1      |
      | Toby   | 0      |
      | 枫叶   | 0      |

  @C77.4
  Scenario Outline: Nobody is on the list of members: <nobody>
    Given the events row 99f43e8566b4413288fb02e0f4a9acc3 changes to:
      | memberUidList | ["{Tony's uid}", "<nobody>", "{枫叶's uid}", "{Toby's uid}"] |
    When "Toby" calls getH5Event with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then result.memberUidList equals:
      """
      ["{Tony's uid}", "<nobody>", "{枫叶's uid}", "{Toby's uid}"]
      """
    And result.memberList.#.uid equals:
      """
      ["{Tony's uid}", "{枫叶's uid}", "{Toby's uid}"]
      """
    And every result.memberList.#.sendCard is 0
    And every result.memberList.#.blocked is 0

    Examples:
      | nobody                           |
      | 00000000000000000000000000000000 |
      | {Newcomer's uid}                 |
      | x                                |

  @C77.4
  Scenario: An event that has started has its room
    When "Toby" calls getH5Event with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result has exactly these members:
      | eventId | uid | name | memberUidList | memberList | eventTime | eventTimeStatus | createTime | notify | roomId | roomResult |
    And result.roomId is 7b641bee240e4d84ad1a7f44b9811406
    And result.roomResult.roomId is 7b641bee240e4d84ad1a7f44b9811406

  Scenario Outline: What nobody knows is not shown: <operation>, <id>
    When "Toby" calls <operation> with:
      | <parameter> | <id> |
    Then it fails with <code> "<message>"
    Given the header "Authorization" is not sent
    And calls are signed with the default secret
    When "Toby" calls <operation> with:
      | <parameter> | <id> |
    Then it fails with <code> "<message>"

    @C77.5
    Examples: rooms
      | operation | parameter   | id                               | code   | message    |
      | getH5Room | roomCacheId | 00000000000000000000000000000000 | 400000 | 活动不存在 |
      | getH5Room | roomCacheId | c45e03f148de498f92d63cfc31690abb | 400000 | 活动不存在 |
      | getH5Room | roomCacheId | cda55a0bfb834f5ab18eb0867f01017a | 400000 | 活动不存在 |
      | getH5Room | roomCacheId | x                                | 400000 | 活动不存在 |

    @C77.6
    Examples: clubs
      | operation | parameter | id                               | code   | message    |
      | getH5Club | clubId    | 00000000000000000000000000000000 | 500000 | 圈子不存在 |
      | getH5Club | clubId    | 5e0c7a50a85e48fdb386f2dd         | 500000 | 圈子不存在 |
      | getH5Club | clubId    | x                                | 500000 | 圈子不存在 |

    @C77.7
    Examples: users
      | operation    | parameter | id                               | code   | message    |
      | getH5Profile | uid       | 00000000000000000000000000000000 | 200002 | 用户不存在 |
      | getH5Profile | uid       | {Newcomer's uid}                 | 200002 | 用户不存在 |
      | getH5Profile | uid       | x                                | 200002 | 用户不存在 |

    @C77.8
    Examples: events
      | operation  | parameter | id                               | code   | message    |
      | getH5Event | eventId   | 00000000000000000000000000000000 | 600000 | 日程不存在 |
      | getH5Event | eventId   | 99f43e8566b4413288fb02e0         | 600000 | 日程不存在 |
      | getH5Event | eventId   | x                                | 600000 | 日程不存在 |

  @C77.6
  Scenario: A club that has ended is not known any more
    Given "Toby" calls leaveClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    When "Tony" calls getH5Club with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    Then it fails with 500000 "圈子不存在"

  @C77.8
  Scenario: Nor is an event that was deleted
    Given "Toby" calls deleteEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    When "Tony" calls getH5Event with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then it fails with 600000 "日程不存在"

  @C18.5
  Scenario Outline: A frozen user is nobody: seen by <viewer>
    When "<viewer>" calls getH5Profile with:
      | uid | {Frost's uid} |
    Then it fails with 200002 "用户不存在"
    Given the accounts row {Frost's uid} changes to:
      | frozen | false |
    When "<viewer>" calls getH5Profile with:
      | uid | {Frost's uid} |
    Then result.nickname is Frost

    Examples:
      | viewer |
      | Toby   |
      | Tony   |

  @C18.5
  Scenario: Freezing takes a user from the page
    Given the header "Cookie" is sent as "chaoqer_wx_code=toby-weixin-code"
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then it succeeds
    Given the accounts row {Tony's uid} changes to:
      | frozen | true |
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then it fails with 200002 "用户不存在"
