@chaoqer
Feature: The same write again at once is a slip of the finger
  Time stands until a step says otherwise: what follows a call comes in the same millisecond.

  @C13.1
  Scenario Outline: <operation> is not done twice
    When "<persona>" calls <operation> with:
      | uid      | {铭恺's uid} |
      | nickname | Tobias       |
      | avatar   | a.jpg        |
    Then it succeeds
    When "<persona>" calls <operation> with:
      | uid      | {铭恺's uid} |
      | nickname | Tobias       |
      | avatar   | a.jpg        |
    Then it fails with -1 "短时间内重复调用"
    And the diagnosis names call-repeated

    Examples:
      | persona  | operation     |
      | Newcomer | initProfile   |
      | Toby     | updateProfile |
      | Toby     | block         |
      | Toby     | unblock       |
      | Toby     | sendCard      |
      | Toby     | deleteCard    |

  @C13.1
  Scenario: A second captcha call sends no second code
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds
    Given the SMS code sent to "13900139000" is remembered as "code"
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it fails with -1 "短时间内重复调用"
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | {code}      |
    Then it succeeds

  @C13.1
  Scenario: A second log-in does not end the first one
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds with the message "注册成功"
    And this log-in is remembered as "First"
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it fails with -1 "短时间内重复调用"
    When "First" calls getUnreadTotal
    Then it succeeds

  @C13.1
  Scenario: A second log-out does not end the session that has begun since
    When "Toby" calls logOut
    Then it succeeds
    Given "Toby" logs in again
    When "Toby" calls logOut
    Then it fails with -1 "短时间内重复调用"
    When "Toby" calls getUnreadTotal
    Then it succeeds

  @C13.1
  Scenario: What was undone meanwhile is not done again
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    When "Toby" calls unblock with:
      | uid | {铭恺's uid} |
    Then it succeeds
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it fails with -1 "短时间内重复调用"
    When "Toby" calls getProfile with:
      | uid | {铭恺's uid} |
    Then result.blocked is 0

  @C13.1
  Scenario: However its parameters are sent
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | a.jpg  |
    Then it succeeds
    Given parameters are sent as form
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | a.jpg  |
    Then it fails with -1 "短时间内重复调用"

  @C13.2
  Scenario: Half a second later it is another call
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    Given half a second later
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds

  @C13.2
  Scenario: What is served again counts like a first call
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    Given half a second later
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    Given 499ms pass
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it fails with -1 "短时间内重复调用"

  @C13.2
  Scenario: So it is where no window is set
    Given the settings row settings is deleted
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    Given 499ms pass
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it fails with -1 "短时间内重复调用"
    Given 1ms pass
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds

  @C13.3
  Scenario: Repetitions do not prolong the half second
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    Given 250ms pass
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it fails with -1 "短时间内重复调用"
    Given 249ms pass
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it fails with -1 "短时间内重复调用"
    Given 1ms pass
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds

  @C13.4
  Scenario: Other parameters are another call
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | a.jpg  |
    Then it succeeds
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | b.jpg  |
    Then it succeeds
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | b.jpg  |
      | bio      | busy   |
    Then it succeeds
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds
    When a stranger calls sendCaptcha with:
      | mobile | 13900139001 |
    Then it succeeds

  @C13.4
  Scenario Outline: Another path variable is another call: <operation>
    When "Toby" calls <operation> with:
      | uid | {铭恺's uid} |
    Then it succeeds
    When "Toby" calls <operation> with:
      | uid | {枫叶's uid} |
    Then it succeeds

    Examples:
      | operation  |
      | block      |
      | unblock    |
      | sendCard   |
      | deleteCard |

  @C13.4
  Scenario Outline: Another user's call is another one: <operation>
    When "Toby" calls <operation> with:
      | uid      | {枫叶's uid} |
      | nickname | Tobias       |
      | avatar   | a.jpg        |
    Then it succeeds
    When "Tony" calls <operation> with:
      | uid      | {枫叶's uid} |
      | nickname | Tobias       |
      | avatar   | a.jpg        |
    Then it succeeds

    Examples:
      | operation     |
      | logOut        |
      | updateProfile |
      | block         |
      | unblock       |
      | sendCard      |
      | deleteCard    |

  @C13.5
  Scenario: A fresh ts makes no other call of it
    When "Toby" calls block with:
      | uid | {铭恺's uid}  |
      | ts  | 1620736603909 |
    Then it succeeds
    When "Toby" calls block with:
      | uid | {铭恺's uid}  |
      | ts  | 1620736604000 |
    Then it fails with -1 "短时间内重复调用"

  @C13.6
  Scenario Outline: A call that a business rule refused counts: <operation>
    When "Toby" calls <operation> with:
      | uid      | <uid> |
      | nickname | Toby  |
      | avatar   | a.jpg |
    Then it fails with <code> "<message>"
    When "Toby" calls <operation> with:
      | uid      | <uid> |
      | nickname | Toby  |
      | avatar   | a.jpg |
    Then it fails with -1 "短时间内重复调用"

    Examples:
      | operation   | uid                              | code   | message            |
      | block       | {Toby's uid}                     | 0      | 无法屏蔽自己       |
      | sendCard    | {Toby's uid}                     | 0      | 无法发送名片给自己 |
      | deleteCard  | 00000000000000000000000000000000 | 200002 | 用户不存在         |
      | initProfile |                                  | 200001 | 用户资料已初始化   |

  @C13.6
  Scenario: A wrong code counts
    When a stranger calls sendCaptcha with:
      | mobile | 13900139001 |
    Given the SMS code sent to "13900139001" is remembered as "code"
    When a stranger calls logIn with:
      | mobile  | 13900139001 |
      | captcha | 12{code}    |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13900139001 |
      | captcha | 12{code}    |
    Then it fails with -1 "短时间内重复调用"
    When a stranger calls logIn with:
      | mobile  | 13900139001 |
      | captcha | {code}      |
    Then it succeeds

  @C13.6
  Scenario: A call that the parameter rules refused does not count
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 888         |
    Then it fails with 0 "验证码格式不正确"
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 888         |
    Then it fails with 0 "验证码格式不正确"

  @C13.6
  Scenario: A call with a wrong signature does not count
    Given calls are signed with the secret "nobodys-secret"
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then the status is 401
    Given calls are not signed
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then the status is 400
    Given calls are signed as they should be
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds

  @C13.6
  Scenario: A call of an account without profile does not count
    When "Newcomer" calls block with:
      | uid | {铭恺's uid} |
    Then it fails with 200000 "用户资料未初始化"
    When "Newcomer" calls initProfile with:
      | nickname | Newcomer |
      | avatar   | a.jpg    |
    Then it succeeds
    When "Newcomer" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds

  @C13.7
  Scenario Outline: For captcha and log-in another client is another call: <header>
    Given the header "<header>" is sent as "<value>"
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds
    Given the header "<header>" is sent as "<other>"
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it fails with -1 "短时间内重复调用"
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it fails with -1 "短时间内重复调用"

    Examples:
      | header       | value | other |
      | Client-Type  | 1     | 2     |
      | Version-Name | 1.0.3 | 1.0.4 |
      | Version-Code | 26    | 27    |

  @C13.7
  Scenario Outline: For the others it is not: <header>
    Given the header "<header>" is sent as "<value>"
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    Given the header "<header>" is sent as "<other>"
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it fails with -1 "短时间内重复调用"

    Examples:
      | header       | value | other |
      | Client-Type  | 1     | 2     |
      | Version-Name | 1.0.3 | 1.0.4 |
      | Version-Code | 26    | 27    |

  @C13.8
  Scenario Outline: Reads may be repeated: <operation>
    When "Toby" calls <operation> with:
      | uid   | {Tony's uid} |
      | count | 10           |
    Then it succeeds
    When "Toby" calls <operation> with:
      | uid   | {Tony's uid} |
      | count | 10           |
    Then it succeeds

    Examples:
      | operation      |
      | getProfile     |
      | listBlocks     |
      | listMessages   |
      | getUnreadTotal |
      | listCards      |

  @C13.9
  Scenario: Where the window is 0, everything may be repeated
    Given the settings row settings changes to:
      | repeatWindow | 0 |
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    When "Toby" calls block with:
      | uid | {铭恺's uid} |
    Then it succeeds
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds
