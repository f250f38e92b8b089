@admin
Feature: A request prefers one of the documented answers

  Scenario Outline: A failure that is preferred is answered before anybody looks at the request: <code>
    Given the header "Prefer" is sent as "code=<code>"
    When a stranger calls chaoqer.createClub
    Then the status is <code>
    And the body is empty
    And the answer's header "Preference-Applied" is "code=<code>"
    And the diagnosis says "prefer-applied: <message>: the answer is the one that Prefer: code=<code> asks for; nothing was executed"
    And the journal's entry has the verdict prefer-applied

    Examples:
      | code | message             |
      | 400  | Params Not Valid    |
      | 401  | Authorized Failed   |
      | 503  | Service Unavailable |
      | 504  | Gateway Timeout     |

  Scenario: Its body is the documented one
    Given the header "Prefer" is sent as "code=401, example=tokenExpired"
    When a stranger calls tickets.getTicket
    Then the status is 401
    And the body is exactly:
      """
      {"error":"token_expired"}
      """
    And the answer's header "Content-Type" is "application/json; charset=UTF-8"
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the answer's header "Preference-Applied" is "code=401, example=tokenExpired"

  Scenario: Without a name it is the one called success, or the first
    Given the header "Prefer" is sent as "code=200"
    When "Toby" calls chaoqer.createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then it succeeds
    And the diagnosis names prefer-applied
    And the journal's entry has the verdict prefer-applied
    Given the header "Prefer" is sent as "code=401"
    When a stranger calls tickets.getTicket
    Then error is "Unauthorized for invalid token"

  Scenario: Without a code it is looked for among all answers, successes first
    Given the header "Prefer" is sent as "example=nothing"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then it succeeds
    And data has 0 items
    Given the header "Prefer" is sent as "example=noBearer"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 401
    And error is "Unauthorized for no Bearer"
    Given the header "Prefer" is sent as "example=failure"
    When "Toby" calls chaoqer.getClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it fails with 500000 "圈子不存在"

  Scenario: A success that is preferred is for those who could have it
    Given the header "Prefer" is sent as "code=200"
    When a stranger calls tickets.getTicket
    Then the diagnosis names authorization-missing
    And the answer's header "Preference-Applied" is ""
    When "Toby" calls chaoqer.createClub
    Then it fails with 0 "名称不能为空"
    Given calls are signed with the secret "wrong"
    When "Toby" calls chaoqer.createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then the diagnosis names sign-mismatch

  Scenario: Nothing is executed, and nothing counts
    Given the header "Prefer" is sent as "code=200"
    When "Toby" calls chaoqer.createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then it succeeds
    When a stranger calls listRequests with:
      | session   | {session}  |
      | operation | createClub |
    Then 0.changes has 0 items
    And 0.stages.#.name equals:
      """
      ["session", "route", "headers", "body", "login", "standing", "verify", "parameters", "prefer"]
      """
    Given the header "Prefer" is not sent
    When "Toby" calls chaoqer.createClub with:
      | name  | 新的圈子             |
      | cover | https://c.example/c |
    Then it succeeds
    And no diagnosis is given

  Scenario: Data is made from the schema, the same for the same request
    Given the header "Prefer" is sent as "dynamic=true"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    And every data.#.id is a valid integer
    And the answer's header "Preference-Applied" is "dynamic=true"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the answer is the same as before
    And data.0.id is remembered as "id"
    When "Lin" calls tickets.getTicket with:
      | uid  | 12322 |
      | page | 2     |
    Then the status is 200
    And data.0.id is not {id}

  Scenario Outline: A preference that cannot be met is refused: <prefer>
    Given the header "Prefer" is sent as "<prefer>"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 400
    And the diagnosis names <finding>
    And error contains "<hint>"
    And the answer's header "Preference-Applied" is ""

    Examples:
      | prefer                         | finding           | hint                                                              |
      | code=500                       | prefer-impossible | getTicket does not document the status 500; it documents 200, 401, 403 |
      | example=byUserPendin           | prefer-impossible | did you mean byUserPending?                                       |
      | code=403, example=tokenExpired | prefer-impossible | the 403 of getTicket has no example                               |
      | code=403, example=tokenExpired | prefer-impossible | there is forbidden                                                |
      | code=many                      | prefer-malformed  | code is a status from 100 to 599                                  |
      | code=99                        | prefer-malformed  | code is a status from 100 to 599                                  |
      | code                           | prefer-malformed  | code is a status from 100 to 599                                  |
      | example=                       | prefer-malformed  | example is the name of an example                                 |
      | dynamic=yes                    | prefer-malformed  | dynamic is true or false                                          |
      | code=401 403                   | prefer-malformed  | stands where a comma should                                       |
      | =401                           | prefer-malformed  | begins with no name                                               |

  Scenario Outline: What else may be preferred is passed over: <prefer>
    Given the header "Prefer" is sent as "<prefer>"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the status is 200
    And data.0.id is 50
    And the answer's header "Preference-Applied" is ""
    And no diagnosis is given

    Examples:
      | prefer                                      |
      | return=minimal                              |
      | respond-async, wait=10                      |
      | handling=lenient; code=401                  |
      | dynamic=false                               |

  Scenario: The first of two counts, and a preference is the same in capitals
    Given the header "Prefer" is sent as "wait=1; x, CODE=403 , code=401"
    When a stranger calls tickets.getTicket
    Then the status is 403
    And the answer's header "Preference-Applied" is "code=403"

  Scenario: A preferred failure comes late if that is asked for too
    Given the header "Prefer" is sent as "code=503"
    And the header "Mock-Fault" is sent as "delay=1ms"
    When a stranger calls chaoqer.getVersionUpgrade
    Then the status is 503
    And the diagnosis says "held back for 1ms"

  Scenario: The control plane has no preferences
    Given the header "Prefer" is sent as "code=404"
    When a stranger calls health
    Then the status is 200

  Scenario: Not even a log-in begins anew where an answer is preferred
    Given 48h pass
    And the header "Prefer" is sent as "code=200"
    When "Toby" calls chaoqer.getUnreadTotal
    Then it succeeds
    And the diagnosis names prefer-applied
    When a stranger calls listRequests with:
      | session | {session} |
      | table   | tokens    |
    Then @this has 0 items
