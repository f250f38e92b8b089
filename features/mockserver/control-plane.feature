@admin
Feature: The control plane shows and changes what a session knows

  Scenario: It is up, and says what it holds
    When a stranger calls health
    Then it succeeds
    And status is ok
    And apis.0 is tickets
    And sessions is a valid integer
    And journal.entries is a valid integer

  Scenario: It lists the operations
    When a stranger calls listRoutes
    Then #(operation=="getTicket").path is "/v1/status/getTicket"
    And #(operation=="getTicket").title is "获取工单"
    And #(operation=="getTicket").mode is stateful

  Scenario: It lists who may call, with lines to paste
    When a stranger calls listPersonas
    Then every #.credentials.token is a valid text
    And #(name=="Lin").id is "12322"
    And #(name=="Lin").role is user
    And #(name=="Lin").credentials.token is lin-token
    And #(name=="Lin").curl contains "curl -s -H 'Authorization: Bearer lin-token' -H "
    And #(name=="Lin").curl contains "/v1/status/getTicket?uid=12322'"
    And #(name=="Chen").curl contains "/v1/status/getTicket?tid=12311'"
    And #(name=="Sun").curl contains "/v1/status/getTicket'"

  Scenario: A log-in is issued, and the one before ends
    When a stranger calls logIn with:
      | persona | Lin |
    Then it succeeds
    And api is tickets
    And credentials.token is remembered as "token"
    Given the header "Authorization" is sent as "Bearer {token}"
    When a stranger calls tickets.getTicket with:
      | uid | 12322 |
    Then it succeeds
    Given the header "Authorization" is sent as "Bearer lin-token"
    When a stranger calls tickets.getTicket with:
      | uid | 12322 |
    Then the diagnosis names token-superseded
    When a stranger calls listPersonas
    Then #(name=="Lin").credentials.token is {token}

  Scenario: Whose log-in has expired has nothing to paste
    Given 1h pass
    When a stranger calls listPersonas
    Then there is no #(name=="Lin").credentials.token
    And #(name=="Lin").curl is ""
    When a stranger calls logIn with:
      | persona | Lin |
    And a stranger calls listPersonas
    Then #(name=="Lin").curl contains "curl -s"

  Scenario: The lines to paste go to the session that listed them
    When a stranger calls listPersonas
    Then #(name=="Lin").curl contains "-H 'Mock-Session: {session}'"

  Scenario Outline: A log-in that could not be is refused
    When a stranger calls putRow with:
      | api    | tickets  |
      | table  | tokens   |
      | key    | <token>  |
      | token  | "<token>"  |
      | holder | "<holder>" |
    Then the status is 422
    And error contains "tickets.tokens[<token>].<field>"
    And the diagnosis names row-refused

    Examples:
      | token     | holder | field      |
      | second    | 12322  | superseded |
      | two words | 12322  | token      |
      | a,b       | 12322  | token      |
      | wrong     | 012322 | holder     |
      | nobodys   | 4      | holder     |

  Scenario Outline: A log-in of nobody
    When a stranger calls logIn with:
      | persona | <persona> |
      | api     | <api>     |
    Then the status is <status>
    And the diagnosis names <finding>
    And the diagnosis says "<hint>"

    Examples:
      | persona | api     | status | finding           | hint                  |
      | Linn    | tickets | 404    | persona-not-found | did you mean Lin?     |
      | Lin     | ticket  | 404    | api-not-found     | did you mean tickets? |

  Scenario: The tables are listed with their members
    When a stranger calls listTables with:
      | api | tickets |
    Then #(table=="tickets").rows is 50
    And #(table=="tickets").fields.0 is id
    And #(table=="persons").rows is 6

  Scenario: A table is read in pieces
    When a stranger calls listRows with:
      | api   | tickets |
      | table | tickets |
      | after | 48      |
      | limit | 2       |
    Then rows.#.id equals:
      """
      [49, 50]
      """
    And next is "50"
    When a stranger calls listRows with:
      | api   | tickets |
      | table | tickets |
      | after | 50      |
    Then rows has 0 items
    And next is null
    And total is 50

  Scenario Outline: What does not exist is named, with what does
    When a stranger calls getRow with:
      | api   | <api>   |
      | table | <table> |
      | key   | <key>   |
    Then the status is 404
    And the diagnosis names <finding>
    And the diagnosis says "<hint>"

    Examples:
      | api     | table   | key  | finding         | hint                  |
      | ticket  | tickets | 1    | api-not-found   | did you mean tickets? |
      | tickets | ticket  | 1    | table-not-found | did you mean tickets? |
      | tickets | tickets | 9999 | row-not-found   | has no row 9999       |
      | tickets | tickets | one  | row-not-found   | has no row one        |

  Scenario: A row is put, changed and deleted
    When a stranger calls putRow with:
      | api   | tickets       |
      | table | persons       |
      | key   | 777           |
      | id    | 777           |
      | name  | "Fang"        |
      | role  | "technician"  |
    Then it succeeds
    And name is Fang
    When a stranger calls patchRow with:
      | api   | tickets |
      | table | persons |
      | key   | 777     |
      | role  | "user"  |
    Then role is user
    And name is Fang
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | persons |
      | key   | 777     |
    Then the status is 204
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | persons |
      | key   | 777     |
    Then the status is 404

  Scenario Outline: A row that cannot be is refused, and nothing changes
    When a stranger calls getRow with:
      | api   | tickets |
      | table | <table> |
      | key   | <key>   |
    And a stranger calls patchRow with:
      | api      | tickets |
      | table    | <table> |
      | key      | <key>   |
      | <member> | <value> |
    Then the status is 422
    And problems.0.field is <field>
    And problems.0.message is a valid text
    And the diagnosis names row-refused
    When a stranger calls getRow with:
      | api   | tickets |
      | table | <table> |
      | key   | <key>   |
    Then it succeeds
    And <member> is <before>

    Examples:
      | table   | key       | member                 | value        | field                  | before                |
      | tickets | 50        | user_id                | 4            | user_id                | 12322                 |
      | tickets | 50        | user_id                | "12322"      | user_id                | 12322                 |
      | tickets | 50        | user_id                | null         | user_id                | 12322                 |
      | tickets | 50        | campus                 | 7            | campus                 | 华西                    |
      | tickets | 50        | repair_status          | "Finished"   | repair_status          | UserConfirming        |
      | tickets | 50        | repair_status          | "Done"       | completion_time        | UserConfirming        |
      | tickets | 50        | machine_purchase_date  | "2024-02-30" | machine_purchase_date  | "2023-07-18"          |
      | tickets | 50        | assigned_technician_id | 4            | assigned_technician_id | 12311                 |
      | tickets | 50        | assigned_technician_id | null         | assigned_time          | 12311                 |
      | tickets | 50        | assigned_time          | "yesterday"  | assigned_time          | "2024-07-14 11:43:10" |
      | tickets | 50        | completion_time        | "+0s"        | completion_time        | null                  |
      | persons | 12322     | role                   | "boss"       | role                   | user                  |
      | persons | 12322     | name                   | ""           | name                   | Lin                   |
      | persons | 12322     | name                   | "Wu"         | name                   | Lin                   |
      | tokens  | lin-token | holder                 | "4"          | holder                 | "12322"               |

  Scenario Outline: An id is a whole number from 1 to 2147483647
    When a stranger calls putRow with:
      | api   | tickets |
      | table | persons |
      | key   | <id>    |
      | id    | <id>    |
      | name  | "Fang"  |
      | role  | "user"  |
    Then the status is <status>

    Examples:
      | id         | status |
      | -1         | 422    |
      | 0          | 422    |
      | 1          | 200    |
      | 2147483647 | 200    |
      | 2147483648 | 422    |

  Scenario: So is a ticket's
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 2       |
    And a stranger calls putRow with:
      | api                   | tickets    |
      | table                 | tickets    |
      | key                   | 0          |
      | id                    | 0          |
      | user_id               | 12322      |
      | machine_purchase_date | 2024-06-01 |
      | repair_status         | Pending    |
    Then the status is 422
    And error contains "tickets.tickets[0].id"

  Scenario: What is wrong with an id is said
    When a stranger calls putRow with:
      | api   | tickets |
      | table | persons |
      | key   | 0       |
      | id    | 0       |
      | name  | "Fang"  |
      | role  | "user"  |
    Then problems.0.field is id
    And error contains "from 1 to 2147483647, not 0"
    Given the calls go to session "another"
    When a stranger calls getRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 2       |
    Then it succeeds

  Scenario: A person to whom tickets refer cannot go
    When a stranger calls deleteRow with:
      | api   | tickets |
      | table | persons |
      | key   | 12322   |
    Then the status is 422
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then it succeeds

  Scenario: A row's key cannot be changed
    When a stranger calls patchRow with:
      | api   | tickets |
      | table | tickets |
      | key   | 50      |
      | id    | 51      |
    Then the status is 422
    When a stranger calls putRow with:
      | api   | tickets |
      | table | persons |
      | key   | 5       |
      | id    | 6       |
      | name  | "Fang"  |
      | role  | "user"  |
    Then the status is 422
    And the diagnosis says "must agree"

  Scenario Outline: A body that is none is refused
    When this request is sent:
      """
      PUT /__admin/state/tickets/tickets/50
      Content-Type: <type>

      <body>
      """
    Then the status is <status>
    And error is a valid text

    Examples:
      | type             | body        | status |
      | application/json | {"id":      | 400    |
      | application/json | {} {}       | 400    |
      | application/json | [1]         | 400    |
      | application/json | null        | 400    |
      | application/json | {"id":1,"id":2} | 400    |
      | text/plain       | {"id": 50}  | 400    |

  Scenario Outline: Parameters that the control plane does not know are refused
    When a stranger calls listRequests with:
      | <parameter> | <value> |
    Then the status is 400
    And findings.0.id is <finding>
    And findings.0.at is <parameter>

    Examples:
      | parameter | value   | finding       |
      | limit     | 0       | param-minimum |
      | limit     | many    | param-type    |
      | status    | 99      | param-pattern |
      | since     | -1      | param-minimum |
      | sesion    | default | param-unknown |

  Scenario: The journal keeps what was asked and answered
    When "Lin" calls tickets.getTicket with:
      | uid | 12323 |
    And the status is 403
    And a stranger calls listRequests with:
      | operation | getTicket |
      | status    | 403       |
      | limit     | 1         |
    Then #.persona equals:
      """
      ["Lin"]
      """
    And 0.caller is "12322"
    And 0.verdict is not-permitted
    And 0.request.header.Authorization.0 is "Bearer ***"
    And 0.stages.#.name equals:
      """
      ["session", "route", "login", "parameters", "operation"]
      """
    And 0.id is remembered as "number"
    When a stranger calls getRequest with:
      | id | {number} |
    Then it succeeds
    And id is "{number}"
    And answer.body is a valid text
    When a stranger calls getRequest with:
      | id | no-such |
    Then the status is 404

  Scenario: The journal keeps the rows that changed, secrets masked
    When a stranger calls logIn with:
      | persona | Lin |
    And a stranger calls listRequests with:
      | api       | admin     |
      | operation | logIn     |
      | session   | {session} |
    Then 0.changes.#.table equals:
      """
      ["tokens", "tokens"]
      """
    And 0.changes.0.key is "***"
    And 0.changes.0.before.token is "***"
    And 0.answer.body is ""
    When a stranger calls patchRow with:
      | api    | tickets   |
      | table  | tokens    |
      | key    | lin-token |
      | holder | "4"       |
    Then the status is 422
    And the diagnosis says "tickets.tokens[***]"
    When a stranger calls listRequests with:
      | api       | admin    |
      | operation | patchRow |
      | session   | {session} |
    Then 0.request.url is "/__admin/state/tickets/tokens/***"

  Scenario: A page of a foreign origin cannot steer the mock
    When this request is sent:
      """
      POST /__admin/reset
      Origin: https://evil.example
      Sec-Fetch-Site: cross-site
      """
    Then the status is 403
    And the diagnosis names foreign-origin
    And the answer's header "Access-Control-Allow-Origin" is ""
    When this request is sent:
      """
      GET /__admin/health
      Origin: https://evil.example
      Sec-Fetch-Site: cross-site
      """
    Then the status is 200
    And the answer's header "Access-Control-Allow-Origin" is ""

  Scenario: Every answer has its number in the journal
    When a stranger calls tickets.getTicket
    Then the diagnosis names authorization-missing
    And the journal's entry has the verdict authorization-missing

  Scenario: Nothing is wrong with the fixtures
    When a stranger calls audit
    Then problems has 0 items

  Scenario Outline: An unknown path of the control plane
    When this request is sent:
      """
      <method> /__admin/<path>
      """
    Then the status is <status>
    And error is a valid text

    Examples:
      | method | path            | status |
      | GET    | helth           | 404    |
      | POST   | health          | 405    |
      | DELETE | clock           | 405    |
