@chaoqer
Feature: Every refusal of clubs, rooms, events, pictures and pages says what it is
  The diagnosis begins with the id of the refusal, which never changes, and ends with the rule that documents it. Where the
  answer has no body, the Message of the document's table comes next.

  Scenario Outline: A business rule: <id>, <operation>
    When "<persona>" calls <operation> with:
      | clubId        | <key>        |
      | roomId        | <key>        |
      | roomCacheId   | <key>        |
      | eventId       | <key>        |
      | uid           | {Tony's uid} |
      | name          | Night        |
      | eventTime     | <time>       |
      | memberUidList | ["<member>"] |
    Then the diagnosis says "<id>"
    And the journal's entry has the verdict <id>
    And the diagnosis says "(<rule>)"
    And message is <message>

    @C51.4
    Examples:
      | id             | rule | persona | operation | key     | time | member | message    |
      | room-not-found | C51  | Toby    | getRoom   | nowhere | 1    | x      | 活动不存在 |

    @C52.5
    Examples:
      | id             | rule | persona | operation    | key                              | time | member | message    |
      | room-not-found | C51  | Toby    | getRoomToken | c45e03f148de498f92d63cfc31690abb | 1    | x      | 活动不存在 |

    @C53.2
    Examples:
      | id             | rule | persona | operation | key                              | time | member | message    |
      | room-not-found | C51  | 枫叶    | closeRoom | cda55a0bfb834f5ab18eb0867f01017a | 1    | x      | 活动不存在 |

    @C54.5
    Examples:
      | id             | rule | persona | operation | key     | time | member | message    |
      | room-not-found | C51  | Toby    | cacheRoom | nowhere | 1    | x      | 活动不存在 |

    @C55.7
    Examples:
      | id             | rule | persona | operation    | key     | time | member | message    |
      | room-not-found | C51  | Toby    | inviteToRoom | nowhere | 1    | x      | 活动不存在 |

    @C77.5
    Examples:
      | id             | rule | persona | operation | key     | time | member | message    |
      | room-not-found | C51  | Toby    | getH5Room | nowhere | 1    | x      | 活动不存在 |

    @C52.3
    Examples:
      | id          | rule | persona | operation    | key                              | time | member | message        |
      | room-barred | C52  | Tony    | getRoomToken | cda55a0bfb834f5ab18eb0867f01017a | 1    | x      | 无法加入此活动 |

    @C41.5
    Examples:
      | id             | rule | persona | operation | key     | time | member | message    |
      | club-not-found | C41  | Toby    | getClub   | nowhere | 1    | x      | 圈子不存在 |
      | club-not-found | C41  | Toby    | joinClub  | nowhere | 1    | x      | 圈子不存在 |

    @C42.4
    Examples:
      | id             | rule | persona | operation | key                              | time | member | message    |
      | club-not-found | C41  | 枫叶    | leaveClub | ea01330db4ad49288dce2b8bcb00240b | 1    | x      | 圈子不存在 |

    @C50.4
    Examples:
      | id             | rule | persona | operation  | key                              | time | member | message    |
      | club-not-found | C41  | 枫叶    | createRoom | ea01330db4ad49288dce2b8bcb00240b | 1    | x      | 圈子不存在 |

    @C77.6
    Examples:
      | id             | rule | persona | operation | key     | time | member | message    |
      | club-not-found | C41  | Toby    | getH5Club | nowhere | 1    | x      | 圈子不存在 |

    @C42.5
    Examples:
      | id            | rule | persona | operation | key                              | time | member | message                |
      | creator-stays | C42  | Toby    | leaveClub | ea01330db4ad49288dce2b8bcb00240b | 1    | x      | 创建人暂时无法退出圈子 |

    @C66.2
    Examples:
      | id              | rule | persona | operation | key     | time | member | message    |
      | event-not-found | C66  | Toby    | getEvent  | nowhere | 1    | x      | 日程不存在 |

    @C62.6
    Examples:
      | id              | rule | persona | operation   | key     | time | member | message    |
      | event-not-found | C66  | Toby    | deleteEvent | nowhere | 1    | x      | 日程不存在 |

    @C60.7
    Examples:
      | id              | rule | persona | operation | key                              | time | member       | message    |
      | event-not-found | C66  | Tony    | editEvent | 6bdcf14e7fd742bcb9198d60e5452d8c | 1    | {Tony's uid} | 日程不存在 |

    @C77.8
    Examples:
      | id              | rule | persona | operation  | key     | time | member | message    |
      | event-not-found | C66  | Toby    | getH5Event | nowhere | 1    | x      | 日程不存在 |

    @C60.4
    Examples:
      | id           | rule | persona | operation   | key | time               | member       | message  |
      | event-time   | C60  | Toby    | createEvent | x   | 999999999999999999 | {Toby's uid} | 参数错误 |
      | event-time   | C60  | Toby    | createEvent | x   | -99999999999       | {Toby's uid} | 参数错误 |
      | not-a-member | C60  | Toby    | createEvent | x   | 1718020800000      | {Tony's uid} | 参数错误 |

    @C60.8
    Examples:
      | id           | rule | persona | operation | key                              | time          | member       | message  |
      | not-a-member | C60  | Toby    | editEvent | 6bdcf14e7fd742bcb9198d60e5452d8c | 1718020800000 | {Tony's uid} | 参数错误 |

    @C62.3
    Examples:
      | id            | rule | persona | operation | key                              | time          | member       | message                  |
      | event-started | C62  | 枫叶    | editEvent | d74b3a79a39742aa80999455cc5a634a | 1718020800000 | {枫叶's uid} | 无法编辑已绑定活动的日程 |

    @C62.4
    Examples:
      | id            | rule | persona | operation   | key                              | time | member | message                  |
      | event-started | C62  | 枫叶    | deleteEvent | d74b3a79a39742aa80999455cc5a634a | 1    | x      | 无法删除已绑定活动的日程 |

    @C62.5
    Examples:
      | id            | rule | persona | operation   | key                              | time | member | message                  |
      | event-started | C62  | Toby    | notifyEvent | d74b3a79a39742aa80999455cc5a634a | 1    | x      | 无法预约已绑定活动的日程 |

    @C64.2
    Examples:
      | id           | rule | persona | operation   | key                              | time | member | message                    |
      | event-member | C64  | Toby    | notifyEvent | 6bdcf14e7fd742bcb9198d60e5452d8c | 1    | x      | 嘉宾或者主持人无法预约日程 |

    @C64.3
    Examples:
      | id         | rule | persona | operation   | key                              | time | member | message              |
      | event-past | C64  | Tony    | notifyEvent | 8cb9cbc876db40b89c5635dd8ff8d0d0 | 1    | x      | 无法预约已过期的日程 |

    @C65.2
    Examples:
      | id            | rule | persona | operation  | key                              | time | member | message  |
      | not-permitted | C65  | Tony    | startEvent | 6bdcf14e7fd742bcb9198d60e5452d8c | 1    | x      | 权限不足 |

    @C65.3
    Examples:
      | id        | rule | persona | operation  | key                              | time | member | message        |
      | too-early | C65  | 枫叶    | startEvent | 99f43e8566b4413288fb02e0f4a9acc3 | 1    | x      | 日程时间未开始 |

    @C65.4
    Examples:
      | id       | rule | persona | operation  | key                              | time | member | message        |
      | too-late | C65  | 枫叶    | startEvent | 8cb9cbc876db40b89c5635dd8ff8d0d0 | 1    | x      | 日程时间已过期 |

  @C72.3
  Scenario: A client that has the newest version
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 19 |
    Then the diagnosis names version-newest
    And the diagnosis says "(C72)"

  @C53.2
  Scenario: Why a room is not found by who is not its host
    When "枫叶" calls closeRoom with:
      | roomId | cda55a0bfb834f5ab18eb0867f01017a |
    Then the diagnosis says "room-not-found: the room does not exist, is closed already, or has another host (C51)"

  @C60.7
  Scenario: Why an event is not found by who is no member of it
    When "Tony" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | Night                            |
      | eventTime     | 1                                |
      | memberUidList | ["{Tony's uid}"]                 |
    Then the diagnosis says "event-not-found: only the event's members may edit it (C66)"

  @C75.1
  Scenario Outline: The WeChat login: <id>
    Given <time> pass
    And the header "Cookie" is sent as "<cookie>"
    When a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then the status is 401
    And the journal's entry has the verdict <id>
    And the diagnosis says "<id>: Authorized Failed: <says>"
    And the diagnosis says "(C75)"

    Examples:
      | id             | time | cookie                           | says                                                                                         |
      | weixin-missing | 0s   | a=b                              | no cookie chaoqer_wx_code; open the page in a browser, or POST /__admin/chaoqer/weixin/codes |
      | weixin-unknown | 0s   | chaoqer_wx_code=x                | the mock has not issued this code in session {session}                                       |
      | weixin-expired | 720h | chaoqer_wx_code=toby-weixin-code | the code expired at                                                                          |

  @C70.7
  Scenario Outline: An upload that is denied: <says>
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    When <time> pass
    And this request is sent:
      """
      PUT <target>
      Content-Type: image/jpeg

      x
      """
    Then the status is 403
    And the journal's entry has the verdict upload-denied
    And the diagnosis says "upload-denied: Forbidden: <says>"
    And the diagnosis says "(C70)"

    Examples:
      | target                                                                             | time | says                                               |
      | /__aliyun/{session}/image/{Toby's uid}/avatar/00000000000000000000000000000000.jpg | 0s   | nobody was given this address in session {session} |
      | {address}0                                                                         | 0s   | the address is not the one that was given          |
      | {address}                                                                          | 600s | the address expired at                             |

  @C70.8
  Scenario Outline: An upload of the wrong type: "<type>"
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    When this request is sent:
      """
      PUT {address}
      Content-Type: <type>

      x
      """
    Then the status is 415
    And the journal's entry has the verdict upload-type
    And the diagnosis says "upload-type: Unsupported Media Type: got "
    And the diagnosis says "<type>"
    And the diagnosis says ", want image/jpeg, image/png, image/webp (C70)"

    Examples:
      | type      |
      | image/gif |
      |           |

  @C70.6
  Scenario Outline: A picture that nobody put there: <picture>
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.imageURL is remembered as "picture"
    When this request is sent:
      """
      GET <picture>
      """
    Then the status is 404
    And the body is empty
    And the journal's entry has the verdict picture-not-found
    And the diagnosis says "picture-not-found: Not Found"
    And the diagnosis says "(C70)"

    Examples:
      | picture                                                                            |
      | {picture}                                                                          |
      | /__aliyun/{session}/image/{Toby's uid}/avatar/00000000000000000000000000000000.jpg |

  @C75.6
  Scenario Outline: A visit to the authorization page that nobody was sent on: <method>
    When this request is sent:
      """
      <method> /__weixin/{session}/authorize<query>
      Content-Type: application/x-www-form-urlencoded

      <body>
      """
    Then the status is 403
    And the body is empty
    And the journal's entry has the verdict visit-unknown
    And the diagnosis says "visit-unknown: Forbidden"
    And the diagnosis says "(C75)"

    Examples:
      | method | query    | body                     |
      | GET    | ?state=x |                          |
      | POST   |          | state=x&uid={Toby's uid} |

  @C75.6
  Scenario Outline: A visit leads back once, and by somebody who can be seen: <uid>
    When this request is sent:
      """
      GET /h5/club/1
      Accept: text/html
      """
    Then the answer's header "Location" is remembered as "page"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.state is remembered as "state"
    When this request is sent:
      """
      POST /__weixin/{session}/authorize
      Content-Type: application/x-www-form-urlencoded

      state={state}&uid=<uid>
      """
    Then the status is 403
    And the body is empty
    And the journal's entry has the verdict user-unknown
    And the diagnosis says "user-unknown: Forbidden"
    And the diagnosis says "(C75)"
    When this request is sent:
      """
      POST /__weixin/{session}/authorize
      Content-Type: application/x-www-form-urlencoded

      state={state}&uid={Toby's uid}
      """
    Then the status is 303
    When this request is sent:
      """
      POST /__weixin/{session}/authorize
      Content-Type: application/x-www-form-urlencoded

      state={state}&uid={Toby's uid}
      """
    Then the status is 403
    And the diagnosis names visit-unknown
    When this request is sent:
      """
      GET {page}
      """
    Then the status is 403
    And the diagnosis names visit-unknown

    Examples:
      | uid              |
      | {Newcomer's uid} |
      | {Frost's uid}    |
      | nobody           |

  @C75.6
  Scenario Outline: The authorization page needs <what>
    When this request is sent:
      """
      <method> /__weixin/{session}/authorize
      Content-Type: application/x-www-form-urlencoded

      <body>
      """
    Then the status is 400
    And the diagnosis names bad-request
    And the diagnosis says "(C75)"

    Examples:
      | what     | method | body             |
      | a visit  | GET    |                  |
      | a visit  | POST   | uid={Toby's uid} |
      | somebody | POST   | state=x          |

  @C70.7
  Scenario Outline: What the mock does not play beside the gateway: <id>
    When this request is sent:
      """
      <method> /__aliyun/{session}/image/1/cover/<file>
      """
    Then the status is <status>
    And the body is empty
    And the journal's entry has the verdict <id>
    And the diagnosis says "(C70)"

    Examples:
      | id                 | method | file                                 | status |
      | path-unknown       | GET    | 1.jpg                                | 404    |
      | method-not-allowed | POST   | 00000000000000000000000000000000.jpg | 405    |
