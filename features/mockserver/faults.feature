@admin
Feature: Trouble on purpose, planned or asked for

  Scenario: A fault is planned, seen, strikes as often as it should, and is removed
    When a stranger calls planFault with:
      | api       | tickets   |
      | operation | getTicket |
      | status    | 403       |
      | times     | 2         |
    Then the status is 201
    And @this equals:
      """
      {"id": "<text>", "session": "<text>", "api": "tickets", "operation": "getTicket", "status": 403, "undocumented": false,
       "times": 2, "probability": 1, "struck": 0, "left": 2}
      """
    And session is {session}
    And id is remembered as "fault"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 403
    And the body is exactly:
      """
      {"data":"权限不足","requesttype":"","success":false}
      """
    And the diagnosis says "fault-planned: "
    And the diagnosis says "fault {fault} of session {session} is planned"
    And the journal's entry has the verdict fault-planned
    When a stranger calls getFault with:
      | id | {fault} |
    Then struck is 1
    And left is 1
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 403
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    And no diagnosis is given
    When a stranger calls listFaults
    Then #.struck equals:
      """
      [2]
      """
    And 0.left is 0
    When a stranger calls removeFault with:
      | id | {fault} |
    Then the status is 204
    When a stranger calls removeFault with:
      | id | {fault} |
    Then the status is 404
    And the diagnosis names fault-not-found
    When a stranger calls getFault with:
      | id | {fault} |
    Then the status is 404

  Scenario: A fault is of the session in which it is planned
    When a stranger calls planFault with:
      | status | 401 |
    Then the status is 201
    And id is remembered as "fault"
    Given the calls go to session "another"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    When a stranger calls listFaults
    Then @this has 0 items
    When a stranger calls removeFault with:
      | id | {fault} |
    Then the status is 404
    Given the calls go to the first session
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 401

  Scenario: A reset removes the session's faults
    When a stranger calls planFault with:
      | status | 401 |
    Given the session is reset
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    When a stranger calls listFaults
    Then @this has 0 items

  Scenario: So does dropping it
    Given the calls go to session "another"
    When a stranger calls planFault with:
      | status | 401 |
    And a stranger calls getSession with:
      | name | {session}.another |
    Then it succeeds
    When a stranger calls deleteSession with:
      | name | {session}.another |
    Then the status is 204
    When a stranger calls listFaults
    Then @this has 0 items

  Scenario: All faults of the session are removed at once
    When a stranger calls planFault with:
      | status | 401 |
    And a stranger calls planFault with:
      | delay | 1ms..2ms |
    And a stranger calls listFaults
    Then @this has 2 items
    And 1.delay is "1ms..2ms"
    When a stranger calls clearFaults
    Then removed is 2
    When a stranger calls clearFaults
    Then removed is 0

  Scenario: A fault of one persona strikes nobody else, and once they are known
    When a stranger calls planFault with:
      | api     | tickets |
      | persona | Lin     |
      | status  | 403     |
    Then persona is Lin
    When "Chen" calls tickets.getTicket with:
      | tid | 12311 |
    Then the status is 200
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 403
    And the diagnosis names fault-planned
    When a stranger calls tickets.getTicket
    Then the diagnosis names authorization-missing
    When a stranger calls listRequests with:
      | session | {session}     |
      | status  | 403           |
    Then 0.persona is Lin
    And 0.stages.#.name equals:
      """
      ["session", "route", "login", "fault"]
      """
    And 0.stages.3.verdict is fault-planned

  Scenario: A fault without persona strikes before anybody is known
    Given tickets.getTicket will answer with status 401
    When a stranger calls tickets.getTicket
    Then the diagnosis names fault-planned
    When a stranger calls listRequests with:
      | session | {session} |
      | status  | 401       |
    Then 0.persona is ""
    And 0.stages.#.name equals:
      """
      ["session", "route", "fault"]
      """

  Scenario: A fault of one API leaves the others alone
    When a stranger calls planFault with:
      | api    | chaoqer |
      | status | 401     |
    Then the status is 201
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    When a stranger calls chaoqer.getVersionUpgrade
    Then the status is 401
    And the diagnosis names fault-planned

  Scenario: A status strikes only where it is documented
    When a stranger calls planFault with:
      | status | 503 |
    Then the status is 201
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    When a stranger calls chaoqer.getVersionUpgrade
    Then the status is 503

  Scenario: Operations have their documented titles
    When a stranger calls planFault with:
      | operation | 获取工单 |
      | status    | 403      |
    Then api is tickets
    And operation is getTicket

  Scenario: The bucket beside the gateway has its faults too
    When a stranger calls planFault with:
      | api       | outside  |
      | operation | getImage |
      | status    | 404      |
      | times     | 1        |
    Then the status is 201
    When this request is sent:
      """
      GET /__aliyun/{session}/image/u/cover/00000000000000000000000000000000.jpg
      """
    Then the status is 404
    And the diagnosis names fault-planned
    When this request is sent:
      """
      GET /__aliyun/{session}/image/u/cover/00000000000000000000000000000000.jpg
      """
    Then the status is 404
    And the diagnosis names picture-not-found

  Scenario: The control plane is never struck
    When a stranger calls planFault with:
      | connection | reset |
    And a stranger calls planFault with:
      | status | 404 |
    And a stranger calls listFaults
    Then @this has 2 items
    Given the header "Mock-Fault" is sent as "reset"
    When a stranger calls health
    Then the status is 200

  Scenario Outline: A fault that cannot be is refused, and nothing is planned: <finding>, <hint>
    When a stranger calls planFault with:
      | <name>  | <value> |
      | <other> | <with>  |
    Then the status is <status>
    And the diagnosis names <finding>
    And the diagnosis says "<hint>"
    When a stranger calls listFaults
    Then @this has 0 items

    Examples:
      | name         | value     | other      | with     | status | finding             | hint                                                        |
      | api          | ticket    | status     | 403      | 404    | api-not-found       | did you mean tickets?                                       |
      | operation    | getTickets | status    | 403      | 404    | operation-not-found | did you mean getTicket?                                     |
      | operation    | getEvent  | status     | 404      | 400    | fault-refused       | several APIs have an operation getEvent; say which with api |
      | persona      | Linn      | status     | 403      | 404    | persona-not-found   | did you mean Lin?                                           |
      | api          | tickets   | status     | 500      | 400    | fault-status        | no operation of tickets documents the status 500, but 401, 403, 404 and 405 |
      | status       | 418       | times      | 1        | 400    | fault-status        | none of the operations documents the status 418             |
      | api          | chaoqer   | errorCode  | 400002   | 400    | fault-code          | did you mean 100002, 200002 or 400000?                     |
      | api          | chaoqer   | errorCode  | 7        | 400    | fault-code          | there are -1, 0, 100000                                     |
      | operation    | getClub   | errorCode  | 400002   | 400    | fault-code          | chaoqer.getClub does not answer the errorCode 400002        |
      | api          | tickets   | errorCode  | 400000   | 400    | fault-code          | the API has no error codes                                  |
      | times        | 1         | persona    | Lin      | 400    | fault-refused       | a fault does something                                      |
      | status       | 503       | errorCode  | 400000   | 400    | fault-refused       | one of status, errorCode and connection                     |
      | status       | 503       | connection | reset    | 400    | fault-refused       | one of status, errorCode and connection                     |
      | undocumented | true      | delay      | 1s       | 400    | fault-refused       | undocumented is about a status                              |
      | delay        | soon      | times      | 1        | 400    | fault-refused       | is no delay; write 2s, or 500ms..2s                         |
      | delay        | 61s       | times      | 1        | 400    | fault-refused       | longer than 1m0s                                            |
      | delay        | 2s..1s    | times      | 1        | 400    | fault-refused       | the longer one last                                         |
      | delay        | 0s        | times      | 1        | 400    | fault-refused       | above 0                                                     |
      | status       | 200       | times      | 1        | 400    | bad-request         | want a whole number from 400 to 599                         |
      | connection   | cut       | times      | 1        | 400    | bad-request         | want reset, empty or truncate                               |
      | status       | 401       | probability | 0       | 400    | bad-request         | probability                                                 |
      | status       | 401       | probability | 1.5     | 400    | bad-request         | probability                                                 |
      | status       | 401       | times      | 0        | 400    | bad-request         | times                                                       |
      | status       | 401       | statuss    | 1        | 400    | bad-request         | did you mean status?                                        |

  Scenario: A fault that is not there is looked for among those that are
    Given chaoqer.getClub will answer with status 503
    When a stranger calls listFaults
    Then 0.id is remembered as "fault"
    When a stranger calls getFault with:
      | id | no-such |
    Then the status is 404
    And the diagnosis says "there is {fault}"

  Scenario: Faults add up: a delay for all, and failures in the order in which they were planned
    When a stranger calls planFault with:
      | delay | 1ms |
    Given tickets.getTicket will answer with status 401 once
    And tickets.getTicket will answer with status 403 once
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 401
    And the diagnosis says "held back for 1ms"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 403
    And the diagnosis says "held back for 1ms"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    And the diagnosis says "held back for 1ms"
    And the journal's entry has the verdict ok
    When a stranger calls listFaults
    Then #.struck equals:
      """
      [3, 1, 1]
      """

  Scenario: What is left to chance strikes as often again after a reset
    When a stranger calls planFault with:
      | api         | tickets |
      | status      | 403     |
      | probability | 0.5     |
    And "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And a stranger calls listFaults
    Then 0.struck is remembered as "often"
    Given the session is reset
    When a stranger calls planFault with:
      | api         | tickets |
      | status      | 403     |
      | probability | 0.5     |
    And "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    And a stranger calls listFaults
    Then 0.struck is {often}

  Scenario Outline: A connection ends before the answer does: <fault>
    Given tickets.getTicket will be cut off with <fault>
    When "Lin" calls tickets.getTicket and gets no whole answer
    And a stranger calls listRequests with:
      | session   | {session} |
      | operation | getTicket |
    Then 0.status is <status>
    And 0.verdict is <verdict>
    And the body contains "fault-planned"

    Examples:
      | fault    | status | verdict       |
      | reset    | 0      | fault-planned |
      | empty    | 0      | fault-planned |
      | truncate | 403    | not-permitted |

  Scenario Outline: Where there is no answer nothing is executed, where half of one comes all is: <fault>
    Given chaoqer.logOut will be cut off with <fault>
    When "Toby" calls chaoqer.logOut and gets no whole answer
    And "Toby" calls chaoqer.getUnreadTotal
    Then the status is <status>

    Examples:
      | fault    | status |
      | reset    | 200    |
      | empty    | 200    |
      | truncate | 401    |

  Scenario Outline: A request asks for a fault of its own: <fault>
    Given the header "Mock-Fault" is sent as "<fault>"
    When "Lin" calls tickets.getTicket and gets no whole answer
    Given the header "Mock-Fault" is not sent
    When a stranger calls listRequests with:
      | session   | {session} |
      | operation | getTicket |
    Then the body contains "fault-requested"

    Examples:
      | fault             |
      | reset             |
      | empty             |
      | truncate          |
      | delay=1ms, reset  |
      | empty, delay=1ms  |
      | reset,            |

  Scenario: A request asks for a late answer
    Given the header "Mock-Fault" is sent as "delay=1ms"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    And the diagnosis says "fault-requested: the answer is held back for 1ms; Mock-Fault asks for it"

  Scenario Outline: A fault that cannot be understood is refused: <fault>
    Given the header "Mock-Fault" is sent as "<fault>"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 400
    And the diagnosis names fault-malformed
    And error contains "<hint>"

    Examples:
      | fault            | hint                                  |
      | rest             | did you mean reset?                   |
      | nothing          | there are delay, empty, reset         |
      | delay            | write 2s, or 500ms..2s                |
      | delay=2          | write 2s, or 500ms..2s                |
      | delay=2m         | longer than 1m0s                      |
      | reset, empty     | is one thing too many                 |
      | delay=1s,delay=2s | is one thing too many                |
      | ,                | a fault does something: reset, empty, truncate or delay |
