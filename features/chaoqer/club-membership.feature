@chaoqer
Feature: Joining a club and leaving it
  Members see the club's open rooms in their list. The creator leaves last, and takes the club with them.

  @C42.1
  Scenario: A join is answered with the club
    When "枫叶" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then @this equals:
      """
      {
        "result": {
          "clubId": "ea01330db4ad49288dce2b8bcb00240b", "uid": "{Toby's uid}", "name": "Bug交流圈",
          "cover": "https://cdn.litgee.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/cover/759d404cbe07494785a1c498dc328373.jpg",
          "createTime": 1614426859268, "memberTotal": 4, "joined": 1
        },
        "message": "Success", "status": 1
      }
      """

  @C42.1
  Scenario Outline: Everybody counts the new member: <viewer>
    When "枫叶" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "<viewer>" calls getClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.memberTotal is 4
    And result.joined is 1
    When "<viewer>" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 1                                |
    Then result.list.0.uid is {枫叶's uid}

    Examples:
      | viewer |
      | 枫叶   |
      | Toby   |

  @C42.1
  Scenario: The club's open rooms are the new member's
    When "枫叶" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      ["7b641bee240e4d84ad1a7f44b9811406", "cda55a0bfb834f5ab18eb0867f01017a"]
      """
    When "枫叶" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "枫叶" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      [
        "7b641bee240e4d84ad1a7f44b9811406", "cda55a0bfb834f5ab18eb0867f01017a",
        "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"
      ]
      """

  @C42.1
  Scenario: Its closed rooms are not
    When "枫叶" calls joinClub with:
      | clubId | 2e3276e6c28c4366ae12d6a16147bd27 |
    Then result.joined is 1
    When "枫叶" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      ["7b641bee240e4d84ad1a7f44b9811406", "cda55a0bfb834f5ab18eb0867f01017a"]
      """

  @C42.2
  Scenario Outline: A second join is none: <persona>
    When "<persona>" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it succeeds
    And result.joined is 1
    And result.memberTotal is 3
    When "<persona>" calls listClubs with:
      | count | 10 |
    Then result.list.#.sequenceId equals:
      """
      [<clubs>]
      """

    Examples:
      | persona | clubs                                                                                                                                                |
      | Tony    | "1614427000000:ea01330db4ad49288dce2b8bcb00240b"                                                                                                     |
      | 铭恺    | "1616515000000:5e0c7a50a85e48fdb386f2ddbdd6e971", "1614928767600:2e3276e6c28c4366ae12d6a16147bd27", "1614428000000:ea01330db4ad49288dce2b8bcb00240b" |

  @C42.2
  Scenario: Half a second after the first one, too
    When "枫叶" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "枫叶" calls listClubs with:
      | count | 1 |
    Then result.list.0.sequenceId is remembered as "first"
    When half a second later
    And "枫叶" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it succeeds
    And result.memberTotal is 4
    When "枫叶" calls listClubs with:
      | count | 10 |
    Then result.list has 2 items
    And result.list.0.sequenceId is {first}

  @C42.3
  Scenario: A leave is confirmed
    When "铭恺" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    When "铭恺" calls listClubs with:
      | count | 10 |
    Then result.list.#.clubId equals:
      """
      ["5e0c7a50a85e48fdb386f2ddbdd6e971", "2e3276e6c28c4366ae12d6a16147bd27"]
      """

  @C42.3
  Scenario Outline: Everybody counts one less: <viewer>
    When "铭恺" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "<viewer>" calls getClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.memberTotal is 2
    And result.joined is <joined>
    When "<viewer>" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}", "{Toby's uid}"]
      """

    Examples:
      | viewer | joined |
      | Toby   | 1      |
      | 铭恺   | 0      |
      | 枫叶   | 0      |

  @C42.3
  Scenario: The club's rooms are gone for who left, and for nobody else
    When "Tony" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "Tony" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      ["7b641bee240e4d84ad1a7f44b9811406"]
      """
    When "铭恺" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      [
        "7b641bee240e4d84ad1a7f44b9811406", "cda55a0bfb834f5ab18eb0867f01017a",
        "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93"
      ]
      """

  @C42.4
  Scenario Outline: Who is not in a club does not leave it: <persona> <clubId>
    When "<persona>" calls leaveClub with:
      | clubId | <clubId> |
    Then it fails with 500000 "圈子不存在"
    When "<persona>" calls listClubs with:
      | count | 10 |
    Then result.list has <clubs> items

    Examples: a stranger, then a club that nobody knows
      | persona | clubId                           | clubs |
      | 枫叶    | ea01330db4ad49288dce2b8bcb00240b | 1     |
      | Tony    | 2e3276e6c28c4366ae12d6a16147bd27 | 1     |
      | Toby    | 00000000000000000000000000000000 | 4     |

  @C42.4
  Scenario: Nor does who has left already
    When "Tony" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And half a second later
    And "Tony" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it fails with 500000 "圈子不存在"
    When "Toby" calls getClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.memberTotal is 2

  @C42.5
  Scenario Outline: The creator does not leave others behind: <creator>
    When "<creator>" calls leaveClub with:
      | clubId | <clubId> |
    Then it fails with 0 "创建人暂时无法退出圈子"
    When "<creator>" calls getClub with:
      | clubId | <clubId> |
    Then result.joined is 1
    And result.memberTotal is <members>

    Examples:
      | creator | clubId                           | members |
      | Toby    | ea01330db4ad49288dce2b8bcb00240b | 3       |
      | Toby    | 5e0c7a50a85e48fdb386f2ddbdd6e971 | 3       |
      | 铭恺    | 2e3276e6c28c4366ae12d6a16147bd27 | 2       |

  @C42.5 @C42.6
  Scenario: Once the others have left, the creator may
    When "铭恺" calls leaveClub with:
      | clubId | 2e3276e6c28c4366ae12d6a16147bd27 |
    Then it fails with 0 "创建人暂时无法退出圈子"
    When "Toby" calls leaveClub with:
      | clubId | 2e3276e6c28c4366ae12d6a16147bd27 |
    Then it succeeds
    When half a second later
    And "铭恺" calls leaveClub with:
      | clubId | 2e3276e6c28c4366ae12d6a16147bd27 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    When "铭恺" calls listClubs with:
      | count | 10 |
    Then result.list.#.clubId equals:
      """
      ["5e0c7a50a85e48fdb386f2ddbdd6e971", "ea01330db4ad49288dce2b8bcb00240b"]
      """

  @C42.6
  Scenario Outline: The last one out ends the club: <persona> calls <operation>
    When "Toby" calls leaveClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    Then it succeeds
    When "<persona>" calls <operation> with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | count  | 10                               |
      | name   | Chess                            |
    Then it fails with 500000 "圈子不存在"
    When "Toby" calls listClubs with:
      | count | 10 |
    Then result.list has 3 items

    Examples:
      | persona | operation       |
      | Toby    | getClub         |
      | Toby    | listClubMembers |
      | Toby    | joinClub        |
      | Toby    | createRoom      |
      | Tony    | getClub         |
      | Tony    | joinClub        |

  @C42.6
  Scenario: Its rooms are still there for who knows them, without the club
    When "Toby" calls createRoom with:
      | name   | 散会                             |
      | clubId | b4688e4583244aad8363d390073c86ff |
    Then result.roomId is remembered as "room"
    When "Toby" calls listRooms with:
      | count | 1 |
    Then result.list.0.roomId is {room}
    And result.list.0.roomResult.clubResult.name is 产品交流圈
    When "Toby" calls leaveClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    And "铭恺" calls getRoom with:
      | roomId | {room} |
    Then it succeeds
    And result.name is 散会
    And there is no result.clubResult
    When "Toby" calls getRoom with:
      | roomId | {room} |
    Then result.name is 散会
    And there is no result.clubResult

  @C42.6
  Scenario Outline: They are in nobody's list: <viewer>
    When "Toby" calls createRoom with:
      | name   | 散会                             |
      | clubId | b4688e4583244aad8363d390073c86ff |
    And "Toby" calls leaveClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    Then it succeeds
    When "<viewer>" calls listRooms with:
      | count | 10 |
    Then result.list.#.roomId equals:
      """
      ["7b641bee240e4d84ad1a7f44b9811406", <rooms>]
      """

    Examples:
      | viewer | rooms                                                                                                      |
      | Toby   | "cda55a0bfb834f5ab18eb0867f01017a", "6d54737e3dda4ae4abf07acacea3d7a1", "e8c7d8325a7143e69648dbc799565f93" |
      | 枫叶   | "cda55a0bfb834f5ab18eb0867f01017a"                                                                         |

  @C42.7
  Scenario: Who comes back has joined anew
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Tony" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "Tony" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.joined is 1
    And result.memberTotal is 3
    When "Tony" calls listClubs with:
      | count | 10 |
    Then result.list.#.sequenceId equals:
      """
      ["1717992000000:ea01330db4ad49288dce2b8bcb00240b"]
      """
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}", "{铭恺's uid}", "{Toby's uid}"]
      """
    And result.list.0.createTime is 1717992000000

  @C33.11
  Scenario Outline: A block parts nobody from a club: <blocker> blocks <blocked>
    When "<blocker>" calls block with:
      | uid | {<blocked>'s uid} |
    Then it succeeds
    When "<blocked>" calls getClub with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is 1
    And result.memberTotal is 3
    When "<blocker>" calls getClub with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is 1
    When "<blocker>" calls listClubMembers with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | count  | 10                               |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}", "{铭恺's uid}", "{Toby's uid}"]
      """
    When "<blocked>" calls listRooms with:
      | count | 10 |
    Then result.list.1.roomId is cda55a0bfb834f5ab18eb0867f01017a

    Examples:
      | blocker | blocked |
      | Toby    | 枫叶    |
      | 枫叶    | Toby    |
      | 铭恺    | 枫叶    |

  @C13.1
  Scenario Outline: <operation> is not done twice at once
    When "Tony" calls <operation> with:
      | clubId | <clubId>  |
      | name   | Chess     |
      | cover  | chess.jpg |
    Then it succeeds
    When "Tony" calls <operation> with:
      | clubId | <clubId>  |
      | name   | Chess     |
      | cover  | chess.jpg |
    Then it fails with -1 "短时间内重复调用"
    When half a second later
    And "Tony" calls <operation> with:
      | clubId | <clubId>  |
      | name   | Chess     |
      | cover  | chess.jpg |
    Then status is <later>

    Examples:
      | operation  | clubId                           | later |
      | createClub | ea01330db4ad49288dce2b8bcb00240b | 1     |
      | joinClub   | b4688e4583244aad8363d390073c86ff | 1     |
      | leaveClub  | ea01330db4ad49288dce2b8bcb00240b | 0     |
      | createRoom | ea01330db4ad49288dce2b8bcb00240b | 1     |

  @C13.4
  Scenario: Another club is no repetition, nor is another user
    When "Tony" calls joinClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    Then it succeeds
    When "Tony" calls joinClub with:
      | clubId | 2e3276e6c28c4366ae12d6a16147bd27 |
    Then it succeeds
    When "枫叶" calls joinClub with:
      | clubId | 2e3276e6c28c4366ae12d6a16147bd27 |
    Then it succeeds
    And result.memberTotal is 4

  @C42.3
  Scenario: Of a club that somebody leaves, the member is gone
    When "Toby" calls getClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.memberTotal is remembered as "before"
    When "Tony" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    And "Toby" calls getClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.memberTotal is below {before} by 1
    And result.memberTotal is remembered as "after"
    When "枫叶" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.memberTotal is above {after} by 1
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then result.list.# is at least 2
    And result.list.# is at most {before}
    And result.list has an item with:
      | uid                        | {Toby's uid} |
      | userProfileResult.nickname | <text>       |
    And result.list has no item with:
      | uid | {Tony's uid} |
