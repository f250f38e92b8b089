@chaoqer
Feature: Whoever has no profile is asked for one first

  @C14.1
  Scenario: A profile opens the account
    When "Newcomer" calls listCards with:
      | count | 10 |
    Then it fails with 200000 "用户资料未初始化"
    When "Newcomer" calls initProfile with:
      | nickname | Newcomer |
      | avatar   | a.jpg    |
    Then it succeeds
    And result.nickname is Newcomer
    When "Newcomer" calls listCards with:
      | count | 10 |
    Then it succeeds

  @C14.1
  Scenario: Whoever has just registered has none
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds with the message "注册成功"
    And this log-in is remembered as "Ada"
    When "Ada" calls getProfile with:
      | uid | {Ada's uid} |
    Then it fails with 200000 "用户资料未初始化"
    When "Ada" calls initProfile with:
      | nickname | Ada   |
      | avatar   | a.jpg |
    Then it succeeds
    When "Ada" calls getProfile with:
      | uid | {Ada's uid} |
    Then it succeeds
    And result.nickname is Ada

  @C14.2
  Scenario: Logging out works without profile
    When "Newcomer" calls logOut
    Then it succeeds with the message "退出成功"
    When "Newcomer" calls getUnreadTotal
    Then the status is 401

  @C14.4
  Scenario: The unread total works without profile
    When "Newcomer" calls getUnreadTotal
    Then it succeeds
    And result is 0

  @C09.1 @C09.4
  Scenario: What works without profile is signed like everything else
    Given calls are not signed
    When "Newcomer" calls getUnreadTotal
    Then the status is 400
    When "Newcomer" calls initProfile with:
      | nickname | Newcomer |
      | avatar   | a.jpg    |
    Then the status is 400
    Given calls are signed with the default secret
    When "Newcomer" calls getUnreadTotal
    Then the status is 401

  @C14.8
  Scenario Outline: Everything else waits for the profile, whatever the signature: <operation>
    Given calls are not signed
    And calls carry no ts
    When "Newcomer" calls <operation> with:
      | uid | {Tony's uid} |
    Then it fails with 200000 "用户资料未初始化"
    Given calls are signed with the secret "nobodys-secret"
    When "Newcomer" calls <operation> with:
      | uid | {Tony's uid} |
    Then it fails with 200000 "用户资料未初始化"

    Examples:
      | operation     |
      | updateProfile |
      | getProfile    |
      | listBlocks    |
      | block         |
      | unblock       |
      | listMessages  |
      | sendCard      |
      | deleteCard    |
      | listCards     |

  @C14.8
  Scenario: And nothing is done
    When "Newcomer" calls sendCard with:
      | uid | {枫叶's uid} |
    Then it fails with 200000 "用户资料未初始化"
    When "枫叶" calls listCards with:
      | count | 10 |
    Then result.list has 0 items

  @C14.9
  Scenario Outline: Nor is who sends their Authorization served without need: <operation>
    When "Newcomer" calls <operation> with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it fails with 200000 "用户资料未初始化"
    Given calls are not signed
    When "Newcomer" calls <operation> with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it fails with 200000 "用户资料未初始化"
    Given calls are signed as they should be
    When a stranger calls <operation> with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds

    Examples:
      | operation   |
      | sendCaptcha |
      | logIn       |
