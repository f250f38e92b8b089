@chaoqer
Feature: Invitations to a room
  They reach those whose cards the inviter has: 铭恺's and 枫叶's are in Toby's folder, Tony's is in nobody's.

  @C55.1
  Scenario: An invitation is confirmed
    When "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    Then @this equals:
      """
      {"result": {}, "message": "邀请成功", "status": 1}
      """

  @C55.1
  Scenario Outline: It reaches who has given the inviter a card: <inviter> invites <user>
    When "<inviter>" calls inviteToRoom with:
      | roomId | <roomId>       |
      | uid    | {<user>'s uid} |
    Then it succeeds with the message "邀请成功"
    When "<user>" calls getUnreadTotal
    Then result is 1
    When "<user>" calls listMessages with:
      | count | 10 |
    Then result.list has 1 items
    And result.list.0.userMessageResult.originUid is {<inviter>'s uid}
    And result.list.0.userMessageResult.messageBody.url is chaoqer://room/<roomId>

    Examples: by the host, by somebody in the club, by somebody who is in neither
      | inviter | user | roomId                           |
      | Toby    | 铭恺 | e8c7d8325a7143e69648dbc799565f93 |
      | Toby    | 枫叶 | cda55a0bfb834f5ab18eb0867f01017a |
      | Tony    | 铭恺 | e8c7d8325a7143e69648dbc799565f93 |
      | Tony    | 枫叶 | 73470423d7154aeb89cb61aec025a7f2 |
      | Toby    | 枫叶 | 73470423d7154aeb89cb61aec025a7f2 |

  @C35.2
  Scenario: The message of an invitation
    When "Toby" calls inviteToRoom with:
      | roomId | 73470423d7154aeb89cb61aec025a7f2 |
      | uid    | {枫叶's uid}                     |
    And "枫叶" calls getUnreadTotal
    Then result is 1
    When "枫叶" calls listMessages with:
      | count | 10 |
    Then result.list.0.messageId is remembered as "id"
    And result.list equals:
      """
      [
        {
          "messageId": {id}, "sequenceId": "{id}",
          "userMessageResult": {
            "messageId": {id}, "uid": "{枫叶's uid}", "originUid": "{Toby's uid}", "originPushType": 2, "messageType": 0,
            "messageBody": {
              "title": "Toby邀请你加入活动", "content": "私密活动", "url": "chaoqer://room/73470423d7154aeb89cb61aec025a7f2"
            },
            "unread": 1, "createTime": "<integer>"
          }
        }
      ]
      """

  @C35.2
  Scenario: A room without name is told by the inviter's
    When "枫叶" calls createRoom with:
      | name   |  |
      | clubId |  |
    Then result.roomId is remembered as "room"
    When "Toby" calls inviteToRoom with:
      | roomId | {room}       |
      | uid    | {铭恺's uid} |
    And "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list.0.userMessageResult.messageBody equals:
      """
      {"title": "Toby邀请你加入活动", "content": "Toby创建的活动", "url": "chaoqer://room/{room}"}
      """

  @C35.2
  Scenario: Its title has the nickname that the inviter has by now
    When "Toby" calls updateProfile with:
      | nickname | Tobias     |
      | avatar   | tobias.png |
    And "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    And "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list.0.userMessageResult.messageBody.title is Tobias邀请你加入活动
    And result.list.0.userMessageResult.messageBody.content is 产品活动

  @C35.2
  Scenario Outline: It is the invited user's, and nobody else's: <persona>
    When "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    And "<persona>" calls getUnreadTotal
    Then result is <total>

    Examples:
      | persona | total |
      | 铭恺    | 1     |
      | 枫叶    | 0     |
      | Tony    | 0     |
      | Toby    | 2     |

  @C55.2
  Scenario Outline: Who has given the inviter no card gets no message: <inviter> invites <user>
    When "<inviter>" calls inviteToRoom with:
      | roomId | 73470423d7154aeb89cb61aec025a7f2 |
      | uid    | {<user>'s uid}                   |
    Then @this equals:
      """
      {"result": {}, "message": "邀请成功", "status": 1}
      """
    When "<user>" calls getUnreadTotal
    Then result is <total>
    When "<user>" calls listMessages with:
      | count | 10 |
    Then result.list has <total> items

    Examples: cards in neither folder, the inviter's in the user's, oneself
      | inviter | user | total |
      | 铭恺    | 枫叶 | 0     |
      | 枫叶    | 铭恺 | 0     |
      | Toby    | Tony | 0     |
      | 枫叶    | Toby | 2     |
      | Toby    | Toby | 2     |

  @C55.2
  Scenario: Once they have, they do
    When "铭恺" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {枫叶's uid}                     |
    And "枫叶" calls getUnreadTotal
    Then result is 0
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {枫叶's uid}                     |
    And "枫叶" calls getUnreadTotal
    Then result is 1

  @C55.3
  Scenario: Who has deleted a card does not reach its sender any more
    When "Toby" calls deleteCard with:
      | uid | {铭恺's uid} |
    And "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    Then it succeeds with the message "邀请成功"
    When "铭恺" calls getUnreadTotal
    Then result is 0
    When "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list has 0 items

  @C55.4
  Scenario: Who is in the room already is not called
    When "铭恺" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    Then it succeeds with the message "邀请成功"
    When "铭恺" calls getUnreadTotal
    Then result is 0
    When "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list has 0 items

  @C55.4
  Scenario: Who is in another one, or has only looked, is
    When "铭恺" calls getRoomToken with:
      | roomId | 6d54737e3dda4ae4abf07acacea3d7a1 |
    And "铭恺" calls getRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "枫叶" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    And "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    And "铭恺" calls getUnreadTotal
    Then result is 1

  @C55.5 @C13.10
  Scenario Outline: Two invitations are two messages: <time> later
    When "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    And <time> pass
    And "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    Then it succeeds with the message "邀请成功"
    When "铭恺" calls getUnreadTotal
    Then result is 2
    When "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list has 2 items
    And every result.list.#.userMessageResult.messageBody.url is chaoqer://room/e8c7d8325a7143e69648dbc799565f93
    And result.list.#.messageId is in descending order

    Examples:
      | time |
      | 1ms  |
      | 1h   |

  @C55.5 @C13.10
  Scenario: Even at once
    When "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    And "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {铭恺's uid}                     |
    Then it succeeds with the message "邀请成功"
    When "铭恺" calls getUnreadTotal
    Then result is 2

  @C55.6
  Scenario Outline: Whom nobody knows may be invited: <uid>
    When "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | <uid>                            |
    Then @this equals:
      """
      {"result": {}, "message": "邀请成功", "status": 1}
      """

    Examples:
      | uid                              |
      | 00000000000000000000000000000000 |
      | {Newcomer's uid}                 |

  @C55.6 @C35.2
  Scenario: Who has no profile yet finds no invitation when they have one
    When "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | {Newcomer's uid}                 |
    And "Newcomer" calls getUnreadTotal
    Then result is 0

  @C17.3
  Scenario Outline: The uid of an invitation has any shape: <uid>
    When "Toby" calls inviteToRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
      | uid    | <uid>                            |
    Then it succeeds with the message "邀请成功"

    Examples:
      | uid                              |
      | 1                                |
      | 250228D2EB8E4DB8B4FC6B8E3E2A902D |
      | 250228d2eb8e4db8b4fc6b8e         |
      | 枫 叶                            |
      | x.y:z                            |

  @C55.7
  Scenario Outline: Nobody is invited to a room that is not there, or no more: <roomId> <uid>
    When "Toby" calls inviteToRoom with:
      | roomId | <roomId> |
      | uid    | <uid>    |
    Then it fails with 400000 "活动不存在"
    When "铭恺" calls getUnreadTotal
    Then result is 0

    Examples:
      | roomId                           | uid                              |
      | 00000000000000000000000000000000 | {铭恺's uid}                     |
      | c45e03f148de498f92d63cfc31690abb | {铭恺's uid}                     |
      | c45e03f148de498f92d63cfc31690abb | {Tony's uid}                     |
      | 00000000000000000000000000000000 | 00000000000000000000000000000000 |
