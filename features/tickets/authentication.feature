@tickets
Feature: Who asks is settled before anything else
  A front end must tell its user apart from a stranger, and a log-in that ended from one that never was.

  @T01
  Scenario: A stranger is refused
    When a stranger calls getTicket
    Then the status is 401
    And the body is exactly:
      """
      {"error":"Unauthorized for no Authorization"}
      """
    And the diagnosis names authorization-missing
    And the diagnosis says "(T01)"

  @T01
  Scenario: An empty Authorization is no Authorization
    When this request is sent:
      """
      GET /v1/status/getTicket?uid=12322
      Authorization:
      """
    Then the status is 401
    And error is "Unauthorized for no Authorization"

  @T01 @direct
  Scenario: Several empty ones are none
    When this request is sent:
      """
      GET /v1/status/getTicket?uid=12322
      Authorization:
      Authorization:
      """
    Then error is "Unauthorized for no Authorization"

  Scenario Outline: Only Bearer, one blank and one token will do
    Given the header "Authorization" is sent as <authorization>
    When a stranger calls getTicket with:
      | uid | 12322 |
    Then the status is 401
    And the body is exactly:
      """
      {"error":"Unauthorized for no Bearer"}
      """
    And the diagnosis names authorization-malformed
    And the diagnosis says "(T02)"

    @T02.1
    Examples: another scheme
      | authorization            |
      | "Basic bGluOmxpbg=="     |
      | "lin-token"              |
      | "BearerX lin-token"      |
      | "Token Bearer lin-token" |

    @T02.2
    Examples: the scheme in other letters
      | authorization      |
      | "bearer lin-token" |
      | "BEARER lin-token" |

    @T02.3
    Examples: two tokens
      | authorization                 |
      | "Bearer lin-token wu-token"   |
      | "Bearer lin-token, wu-token"  |
      | "Bearer lin-token,wu-token"   |
      | "Bearer  lin-token"           |

    @T02.4
    Examples: an empty token
      | authorization |
      | "Bearer"      |

  @T02.3 @direct
  Scenario: Two Authorization headers are two tokens
    When this request is sent:
      """
      GET /v1/status/getTicket?uid=12322
      Authorization: Bearer lin-token
      Authorization: Bearer lin-token
      """
    Then the status is 401
    And error is "Unauthorized for no Bearer"

  @T03.1
  Scenario: A token nobody holds
    Given the header "Authorization" is sent as "Bearer nobodys-token"
    When a stranger calls getTicket with:
      | uid | 12322 |
    Then the status is 401
    And the body is exactly:
      """
      {"error":"Unauthorized for invalid token"}
      """
    And the diagnosis names token-unknown
    And the diagnosis says "(T03)"

  @T03.2
  Scenario: A later log-in ends the earlier one
    Given "Lin" logs in again
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds
    Given "Lin" goes back to the token before
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then the status is 401
    And error is "Unauthorized for invalid token"
    And the diagnosis names token-superseded
    And the diagnosis says "(T03)"
    And the diagnosis says "Lin logged in again"

  @T03.2
  Scenario: Another's log-in ends nobody else's
    Given "Wu" logs in again
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds

  @T03.2
  Scenario: Every earlier log-in stays ended
    Given "Lin" logs in again
    And "Lin" logs in again
    And "Lin" logs in again
    And "Lin" goes back to the token before
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then the diagnosis names token-superseded
    Given "Lin" goes back to the token before
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then the diagnosis names token-superseded
    Given "Lin" goes back to the token before
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then the diagnosis names token-superseded

  @T03.3
  Scenario: A token that was superseded and has expired was superseded
    Given "Lin" logs in again
    And "Lin" goes back to the token before
    And 2h pass
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then the status is 401
    And error is "Unauthorized for invalid token"

  @T04.1 @T04.3
  Scenario: A fixed token lives an hour from the beginning of the session
    When 59m59s pass
    And "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds
    When 1s pass
    And "Lin" calls getTicket with:
      | uid | 12322 |
    Then the status is 401
    And the body is exactly:
      """
      {"error":"token_expired"}
      """
    And the diagnosis names token-expired
    And the diagnosis says "(T04)"

  @T04.3
  Scenario: A reset makes the fixed tokens fresh
    Given 3h pass
    And the session is reset
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds
    When 59m59s pass
    And "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds

  @T04.4
  Scenario: A token that was issued lives an hour from then
    Given 30m pass
    And "Lin" logs in again
    When 59m59s pass
    And "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds
    When 1s pass
    And "Lin" calls getTicket with:
      | uid | 12322 |
    Then the status is 401
    And error is token_expired

  @T04.4
  Scenario: Logging in again after the hour
    Given 1h pass
    And "Lin" logs in again
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds

  @T04.2
  Scenario: Requests neither prolong a token nor use it up
    Given 30m pass
    When "Lin" reads all pages of getTicket with:
      | uid | 12322 |
    And "Lin" reads all pages of getTicket with:
      | uid | 12322 |
    And "Lin" reads all pages of getTicket with:
      | uid | 12322 |
    Then items has 33 items
    When 30m pass
    And "Lin" calls getTicket with:
      | uid | 12322 |
    Then error is token_expired

  @T09.5
  Scenario: Who asks is settled before what they may see
    When a stranger calls getTicket with:
      | orderid | 999999 |
    Then the status is 401
    Given 1h pass
    When "Wu" calls getTicket with:
      | uid | 12322 |
    Then the status is 401
    Given the header "Authorization" is sent as "Bearer nobodys-token"
    When a stranger calls getTicket with:
      | uid | 12322 |
    Then the status is 401

  @T09.5
  Scenario: What they may see is settled before what there is
    When "Lin" calls getTicket with:
      | uid  | 99999 |
      | page | 9     |
    Then the status is 403

  @T05 @T06.2
  Scenario: Whoever is known is answered in their own name
    When "Lin" calls getTicket with:
      | orderid | 1 |
    Then it succeeds
    And data.0.user_id is 12322
    And no diagnosis is given
