@tickets
Feature: What browsers and sloppy clients meet

  @T25.1
  Scenario Outline: A preflight is answered without token
    When this request is sent:
      """
      OPTIONS /v1/status/getTicket
      Origin: https://front.example
      Access-Control-Request-Method: <method>
      Access-Control-Request-Headers: authorization
      """
    Then the status is 200
    And the body is empty
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the answer's header "Access-Control-Allow-Headers" is "Content-Type, Authorization, X-Requested-With, Mock-Session, Prefer"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, OPTIONS"
    And the answer's header "Access-Control-Max-Age" is "86400"

    Examples:
      | method |
      | GET    |
      | DELETE |

  @T25.2
  Scenario Outline: Answers of every kind may be read from every origin
    When "<persona>" calls getTicket
    Then the status is <status>
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the answer's header "Access-Control-Allow-Headers" is "Content-Type, Authorization, X-Requested-With, Mock-Session, Prefer"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, OPTIONS"
    And the answer's header "Access-Control-Max-Age" is "86400"
    And the answer's header "Access-Control-Expose-Headers" is "Mock-Diagnosis"

    Examples:
      | persona | status |
      | Sun     | 200    |
      | Lin     | 403    |

  @T25.2 @T23.3
  Scenario: So may the refusal of a strict mock
    Given the mock is strict
    When "Sun" calls getTicket with:
      | page | 0 |
    Then the status is 400
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the answer's header "Access-Control-Expose-Headers" is "Mock-Diagnosis"

  @T25.2
  Scenario: So may the refusal of a session that is none
    Given the header "Mock-Session" is sent as "no session"
    When a stranger calls getTicket
    Then the status is 400
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the diagnosis names session-name

  @T25.1
  Scenario: A preflight needs no session
    When this request is sent:
      """
      OPTIONS /v1/status/getTicket
      Origin: https://front.example
      Mock-Session: no session
      """
    Then the status is 200
    And the body is empty
    And the answer's header "Access-Control-Allow-Origin" is "*"

  @T25.2
  Scenario: So may the refusal of a stranger
    When a stranger calls getTicket
    Then the status is 401
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the answer's header "Access-Control-Allow-Headers" is "Content-Type, Authorization, X-Requested-With, Mock-Session, Prefer"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, OPTIONS"
    And the answer's header "Access-Control-Max-Age" is "86400"
    And the answer's header "Access-Control-Expose-Headers" is "Mock-Diagnosis"

  @T26.1
  Scenario Outline: The request's Content-Type does not matter
    When "Lin" calls getTicket with:
      | orderid | 1 |
    Given the header "Content-Type" is sent as "<type>"
    When "Lin" calls getTicket with:
      | orderid | 1 |
    Then it succeeds
    And the answer is the same as before

    Examples:
      | type                              |
      | application/json                  |
      | text/plain; charset=nonsense      |
      | application/x-www-form-urlencoded |
      | nonsense                          |

  @T26.2
  Scenario: Every body is JSON in UTF-8
    When "Sun" calls getTicket
    Then the answer's header "Content-Type" is "application/json; charset=UTF-8"
    When "Lin" calls getTicket
    Then the status is 403
    And the answer's header "Content-Type" is "application/json; charset=UTF-8"
    When a stranger calls getTicket
    Then the status is 401
    And the answer's header "Content-Type" is "application/json; charset=UTF-8"
    When this request is sent:
      """
      GET /v1/nothing
      """
    Then the status is 404
    And the answer's header "Content-Type" is "application/json; charset=UTF-8"

  @T26.3
  Scenario Outline: Another method is refused before the token is looked at
    When this request is sent:
      """
      <method> /v1/status/getTicket
      """
    Then the status is 405
    And the answer's header "Allow" is "GET, OPTIONS"
    And the body is exactly:
      """
      {"error":"Method Not Allowed"}
      """
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the answer's header "Content-Type" is "application/json; charset=UTF-8"
    And the diagnosis names method-not-allowed
    And the diagnosis says "(T26)"

    Examples:
      | method |
      | POST   |
      | PUT    |
      | PATCH  |
      | DELETE |

  @T26.4
  Scenario: A path may be percent-encoded where it need not be
    When this request is sent:
      """
      GET /v1/status/%67etTicket?orderid=1
      Authorization: Bearer lin-token
      """
    Then it succeeds

  @T26.4
  Scenario Outline: An unknown path is refused before the token is looked at
    When this request is sent:
      """
      GET <path>
      """
    Then the status is 404
    And the body is exactly:
      """
      {"error":"Not Found"}
      """
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the diagnosis names path-unknown
    And the diagnosis says "(T26)"

    Examples:
      | path                      |
      | /v1/status/getTickets     |
      | /v1/status/getTicket/     |
      | /v1/status/getticket      |
      | /v1/status                |
      | /v1/                      |
      | /v1/status/getTicket/1    |
      | /v1//status/getTicket     |
