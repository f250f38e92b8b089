@chaoqer
Feature: Every refusal of the gateway says what it is
  The diagnosis begins with the id of the refusal, which never changes, and ends with the rule that documents it. Where the
  answer has no body, the Message of the document's table comes next.

  @C04.2
  Scenario Outline: A request that is refused before any operation: <id>
    When this request is sent:
      """
      <method> <target>
      <header>
      """
    Then the status is <status>
    And the journal's entry has the verdict <id>
    And the diagnosis says "<id>: <message>: "
    And the diagnosis says "(<rule>)"

    Examples:
      | id                      | rule | status | message            | method | target                       | header                    |
      | path-unknown            | C01  | 404    | Not Found          | GET    | /user/nobody                 | X-A: b                    |
      | method-not-allowed      | C01  | 405    | Method Not Allowed | PUT    | /user/card                   | X-A: b                    |
      | header-malformed        | C06  | 400    | Params Not Valid   | GET    | /user/card                   | Version-Code: one         |
      | authorization-missing   | C05  | 401    | Authorized Failed  | GET    | /user/card                   | X-A: b                    |
      | authorization-malformed | C05  | 401    | Authorized Failed  | GET    | /user/card                   | Authorization: Bearer x   |
      | user-unknown            | C05  | 401    | Authorized Failed  | GET    | /user/card                   | Authorization: Basic YTpi |
      | sign-missing            | C09  | 400    | Params Not Valid   | POST   | /account/captcha?ts=1        | X-A: b                    |
      | ts-missing              | C09  | 400    | Params Not Valid   | POST   | /account/captcha?sign=1      | X-A: b                    |
      | sign-mismatch           | C09  | 401    | Authorized Failed  | POST   | /account/captcha?ts=1&sign=1 | X-A: b                    |

  @C04.2
  Scenario: A body that is no object
    When this request is sent:
      """
      POST /account/captcha
      Content-Type: application/json

      []
      """
    Then the diagnosis says "body-malformed: Params Not Valid: the body is JSON, but no object, so that it has no parameters (C01)"

  @C05.4
  Scenario: Somebody else's token
    Given "Toby" uses the token of "Tony"
    When "Toby" calls listCards
    Then the diagnosis says "token-unknown: Authorized Failed: this is no token of Toby in session {session}; GET /__admin/personas lists the tokens that hold (C05)"

  @C05.5
  Scenario: A token that was superseded
    Given "Toby" logs in again
    And "Toby" goes back to the token before
    When "Toby" calls listCards
    Then the diagnosis says "token-superseded: Authorized Failed: Toby logged in again at "
    And the diagnosis says ", which ended this token and its secret (C07)"

  @C05.6
  Scenario: A token that was logged out
    Given "Toby" calls logOut
    When "Toby" calls listCards
    Then the diagnosis says "token-logged-out: Authorized Failed: Toby logged out at "
    And the diagnosis says "(C24)"

  @C05.7
  Scenario: A token that has expired
    Given "Toby" calls getUnreadTotal
    And 720h pass
    When "Toby" calls listCards
    Then the diagnosis says "token-expired: Authorized Failed: Toby's log-in ended at "
    And the diagnosis says "POST /__admin/tokens logs in anew (C05)"

  @C18.2
  Scenario: An account that is frozen
    When "Frost" calls listCards
    Then the diagnosis says "account-frozen: Authorized Failed: the account of Frost is frozen (C18)"

  @C18.1
  Scenario: A log-in to one
    Given a stranger calls sendCaptcha with:
      | mobile | 13800138005 |
    And the SMS code sent to "13800138005" is remembered as "code"
    When a stranger calls logIn with:
      | mobile  | 13800138005 |
      | captcha | {code}      |
    Then the diagnosis names account-frozen
    And the diagnosis says "(C18)"

  @C14.8
  Scenario: An account without profile
    When "Newcomer" calls listCards
    Then the diagnosis says "profile-missing: Newcomer has no profile yet; POST /user/profile/init first (C14)"

  @C12.3
  Scenario: A JSON member that cannot be read
    When "Toby" calls updateProfile with:
      | nickname (JSON) | {"a": 1} |
      | avatar          | a        |
    Then the journal's entry has the verdict param-type
    And the diagnosis says "param-type: Params Not Valid: nickname: got "
    And the diagnosis says "(C12)"

  @C12.2
  Scenario: A query value of the wrong type
    When "Toby" calls listCards with:
      | count | ten |
    Then the diagnosis names param-type
    And the diagnosis says "(C12)"

  @C15.2
  Scenario: A parameter that breaks its rule
    When "Toby" calls listCards with:
      | count | 101 |
    Then the diagnosis names param-maximum
    And the diagnosis says "(C15)"

  @C13.1
  Scenario: A call that is repeated
    Given "Toby" calls sendCard with:
      | uid | {枫叶's uid} |
    When "Toby" calls sendCard with:
      | uid | {枫叶's uid} |
    Then the diagnosis says "call-repeated: the same call came less than 500ms ago; nothing was done (C13)"

  Scenario Outline: A business rule: <id>
    When "Toby" calls <operation> with:
      | uid      | <uid>       |
      | nickname | Toby        |
      | avatar   | a           |
      | mobile   | 12345678901 |
      | captcha  | 1234        |
    Then the diagnosis names <id>
    And the diagnosis says "(<rule>)"

    @C30.5
    Examples:
      | id                  | rule | operation   | uid                              |
      | profile-initialised | C30  | initProfile | 250228d2eb8e4db8b4fc6b8e3e2a902d |

    @C32.3
    Examples:
      | id             | rule | operation  | uid                              |
      | user-not-found | C32  | getProfile | 00000000000000000000000000000000 |

    @C33.5
    Examples:
      | id   | rule | operation | uid                              |
      | self | C33  | block     | 6ce4443c8fcd4a2b8b407bda86ab4408 |

    @C34.5
    Examples:
      | id   | rule | operation | uid                              |
      | self | C34  | sendCard  | 6ce4443c8fcd4a2b8b407bda86ab4408 |

    @C20.1
    Examples:
      | id             | rule | operation   | uid                              |
      | mobile-invalid | C20  | sendCaptcha | 250228d2eb8e4db8b4fc6b8e3e2a902d |

    @C22.4
    Examples:
      | id             | rule | operation | uid                              |
      | mobile-invalid | C20  | logIn     | 250228d2eb8e4db8b4fc6b8e3e2a902d |

  @C23.2
  Scenario: No code was sent
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 1234        |
    Then the diagnosis says "captcha-expired: there is no code for +8613912345678: none was sent, or it was used, or tried wrongly 5 times (C23)"

  @C23.3
  Scenario: A code is too old
    Given a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 300s pass
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 123456      |
    Then the diagnosis says "captcha-expired: the code for +8613912345678 was sent at "
    And the diagnosis says " and held for 5m0s (C23)"

  @C23.4
  Scenario: A code is wrong, and then for the last time
    Given a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 123451      |
    Then the diagnosis says "captcha-wrong: this is not the code that was sent to +8613912345678; "
    And the diagnosis says "(C23)"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 123452      |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 123453      |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 123454      |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 123455      |
    Then the diagnosis says "captcha-expired: this was the wrong code number 5 for +8613912345678, which has ended the right one (C23)"

  @C20.2
  Scenario: A code was asked for too soon
    Given a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And half a second later
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then the diagnosis names captcha-too-often
    And the diagnosis says "(C20)"

  @C01.7
  Scenario: A body that is no object, under a signature that fits
    When this request is sent:
      """
      POST /user/250228d2eb8e4db8b4fc6b8e3e2a902d/block?ts=1620736603909&sign=9c865014a575d4daa12c9597d0267dfa
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/json

      []
      """
    Then the status is 400
    And the diagnosis names body-malformed

  @C01.7
  Scenario: A body of a type that nobody reads
    When this request is sent:
      """
      POST /account/captcha
      Content-Type: text/plain

      mobile=1
      """
    Then the status is 400
    And the diagnosis names body-content-type

  @C05.2 @direct
  Scenario: Two log-ins at once
    When this request is sent:
      """
      GET /user/message/unread_total?ts=1620736603909&sign=9c865014a575d4daa12c9597d0267dfa
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then the status is 401
    And the diagnosis names authorization-malformed

  @C05.2
  Scenario: The token in the place of the uid
    When this request is sent:
      """
      GET /user/card
      Authorization: Basic NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE6NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg=
      """
    Then the status is 401
    And the diagnosis says "authorization-malformed: Authorized Failed: the uid comes first and then the token, and here they are swapped; "

  @C09.1
  Scenario: A blank signature is none
    When "Toby" calls getUnreadTotal with:
      | sign |  |
    Then the status is 400
    And the diagnosis names sign-missing

  @C09.2
  Scenario: A blank time is none
    When "Toby" calls getUnreadTotal with:
      | ts |  |
    Then the status is 400
    And the diagnosis names ts-missing

  @C06.2
  Scenario: A client type of any size is a whole number
    Given the header "Client-Type" is sent as "99999999999999999999"
    When "Toby" calls getUnreadTotal
    Then it succeeds

  @C06.3
  Scenario: With a plus it is none
    Given the header "Version-Code" is sent as "+5"
    When "Toby" calls getUnreadTotal
    Then the status is 400
    And the diagnosis names header-malformed

  @C18.2
  Scenario: A frozen account without profile is frozen
    Given the accounts row 861da0739b7542e69b81fe4baebfd816 changes to:
      | frozen | true |
    When "Newcomer" calls getUnreadTotal
    Then the status is 401
    And the diagnosis names account-frozen

  @C18.1 @C23.5
  Scenario: The right code of a frozen account works once too
    Given a stranger calls sendCaptcha with:
      | mobile | 13800138005 |
    And the SMS code sent to "13800138005" is remembered as "code"
    When a stranger calls logIn with:
      | mobile  | 13800138005 |
      | captcha | {code}      |
    Then it fails with 100002 "账号已被冻结"
    And half a second later
    When a stranger calls logIn with:
      | mobile  | 13800138005 |
      | captcha | {code}      |
    Then it fails with 0 "验证码已过期，请重新获取验证码"

  @C18.3
  Scenario: A frozen user stays in lists, without a profile
    Given the accounts row 250228d2eb8e4db8b4fc6b8e3e2a902d changes to:
      | frozen | true |
    When "Toby" calls listBlocks with:
      | count | 10 |
    Then result.list.0 has exactly these members:
      | createTime | sequenceId | uid |

  @C16.3 @C36.2
  Scenario: Messages come after all others, wherever the clock stands
    Given "Toby" calls listMessages with:
      | count | 10 |
    And a stranger calls admin.setClock with:
      | now | 2020-01-01 00:00:00 |
    When "枫叶" calls sendCard with:
      | uid | {铭恺's uid} |
    And "铭恺" calls getUnreadTotal
    Then result is 1
    When "铭恺" calls sendCard with:
      | uid | {枫叶's uid} |
    And "铭恺" calls listMessages with:
      | count | 10 |
    Then result.list.0.userMessageResult.originUid is {枫叶's uid}
    And result.list.0.messageId is 1617987103601001
    When "Toby" calls listMessages with:
      | count | 10 |
    Then result.list has 2 items

  @C20.3
  Scenario: Codes were asked for too often within an hour
    Given a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，每小时最多发送5条短信"
    And the diagnosis names captcha-too-often
    And the diagnosis says "(C20)"

  @C20.4
  Scenario: Codes were asked for too often within a day
    Given a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 15m pass
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，每天最多发送10条短信"
    And the diagnosis names captcha-too-often
    And the diagnosis says "(C20)"
