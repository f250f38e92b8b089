@chaoqer
Feature: Whom a user has blocked
  A block is the blocker's affair; the other does not see it.

  @C33.4
  Scenario: A block is confirmed
    When "铭恺" calls block with:
      | uid | {枫叶's uid} |
    Then @this equals:
      """
      {"result": {}, "message": "拉黑成功", "status": 1}
      """

  @C33.4
  Scenario: So is its end
    When "Toby" calls unblock with:
      | uid | {Tony's uid} |
    Then @this equals:
      """
      {"result": {}, "message": "取消拉黑成功", "status": 1}
      """

  @C33.1
  Scenario: The blocker sees whom they have blocked
    When "铭恺" calls getProfile with:
      | uid | {枫叶's uid} |
    Then result.blocked is 0
    When "铭恺" calls block with:
      | uid | {枫叶's uid} |
    And "铭恺" calls getProfile with:
      | uid | {枫叶's uid} |
    Then result.blocked is 1
    When "铭恺" calls listBlocks with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}"]
      """

  @C33.1
  Scenario Outline: Nobody else does
    When "铭恺" calls block with:
      | uid | {枫叶's uid} |
    And "<viewer>" calls getProfile with:
      | uid | {枫叶's uid} |
    Then result.blocked is 0
    When "<viewer>" calls listBlocks with:
      | count | 10 |
    Then result.list has <others> items

    Examples:
      | viewer | others |
      | Toby   | 1      |
      | Tony   | 0      |
      | 枫叶   | 0      |

  @C33.2
  Scenario: The other sees nothing of it
    When "铭恺" calls block with:
      | uid | {枫叶's uid} |
    And "枫叶" calls getProfile with:
      | uid | {铭恺's uid} |
    Then result.blocked is 0
    When "枫叶" calls listBlocks with:
      | count | 10 |
    Then result.list has 0 items
    When "枫叶" calls getUnreadTotal
    Then result is 0

  @C33.2 @C33.3
  Scenario: Two who have blocked each other have done so twice
    When "Tony" calls block with:
      | uid | {Toby's uid} |
    And "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.blocked is 1
    When "Tony" calls unblock with:
      | uid | {Toby's uid} |
    And "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.blocked is 0
    When "Toby" calls getProfile with:
      | uid | {Tony's uid} |
    Then result.blocked is 1
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list has 1 items

  @C33.3
  Scenario: Who is unblocked is off the list
    When "Toby" calls block with:
      | uid | {枫叶's uid} |
    And "Toby" calls unblock with:
      | uid | {Tony's uid} |
    And "Toby" calls getProfile with:
      | uid | {Tony's uid} |
    Then result.blocked is 0
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}"]
      """

  @C33.3 @C33.7
  Scenario: Who is blocked again comes first, from then on
    When "Toby" calls block with:
      | uid | {枫叶's uid} |
    And "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}", "{Tony's uid}"]
      """
    When "Toby" calls unblock with:
      | uid | {Tony's uid} |
    And 1h pass
    And "Toby" calls block with:
      | uid | {Tony's uid} |
    And "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}", "{枫叶's uid}"]
      """
    And result.list.#.createTime is in descending order

  @C33.5
  Scenario: Nobody blocks themselves
    When "Toby" calls block with:
      | uid | {Toby's uid} |
    Then it fails with 0 "无法屏蔽自己"
    When "Toby" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.blocked is 0
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}"]
      """

  @C33.6
  Scenario Outline: Whom nobody knows cannot be blocked, nor unblocked
    When "Toby" calls <operation> with:
      | uid | <uid> |
    Then it fails with 200002 "用户不存在"
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list has 1 items

    Examples:
      | operation | uid                              |
      | block     | 00000000000000000000000000000000 |
      | block     | {Newcomer's uid}                 |
      | unblock   | 00000000000000000000000000000000 |
      | unblock   | {Newcomer's uid}                 |

  @C33.7
  Scenario: A second block is none
    When "Toby" calls block with:
      | uid | {枫叶's uid} |
    And 1h pass
    And "Toby" calls block with:
      | uid | {Tony's uid} |
    Then it succeeds with the message "拉黑成功"
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}", "{Tony's uid}"]
      """
    And result.list.1.createTime is 1616747477657
    And result.list.1.sequenceId is "1616747477657:{Tony's uid}"

  @C33.7
  Scenario: Half a second after the first one, too
    When "铭恺" calls block with:
      | uid | {枫叶's uid} |
    And "铭恺" calls listBlocks with:
      | count | 10 |
    Then result.list.0.createTime is remembered as "time"
    When half a second later
    And "铭恺" calls block with:
      | uid | {枫叶's uid} |
    Then it succeeds with the message "拉黑成功"
    When "铭恺" calls listBlocks with:
      | count | 10 |
    Then result.list has 1 items
    And result.list.0.createTime is {time}

  @C33.7 @C33.3
  Scenario: Blocked twice, unblocked once
    When "Toby" calls block with:
      | uid | {Tony's uid} |
    And "Toby" calls unblock with:
      | uid | {Tony's uid} |
    And "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list has 0 items

  @C33.8
  Scenario Outline: Unblocking whom one has not blocked changes nothing
    When "Toby" calls unblock with:
      | uid | {<user>'s uid} |
    Then it succeeds with the message "取消拉黑成功"
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}"]
      """

    Examples:
      | user |
      | 枫叶 |
      | Toby |

  @C33.8
  Scenario: Nor does unblocking twice, or unblocking whom another has blocked
    When "Toby" calls unblock with:
      | uid | {Tony's uid} |
    And half a second later
    And "Toby" calls unblock with:
      | uid | {Tony's uid} |
    Then it succeeds with the message "取消拉黑成功"
    When "铭恺" calls block with:
      | uid | {Tony's uid} |
    And "Toby" calls unblock with:
      | uid | {Tony's uid} |
    And "铭恺" calls listBlocks with:
      | count | 10 |
    Then result.list has 1 items

  @C33.9
  Scenario: All members of the list
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then @this equals:
      """
      {
        "result": {
          "page": {"count": 10},
          "list": [
            {
              "createTime": 1616747477657, "sequenceId": "1616747477657:{Tony's uid}", "uid": "{Tony's uid}",
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

  @C33.9
  Scenario: Who is blocked now has the time of the block
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Toby" calls block with:
      | uid | {枫叶's uid} |
    And "Toby" calls listBlocks with:
      | count | 1 |
    Then result.list.0.createTime is 1717992000000
    And result.list.0.sequenceId is "1717992000000:{枫叶's uid}"

  @C33.9
  Scenario: The profile is the one that the user has by now
    When "Tony" calls updateProfile with:
      | nickname | Anton     |
      | avatar   | anton.png |
    And "Tony" calls deleteCard with:
      | uid | {Toby's uid} |
    And "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.0.userProfileResult equals:
      """
      {
        "uid": "{Tony's uid}", "nickname": "Anton", "avatar": "anton.png", "bio": "",
        "blocked": 1, "sendCard": 0, "cardTotal": 2, "allowLive": 0
      }
      """

  @C33.10
  Scenario: The other's card stays in the blocker's folder
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    And "Toby" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}", "{枫叶's uid}"]
      """
    When "铭恺" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.sendCard is 1
    And result.cardTotal is 2

  @C33.10
  Scenario: The blocker's card stays in the other's folder
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    And "铭恺" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{Toby's uid}"]
      """
    When "Toby" calls getProfile with:
      | uid | {铭恺's uid} |
    Then result.sendCard is 1
    And result.cardTotal is 1

  @C33.10
  Scenario: The other's messages stay, unread
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    And "Toby" calls getUnreadTotal
    Then result is 2
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list has 2 items
    And result.list.0.userMessageResult.originUid is {铭恺's uid}
    And result.list.0.userMessageResult.unread is 1
