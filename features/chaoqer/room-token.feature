@chaoqer
Feature: The token with which a client joins a room's sound

  @C52.1
  Scenario Outline: A token is 006, the app's id and 104 characters of Base64: <roomId>
    When "<persona>" calls getRoomToken with:
      | roomId | <roomId> |
    Then result.token is remembered as "token"
    And @this equals:
      """
      {"result": {"roomId": "<roomId>", "token": "{token}"}, "message": "Success", "status": 1}
      """
    And result.@values.#(%"006????????????????????????????????IA??????????????????????????????????????????????????????????????????????????????????????????????????????") is {token}

    Examples:
      | persona | roomId                           |
      | Toby    | e8c7d8325a7143e69648dbc799565f93 |
      | 枫叶    | 7b641bee240e4d84ad1a7f44b9811406 |
      | 铭恺    | 73470423d7154aeb89cb61aec025a7f2 |

  @C52.2
  Scenario: Everybody gets the same token, whenever they come
    When "Toby" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.token is remembered as "token"
    When "铭恺" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.token is {token}
    When 1h pass
    And "枫叶" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.token is {token}

  @C52.1
  Scenario: Another room has another token
    When "Toby" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.token is remembered as "token"
    When "Toby" calls getRoomToken with:
      | roomId | 6d54737e3dda4ae4abf07acacea3d7a1 |
    Then result.roomId is 6d54737e3dda4ae4abf07acacea3d7a1
    And result.token is not {token}

  @C13.10
  Scenario: A token may be fetched again at once
    When "Toby" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.token is remembered as "token"
    When "Toby" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then it succeeds
    And result.token is {token}

  @C52.3
  Scenario Outline: Whom the host has blocked stays outside: <name>
    When "Tony" calls getRoomToken with:
      | roomId | <roomId> |
    Then it fails with 400001 "无法加入此活动"
    When "Tony" calls getRoom with:
      | roomId | <roomId> |
    Then result.name is <name>
    And result.memberTotal is <members>

    Examples:
      | name     | roomId                           | members |
      | 产品活动 | e8c7d8325a7143e69648dbc799565f93 | 0       |
      | 测试     | cda55a0bfb834f5ab18eb0867f01017a | 1       |

  @C52.3
  Scenario: From the block on
    When "铭恺" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then it succeeds
    When "枫叶" calls block with:
      | uid | {铭恺's uid} |
    And "铭恺" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then it fails with 400001 "无法加入此活动"
    When "Toby" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then it succeeds

  @C52.3
  Scenario: Other people's blocks, and those of the host by others, bar nobody
    When "Tony" calls getRoomToken with:
      | roomId | 7b641bee240e4d84ad1a7f44b9811406 |
    Then it succeeds
    When "铭恺" calls block with:
      | uid | {Toby's uid} |
    And "铭恺" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then it succeeds
    When "Tony" calls createRoom with:
      | name   | 超圈分享                         |
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then result.roomId is remembered as "room"
    When "Toby" calls getRoomToken with:
      | roomId | {room} |
    Then it succeeds

  @C52.4
  Scenario: Whom the host has unblocked comes in
    When "Tony" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then it fails with 400001 "无法加入此活动"
    When "Toby" calls unblock with:
      | uid | {Tony's uid} |
    And "Tony" calls getRoomToken with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then it succeeds
    And result.roomId is e8c7d8325a7143e69648dbc799565f93
    When "Tony" calls getRoom with:
      | roomId | e8c7d8325a7143e69648dbc799565f93 |
    Then result.memberList.#.uid equals:
      """
      ["{Tony's uid}"]
      """

  @C52.5
  Scenario Outline: There is no token for a room that is not there, or no more: <persona> <roomId>
    When "<persona>" calls getRoomToken with:
      | roomId | <roomId> |
    Then it fails with 400000 "活动不存在"

    Examples: one that nobody knows, one that is closed, one whose host has blocked the caller as well
      | persona | roomId                           |
      | 铭恺    | 00000000000000000000000000000000 |
      | 铭恺    | c45e03f148de498f92d63cfc31690abb |
      | Toby    | c45e03f148de498f92d63cfc31690abb |
      | Tony    | c45e03f148de498f92d63cfc31690abb |

  @C52.6
  Scenario Outline: Neither a club nor an invitation is asked for: <persona> <roomId>
    When "<persona>" calls getRoomToken with:
      | roomId | <roomId> |
    Then it succeeds
    And result.roomId is <roomId>
    When "<persona>" calls getRoom with:
      | roomId | <roomId> |
    Then result.memberTotal is 1
    And result.memberList.0.uid is {<persona>'s uid}

    Examples:
      | persona | roomId                           |
      | 枫叶    | e8c7d8325a7143e69648dbc799565f93 |
      | 枫叶    | 73470423d7154aeb89cb61aec025a7f2 |
      | Tony    | 73470423d7154aeb89cb61aec025a7f2 |
