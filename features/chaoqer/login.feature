@chaoqer
Feature: Who calls is settled by Authorization, wherever it is sent
  Basic base64(uid:token), of a session that holds.

  @C05.1
  Scenario: An empty Authorization is none
    Given the header "Authorization" is sent as ""
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names authorization-missing

  Scenario Outline: A malformed Authorization is refused: <authorization>
    Given the header "Authorization" is sent as <authorization>
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names authorization-malformed
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the body is empty
    And the diagnosis names authorization-malformed

    @C05.2 @C05.8
    Examples: another scheme
      | authorization                                                                                     |
      | "Bearer NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=" |
      | "Digest NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=" |
      | "NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE="        |
      | "Basic"                                                                                           |

    @C05.2 @C05.8
    Examples: no Base64
      | authorization                                                    |
      | "Basic {Toby's uid}:{Toby's token}"                              |
      | "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDA!" |
      | "Basic %%%"                                                      |

    @C05.2 @C05.8
    Examples: no colon
      | authorization                                                                                    |
      | "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg="                                             |
      | "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg3MGI3MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMQ==" |

    @C05.2 @C05.8
    Examples: two colons
      | authorization                                                                                        |
      | "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE6"     |
      | "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE6eA==" |

    @C05.2 @C05.8
    Examples: an empty part
      | authorization                                        |
      | "Basic OjcwYjcwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAx" |
      | "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6" |
      | "Basic Og=="                                         |

  @C05.3 @C05.8
  Scenario: The uid of nobody
    Given the header "Authorization" is sent as "Basic MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE="
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names user-unknown
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the diagnosis names user-unknown

  @C05.4 @C05.8
  Scenario: A token of nobody
    Given the header "Authorization" is sent as "Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names token-unknown
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the diagnosis names token-unknown

  @C05.4 @C05.8
  Scenario: The token of somebody else
    Given "Toby" uses the token of "Tony"
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the diagnosis names token-unknown
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the diagnosis names token-unknown
    Given calls are signed with the secret of "Tony"
    When "Toby" calls getUnreadTotal
    Then the status is 401

  @C05.5 @C05.8
  Scenario: A later log-in ends the earlier one
    Given "Toby" logs in again
    When "Toby" calls getUnreadTotal
    Then it succeeds
    Given "Toby" goes back to the token before
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names token-superseded
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the diagnosis names token-superseded

  @C05.6 @C05.8
  Scenario: Logging out ends the session
    When "Toby" calls logOut
    Then it succeeds
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names token-logged-out
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the diagnosis names token-logged-out

  @C05.7 @C05.8
  Scenario: A session that is not used ends after 30 days
    Given "Toby" logs in again
    And 720h pass
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names token-expired
    When "Toby" calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 401
    And the diagnosis names token-expired

  @C05.7
  Scenario: And not a second earlier
    Given "Toby" logs in again
    And 719h59m59s pass
    When "Toby" calls getUnreadTotal
    Then it succeeds

  @C05.9
  Scenario: Without Authorization, whoever has no account may log in
    When a stranger calls sendCaptcha with:
      | mobile | 13900139001 |
    Then it succeeds
    Given the SMS code sent to "13900139001" is remembered as "code"
    When a stranger calls logIn with:
      | mobile  | 13900139001 |
      | captcha | {code}      |
    Then it succeeds with the message "注册成功"

  @C05.10
  Scenario: The first use on a later day begins 30 new days
    Given "Toby" logs in again
    And 719h pass
    When "Toby" calls getUnreadTotal
    Then it succeeds
    Given 719h59m59s pass
    When "Toby" calls getUnreadTotal
    Then it succeeds
    Given 720h pass
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the diagnosis names token-expired

  @C05.10
  Scenario: Neither the day of the log-in nor a second use on a day begins 30 new ones
    Given a stranger calls admin.setClock with:
      | now | 2030-03-01 09:00:00 |
    And "Toby" logs in again
    And 14h pass
    When "Toby" calls getUnreadTotal
    Then it succeeds
    Given 706h pass
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the diagnosis names token-expired
    Given "Tony" logs in again
    And 24h pass
    When "Tony" calls getUnreadTotal
    Then it succeeds
    Given 10h pass
    When "Tony" calls getUnreadTotal
    Then it succeeds
    Given 710h pass
    When "Tony" calls getUnreadTotal
    Then the status is 401
    And the diagnosis names token-expired

  @C05.11
  Scenario Outline: The scheme counts in any letter case: <scheme>
    Given the header "Authorization" is sent as "<scheme> NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE="
    When "Toby" calls getUnreadTotal
    Then it succeeds
    And result is 2

    Examples:
      | scheme |
      | Basic  |
      | basic  |
      | BASIC  |
      | bASIC  |

  @C07.1
  Scenario: Who logs in by code leaves the older session
    When "Tony" calls getUnreadTotal
    Then it succeeds
    When a stranger calls logIn with:
      | mobile  | 13800138001 |
      | captcha | 8888        |
    Then it succeeds
    And this log-in is remembered as "Tony"
    When "Tony" calls getUnreadTotal
    Then it succeeds
    Given "Tony" goes back to the token before
    When "Tony" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names token-superseded

  @C07.1
  Scenario: Every older session stays ended
    Given "Toby" logs in again
    And "Toby" logs in again
    And "Toby" goes back to the token before
    When "Toby" calls getUnreadTotal
    Then the status is 401
    Given "Toby" goes back to the token before
    When "Toby" calls getUnreadTotal
    Then the status is 401

  @C07.1
  Scenario: Another's log-in ends nobody else's session
    Given "Toby" logs in again
    When "Tony" calls getUnreadTotal
    Then it succeeds

  @C07.2
  Scenario: The older secret went with the older token
    Given calls are signed with the secret of "Tony"
    And "Tony" logs in again
    When "Tony" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    And the diagnosis names sign-mismatch
    Given calls are signed as they should be
    When "Tony" calls getUnreadTotal
    Then it succeeds
