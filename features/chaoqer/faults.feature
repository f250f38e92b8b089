@chaoqer
Feature: Every failure of the gateway can be had on purpose

  @C04.3 @C19.2
  Scenario Outline: <operation> answers what only trouble brings about
    Given <operation> will answer with status 403 once
    And <operation> will answer with status 500 once
    And <operation> will answer with status 503 once
    And <operation> will answer with status 504 once
    And <operation> will fail with error code 200003 once
    When a stranger calls <operation> with:
      | uid         | 250228d2eb8e4db8b4fc6b8e3e2a902d |
      | clubId      | ea01330db4ad49288dce2b8bcb00240b |
      | roomId      | cda55a0bfb834f5ab18eb0867f01017a |
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | eventId     | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | jPushId     | 1                                |
      | linkMD5     | 00000000000000000000000000000000 |
    Then the status is 403
    And the body is empty
    And the diagnosis says "fault-planned: Forbidden"
    When a stranger calls <operation> with:
      | uid         | 250228d2eb8e4db8b4fc6b8e3e2a902d |
      | clubId      | ea01330db4ad49288dce2b8bcb00240b |
      | roomId      | cda55a0bfb834f5ab18eb0867f01017a |
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | eventId     | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | jPushId     | 1                                |
      | linkMD5     | 00000000000000000000000000000000 |
    Then the status is 500
    And the body is empty
    And the diagnosis says "fault-planned: Internal Server Error"
    When a stranger calls <operation> with:
      | uid         | 250228d2eb8e4db8b4fc6b8e3e2a902d |
      | clubId      | ea01330db4ad49288dce2b8bcb00240b |
      | roomId      | cda55a0bfb834f5ab18eb0867f01017a |
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | eventId     | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | jPushId     | 1                                |
      | linkMD5     | 00000000000000000000000000000000 |
    Then the status is 503
    And the body is empty
    And the diagnosis says "fault-planned: Service Unavailable"
    When a stranger calls <operation> with:
      | uid         | 250228d2eb8e4db8b4fc6b8e3e2a902d |
      | clubId      | ea01330db4ad49288dce2b8bcb00240b |
      | roomId      | cda55a0bfb834f5ab18eb0867f01017a |
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | eventId     | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | jPushId     | 1                                |
      | linkMD5     | 00000000000000000000000000000000 |
    Then the status is 504
    And the body is empty
    And the diagnosis says "fault-planned: Gateway Timeout"
    When a stranger calls <operation> with:
      | uid         | 250228d2eb8e4db8b4fc6b8e3e2a902d |
      | clubId      | ea01330db4ad49288dce2b8bcb00240b |
      | roomId      | cda55a0bfb834f5ab18eb0867f01017a |
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | eventId     | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | jPushId     | 1                                |
      | linkMD5     | 00000000000000000000000000000000 |
    Then it fails with 200003 "消息不存在"
    And the diagnosis names fault-planned

    Examples:
      | operation         |
      | sendCaptcha       |
      | logIn             |
      | logOut            |
      | initProfile       |
      | updateProfile     |
      | getProfile        |
      | listBlocks        |
      | block             |
      | unblock           |
      | listMessages      |
      | getUnreadTotal    |
      | sendCard          |
      | deleteCard        |
      | listCards         |
      | createClub        |
      | listClubs         |
      | getClub           |
      | listClubMembers   |
      | joinClub          |
      | leaveClub         |
      | createRoom        |
      | listRooms         |
      | getRoom           |
      | getRoomToken      |
      | closeRoom         |
      | cacheRoom         |
      | inviteToRoom      |
      | createEvent       |
      | listEvents        |
      | editEvent         |
      | deleteEvent       |
      | getEvent          |
      | notifyEvent       |
      | startEvent        |
      | uploadImage       |
      | setPush           |
      | getVersionUpgrade |
      | sendFeedback      |
      | sendReport        |
      | getLinkPreview    |
      | getH5WeixinConfig |
      | getH5Room         |
      | getH5Club         |
      | getH5Profile      |
      | getH5Event        |

  @C19.2
  Scenario Outline: Any code of the table can be had: <code>
    Given createClub will fail with error code <code>
    When "Toby" calls createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then it fails with <code> "<message>"
    And the journal's entry has the verdict fault-planned
    When "Toby" calls createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then it fails with <code> "<message>"
    When a stranger calls admin.clearFaults
    Then removed is 1
    When "Toby" calls listClubs with:
      | count | 1 |
    Then result.list.0.clubResult.name is 业余足球圈

    Examples:
      | code   | message            |
      | -1     | 短时间内重复调用   |
      | 0      | 默认错误码         |
      | 100000 | 账号不存在         |
      | 100001 | 账号已存在         |
      | 100002 | 账号已被冻结       |
      | 200000 | 用户资料未初始化   |
      | 200001 | 用户资料已初始化   |
      | 200002 | 用户不存在         |
      | 200003 | 消息不存在         |
      | 400000 | 活动不存在         |
      | 400001 | 无法加入此活动     |
      | 500000 | 圈子不存在         |
      | 600000 | 日程不存在         |

  @C04.3
  Scenario Outline: Every status of the document's table can be had, and nothing is executed: <status>
    Given createClub will answer with status <status> once
    When "Toby" calls createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then the status is <status>
    And the body is empty
    And the diagnosis says ": <message>: the answer is <status>; fault "
    And the journal's entry has the verdict fault-planned
    When "Toby" calls createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then it succeeds

    Examples:
      | status | message               |
      | 400    | Params Not Valid      |
      | 401    | Authorized Failed     |
      | 403    | Forbidden             |
      | 404    | Not Found             |
      | 405    | Method Not Allowed    |
      | 500    | Internal Server Error |
      | 503    | Service Unavailable   |
      | 504    | Gateway Timeout       |

  @C04.3
  Scenario: A fault strikes before the repeated call is looked at, and the call does not count
    Given createClub will answer with status 503 once
    When "Toby" calls createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then the status is 503
    When "Toby" calls createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then it succeeds
    When "Toby" calls createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then it fails with -1 "短时间内重复调用"
