@chaoqer
Feature: Cards that users send each other
  Whose card lies in a folder is on the owner's list; the sender sees on the owner's profile that it does.

  @C34.1
  Scenario: A card is confirmed, and comes first in the receiver's folder
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    Then @this equals:
      """
      {"result": {}, "message": "对方已收到你的名片", "status": 1}
      """
    When "铭恺" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}", "{Toby's uid}"]
      """

  @C34.1
  Scenario: A card has the time at which it came
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls listCards with:
      | count | 1 |
    Then @this equals:
      """
      {
        "result": {
          "page": {"count": 1},
          "list": [
            {
              "createTime": 1717992000000, "sequenceId": "1717992000000:{枫叶's uid}", "uid": "{枫叶's uid}",
              "userProfileResult": {
                "uid": "{枫叶's uid}", "nickname": "枫叶",
                "avatar": "https://cdn.chaoqer.com/image/800fd752a5284eeb82396fe7478175eb/avatar/3fbd5a0e1c3b4a6b8f3c2f6c0e9d7a11.jpg",
                "bio": "", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
              }
            }
          ]
        },
        "message": "Success", "status": 1
      }
      """

  @C34.1
  Scenario: The list shows its senders as its owner sees them
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list equals:
      """
      [
        {
          "createTime": 1616747477657, "sequenceId": "1616747477657:{铭恺's uid}", "uid": "{铭恺's uid}",
          "userProfileResult": {
            "uid": "{铭恺's uid}", "nickname": "铭恺",
            "avatar": "https://cdn.chaoqer.com/image/a5f00712b45b499eb15e99d77138d02d/avatar/30326497ad814f039a73d03035a46288.jpg",
            "bio": "- 超圈打杂@LitGeek\n- 👆👇👉👈🖕", "blocked": 0, "sendCard": 1, "cardTotal": 1, "allowLive": 0
          }
        },
        {
          "createTime": 1616747400000, "sequenceId": "1616747400000:{枫叶's uid}", "uid": "{枫叶's uid}",
          "userProfileResult": {
            "uid": "{枫叶's uid}", "nickname": "枫叶",
            "avatar": "https://cdn.chaoqer.com/image/800fd752a5284eeb82396fe7478175eb/avatar/3fbd5a0e1c3b4a6b8f3c2f6c0e9d7a11.jpg",
            "bio": "", "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
          }
        }
      ]
      """

  @C34.1
  Scenario: Cards that come at once are all there
    When "铭恺" calls sendCard with:
      | uid | {枫叶's uid} |
    And "Toby" calls sendCard with:
      | uid | {枫叶's uid} |
    And "Tony" calls sendCard with:
      | uid | {枫叶's uid} |
    And "枫叶" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}", "{Toby's uid}", "{铭恺's uid}"]
      """

  @C34.2
  Scenario Outline: Everybody counts the card
    When "<viewer>" calls getProfile with:
      | uid | {铭恺's uid} |
    Then result.cardTotal is 1
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "<viewer>" calls getProfile with:
      | uid | {铭恺's uid} |
    Then result.cardTotal is 2

    Examples:
      | viewer |
      | 枫叶   |
      | 铭恺   |
      | Toby   |
      | Tony   |

  @C34.2
  Scenario: The sender's own folder has none more
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls getProfile with:
      | uid | {枫叶's uid} |
    Then result.cardTotal is 0
    And result.sendCard is 0
    When "枫叶" calls listCards with:
      | count | 10 |
    Then result.list has 0 items

  @C34.3
  Scenario Outline: Who has sent a card sees that they have
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "<viewer>" calls getProfile with:
      | uid | {铭恺's uid} |
    Then result.sendCard is <sendCard>

    Examples:
      | viewer | sendCard |
      | 枫叶   | 1        |
      | 铭恺   | 0        |
      | Tony   | 0        |
      | Toby   | 1        |

  @C34.3
  Scenario: A card in return is another one
    When "Toby" calls sendCard with:
      | uid | {枫叶's uid} |
    And "Toby" calls getProfile with:
      | uid | {枫叶's uid} |
    Then result.sendCard is 1
    When "枫叶" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.sendCard is 1
    When "枫叶" calls deleteCard with:
      | uid | {Toby's uid} |
    And "枫叶" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.sendCard is 1

  @C34.4
  Scenario Outline: A second card is none
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls listCards with:
      | count | 10 |
    Then result.list.0.createTime is remembered as "time"
    When <time> pass
    And "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    Then it succeeds with the message "对方已收到你的名片"
    When "铭恺" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}", "{Toby's uid}"]
      """
    And result.list.0.createTime is {time}
    When "铭恺" calls getUnreadTotal
    Then result is 1
    When "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list has 1 items

    Examples:
      | time  |
      | 500ms |
      | 24h   |

  @C34.4
  Scenario: Nor does a second one bring an old card to the front
    When "枫叶" calls sendCard with:
      | uid | {Tony's uid} |
    And "Tony" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{Toby's uid}", "{铭恺's uid}", "{枫叶's uid}"]
      """
    And result.list.2.createTime is 1616747100000

  @C34.5
  Scenario: Nobody sends themselves a card
    When "Toby" calls sendCard with:
      | uid | {Toby's uid} |
    Then it fails with 0 "无法发送名片给自己"
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list has 2 items
    When "Toby" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.cardTotal is 2
    And result.sendCard is 0
    When "Toby" calls getUnreadTotal
    Then result is 2

  @C34.6
  Scenario Outline: Whom nobody knows gets no card, and none of theirs can be deleted
    When "Toby" calls <operation> with:
      | uid | <uid> |
    Then it fails with 200002 "用户不存在"
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list has 2 items

    Examples:
      | operation  | uid                              |
      | sendCard   | 00000000000000000000000000000000 |
      | sendCard   | {Newcomer's uid}                 |
      | deleteCard | 00000000000000000000000000000000 |
      | deleteCard | {Newcomer's uid}                 |

  @C34.6
  Scenario: What was sent to somebody without profile is not there when they have one
    When "Toby" calls sendCard with:
      | uid | {Newcomer's uid} |
    Then it fails with 200002 "用户不存在"
    When "Newcomer" calls initProfile with:
      | nickname | Nova     |
      | avatar   | nova.png |
    And "Newcomer" calls listCards with:
      | count | 10 |
    Then result.list has 0 items
    When "Newcomer" calls getUnreadTotal
    Then result is 0

  @C34.7
  Scenario: A card that is deleted is gone for its owner
    When "Toby" calls deleteCard with:
      | uid | {铭恺's uid} |
    Then @this equals:
      """
      {"result": {}, "message": "删除成功", "status": 1}
      """
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}"]
      """

  @C34.7
  Scenario Outline: It is gone for everybody
    When "Toby" calls deleteCard with:
      | uid | {铭恺's uid} |
    And "<viewer>" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.cardTotal is 1
    And result.sendCard is <sendCard>

    Examples:
      | viewer | sendCard |
      | 铭恺   | 0        |
      | 枫叶   | 1        |
      | Tony   | 0        |
      | Toby   | 0        |

  @C34.7
  Scenario: The card in the other direction stays, and so does the message
    When "Toby" calls deleteCard with:
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
    When "Toby" calls getUnreadTotal
    Then result is 2

  @C34.8
  Scenario Outline: Deleting a card that is not there changes nothing
    When "<persona>" calls deleteCard with:
      | uid | {<user>'s uid} |
    Then it succeeds with the message "删除成功"
    When "<persona>" calls listCards with:
      | count | 10 |
    Then result.list has <cards> items
    When "<user>" calls listCards with:
      | count | 10 |
    Then result.list has <theirs> items

    Examples: the user sent none, has one of theirs, is the persona
      | persona | user | cards | theirs |
      | 铭恺    | 枫叶 | 1     | 0      |
      | 枫叶    | Toby | 0     | 2      |
      | Toby    | Tony | 2     | 3      |
      | Toby    | Toby | 2     | 2      |

  @C34.8
  Scenario: Nor does deleting it twice
    When "Toby" calls deleteCard with:
      | uid | {铭恺's uid} |
    And half a second later
    And "Toby" calls deleteCard with:
      | uid | {铭恺's uid} |
    Then it succeeds with the message "删除成功"
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list has 1 items

  @C34.9
  Scenario: A card that was deleted may be sent again
    When "Toby" calls deleteCard with:
      | uid | {枫叶's uid} |
    And a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    And "枫叶" calls sendCard with:
      | uid | {Toby's uid} |
    Then it succeeds with the message "对方已收到你的名片"
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{枫叶's uid}", "{铭恺's uid}"]
      """
    And result.list.0.createTime is 1717992000000
    And result.list.0.sequenceId is "1717992000000:{枫叶's uid}"
    When "枫叶" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.sendCard is 1
    And result.cardTotal is 2

  @C34.9
  Scenario: It leaves a message each time
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls deleteCard with:
      | uid | {枫叶's uid} |
    And half a second later
    And "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls getUnreadTotal
    Then result is 2
    When "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list has 2 items
    And every result.list.#.userMessageResult.originUid is {枫叶's uid}
    And result.list.#.userMessageResult.createTime is in descending order

  @C34.10
  Scenario: Who is blocked is told that the card came, but it did not
    When "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    Then @this equals:
      """
      {"result": {}, "message": "对方已收到你的名片", "status": 1}
      """
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}", "{枫叶's uid}"]
      """
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.sendCard is 0
    And result.cardTotal is 2
    When "Toby" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.cardTotal is 2

  @C34.10
  Scenario: The message came
    When "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    And "Toby" calls getUnreadTotal
    Then result is 3
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list has 3 items
    And result.list.0.userMessageResult.originUid is {Tony's uid}
    And result.list.0.userMessageResult.messageBody.content is 给你发送了一张名片

  @C34.10
  Scenario: Once unblocked, it must be sent again
    When "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    And "Toby" calls unblock with:
      | uid | {Tony's uid} |
    And "Toby" calls listCards with:
      | count | 10 |
    Then result.list has 2 items
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.sendCard is 0
    And result.cardTotal is 2
    When half a second later
    And "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    Then it succeeds with the message "对方已收到你的名片"
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{Tony's uid}", "{铭恺's uid}", "{枫叶's uid}"]
      """
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.sendCard is 1
    And result.cardTotal is 3
    When "Toby" calls getUnreadTotal
    Then result is 4

  @C34.10
  Scenario: A card that was there before the block stays, and a second one is none
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    And "铭恺" calls sendCard with:
      | uid | {Toby's uid} |
    Then it succeeds with the message "对方已收到你的名片"
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list.#.uid equals:
      """
      ["{铭恺's uid}", "{枫叶's uid}"]
      """
    And result.list.0.createTime is 1616747477657
    When "铭恺" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.sendCard is 1
    And result.cardTotal is 2

  @C34.10
  Scenario: A block does not keep the blocker's own card from coming
    When "Tony" calls deleteCard with:
      | uid | {Toby's uid} |
    And "Toby" calls sendCard with:
      | uid | {Tony's uid} |
    And "Tony" calls listCards with:
      | count | 10 |
    Then result.list.0.uid is {Toby's uid}
    When "Toby" calls getProfile with:
      | uid | {Tony's uid} |
    Then result.sendCard is 1
