@chaoqer
Feature: Every call is signed
  sign is the MD5 of all other parameters and the secret: the user's where Authorization is sent, else the default one.

  @C08.1
  Scenario: Who is logged in signs with their own secret, where no login is needed too
    Given calls are signed with the secret "{Toby's secret}"
    When "Toby" calls getUnreadTotal
    Then it succeeds
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds
    Given calls are signed with the secret of "Tony"
    When "Toby" calls getUnreadTotal
    Then the status is 401
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401

  @C08.2
  Scenario: Who is not logged in signs with the default secret
    Given calls are signed with the secret "Hx!0k!K}5E.]EoP"
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds
    Given calls are signed with the secret "hx!0k!K}5E.]EoP"
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401

  @C08.3
  Scenario Outline: The letter case of sign does not matter: <sign>
    When this request is sent:
      """
      GET /user/message/unread_total?ts=1620736603909&sign=<sign>
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then it succeeds
    And result is 2

    Examples:
      | sign                             |
      | 9C865014A575D4DAA12C9597D0267DFA |
      | 9c865014A575d4DAA12c9597d0267dFa |

  @C08.4
  Scenario: ts is signed too
    Given after signing "ts" is changed to "1620736603909"
    When "Toby" calls getUnreadTotal
    Then the status is 401
    When "Toby" calls block with:
      | uid | {Tony's uid} |
    Then the status is 401

  @C08.4
  Scenario: Any ts will do that is signed
    When "Toby" calls getUnreadTotal with:
      | ts | 1620736603909 |
    Then it succeeds

  @C08.5
  Scenario Outline: Path variables are not signed: <uid>
    When this request is sent:
      """
      GET /user/<uid>/profile?ts=1620736603909&sign=9c865014a575d4daa12c9597d0267dfa
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then it succeeds
    And result.uid is "<uid>"

    Examples:
      | uid                              |
      | 250228d2eb8e4db8b4fc6b8e3e2a902d |
      | a5f00712b45b499eb15e99d77138d02d |

  @C08.5
  Scenario: Who signs them signs something else
    When this request is sent:
      """
      GET /user/250228d2eb8e4db8b4fc6b8e3e2a902d/profile?ts=1620736603909&sign=a94cc16bbf9ad96ae6cc9f1c7abcab1d
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then the status is 401
    And the diagnosis names sign-mismatch

  @C09.1
  Scenario: Without sign
    Given calls are not signed
    When "Toby" calls getUnreadTotal
    Then the status is 400
    And the body is empty
    When "Toby" calls updateProfile with:
      | nickname | Toby  |
      | avatar   | a.jpg |
    Then the status is 400
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 400
    And the diagnosis names sign-missing

  @C09.2
  Scenario: Without ts
    Given calls carry no ts
    When "Toby" calls getUnreadTotal
    Then the status is 400
    And the body is empty
    When "Toby" calls updateProfile with:
      | nickname | Toby  |
      | avatar   | a.jpg |
    Then the status is 400
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 400
    And the diagnosis names ts-missing

  @C09.3
  Scenario Outline: A parameter of a <place> that was altered after signing
    Given parameters are sent as <place>
    And after signing "nickname" is changed to "Mallory"
    When "Toby" calls updateProfile with:
      | nickname | Toby  |
      | avatar   | a.jpg |
    Then the status is 401
    And the body is empty
    Given calls are signed as they should be
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.avatar is not a.jpg

    Examples:
      | place |
      | JSON  |
      | form  |
      | query |

  @C09.3
  Scenario Outline: A time that was altered after signing: <operation>
    Given after signing "ts" is changed to "1620736603909"
    When "Toby" calls <operation>
    Then the status is 401
    And the body is empty
    And the diagnosis names sign-mismatch

    Examples:
      | operation         |
      | logOut            |
      | createClub        |
      | listClubs         |
      | createRoom        |
      | listRooms         |
      | uploadImage       |
      | getH5WeixinConfig |

  @C09.3
  Scenario Outline: A time that was altered after signing, and a path variable: <operation>
    Given after signing "ts" is changed to "1620736603909"
    When "Toby" calls <operation> with:
      | <variable> | {Tony's uid} |
      | <other>    | {Tony's uid} |
    Then the status is 401
    And the body is empty
    And the diagnosis names sign-mismatch

    Examples:
      | operation       | variable    | other |
      | getProfile      | uid         | count |
      | sendCard        | uid         | count |
      | deleteCard      | uid         | count |
      | getClub         | clubId      | count |
      | listClubMembers | clubId      | count |
      | joinClub        | clubId      | count |
      | leaveClub       | clubId      | count |
      | getRoom         | roomId      | count |
      | getRoomToken    | roomId      | count |
      | closeRoom       | roomId      | count |
      | cacheRoom       | roomId      | count |
      | inviteToRoom    | roomId      | uid   |
      | getH5Room       | roomCacheId | count |
      | getH5Profile    | uid         | count |
      | getH5Event      | eventId     | count |

  @C09.3
  Scenario: A parameter that was added after signing
    Given after signing "lastId" is changed to "1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d"
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then the status is 401
    Given calls are signed as they should be
    And "lastId=" is added to the query
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then the status is 401

  @C09.3
  Scenario: A signature that is none
    When "Toby" calls listBlocks with:
      | count | 10                               |
      | sign  | 00000000000000000000000000000000 |
    Then the status is 401
    When "Toby" calls listBlocks with:
      | count | 10     |
      | sign  | signed |
    Then the status is 401

  @C09.4
  Scenario: The default secret with Authorization
    Given calls are signed with the default secret
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the body is empty

  @C09.5
  Scenario: A user's secret without Authorization
    Given calls are signed with the secret of "Toby"
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the body is empty
    Given the header "Authorization" is not sent
    When "Toby" calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then the status is 401
    Given calls are signed with the default secret
    When "Toby" calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds

  @C09.6
  Scenario: What is wrong with the signature is told before what is wrong with a parameter
    Given calls are not signed
    When "Toby" calls listBlocks with:
      | count | 101 |
    Then the status is 400
    Given calls are signed with the secret "nobodys-secret"
    When "Toby" calls listBlocks with:
      | count | 101 |
    Then the status is 401
    When a stranger calls sendCaptcha
    Then the status is 401
    Given calls are signed as they should be
    When a stranger calls sendCaptcha
    Then it fails with 0 "手机号码不能为空"

  @C10.1
  Scenario: The first vector: a stranger's two parameters
    When this request is sent:
      """
      POST /account/captcha
      Content-Type: application/json

      {"countryCode":"86","mobile":"13800138000","ts":1620736603909,"sign":"b480fe91b20a75efb789754d838a0fba"}
      """
    Then it succeeds with the message "验证码已发送，请注意查收"

  @C10.2
  Scenario: The second vector: a stranger's three parameters
    When this request is sent:
      """
      POST /account/login/captcha
      Content-Type: application/json

      {"countryCode":"86","mobile":"13800138000","captcha":"8888","ts":1620736603909,"sign":"50aa9919fdf99acbb0f8358a62f2c3e7"}
      """
    Then it fails with 0 "验证码已过期，请重新获取验证码"

  @C10.3
  Scenario: The third vector: nothing but ts
    When this request is sent:
      """
      GET /user/message/unread_total?ts=1620736603909&sign=9c865014a575d4daa12c9597d0267dfa
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then it succeeds
    And result is 2

  @C10.4
  Scenario: The fourth vector: a first page
    When this request is sent:
      """
      GET /user/block?count=10&ts=1620736603909&sign=b4c0cef994a7c247a0e6d70c400d155a
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then it succeeds
    And result.list has 1 items

  @C10.5
  Scenario Outline: The fifth vector: a later page, <lastId>
    When this request is sent:
      """
      GET /user/block?count=10&lastId=<lastId>&ts=1620736603909&sign=ee4785e65587033ebfd9b9b1b763c2a0
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then it succeeds
    And result.list has 0 items

    Examples:
      | lastId                                           |
      | 1616747477657:250228d2eb8e4db8b4fc6b8e3e2a902d   |
      | 1616747477657%3A250228d2eb8e4db8b4fc6b8e3e2a902d |

  @C10.6
  Scenario: The sixth vector: a list, and texts in Chinese
    When this request is sent:
      """
      POST /user/250228d2eb8e4db8b4fc6b8e3e2a902d/block
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/json

      {
        "name": "测试日程",
        "desc": "测试介绍",
        "eventTime": 1620748800000,
        "memberUidList": ["6ce4443c8fcd4a2b8b407bda86ab4408", "800fd752a5284eeb82396fe7478175eb"],
        "ts": 1620736603909,
        "sign": "d6d18323326c0fc0d7c116f8404e6675"
      }
      """
    Then it succeeds with the message "拉黑成功"

  @C10.7
  Scenario: The seventh vector: slashes are not escaped
    When this request is sent:
      """
      POST /account/captcha
      Content-Type: application/json

      {"url":"https://dev-h5.chaoqer.com/room/1","ts":1620736603909,"sign":"49f7ab8635c4fe1099f58436af78defd"}
      """
    Then it fails with 0 "手机号码不能为空"

  @C10.8
  Scenario Outline: A null is signed <how>: <status>
    When this request is sent:
      """
      PUT /user/profile
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/json

      {"nickname":"Toby","avatar":"a.jpg","bio":null,"ts":1620736603909,"sign":"<sign>"}
      """
    Then the status is <status>

    Examples:
      | how        | sign                             | status |
      | as null    | ce296144906585ccbfa07da7ebd4544e | 200    |
      | as empty   | cf626227d9af79ddc58871e567f97a61 | 401    |
      | not at all | 6d76295d2862f3826d60d059290af183 | 401    |

  @C10.8
  Scenario: A null among other values
    When "Toby" calls block with:
      | uid          | {Tony's uid} |
      | none (JSON)  | null         |
      | yes (JSON)   | true         |
      | price (JSON) | 2.50         |
      | lines (JSON) | "a\\nb"      |
    Then it succeeds

  @C10.9
  Scenario Outline: A nested value is signed <how>: <status>
    When this request is sent:
      """
      POST /user/250228d2eb8e4db8b4fc6b8e3e2a902d/block
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/json

      {
        "extra": {"b": {"z": "超/圈<&>", "y": null}, "a": [null, {"d": 1, "c": 2}]},
        "ts": 1620736603909,
        "sign": "<sign>"
      }
      """
    Then the status is <status>

    Examples:
      | how                                                                    | sign                             | status |
      | as {"a":[null,{"c":2,"d":1}],"b":{"z":"超/圈<&>"}}                     | be1f59819c2edc6fff22293a570f057b | 200    |
      | unsorted, as {"b":{"z":"超/圈<&>"},"a":[null,{"d":1,"c":2}]}           | 64e46a62c6ecee11b25dd6ae6c9f0c7c | 401    |
      | with null, as {"a":[null,{"c":2,"d":1}],"b":{"y":null,"z":"超/圈<&>"}} | 95e27b6d49c201322ca4a5e656c83cb4 | 401    |
      | without null, as {"a":[{"c":2,"d":1}],"b":{"z":"超/圈<&>"}}            | 8d5a27cde731ecb3e2f983f0b72eb9be | 401    |

  @C10.9
  Scenario: What is empty stays
    When this request is sent:
      """
      POST /user/250228d2eb8e4db8b4fc6b8e3e2a902d/block
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/json

      {"extra": [null, {"b": {}, "a": []}, 1.0, true], "ts": 1620736603909, "sign": "bf059891b7d5d5e3bd62cb2900a467d7"}
      """
    Then it succeeds with the message "拉黑成功"

  @C10.9
  Scenario: The texts and numbers in it, as the service writes them
    When this request is sent:
      """
      POST /user/250228d2eb8e4db8b4fc6b8e3e2a902d/block
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/json

      {
        "extra": {"text": "\u0022\u005c\n\t\u2028\u0001\/\u8d85", "numbers": [1.0, 2.50, 1e3, 1.5E+3, -0.5]},
        "ts": 1620736603909,
        "sign": "8502a5181bd291e3772fe9645204295e"
      }
      """
    Then it succeeds with the message "拉黑成功"

  @C10.10
  Scenario Outline: Of a repeated query parameter the first value is signed: <query>
    When this request is sent:
      """
      GET /user/block?<query>&ts=1620736603909&sign=b4c0cef994a7c247a0e6d70c400d155a
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then the status is <status>

    Examples:
      | query                      | status |
      | count=10&count=99          | 200    |
      | count=10&count=99&count=10 | 200    |
      | count=99&count=10          | 401    |

  @C10.10
  Scenario Outline: And the first value counts: <place>
    Given parameters are sent as <place>
    When "Toby" calls listBlocks with:
      | count | 10  |
      | count | 101 |
    Then it succeeds
    And result.page.count is 10

    Examples:
      | place |
      | form  |
      | query |

  @C10.11
  Scenario: A JSON body with a query may sign the body alone
    Given "channel=web" is added to the query
    And "nickname=Mallory" is added to the query
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | a.jpg  |
    Then it succeeds
    And result.nickname is Tobias

  @C10.11
  Scenario: Or both together
    Given "channel=web" is added to the query and signed
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | a.jpg  |
    Then it succeeds
    Given "nickname=Mallory" is added to the query and signed
    When "Tony" calls updateProfile with:
      | nickname | Anthony |
      | avatar   | a.jpg   |
    Then it succeeds
    And result.nickname is Anthony

  @C10.11
  Scenario Outline: Of a parameter in both, the body's value is signed: <text>
    When this request is sent:
      """
      POST /account/captcha?<query>
      Content-Type: application/json

      {"countryCode":"86","mobile":"13800138000","ts":1620736603909,"sign":"<sign>"}
      """
    Then the status is <status>

    Examples:
      | text               | query              | sign                             | status |
      | the body alone     | mobile=13900139000 | b480fe91b20a75efb789754d838a0fba | 200    |
      | the body alone     | channel=web        | b480fe91b20a75efb789754d838a0fba | 200    |
      | body and query     | channel=web        | e8c074d3b9d1eb3c10d5697e8e471076 | 200    |
      | the query's mobile | mobile=13900139000 | d40061485de224e6397415b0fe3b2fbf | 401    |
      | a query not sent   | channel=app        | e8c074d3b9d1eb3c10d5697e8e471076 | 401    |

  @C10.12
  Scenario Outline: sign and ts may stand in body or query: ?<query> <body>
    When this request is sent:
      """
      POST /account/captcha?<query>
      Content-Type: application/json

      <body>
      """
    Then it succeeds with the message "验证码已发送，请注意查收"

    Examples:
      | query                                                  | body                                                                                                     |
      |                                                        | {"countryCode":"86","mobile":"13800138000","ts":1620736603909,"sign":"b480fe91b20a75efb789754d838a0fba"} |
      | ts=1620736603909                                       | {"countryCode":"86","mobile":"13800138000","sign":"b480fe91b20a75efb789754d838a0fba"}                    |
      | sign=b480fe91b20a75efb789754d838a0fba                  | {"countryCode":"86","mobile":"13800138000","ts":1620736603909}                                           |
      | ts=1620736603909&sign=b480fe91b20a75efb789754d838a0fba | {"countryCode":"86","mobile":"13800138000"}                                                              |

  @C10.13
  Scenario Outline: A list in a <place> is signed as it was sent
    Given parameters are sent as <place>
    When "Toby" calls block with:
      | uid  | {Tony's uid} |
      | list | <list>       |
    Then it succeeds
    Given after signing "list" is changed to "<other>"
    When "Toby" calls unblock with:
      | uid  | {Tony's uid} |
      | list | <list>       |
    Then the status is 401

    Examples:
      | place | list   | other  |
      | query | [1,2]  | [1, 2] |
      | query | [1, 2] | [1,2]  |
      | form  | [1,2]  | [1, 2] |
      | form  | [1, 2] | [1,2]  |

  @C10.13
  Scenario Outline: Not as it would be signed in JSON: <sign>
    When this request is sent:
      """
      POST /user/250228d2eb8e4db8b4fc6b8e3e2a902d/block
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/x-www-form-urlencoded

      list=%5B%22a%22%2C%20%22b%22%5D&ts=1620736603909&sign=<sign>
      """
    Then the status is <status>

    Examples:
      | sign                             | status |
      | 1453977d01f85c8f3f42071f0b4d2b72 | 200    |
      | 8895a4204f4d638f159ed9f401190926 | 401    |
