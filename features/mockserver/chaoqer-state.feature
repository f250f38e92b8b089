@admin @chaoqer
Feature: What the gateway's rows must be
  Whoever writes a row, by fixtures or by the control plane, is held to the same audit as the gateway's own operations.

  Scenario Outline: A row that cannot be is refused: <table>, <why>
    When a stranger calls admin.putRow with:
      | api   | chaoqer |
      | table | <table> |
      | key   | <key>   |
      | <a>   | <1>     |
      | <b>   | <2>     |
      | <c>   | <3>     |
    Then the status is 422
    And problems.#.field is ["<field>"]
    And problems.0.message contains "<says>"

    Examples:
      | table        | why                      | key                                                               | a            | 1                                  | b            | 2                                  | c              | 3                                  | field          | says                             |
      | settings     | a window before zero     | settings                                                          | repeatWindow | -1                                 | repeatWindow | -1                                 | repeatWindow   | -1                                 | repeatWindow   | from 0 to 10000 milliseconds     |
      | settings     | a window too long        | settings                                                          | repeatWindow | 10001                              | repeatWindow | 10001                              | repeatWindow   | 10001                              | repeatWindow   | from 0 to 10000 milliseconds     |
      | accounts     | a uid of capitals        | ABC00000000000000000000000000000                                  | uid          | "ABC00000000000000000000000000000" | mobile       | "+8613911112222"                   | name           | "Nova"                             | uid            | 32 lower-case hexadecimal digits |
      | accounts     | a short uid              | abc                                                               | uid          | "abc"                              | mobile       | "+8613911112222"                   | name           | "Nova"                             | uid            | 32 lower-case hexadecimal digits |
      | accounts     | a mobile without country | abc00000000000000000000000000000                                  | uid          | "abc00000000000000000000000000000" | mobile       | "13911112222"                      | name           | "Nova"                             | mobile         | has its country code             |
      | accounts     | a name twice             | abc00000000000000000000000000000                                  | uid          | "abc00000000000000000000000000000" | mobile       | "+8613911112222"                   | name           | "Toby"                             | name           | must be unique                   |
      | accounts     | a mobile twice           | abc00000000000000000000000000000                                  | uid          | "abc00000000000000000000000000000" | mobile       | "+8613800138000"                   | name           | "Nova"                             | mobile         | must be unique                   |
      | test-mobiles | a mobile without country | 13911112222                                                       | mobile       | "13911112222"                      | mobile       | "13911112222"                      | mobile         | "13911112222"                      | mobile         | has its country code             |
      | captchas     | a mobile without country | 13911112222                                                       | mobile       | "13911112222"                      | code         | "1234"                             | sent           | "+0s"                              | mobile         | has its country code             |
      | captchas     | a code of five digits    | +8613911112222                                                    | mobile       | "+8613911112222"                   | code         | "12345"                            | sent           | "+0s"                              | code           | 4 digits                         |
      | captchas     | a code of letters        | +8613911112222                                                    | mobile       | "+8613911112222"                   | code         | "abcd"                             | sent           | "+0s"                              | code           | 4 digits                         |
      | tokens       | a holder who is not      | t                                                                 | token        | "t"                                | holder       | "abc00000000000000000000000000000" | secret         | "s"                                | holder         | no account                       |
      | profiles     | of nobody                | abc00000000000000000000000000000                                  | uid          | "abc00000000000000000000000000000" | nickname     | "Nova"                             | avatar         | "a"                                | uid            | no account                       |
      | profiles     | without nickname         | 861da0739b7542e69b81fe4baebfd816                                  | uid          | "861da0739b7542e69b81fe4baebfd816" | nickname     | ""                                 | avatar         | "a"                                | nickname       | has a nickname                   |
      | blocks       | by one without profile   | 861da0739b7542e69b81fe4baebfd816:6ce4443c8fcd4a2b8b407bda86ab4408 | uid          | "861da0739b7542e69b81fe4baebfd816" | blocked      | "6ce4443c8fcd4a2b8b407bda86ab4408" | time           | "+0s"                              | uid            | no profile                       |
      | blocks       | of one without profile   | 6ce4443c8fcd4a2b8b407bda86ab4408:861da0739b7542e69b81fe4baebfd816 | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | blocked      | "861da0739b7542e69b81fe4baebfd816" | time           | "+0s"                              | blocked        | no profile                       |
      | blocks       | of oneself               | 6ce4443c8fcd4a2b8b407bda86ab4408:6ce4443c8fcd4a2b8b407bda86ab4408 | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | blocked      | "6ce4443c8fcd4a2b8b407bda86ab4408" | time           | "+0s"                              | blocked        | the same user                    |
      | cards        | of oneself               | 6ce4443c8fcd4a2b8b407bda86ab4408:6ce4443c8fcd4a2b8b407bda86ab4408 | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | sender       | "6ce4443c8fcd4a2b8b407bda86ab4408" | time           | "+0s"                              | sender         | the same user                    |
      | messages     | for nobody               | 5                                                                 | messageId    | 5                                  | uid          | "00000000000000000000000000000000" | originUid      | ""                                 | uid            | no account                       |
      | messages     | from nobody              | 5                                                                 | messageId    | 5                                  | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | originUid      | "861da0739b7542e69b81fe4baebfd816" | originUid      | no profile                       |
      | messages     | a push type before 0     | 5                                                                 | messageId    | 5                                  | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | originPushType | -1                                 | originPushType | 0 for the system                 |
      | messages     | a push type after 2      | 5                                                                 | messageId    | 5                                  | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | originPushType | 3                                  | originPushType | 0 for the system                 |
      | messages     | a type that is none      | 5                                                                 | messageId    | 5                                  | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | messageType    | 1                                  | messageType    | 0 for an alert                   |
      | messages     | a type below             | 5                                                                 | messageId    | 5                                  | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | messageType    | -2                                 | messageType    | 0 for an alert                   |
      | messages     | with the number zero     | 0                                                                 | messageId    | 0                                  | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" | originUid      | ""                                 | messageId      | above 0                          |
      | inboxes      | of nobody                | 861da0739b7542e69b81fe4baebfd816                                  | uid          | "861da0739b7542e69b81fe4baebfd816" | seen         | 5                                  | seen           | 5                                  | uid            | no profile                       |

  Scenario Outline: A row at the edge of what can be is taken: <table>
    When a stranger calls admin.putRow with:
      | api   | chaoqer |
      | table | <table> |
      | key   | <key>   |
      | <a>   | <1>     |
      | <b>   | <2>     |
    Then it succeeds

    Examples:
      | table    | key                              | a            | 1                                  | b            | 2                                  |
      | settings | settings                         | repeatWindow | 0                                  | repeatWindow | 0                                  |
      | settings | settings                         | repeatWindow | 10000                              | repeatWindow | 10000                              |
      | accounts | abc00000000000000000000000000000 | uid          | "abc00000000000000000000000000000" | mobile       | "+85251234567"                     |
      | messages | 1                                | messageId    | 1                                  | uid          | "6ce4443c8fcd4a2b8b407bda86ab4408" |

  Scenario: Two accounts without a name are no conflict
    When a stranger calls admin.putRow with:
      | api    | chaoqer                            |
      | table  | accounts                           |
      | key    | abc00000000000000000000000000001   |
      | uid    | "abc00000000000000000000000000001" |
      | mobile | "+8613911112221"                   |
    And a stranger calls admin.putRow with:
      | api    | chaoqer                            |
      | table  | accounts                           |
      | key    | abc00000000000000000000000000002   |
      | uid    | "abc00000000000000000000000000002" |
      | mobile | "+8613911112222"                   |
    Then it succeeds

  Scenario: A log-in without its secret is refused
    When a stranger calls admin.patchRow with:
      | api    | chaoqer                          |
      | table  | tokens                           |
      | key    | 70b70000000000000000000000000001 |
      | secret | ""                               |
    Then the status is 422
    And problems.0.message contains "needs the secret"

  Scenario: Who can call, with what they call with
    When a stranger calls admin.listPersonas
    Then #(name=="Toby").role is user
    And #(name=="Toby").credentials has exactly these members:
      | uid | token | secret | weixin |
    And #(name=="Newcomer").role is without-profile
    And #(name=="Frost").role is frozen
    And #(name=="Toby").curl contains "/user/message/unread_total?sign="

  Scenario: Who has logged out has nothing to call with until they log in again
    Given "Toby" calls logOut
    When a stranger calls admin.listPersonas
    Then #(name=="Toby").credentials equals:
      """
      {}
      """
    And #(name=="Toby").curl is ""
    When "Toby" logs in again
    And a stranger calls admin.listPersonas
    Then #(name=="Toby").credentials has exactly these members:
      | uid | token | secret | weixin |

  Scenario: A log-in that has expired is no credential
    Given 720h pass
    When a stranger calls admin.listPersonas
    Then #(name=="Toby").credentials equals:
      """
      {}
      """

  Scenario: Somebody who registered is known by their mobile, whatever they call themselves
    Given a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    And this log-in is remembered as "Nova"
    When a stranger calls admin.listPersonas
    Then #(name=="+8613900139000").role is without-profile
    When "Nova" calls initProfile with:
      | nickname | Toby              |
      | avatar   | https://a.example |
    And a stranger calls admin.listPersonas
    Then #(name=="+8613900139000").role is user
    And #(name=="Toby")#.id equals:
      """
      ["6ce4443c8fcd4a2b8b407bda86ab4408"]
      """

  Scenario: A frozen account has credentials, and no line to paste that could succeed
    When a stranger calls admin.listPersonas
    Then #(name=="Frost").credentials.uid is f705e00000000000000000000000f705
    And #(name=="Frost").curl is ""

  Scenario: The code that was sent is shown, with how long it holds
    Given a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 51234567 |
    When a stranger calls admin.getSMS with:
      | countryCode | 852      |
      | mobile      | 51234567 |
    Then mobile is "+85251234567"
    And @this has exactly these members:
      | mobile | code | sent | expires |

  Scenario: No code was sent
    When a stranger calls admin.getSMS with:
      | mobile | 13912345678 |
    Then the status is 404
    And the diagnosis names sms-not-found
    And error is "no code has been sent to this mobile in this session"

  Scenario Outline: There can be no code for a number that is none
    When a stranger calls admin.getSMS with:
      | countryCode | <country> |
      | mobile      | <mobile>  |
    Then the status is 400
    And the diagnosis names mobile-invalid
    And error is "this is no mobile number of that country"

    Examples:
      | country | mobile      |
      | 86      | 12345678901 |
      | 86      | abc         |
      | x       | 13912345678 |
      | 8613    | 912345678   |

  Scenario: The journal keeps that a code was sent, but not the code
    When a stranger calls sendCaptcha with:
      | mobile | 13911112222 |
    And a stranger calls admin.listRequests with:
      | api       | chaoqer     |
      | operation | sendCaptcha |
      | session   | {session}   |
    Then 0.changes.3.table is "captchas"
    And 0.changes.3.after.mobile is "+8613911112222"
    And 0.changes.3.after.code is "***"
