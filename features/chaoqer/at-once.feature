@chaoqer
Feature: What several people, or one with a quick finger, do at the same time

  @C13.1
  Scenario: Of ten calls at once that are the same, one is served
    When "Toby" calls sendFeedback 10 times at the same time with:
      | originFeedbackType | 0      |
      | originId           |        |
      | feedbackType       | 0      |
      | feedbackContent    | 很好用 |
    Then exactly 1 of them succeed
    And exactly 9 of them fail with -1 "短时间内重复调用"

  @C13.8
  Scenario: Reads at once are all served, and all the same
    When "Toby" calls getUnreadTotal 10 times at the same time
    Then all of them succeed
    And items has 10 items
    And every items.#.message is Success
    When "Toby" calls getUnreadTotal
    Then it succeeds

  @C23.5
  Scenario: Of two phones that log in with one code at once, one gets in
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And these calls are made at the same time:
      | a stranger | logIn | mobile=13912345678 | captcha={code} | Client-Type=1 |
      | a stranger | logIn | mobile=13912345678 | captcha={code} | Client-Type=2 |
    Then exactly 1 of them succeed
    And exactly 1 of them fail with 0 "验证码已过期，请重新获取验证码"

  @C13.1 @C42.1
  Scenario: Who joins a club three times at once is one member more
    When these calls are made at the same time:
      | Toby | getClub  | {"clubId": "ea01330db4ad49288dce2b8bcb00240b"} |
      | 枫叶 | joinClub | clubId=ea01330db4ad49288dce2b8bcb00240b        |
      | 枫叶 | joinClub | clubId=ea01330db4ad49288dce2b8bcb00240b        |
      | 枫叶 | joinClub | clubId=ea01330db4ad49288dce2b8bcb00240b        |
    Then exactly 2 of them succeed
    And exactly 2 of them fail with -1 "短时间内重复调用"
    And exactly 4 of them have the status 200
    And items.0.result.memberTotal is one of "3, 4"
    When "Toby" calls listClubMembers with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
      | count  | 10                               |
    Then result.list has 4 items
    And result.list has an item with:
      | uid | {枫叶's uid} |
