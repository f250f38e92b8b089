@admin
Feature: Sessions are forked, and their states kept under names

  Scenario: A session is made with a name
    When a stranger calls createSession with:
      | name   | {session}.made |
      | strict | true           |
    Then the status is 201
    And name is {session}.made
    And strict is true
    And pinned is false
    When a stranger calls createSession with:
      | name | {session}.made |
    Then the status is 409
    And the diagnosis names session-exists
    When a stranger calls deleteSession with:
      | name | {session}.made |
    Then the status is 204

  @direct
  Scenario: A session without a name gets one
    When a stranger calls createSession
    Then the status is 201
    And name contains "session-"
    And name is remembered as "made"
    When a stranger calls getSession with:
      | name | {made} |
    Then it succeeds
    When a stranger calls deleteSession with:
      | name | {made} |
    Then the status is 204

  Scenario: A fork goes on from where the other session is, and goes its own way
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    And a stranger calls createSession with:
      | name         | {session}.fork |
      | from.session | {session}      |
    Then the status is 201
    And frozen is true
    Given the header "Mock-Session" is sent as "{session}.fork"
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    Then the status is 404
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 49      |
    Then the status is 204
    Given the header "Mock-Session" is sent as "{session}"
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 49      |
    Then it succeeds
    When a stranger calls deleteSession with:
      | name | {session}.fork |
    Then the status is 204

  Scenario: A fork hands out the ids that the other session would
    When a stranger calls createSession with:
      | name         | {session}.twin |
      | from.session | {session}      |
    And a stranger calls logIn with:
      | persona | Lin |
    Then credentials.token is remembered as "token"
    Given the header "Mock-Session" is sent as "{session}.twin"
    When a stranger calls logIn with:
      | persona | Lin |
    Then credentials.token is {token}
    When a stranger calls deleteSession with:
      | name | {session}.twin |
    Then the status is 204

  Scenario Outline: A session that cannot be made
    When a stranger calls createSession with:
      | <member> | <value> |
    Then the status is <status>
    And the diagnosis names <finding>
    And error is a valid text

    Examples:
      | member        | value   | status | finding            |
      | name          | a b     | 400    | session-name       |
      | name          | ..      | 400    | session-name       |
      | name          | default | 409    | session-exists     |
      | from.session  | no-such | 404    | session-not-found  |
      | from.snapshot | no-such | 404    | snapshot-not-found |
      | form.session  | default | 400    | bad-request        |

  Scenario: It goes on from one, not from two
    When a stranger calls createSession with:
      | name          | {session}.two |
      | from.session  | default       |
      | from.snapshot | before        |
    Then the status is 400
    And the diagnosis names bad-request

  Scenario: Back to where it was
    Given the snapshot "before" is taken
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    Then the status is 204
    Given the snapshot "before" is restored
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    Then it succeeds

  Scenario: The clock goes back too, and with it the age of log-ins
    Given the snapshot "fresh" is taken
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then it succeeds
    Given 1h pass
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the diagnosis names token-expired
    Given the snapshot "fresh" is restored
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then it succeeds

  Scenario: The same requests get the same ids once more
    Given the snapshot "before the log-in" is taken
    When a stranger calls logIn with:
      | persona | Lin |
    Then credentials.token is remembered as "token"
    Given the snapshot "before the log-in" is restored
    When a stranger calls logIn with:
      | persona | Lin |
    Then credentials.token is {token}

  Scenario: A running clock runs on from the time that it showed
    When a stranger calls setClock with:
      | now    | 2024-06-10 12:00:00 |
      | frozen | false               |
    Then it succeeds
    Given the snapshot "running" is taken
    When a stranger calls setClock with:
      | now    | 2025-01-01 00:00:00 |
      | frozen | true                |
    Then it succeeds
    Given the snapshot "running" is restored
    When a stranger calls getClock
    Then frozen is false
    And now contains "2024-06-10 12:"

  Scenario: A snapshot is restored into another session
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    Then the status is 204
    Given the snapshot "without 50" is taken
    And the calls go to session "other"
    And the snapshot "without 50" is restored
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    Then the status is 404

  Scenario: Settings stay when a snapshot is restored
    Given the snapshot "lenient" is taken
    And the mock is strict
    And the snapshot "lenient" is restored
    When a stranger calls getSession with:
      | name | {session} |
    Then strict is true

  Scenario: Snapshots are listed, taken once more, and deleted
    When a stranger calls takeSnapshot with:
      | name | {session}.one |
    Then the status is 201
    And name is {session}.one
    And session is {session}
    And frozen is true
    And rows is a valid integer
    When a stranger calls takeSnapshot with:
      | name | {session}.one |
    Then the status is 409
    And the diagnosis names snapshot-exists
    And the diagnosis says "replace=true"
    When a stranger calls takeSnapshot with:
      | name    | {session}.one |
      | replace | true          |
    Then the status is 201
    When a stranger calls listSnapshots
    Then #(name=="{session}.one").session is {session}
    When a stranger calls deleteSnapshot with:
      | name | {session}.one |
    Then the status is 204
    When a stranger calls deleteSnapshot with:
      | name | {session}.one |
    Then the status is 404
    And the diagnosis names snapshot-not-found

  Scenario Outline: A snapshot that is not there
    When a stranger calls <operation> with:
      | name | {session}.none |
    Then the status is 404
    And the diagnosis names snapshot-not-found

    Examples:
      | operation       |
      | exportSnapshot  |
      | restoreSnapshot |
      | deleteSnapshot  |

  Scenario: A snapshot's name is like a session's
    When this request is sent:
      """
      POST /__admin/snapshots/a%20b
      """
    Then the status is 400
    And the diagnosis names snapshot-name

  Scenario: A session begins with a snapshot
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    And a stranger calls takeSnapshot with:
      | name | {session}.start |
    And a stranger calls createSession with:
      | name          | {session}.begun |
      | from.snapshot | {session}.start |
    Then the status is 201
    Given the header "Mock-Session" is sent as "{session}.begun"
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    Then the status is 404
    When a stranger calls deleteSnapshot with:
      | name | {session}.start |
    Then the status is 204
    When a stranger calls deleteSession with:
      | name | {session}.begun |
    Then the status is 204

  Scenario: A snapshot is exported, and imported under another name
    When a stranger calls patchRow with:
      | api                | tickets |
      | table              | tickets |
      | key                | 50      |
      | repair_description | "<很慢>"  |
    And a stranger calls takeSnapshot with:
      | name | {session}.out |
    And a stranger calls exportSnapshot with:
      | name | {session}.out |
    Then it succeeds
    And version is 1
    And session is {session}
    And state.tickets.tickets has 50 items
    And state.tickets.tickets.#(id==50).repair_description is "<很慢>"
    And @this is remembered as "document"
    When this request is sent:
      """
      PUT /__admin/snapshots/{session}.in
      Content-Type: application/json

      {document}
      """
    Then the status is 201
    And session is {session}
    Given the session is reset
    When this request is sent:
      """
      POST /__admin/snapshots/{session}.in/restore
      """
    Then the status is 200
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
    Then repair_description is "<很慢>"
    When a stranger calls exportSnapshot with:
      | name | {session}.in |
    Then @this equals:
      """
      {document}
      """
    When a stranger calls deleteSnapshot with:
      | name | {session}.in |
    And a stranger calls deleteSnapshot with:
      | name | {session}.out |
    Then the status is 204

  Scenario: Everything that is wrong with an import is told at once, with its line
    When this request is sent:
      """
      PUT /__admin/snapshots/{session}.wrong
      Content-Type: application/json

      {"version": 1,
       "clock": {"now": "2024-06-10 12:00:00", "frozen": true, "start": "2024-06-10 12:00:00", "chance": "00112233445566778899aabbccddeeff"},
       "state": {"tickets": {"persons": [
         {"id": 1, "name": "Ann", "role": "user"},
         {"id": 2, "name": "Ben", "roll": "user"},
         {"id": "3", "name": "Cho", "role": "user"}]}}}
      """
    Then the status is 422
    And the diagnosis names row-refused
    And problems.0.line is 5
    And problems.0.table is "tickets.persons"
    And problems.0.key is "2"
    And problems.0.field is roll
    And problems.1.line is 6
    And problems.1.field is id
    When a stranger calls exportSnapshot with:
      | name | {session}.wrong |
    Then the status is 404

  Scenario: A row that refers to none is refused
    When this request is sent:
      """
      PUT /__admin/snapshots/{session}.wrong
      Content-Type: application/json

      {"version": 1,
       "clock": {"now": "2024-06-10 12:00:00", "frozen": true, "start": "2024-06-10 12:00:00", "chance": "00112233445566778899aabbccddeeff"},
       "state": {"tickets": {"tokens": [
         {"token": "a-token-of-nobody-at-all", "holder": "7"}]}}}
      """
    Then the status is 422
    And problems.0.line is 4
    And problems.0.field is holder
    And the diagnosis says "tickets.tokens[a-to***].holder"

  Scenario Outline: A document that is none
    When this request is sent:
      """
      PUT /__admin/snapshots/{session}.wrong
      Content-Type: application/json

      <document>
      """
    Then the status is <status>
    And the diagnosis names <finding>
    And the diagnosis says "<says>"

    Examples:
      | document                                                                                                                                                                                     | status | finding            | says                               |
      | {"version":2,"clock":{"now":"2024-06-10","frozen":true,"start":"2024-06-10","chance":"00112233445566778899aabbccddeeff"},"state":{}}                                                          | 422    | snapshot-version   | this mock reads version 1          |
      | {"version":1,"clock":{"now":"noon","frozen":true,"start":"2024-06-10","chance":"00112233445566778899aabbccddeeff"},"state":{}}                                                                | 422    | snapshot-malformed | is no time                         |
      | {"version":1,"clock":{"now":"2024-06-10","frozen":true,"start":"2024-06-10","chance":"ff"},"state":{}}                                                                                        | 422    | snapshot-malformed | 32 hexadecimal digits              |
      | {"version":1,"clock":{"now":"2024-06-10","frozen":true,"start":"2024-06-10","chance":"00112233445566778899aabbccddeeff"},"state":{"ticket":{}}}                                               | 422    | snapshot-malformed | did you mean tickets?              |
      | {"version":1,"clock":{"now":"2024-06-10","frozen":true,"start":"2024-06-10","chance":"00112233445566778899aabbccddeeff"},"state":{"tickets":{"person":[]}}}                                   | 422    | snapshot-malformed | did you mean persons?              |
      | {"version":1,"clock":{"now":"2024-06-10","frozen":true,"start":"2024-06-10"},"state":{}}                                                                                                      | 400    | bad-request        | clock                              |
      | {"version":1,"state":{}}                                                                                                                                                                     | 400    | bad-request        | clock                              |
      | {"version":1,"clok":{}}                                                                                                                                                                      | 400    | bad-request        | clok                               |
      | {"version":1,                                                                                                                                                                                | 400    | body-malformed     | EOF                                |

  Scenario: The journal keeps neither what is exported nor what is imported
    When a stranger calls takeSnapshot with:
      | name | {session}.secret |
    And a stranger calls exportSnapshot with:
      | name | {session}.secret |
    Then @this is remembered as "document"
    When this request is sent:
      """
      PUT /__admin/snapshots/{session}.secret?replace=true
      Content-Type: application/json

      {document}
      """
    Then the status is 201
    When a stranger calls listRequests with:
      | api     | admin     |
      | session | {session} |
    Then every #.request.body is ""
    And every #.answer.body is ""
    When a stranger calls deleteSnapshot with:
      | name | {session}.secret |
    Then the status is 204
