@admin
Feature: Sessions are worlds of their own

  Scenario: A session that is named for the first time begins with the fixtures
    Given the calls go to session "fresh"
    When a stranger calls listRows with:
      | api   | tickets |
      | table | tickets |
      | limit | 1       |
    Then total is 50
    And rows.0.id is 1
    And next is "1"

  Scenario Outline: A session's name is 1 to 64 letters, digits, dots, hyphens and underscores, not dots alone
    Given the header "Mock-Session" is sent as "<name>"
    When a stranger calls tickets.getTicket
    Then the status is 400
    And error is a valid text
    And the diagnosis names session-name

    Examples:
      | name                                                              |
      |                                                                   |
      | a b                                                               |
      | ../default                                                        |
      | ..                                                                |
      | tickets,default                                                   |
      | 12345678901234567890123456789012345678901234567890123456789012345 |

  Scenario: The cookie names a session too
    When this request is sent:
      """
      PATCH /__admin/sessions/{session}.by-cookie
      Content-Type: application/json

      {"strict": true}
      """
    Then it succeeds
    Given the header "Cookie" is sent as "theme=dark; Mock-Session={session}.by-cookie"
    And the header "Mock-Session" is not sent
    When this request is sent:
      """
      GET /v1/status/getTicket?page=0
      Authorization: Bearer sun-token
      Cookie: theme=dark; Mock-Session={session}.by-cookie
      """
    Then the status is 400
    And data is page
    When a stranger calls deleteSession with:
      | name | {session}.by-cookie |
    Then the status is 204

  Scenario: Sessions are listed with what they are
    When a stranger calls changeSession with:
      | name   | {session}.listed |
      | pinned | true   |
    Then it succeeds
    And name is {session}.listed
    And pinned is true
    And strict is false
    When a stranger calls listSessions
    Then #(name=="{session}.listed").pinned is true
    And #(name=="default").pinned is false
    When a stranger calls getSession with:
      | name | {session}.listed |
    Then pinned is true
    When a stranger calls deleteSession with:
      | name | {session}.listed |
    Then the status is 204
    And the body is empty
    When a stranger calls getSession with:
      | name | {session}.listed |
    Then the status is 404
    And the diagnosis names session-not-found

  Scenario: Settings that are not sent stay
    When a stranger calls changeSession with:
      | name   | {session}.kept |
      | strict | true |
    And a stranger calls changeSession with:
      | name   | {session}.kept |
      | pinned | true |
    Then strict is true
    And pinned is true
    When a stranger calls deleteSession with:
      | name | {session}.kept |
    Then the status is 204

  Scenario: The default session can only be reset
    When a stranger calls deleteSession with:
      | name | default |
    Then the status is 409
    And error is "the default session cannot be deleted; reset it"
    And the diagnosis names session-default

  Scenario: A reset brings back rows, clock and log-ins
    When a stranger calls getClock
    Then start is remembered as "start"
    Given 5h pass
    When a stranger calls getClock
    Then now is remembered as "later"
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    When a stranger calls admin.reset
    Then reset.# is 1
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    Then it succeeds
    And id is 50
    When a stranger calls getClock
    Then now is not {later}

  Scenario: The clock is set, frozen and moved
    When a stranger calls setClock with:
      | now    | 2024-06-10 12:00:00 |
      | frozen | true                |
    Then it succeeds
    And now is "2024-06-10 12:00:00"
    And frozen is true
    When a stranger calls setClock with:
      | advance | 59m59s |
    Then now is "2024-06-10 12:59:59"
    When a stranger calls setClock with:
      | advance | -24h |
    Then now is "2024-06-09 12:59:59"
    When a stranger calls setClock with:
      | now | 2024-06-10T00:00:00Z |
    Then now is "2024-06-10 08:00:00"
    And frozen is true
    When a stranger calls setClock with:
      | frozen | false |
    Then frozen is false

  Scenario Outline: A clock that cannot be set stays as it was
    When a stranger calls setClock with:
      | now    | 2024-06-10 12:00:00 |
      | frozen | true                |
    And a stranger calls setClock with:
      | <member> | <value> |
      | frozen   | false   |
    Then the status is 400
    And error is a valid text
    When a stranger calls getClock
    Then now is "2024-06-10 12:00:00"
    And frozen is true

    Examples:
      | member  | value               |
      | now     | noon                |
      | now     | 2024-02-30 12:00:00 |
      | now     | 1969-12-31 23:59:59 |
      | advance | a while             |
      | advance | 100000000h          |
      | advance | -1000000h           |
      | ahead   | 1h                  |

  Scenario: A change that is refused makes no session
    When a stranger calls changeSession with:
      | name  | {session}.ghost |
      | relax | ["all"]         |
    Then the status is 400
    And the diagnosis names relax
    When a stranger calls getSession with:
      | name | {session}.ghost |
    Then the status is 404

  Scenario: The clock stands until somebody lets it run
    Given the time is "2024-06-10T04:00:00Z"
    When a stranger calls getClock
    Then now is "2024-06-10 12:00:00"
    And frozen is true
    Given the clock runs
    When a stranger calls getClock
    Then frozen is false
    And now is at least "2024-06-10 12:00:00"

  Scenario: Who is nobody may steer with a body of JSON
    When a stranger calls setClock with the body:
      """
      {"now": "2024-06-10 12:00:00", "frozen": true}
      """
    Then now is "2024-06-10 12:00:00"
