@admin
Feature: The journal shows what was asked, answered and changed

  Scenario: Every stage that an exchange passed has its verdict and its time
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And a stranger calls listRequests with:
      | session | {session} |
      | control | false     |
    Then @this has 1 items
    And 0.stages.#.verdict equals:
      """
      ["pass", "pass", "pass", "pass", "ok"]
      """
    And every 0.stages.#.micros is a valid integer
    And 0.micros is a valid integer
    And 0.session is {session}
    And 0.nearMisses is null

  Scenario Outline: The journal is filtered by whatever an exchange has
    When "Lin" calls tickets.getTicket with:
      | uid  | 12322 |
      | typo | here  |
    And "Lin" calls tickets.getTicket with:
      | uid | 12323 |
    And a stranger calls logIn with:
      | persona | Lin |
    And a stranger calls listRequests with:
      | session  | {session} |
      | <filter> | <value>   |
      | limit    | 3         |
    Then it succeeds
    And @this has <count> items

    Examples:
      | filter    | value            | count |
      | api       | tickets          | 2     |
      | api       | admin            | 3     |
      | operation | logIn            | 1     |
      | persona   | Lin              | 2     |
      | persona   | Chen             | 0     |
      | caller    | 12322            | 2     |
      | status    | 403              | 1     |
      | status    | 4xx              | 1     |
      | status    | 5XX              | 0     |
      | verdict   | refused          | 1     |
      | verdict   | not-permitted    | 1     |
      | verdict   | error            | 0     |
      | finding   | param-unknown    | 1     |
      | finding   | not-permitted    | 1     |
      | method    | GET              | 2     |
      | path      | /v1/status/*     | 2     |
      | path      | */tokens         | 1     |
      | path      | /v1/status       | 0     |
      | stage     | login            | 0     |
      | table     | tokens           | 1     |
      | table     | tickets          | 0     |
      | text      | uid=12323        | 1     |
      | text      | 权限不足             | 1     |
      | text      | no such text     | 0     |
      | millis    | 3600000          | 0     |
      | control   | false            | 2     |

  Scenario: Filters are joined
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And "Lin" calls tickets.getTicket with:
      | uid | 12323 |
    And "Chen" calls tickets.getTicket with:
      | uid | 12323 |
    And a stranger calls listRequests with:
      | session | {session} |
      | persona | Lin       |
      | verdict | refused   |
    Then #.caller equals:
      """
      ["12322"]
      """
    And every #.verdict is not-permitted

  Scenario: Exchanges are found between two others
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And the answer's header "Mock-Request" is remembered as "first"
    And "Lin" calls tickets.getTicket with:
      | uid | 12323 |
    And the answer's header "Mock-Request" is remembered as "second"
    And "Lin" calls tickets.getTicket
    And a stranger calls listRequests with:
      | session | {session} |
      | control | false     |
      | since   | {first}   |
    Then @this has 2 items
    And 0.id is "{second}"
    When a stranger calls listRequests with:
      | session | {session} |
      | control | false     |
      | until   | {second}  |
    Then @this has 2 items
    And 0.id is "{first}"
    When a stranger calls listRequests with:
      | session | {session} |
      | control | false     |
      | since   | {first}   |
      | until   | {second}  |
    Then @this has 1 items
    And 0.verdict is not-permitted

  Scenario Outline: A filter that cannot be is refused
    When a stranger calls <operation> with:
      | <filter> | <value> |
    Then the status is 400
    And findings.0.at is <filter>
    And findings.0.id is <finding>

    Examples:
      | operation      | filter        | value | finding       |
      | listRequests   | status        | 6xx   | param-pattern |
      | listRequests   | status        | 40    | param-pattern |
      | listRequests   | method        | get   | param-pattern |
      | listRequests   | millis        | -1    | param-minimum |
      | listRequests   | control       | maybe | param-type    |
      | listRequests   | until         | 0     | param-minimum |
      | awaitRequests  | timeout       | 61    | param-maximum |
      | awaitRequests  | limit         | 1     | param-unknown |
      | streamRequests | Last-Event-ID | last  | param-type    |
      | streamRequests | sesion        | a     | param-unknown |
      | listUnmatched  | verdicts      | ok    | param-unknown |
      | exportRequests | limit         | 10001 | param-maximum |

  Scenario: The rows that an exchange changed are there before and after
    When a stranger calls patchRow with:
      | api   | tickets |
      | table | persons |
      | key   | 12322   |
      | name  | "Linda" |
    And a stranger calls listRequests with:
      | session | {session} |
      | table   | persons   |
      | key     | 12322     |
    Then 0.changes.0.before.name is Lin
    And 0.changes.0.after.name is Linda
    And 0.changes.0.api is tickets
    When a stranger calls deleteRow with:
      | api   | tickets   |
      | table | tokens    |
      | key   | lin-token |
    And a stranger calls listRequests with:
      | session | {session} |
      | table   | tokens    |
    Then 0.changes.0.after is null
    And 0.changes.0.before.token is "***"

  Scenario: What is waited for and is there already is answered at once
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And the answer's header "Mock-Request" is remembered as "first"
    And "Lin" calls tickets.getTicket with:
      | uid | 12323 |
    And a stranger calls awaitRequests with:
      | session | {session} |
      | verdict | refused   |
      | since   | {first}   |
      | timeout | 60        |
    Then #.verdict equals:
      """
      ["not-permitted"]
      """
    And 0.id is remembered as "second"
    When a stranger calls awaitRequests with:
      | session | {session} |
      | control | false     |
      | since   | {second}  |
      | timeout | 0.01      |
    Then it succeeds
    And @this has 0 items

  Scenario: The journal can be taken along as an HTTP archive
    When "Lin" calls tickets.getTicket with:
      | uid  | 12323 |
      | list | done  |
    And a stranger calls exportRequests with:
      | session | {session} |
      | control | false     |
    Then it succeeds
    And the answer's header "Content-Disposition" is "attachment; filename=contractmock.har"
    And log.version is "1.2"
    And log.creator.name is contractmock
    And log.entries has 1 items
    And log.entries.0.request.method is GET
    And log.entries.0.request.url contains "/v1/status/getTicket?"
    And log.entries.0.request.queryString.#(name=="list").value is done
    And log.entries.0.request.headers.#(name=="Authorization").value is "Bearer ***"
    And log.entries.0.response.status is 403
    And log.entries.0.response.statusText is Forbidden
    And log.entries.0.response.content.text contains "权限不足"
    And log.entries.0.response.content.mimeType contains "application/json"
    And log.entries.0.timings.wait is remembered as "wait"
    And log.entries.0.time is {wait}
    And log.entries.0.startedDateTime contains "+08:00"
    And log.entries.0._session is {session}
    And log.entries.0._operation is getTicket
    And log.entries.0._verdict is not-permitted
    And log.entries.0._diagnosis.0.id is not-permitted

  Scenario Outline: An unknown path is told what is near to it, and why it is not that
    When this request is sent:
      """
      <method> <path>
      Mock-Session: {session}
      """
    And a stranger calls listUnmatched with:
      | session | {session} |
    Then @this has 1 items
    And 0.request.method is <method>
    And 0.operation is ""
    And 0.nearMisses.0.operation is <operation>
    And 0.nearMisses.0.why.0.kind is <kind>
    And 0.nearMisses.0.why.0.text contains "<text>"

    Examples:
      | method | path                       | operation       | kind    | text                                               |
      | POST   | /v1/status/getTicket       | getTicket       | method  | POST: GET is wanted                                |
      | GET    | /v1/status/getTickets      | getTicket       | segment | getTickets: getTicket is wanted                    |
      | GET    | /v1/status/getticket       | getTicket       | case    | getticket: getTicket is wanted; letter case counts |
      | GET    | /v1/status/getTicket/      | getTicket       | slash   | the slash at the end is too many                   |
      | GET    | /v1/status/getTicket/50    | getTicket       | surplus | 50 is a segment too many                           |
      | GET    | /status/getTicket          | getTicket       | missing | v1 is missing                                      |
      | PUT    | /user/prof1le              | updateProfile   | segment | prof1le: profile is wanted                         |
      | GET    | /user/6ce4/profile         | getProfile      | pattern | 6ce4: uid must match                               |
      | GET    | /v1/staffs/zhangsan/events | listStaffEvents | base    | /cgi-bin is missing at the beginning               |

  Scenario: The diagnosis says the same in a sentence
    When this request is sent:
      """
      GET /v1/status/getTickets
      """
    Then the status is 404
    And the diagnosis names path-unknown
    And the diagnosis says "no operation has the path /v1/status/getTickets; did you mean /v1/status/getTicket (getTickets: getTicket is wanted)?"

  Scenario: Nothing is near to nonsense
    When this request is sent:
      """
      GET /wp-login.php
      Mock-Session: {session}
      """
    And a stranger calls listUnmatched with:
      | session | {session} |
    Then 0.nearMisses has 0 items

  Scenario: What found its operation is not unmatched
    When "Lin" calls tickets.getTicket with:
      | uid | 12323 |
    And a stranger calls listUnmatched with:
      | session | {session} |
    Then @this has 0 items

  Scenario: The journal is cleared of one session
    When "Lin" calls tickets.getTicket with:
      | uid | 12323 |
    Given the calls go to session "another"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And the answer's header "Mock-Request" is remembered as "kept"
    And a stranger calls clearRequests with:
      | session | {session} |
    Then it succeeds
    And cleared is a valid integer
    When a stranger calls listRequests with:
      | session | {session} |
    Then @this has 0 items
    When a stranger calls getRequest with:
      | id | {kept} |
    Then it succeeds

  Scenario: The metrics can be scraped
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And a stranger calls metrics
    Then it succeeds
    And the answer's header "Content-Type" contains "text/plain; version=0.0.4"
    And the body contains "contractmock_requests_total"
    And the body contains "contractmock_request_duration_seconds_bucket"
    And the body contains "contractmock_sessions "
    And the body contains "contractmock_journal_entries "
    And the body contains "go_goroutines "

  Scenario: Health says how full the journal is
    When a stranger calls health
    Then journal has exactly these members:
      | entries    |
      | bytes      |
      | maxEntries |
      | maxBytes   |
      | readers    |
      | maxReaders |
    And journal.maxReaders is 256

  Scenario Outline: A filter that could never find anything is refused
    When a stranger calls <operation> with:
      | <filter> | <value> |
    Then the status is 404
    And the diagnosis names <finding>
    And the diagnosis says "<hint>"

    Examples:
      | operation     | filter    | value    | finding             | hint                    |
      | listRequests  | api       | tiket    | api-not-found       | did you mean tickets?   |
      | listRequests  | operation | getTickt | operation-not-found | did you mean getTicket? |
      | awaitRequests | table     | tickts   | table-not-found     | did you mean tickets?   |
      | exportRequests | stage    | rout     | stage-not-found     | did you mean route?     |

  Scenario: A request that no operation takes is kept with its body, and without anybody's secrets
    When this request is sent:
      """
      POST /v1/events?access_token=lexiang-token
      Content-Type: application/json

      {"hello": "world"}
      """
    Then the status is 404
    When a stranger calls listUnmatched with:
      | session | {session} |
    Then 0.request.body contains "hello"
    And 0.request.url is "/v1/events?access_token=***"
