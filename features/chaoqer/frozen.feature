@chaoqer
Feature: An account that the operator has frozen is out

  @C18.1
  Scenario: A right code does not log it in
    When a stranger calls sendCaptcha with:
      | mobile | 13800138005 |
    Then it succeeds
    Given the SMS code sent to "13800138005" is remembered as "code"
    When a stranger calls logIn with:
      | mobile  | 13800138005 |
      | captcha | 99{code}    |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13800138005 |
      | captcha | {code}      |
    Then it fails with 100002 "账号已被冻结"

  @C18.1
  Scenario: Nor does a test mobile's
    Given the accounts row {Tony's uid} changes to:
      | frozen | true |
    When a stranger calls logIn with:
      | mobile  | 13800138001 |
      | captcha | 8888        |
    Then it fails with 100002 "账号已被冻结"

  @C18.2
  Scenario: A session that was open is refused
    When "Tony" calls getUnreadTotal
    Then it succeeds
    Given the accounts row {Tony's uid} changes to:
      | frozen | true |
    When "Tony" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names account-frozen
    When "Tony" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401

  @C18.2
  Scenario: Before the signature is looked at
    Given calls are not signed
    When "Frost" calls getUnreadTotal
    Then the status is 401

  @C18.3
  Scenario Outline: Others do not find it: <operation>
    When "Toby" calls <operation> with:
      | uid | {Frost's uid} |
    Then it fails with 200002 "用户不存在"

    Examples:
      | operation  |
      | getProfile |
      | block      |
      | unblock    |
      | sendCard   |
      | deleteCard |

  @C18.3
  Scenario Outline: One that they knew neither: <operation>
    Given the accounts row {Tony's uid} changes to:
      | frozen | true |
    When "Toby" calls <operation> with:
      | uid | {Tony's uid} |
    Then it fails with 200002 "用户不存在"

    Examples:
      | operation  |
      | getProfile |
      | unblock    |
      | sendCard   |

  @C18.4
  Scenario: Thawed it logs in and is seen again
    Given the accounts row {Frost's uid} changes to:
      | frozen | false |
    When "Toby" calls getProfile with:
      | uid | {Frost's uid} |
    Then it succeeds
    And result.nickname is Frost
    When "Toby" calls sendCard with:
      | uid | {Frost's uid} |
    Then it succeeds
    When a stranger calls sendCaptcha with:
      | mobile | 13800138005 |
    Then it succeeds
    Given the SMS code sent to "13800138005" is remembered as "code"
    When a stranger calls logIn with:
      | mobile  | 13800138005 |
      | captcha | {code}      |
    Then it succeeds with the message "登录成功"
    And result.uid is {Frost's uid}
    And this log-in is remembered as "Frost"
    When "Frost" calls listCards with:
      | count | 10 |
    Then it succeeds
    And result.list.0.uid is {Toby's uid}
