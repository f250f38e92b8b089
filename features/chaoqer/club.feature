@chaoqer
Feature: Clubs, and the list of them
  Toby has made three clubs of the fixtures, 铭恺 the fourth. Whoever makes a club is its first member.

  @C40.1
  Scenario Outline: A club has a name and a cover: <what>
    When "Toby" calls createClub with:
      | name (JSON)  | <name>  |
      | cover (JSON) | <cover> |
    Then it fails with 0 "<message>"
    When "Toby" calls listClubs with:
      | count | 10 |
    Then result.list has 4 items

    Examples:
      | what        | name    | cover   | message      |
      | empty name  | ""      | "c.jpg" | 名称不能为空 |
      | blank name  | "  "    | "c.jpg" | 名称不能为空 |
      | null name   | null    | "c.jpg" | 名称不能为空 |
      | empty cover | "Chess" | ""      | 封面不能为空 |
      | blank cover | "Chess" | "  "    | 封面不能为空 |
      | null cover  | "Chess" | null    | 封面不能为空 |

  @C40.1
  Scenario Outline: Neither may be left out
    When "Toby" calls createClub with:
      | <sent> | Chess |
    Then it fails with 0 "<message>"
    When "Toby" calls listClubs with:
      | count | 10 |
    Then result.list has 4 items

    Examples:
      | sent  | message      |
      | cover | 名称不能为空 |
      | name  | 封面不能为空 |

  @C40.2
  Scenario: A name has at most 100 characters
    When "Toby" calls createClub with:
      | name  | 圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈 |
      | cover | c.jpg                                                                                                                                                                                                    |
    Then it succeeds
    And result.name is 圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈
    When "Toby" calls createClub with:
      | name  | 圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈圈 |
      | cover | c.jpg                                                                                                                                                                                                      |
    Then it fails with 0 "名称不能超过100个字"
    When "Toby" calls listClubs with:
      | count | 10 |
    Then result.list has 5 items

  @C40.3
  Scenario: The answer to a new club counts no member, and says nothing about joining
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Tony" calls createClub with:
      | name  | Chess     |
      | cover | chess.jpg |
    Then @this equals:
      """
      {
        "result": {
          "clubId": "<text>", "uid": "{Tony's uid}", "name": "Chess", "cover": "chess.jpg", "createTime": 1717992000000, "memberTotal": 0
        },
        "message": "Success", "status": 1
      }
      """
    And there is no result.joined

  @C40.4
  Scenario: Yet its creator is a member
    When "Tony" calls createClub with:
      | name  | Chess     |
      | cover | chess.jpg |
    Then result.clubId is remembered as "club"
    When "Tony" calls getClub with:
      | clubId | {club} |
    Then result.memberTotal is 1
    And result.joined is 1
    When "Tony" calls listClubs with:
      | count | 10 |
    Then result.list.#.clubId equals:
      """
      ["{club}", "ea01330db4ad49288dce2b8bcb00240b"]
      """
    When "Toby" calls listClubMembers with:
      | clubId | {club} |
      | count  | 10     |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}"]
      """

  @C40.4
  Scenario: Nobody else is
    When "Tony" calls createClub with:
      | name  | Chess     |
      | cover | chess.jpg |
    Then result.clubId is remembered as "club"
    When "Toby" calls getClub with:
      | clubId | {club} |
    Then result.memberTotal is 1
    And result.joined is 0
    When "Toby" calls listClubs with:
      | count | 10 |
    Then result.list has 4 items

  @C40.4
  Scenario: It is in its creator's list by its name
    When "Tony" calls createClub with:
      | name  | Chess {unique} |
      | cover | chess.jpg      |
    Then result.name is "Chess {unique}"
    When "Tony" calls listClubs with:
      | count | 10 |
    Then result.list.0.clubResult.name is "Chess {unique}"

  @C40.4
  Scenario: Two clubs of the same name are two
    When "Tony" calls createClub with:
      | name  | Chess     |
      | cover | chess.jpg |
    Then result.clubId is remembered as "first"
    When "枫叶" calls createClub with:
      | name  | Chess     |
      | cover | chess.jpg |
    Then result.clubId is not {first}
    And result.clubId is remembered as "second"
    When "枫叶" calls listClubs with:
      | count | 10 |
    Then result.list.#.clubId equals:
      """
      ["{second}", "5e0c7a50a85e48fdb386f2ddbdd6e971"]
      """

  @C41.1
  Scenario: All members of a club
    When "Toby" calls getClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then @this equals:
      """
      {
        "result": {
          "clubId": "ea01330db4ad49288dce2b8bcb00240b", "uid": "{Toby's uid}", "name": "Bug交流圈",
          "cover": "https://cdn.litgee.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/cover/759d404cbe07494785a1c498dc328373.jpg",
          "createTime": 1614426859268, "memberTotal": 3, "joined": 1
        },
        "message": "Success", "status": 1
      }
      """

  @C41.1
  Scenario Outline: A club as <viewer> sees it: <clubId>
    When "<viewer>" calls getClub with:
      | clubId | <clubId> |
    Then result.joined is <joined>
    And result.memberTotal is <members>

    Examples:
      | viewer | clubId                           | joined | members |
      | Toby   | b4688e4583244aad8363d390073c86ff | 1      | 1       |
      | Tony   | b4688e4583244aad8363d390073c86ff | 0      | 1       |
      | Tony   | ea01330db4ad49288dce2b8bcb00240b | 1      | 3       |
      | 枫叶   | ea01330db4ad49288dce2b8bcb00240b | 0      | 3       |
      | 枫叶   | 5e0c7a50a85e48fdb386f2ddbdd6e971 | 1      | 3       |
      | Tony   | 5e0c7a50a85e48fdb386f2ddbdd6e971 | 0      | 3       |
      | 铭恺   | 2e3276e6c28c4366ae12d6a16147bd27 | 1      | 2       |
      | 枫叶   | 2e3276e6c28c4366ae12d6a16147bd27 | 0      | 2       |

  @C41.2
  Scenario Outline: The list has the clubs that <persona> has joined
    When "<persona>" calls listClubs with:
      | count | 10 |
    Then result.list.#.clubResult.name equals:
      """
      [<clubs>]
      """
    And every result.list.#.clubResult.joined is 1

    Examples:
      | persona | clubs                                                 |
      | Toby    | "业余足球圈", "超圈爸爸群", "Bug交流圈", "产品交流圈" |
      | Tony    | "Bug交流圈"                                           |
      | 铭恺    | "业余足球圈", "超圈爸爸群", "Bug交流圈"               |
      | 枫叶    | "业余足球圈"                                          |

  @C41.3
  Scenario: All members of the list
    When "Tony" calls listClubs with:
      | count | 10 |
    Then @this equals:
      """
      {
        "result": {
          "page": {"count": 10},
          "list": [
            {
              "clubId": "ea01330db4ad49288dce2b8bcb00240b",
              "clubResult": {
                "clubId": "ea01330db4ad49288dce2b8bcb00240b", "uid": "{Toby's uid}", "name": "Bug交流圈",
                "cover": "https://cdn.litgee.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/cover/759d404cbe07494785a1c498dc328373.jpg",
                "createTime": 1614426859268, "memberTotal": 3, "joined": 1
              },
              "createTime": 1614427000000,
              "sequenceId": "1614427000000:ea01330db4ad49288dce2b8bcb00240b"
            }
          ]
        },
        "message": "Success", "status": 1
      }
      """

  @C41.3
  Scenario: The order is that of the joining, not that of the clubs
    When "枫叶" calls joinClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    And "枫叶" calls listClubs with:
      | count | 10 |
    Then result.list.#.clubId equals:
      """
      ["b4688e4583244aad8363d390073c86ff", "5e0c7a50a85e48fdb386f2ddbdd6e971"]
      """
    And result.list.#.createTime is in descending order
    Given the members row b4688e4583244aad8363d390073c86ff:800fd752a5284eeb82396fe7478175eb changes to:
      | time | 1616515999999 |
    When "枫叶" calls listClubs with:
      | count | 10 |
    Then result.list.#.clubId equals:
      """
      ["5e0c7a50a85e48fdb386f2ddbdd6e971", "b4688e4583244aad8363d390073c86ff"]
      """

  @C41.4
  Scenario: Members in the order of their joining
    When "枫叶" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}", "{Tony's uid}", "{Toby's uid}"]
      """
    Given the members row ea01330db4ad49288dce2b8bcb00240b:6ce4443c8fcd4a2b8b407bda86ab4408 changes to:
      | time | 1614427500000 |
    When "枫叶" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}", "{Toby's uid}", "{Tony's uid}"]
      """

  @C41.4 @C16.5
  Scenario: A member as the caller sees them
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 2                                |
    Then @this equals:
      """
      {
        "result": {
          "page": {"count": 2},
          "list": [
            {
              "createTime": 1614428000000, "sequenceId": "1614428000000:ea01330db4ad49288dce2b8bcb00240b", "uid": "{铭恺's uid}",
              "userProfileResult": {
                "uid": "{铭恺's uid}", "nickname": "铭恺",
                "avatar": "https://cdn.chaoqer.com/image/a5f00712b45b499eb15e99d77138d02d/avatar/30326497ad814f039a73d03035a46288.jpg",
                "bio": "- 超圈打杂@LitGeek\n- 👆👇👉👈🖕", "blocked": 0, "sendCard": 1, "cardTotal": 1, "allowLive": 0
              }
            },
            {
              "createTime": 1614427000000, "sequenceId": "1614427000000:ea01330db4ad49288dce2b8bcb00240b", "uid": "{Tony's uid}",
              "userProfileResult": {
                "uid": "{Tony's uid}", "nickname": "Tony",
                "avatar": "https://cdn.chaoqer.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/avatar/b8eb601c205e4518af93c3ef7b734ef0.jpg",
                "bio": "开心就好", "blocked": 1, "sendCard": 1, "cardTotal": 3, "allowLive": 0
              }
            }
          ]
        },
        "message": "Success", "status": 1
      }
      """

  @C41.5
  Scenario Outline: A club that nobody knows: <operation>
    When "Toby" calls <operation> with:
      | clubId | 00000000000000000000000000000000 |
      | count  | 10                               |
    Then it fails with 500000 "圈子不存在"
    When "Toby" calls listClubs with:
      | count | 10 |
    Then result.list has 4 items

    Examples:
      | operation       |
      | getClub         |
      | listClubMembers |
      | joinClub        |

  @C17.3
  Scenario Outline: An id of any shape is one that nobody knows: <operation> <clubId>
    When "Toby" calls <operation> with:
      | clubId | <clubId> |
      | count  | 10       |
    Then it fails with 500000 "圈子不存在"

    Examples:
      | operation       | clubId                            |
      | getClub         | 1                                 |
      | getClub         | EA01330DB4AD49288DCE2B8BCB00240B  |
      | getClub         | ea01330db4ad49288dce2b8b          |
      | getClub         | 产品 交流圈                       |
      | listClubMembers | chess                             |
      | listClubMembers | ea01330db4ad49288dce2b8bcb00240b0 |
      | joinClub        | -1                                |
      | joinClub        | EA01330DB4AD49288DCE2B8BCB00240B  |
      | leaveClub       | x.y:z                             |
      | leaveClub       | EA01330DB4AD49288DCE2B8BCB00240B  |

  @C14.6
  Scenario: An account without profile has no clubs, not even an empty list of them
    When "Newcomer" calls listClubs with:
      | count | 10 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

  @C14.6
  Scenario Outline: Whatever its signature and its parameters: <operation>
    Given calls are not signed
    And calls carry no ts
    When "Newcomer" calls <operation> with:
      | count | 0 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    Given calls are signed with the secret "nobodys-secret"
    When "Newcomer" calls <operation> with:
      | count | 10 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

    Examples:
      | operation  |
      | listClubs  |
      | listEvents |

  @C14.6
  Scenario: With a profile there is a list
    When "Newcomer" calls initProfile with:
      | nickname | Newcomer |
      | avatar   | a.jpg    |
    And "Newcomer" calls listClubs with:
      | count | 10 |
    Then result equals:
      """
      {"page": {"count": 10}, "list": []}
      """

  @C15.1
  Scenario Outline: A page has at most count items: <operation>
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 1                                |
    Then it succeeds
    And result.list has 1 items
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 100                              |
    Then it succeeds
    And result.list has <all> items

    Examples:
      | operation       | all |
      | listClubs       | 4   |
      | listClubMembers | 3   |

  @C15.2
  Scenario Outline: A count of <count> is refused: <operation>
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | <count>                          |
    Then it fails with 0 "count只能在0到100之间"

    Examples:
      | operation       | count |
      | listClubs       | 0     |
      | listClubs       | 101   |
      | listClubs       | -1    |
      | listClubMembers | 0     |
      | listClubMembers | 101   |
      | listClubMembers | -1    |

  @C15.2
  Scenario Outline: No count is refused: <operation>
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it fails with 0 "count只能在0到100之间"

    Examples:
      | operation       |
      | listClubs       |
      | listClubMembers |

  @C15.3
  Scenario Outline: A count that is no number is refused: <operation>
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | abc                              |
    Then it fails with 0 "count类型不正确"

    Examples:
      | operation       |
      | listClubs       |
      | listClubMembers |

  @C15.4
  Scenario Outline: page echoes what was asked for: <operation>
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 7                                |
    Then result.page equals:
      """
      {"count": 7}
      """
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b               |
      | count  | 7                                              |
      | lastId | 1614428000000:ea01330db4ad49288dce2b8bcb00240b |
    Then result.page equals:
      """
      {"count": 7, "lastId": "1614428000000:ea01330db4ad49288dce2b8bcb00240b"}
      """

    Examples:
      | operation       |
      | listClubs       |
      | listClubMembers |

  @C15.5
  Scenario Outline: After the last item there is an empty list: <operation>
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
      | lastId | <last>                           |
    Then it succeeds
    And result.list equals:
      """
      []
      """

    Examples:
      | operation       | last                                           |
      | listClubs       | 1614421213477:b4688e4583244aad8363d390073c86ff |
      | listClubMembers | 1614426859300:ea01330db4ad49288dce2b8bcb00240b |

  @C15.5
  Scenario: So there is where there is nothing at all
    Given "枫叶" calls leaveClub with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    When "枫叶" calls listClubs with:
      | count | 10 |
    Then it succeeds
    And result.list equals:
      """
      []
      """

  @C15.5
  Scenario Outline: All pages together are the list, of <count> each
    When "Toby" reads all pages of listClubs with:
      | count | <count> |
    Then pages is <clubs>
    And items.#.clubResult.name equals:
      """
      ["业余足球圈", "超圈爸爸群", "Bug交流圈", "产品交流圈"]
      """
    When "Tony" reads all pages of listClubMembers with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | count  | <count>                          |
    Then pages is <members>
    And items.#.userProfileResult.nickname equals:
      """
      ["枫叶", "铭恺", "Toby"]
      """

    Examples:
      | count | clubs | members |
      | 1     | 4     | 3       |
      | 2     | 2     | 2       |
      | 4     | 1     | 1       |

  @C15.6
  Scenario: A club that is joined while the pages are read
    When "铭恺" calls listClubs with:
      | count | 1 |
    Then result.list.0.clubResult.name is 业余足球圈
    And result.list.0.sequenceId is remembered as "last"
    When "铭恺" calls joinClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    Then it succeeds
    When "铭恺" calls listClubs with:
      | count  | 10     |
      | lastId | {last} |
    Then result.list.#.clubResult.name equals:
      """
      ["超圈爸爸群", "Bug交流圈"]
      """
    When "铭恺" calls listClubs with:
      | count | 10 |
    Then result.list has 4 items

  @C15.6
  Scenario: A member who joins while the pages are read
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 1                                |
    Then result.list.0.uid is {铭恺's uid}
    And result.list.0.sequenceId is remembered as "last"
    When "枫叶" calls joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it succeeds
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
      | lastId | {last}                           |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}", "{Toby's uid}"]
      """
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then result.list has 4 items

  @C15.7
  Scenario: The last club read is left
    When "铭恺" calls listClubs with:
      | count | 1 |
    Then result.list.0.clubId is 5e0c7a50a85e48fdb386f2ddbdd6e971
    And result.list.0.sequenceId is remembered as "last"
    When "铭恺" calls leaveClub with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then it succeeds
    When "铭恺" calls listClubs with:
      | count  | 10     |
      | lastId | {last} |
    Then result.list.#.clubId equals:
      """
      ["2e3276e6c28c4366ae12d6a16147bd27", "ea01330db4ad49288dce2b8bcb00240b"]
      """

  @C15.7
  Scenario: The last member read leaves
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 1                                |
    Then result.list.0.uid is {铭恺's uid}
    And result.list.0.sequenceId is remembered as "last"
    When "铭恺" calls leaveClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it succeeds
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
      | lastId | {last}                           |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}", "{Toby's uid}"]
      """

  @C15.8
  Scenario Outline: A blank lastId is the first page: <operation>
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then result.list.0.sequenceId is remembered as "first"
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
      | lastId |                                  |
    Then it succeeds
    And result.list.0.sequenceId is {first}
    And result.page equals:
      """
      {"count": 10}
      """
    Given "lastId=%20%20" is added to the query and signed
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then it succeeds
    And result.list.0.sequenceId is {first}
    And result.page equals:
      """
      {"count": 10}
      """

    Examples:
      | operation       |
      | listClubs       |
      | listClubMembers |

  @C15.8
  Scenario Outline: A lastId of another form is refused: <operation> <lastId>
    When "Toby" calls <operation> with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
      | lastId | <lastId>                         |
    Then it fails with 0 "lastId类型不正确"

    Examples:
      | operation       | lastId                             |
      | listClubs       | abc                                |
      | listClubs       | 1614428000000                      |
      | listClubs       | ea01330db4ad49288dce2b8bcb00240b   |
      | listClubs       | x:ea01330db4ad49288dce2b8bcb00240b |
      | listClubMembers | abc                                |
      | listClubMembers | 1614428000000                      |
      | listClubMembers | ea01330db4ad49288dce2b8bcb00240b   |
      | listClubMembers | 1614428000000:chess                |

  @C16.4
  Scenario: The sequenceId of a club is when the caller joined it, and its id
    When "Toby" calls listClubs with:
      | count | 10 |
    Then result.list.#.sequenceId equals:
      """
      [
        "1616514889000:5e0c7a50a85e48fdb386f2ddbdd6e971", "1614929000000:2e3276e6c28c4366ae12d6a16147bd27",
        "1614426859300:ea01330db4ad49288dce2b8bcb00240b", "1614421213477:b4688e4583244aad8363d390073c86ff"
      ]
      """
    When "铭恺" calls listClubs with:
      | count | 10 |
    Then result.list.#.sequenceId equals:
      """
      [
        "1616515000000:5e0c7a50a85e48fdb386f2ddbdd6e971", "1614928767600:2e3276e6c28c4366ae12d6a16147bd27",
        "1614428000000:ea01330db4ad49288dce2b8bcb00240b"
      ]
      """
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "铭恺" calls joinClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    And "铭恺" calls listClubs with:
      | count | 1 |
    Then result.list.0.createTime is 1717992000000
    And result.list.0.sequenceId is "1717992000000:b4688e4583244aad8363d390073c86ff"

  @C16.2
  Scenario: Clubs joined in the same millisecond are in the descending order of their ids, and all are read
    Given the members row b4688e4583244aad8363d390073c86ff:6ce4443c8fcd4a2b8b407bda86ab4408 changes to:
      | time | 1614929000000 |
    And the members row ea01330db4ad49288dce2b8bcb00240b:6ce4443c8fcd4a2b8b407bda86ab4408 changes to:
      | time | 1614929000000 |
    And the members row 5e0c7a50a85e48fdb386f2ddbdd6e971:6ce4443c8fcd4a2b8b407bda86ab4408 changes to:
      | time | 1614929000000 |
    When "Toby" reads all pages of listClubs with:
      | count | 1 |
    Then items.#.clubId equals:
      """
      [
        "ea01330db4ad49288dce2b8bcb00240b", "b4688e4583244aad8363d390073c86ff",
        "5e0c7a50a85e48fdb386f2ddbdd6e971", "2e3276e6c28c4366ae12d6a16147bd27"
      ]
      """

  @C16.5
  Scenario: The sequenceId of a member is when they joined, and the club's id
    When "Toby" calls listClubMembers with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | count  | 10                               |
    Then result.list.#.sequenceId equals:
      """
      [
        "1616516000000:5e0c7a50a85e48fdb386f2ddbdd6e971", "1616515000000:5e0c7a50a85e48fdb386f2ddbdd6e971",
        "1616514889000:5e0c7a50a85e48fdb386f2ddbdd6e971"
      ]
      """
    And result.list.#.createTime equals:
      """
      [1616516000000, 1616515000000, 1616514889000]
      """

  @C16.7
  Scenario: Who joins in the same millisecond joins in the next one
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "铭恺" calls joinClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    And "Tony" calls joinClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    And "枫叶" calls joinClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    And "Toby" reads all pages of listClubMembers with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | count  | 1                                |
    Then pages is 4
    And items.#.uid equals:
      """
      ["{枫叶's uid}", "{Tony's uid}", "{铭恺's uid}", "{Toby's uid}"]
      """
    And items.#.createTime equals:
      """
      [1717992000002, 1717992000001, 1717992000000, 1614421213477]
      """
    And items.0.sequenceId is "1717992000002:b4688e4583244aad8363d390073c86ff"

  @C16.7
  Scenario: So they do after somebody whose joining was set
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    And the members row b4688e4583244aad8363d390073c86ff:6ce4443c8fcd4a2b8b407bda86ab4408 changes to:
      | time | 1717992000000 |
    When "Tony" calls joinClub with:
      | clubId | b4688e4583244aad8363d390073c86ff |
    And "Toby" reads all pages of listClubMembers with:
      | clubId | b4688e4583244aad8363d390073c86ff |
      | count  | 1                                |
    Then items.#.createTime equals:
      """
      [1717992000001, 1717992000000]
      """
    And items.#.uid equals:
      """
      ["{Tony's uid}", "{Toby's uid}"]
      """
