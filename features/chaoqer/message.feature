@chaoqer
Feature: Messages, and how many are new

  @C35.1
  Scenario: A card leaves a message
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list.0.messageId is remembered as "id"
    And result.list.0.userMessageResult.createTime is remembered as "time"
    And @this equals:
      """
      {
        "result": {
          "page": {"count": 10},
          "list": [
            {
              "messageId": {id}, "sequenceId": "{id}",
              "userMessageResult": {
                "messageId": {id}, "uid": "{铭恺's uid}", "originUid": "{枫叶's uid}", "originPushType": 2, "messageType": 0,
                "messageBody": {"title": "枫叶", "content": "给你发送了一张名片", "url": "chaoqer://profile/{枫叶's uid}"},
                "unread": 1, "createTime": {time}
              }
            }
          ]
        },
        "message": "Success", "status": 1
      }
      """

  @C35.1
  Scenario: Messages come in the order of the cards
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And 1h pass
    And "Tony" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list.#.userMessageResult.originUid equals:
      """
      ["{Tony's uid}", "{枫叶's uid}"]
      """
    And result.list.#.userMessageResult.createTime is in descending order
    And result.list.#.messageId is in descending order

  @C35.1
  Scenario: Its title is the nickname that the sender has
    When "枫叶" calls updateProfile with:
      | nickname | 红叶    |
      | avatar   | red.png |
    And "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list.0.userMessageResult.messageBody.title is 红叶

  @C35.1
  Scenario Outline: It is the receiver's, and nobody else's
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "<persona>" calls getUnreadTotal
    Then result is <total>

    Examples:
      | persona  | total |
      | 铭恺     | 1     |
      | 枫叶     | 0     |
      | Toby     | 2     |
      | Tony     | 0     |
      | Newcomer | 0     |

  @C35.1
  Scenario: It comes before the older ones
    When "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    And "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.userMessageResult.originUid equals:
      """
      ["{Tony's uid}", "{铭恺's uid}", ""]
      """

  @C36.1
  Scenario: A message is unread the first time it is returned
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list equals:
      """
      [
        {
          "messageId": 1617987103601000, "sequenceId": "1617987103601000",
          "userMessageResult": {
            "messageId": 1617987103601000, "uid": "{Toby's uid}", "originUid": "{铭恺's uid}", "originPushType": 2, "messageType": 0,
            "messageBody": {
              "title": "有人邀请你参加活动", "content": "这是一条测试\\n嘎嘎嘎", "url": "chaoqer://room/73470423d7154aeb89cb61aec025a7f2"
            },
            "unread": 1, "createTime": 1617987103576
          }
        },
        {
          "messageId": 1617986857810000, "sequenceId": "1617986857810000",
          "userMessageResult": {
            "messageId": 1617986857810000, "uid": "{Toby's uid}", "originUid": "", "originPushType": 0, "messageType": 0,
            "messageBody": {
              "title": "欢迎来到超圈", "content": "是", "url": "chaoqer://profile/a5f00712b45b499eb15e99d77138d02d"
            },
            "unread": 1, "createTime": 1617986857769
          }
        }
      ]
      """
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.userMessageResult.unread equals:
      """
      [0, 0]
      """
    When 24h pass
    And "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.userMessageResult.unread equals:
      """
      [0, 0]
      """

  @C36.1
  Scenario: Only what was returned has been read
    When "Toby" calls listMessages with:
      | count | 1 |
    Then result.list.#.userMessageResult.unread equals:
      """
      [1]
      """
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.userMessageResult.unread equals:
      """
      [0, 1]
      """
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.userMessageResult.unread equals:
      """
      [0, 0]
      """

  @C36.1
  Scenario: The older page may be read first
    When "Toby" calls listMessages with:
      | count  | 10               |
      | lastId | 1617987103601000 |
    Then result.list.#.userMessageResult.unread equals:
      """
      [1]
      """
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.userMessageResult.unread equals:
      """
      [1, 0]
      """

  @C36.1
  Scenario: Page after page, each message is new
    When "Toby" reads all pages of listMessages with:
      | count | 1 |
    Then items has 2 items
    And every items.#.userMessageResult.unread is 1
    When "Toby" reads all pages of listMessages with:
      | count | 1 |
    Then every items.#.userMessageResult.unread is 0

  @C36.1
  Scenario: What comes later is new again
    When "Toby" calls listMessages with:
      | count | 10 |
    And "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    And "Toby" calls listMessages with:
      | count | 10 |
    Then result.list.#.userMessageResult.unread equals:
      """
      [1, 0, 0]
      """

  @C36.1 @C36.2
  Scenario: A list that was refused has read nothing
    When "Toby" calls listMessages with:
      | count | 0 |
    Then it fails with 0 "count只能在0到100之间"
    When "Toby" calls getUnreadTotal
    Then result is 2
    When "Toby" calls listMessages with:
      | count | 10 |
    Then every result.list.#.userMessageResult.unread is 1

  @C36.1 @C36.2
  Scenario: Others read nothing of it
    When "Tony" calls listMessages with:
      | count | 10 |
    Then result.list has 0 items
    When "Toby" calls getUnreadTotal
    Then result is 2
    When "Toby" calls listMessages with:
      | count | 10 |
    Then every result.list.#.userMessageResult.unread is 1

  @C36.1 @C36.2
  Scenario: Nor does asking for the total read anything
    When "Toby" calls getUnreadTotal
    And "Toby" calls getUnreadTotal
    Then result is 2
    When "Toby" calls listMessages with:
      | count | 10 |
    Then every result.list.#.userMessageResult.unread is 1

  @C36.2
  Scenario: Each message counts once
    When "铭恺" calls getUnreadTotal
    Then result is 0
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls getUnreadTotal
    Then result is 1
    When "Tony" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls getUnreadTotal
    Then result is 2

  @C36.2
  Scenario Outline: Any list sets the total to 0, whatever is on its page
    When "Toby" calls listMessages with:
      | count  | <count> |
      | lastId | <after> |
    Then result.list has <listed> items
    When "Toby" calls getUnreadTotal
    Then result is 0

    Examples:
      | count | after            | listed |
      | 10    |                  | 2      |
      | 1     |                  | 1      |
      | 10    | 1617987103601000 | 1      |
      | 10    | 1617986857810000 | 0      |

  @C36.2
  Scenario: It counts from there
    When "Toby" calls listMessages with:
      | count  | 10               |
      | lastId | 1617986857810000 |
    And "Tony" calls sendCard with:
      | uid | {Toby's uid} |
    And "Toby" calls getUnreadTotal
    Then result is 1
    When "Toby" calls listMessages with:
      | count | 10 |
    Then every result.list.#.userMessageResult.unread is 1
    When "Toby" calls getUnreadTotal
    Then result is 0

  @C36.2
  Scenario: An empty list hides nothing that comes later
    When "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list has 0 items
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls getUnreadTotal
    Then result is 1

  @C36.3
  Scenario: The total is a bare number
    When "Toby" calls getUnreadTotal
    Then @this equals:
      """
      {"result": 2, "message": "Success", "status": 1}
      """
    When "Tony" calls getUnreadTotal
    Then @this equals:
      """
      {"result": 0, "message": "Success", "status": 1}
      """

  @C36.4
  Scenario: Who has no profile yet may ask for the total
    When "Newcomer" calls getUnreadTotal
    Then @this equals:
      """
      {"result": 0, "message": "Success", "status": 1}
      """
    When "Newcomer" calls listMessages with:
      | count | 10 |
    Then it fails with 200000 "用户资料未初始化"

  @C36.4
  Scenario: So may who has just registered
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    And this log-in is remembered as "Nova"
    And "Nova" calls getUnreadTotal
    Then result is 0

  @C36.1
  Scenario: An attachment of an official is listed as one
    Given the messages row 1617987103601000 changes to:
      | messageType    | -1 |
      | originPushType | 1  |
    When "Toby" calls listMessages with:
      | count | 1 |
    Then result.list.0.userMessageResult.messageType is -1
    And result.list.0.userMessageResult.originPushType is 1
