@lexiang
Feature: What is wrong first is told first

  @L46.1
  Scenario Outline: A path of nothing is refused before the token is looked at
    When this request is sent:
      """
      <method> /cgi-bin/v1/<path>
      """
    Then the status is 404
    And errors has exactly these members:
      | detail |
    And the diagnosis names path-unknown

    Examples:
      | method | path                                                      |
      | GET    |                                                           |
      | GET    | event                                                     |
      | POST   | event                                                     |
      | GET    | Events                                                    |
      | GET    | events/                                                   |
      | GET    | events/fb245e2c779411ed99a3d248086140f2/participant       |
      | GET    | events/fb245e2c779411ed99a3d248086140f2/participants/lisi |
      | GET    | staffs                                                    |
      | GET    | staffs/lisi                                               |
      | GET    | staffs/lisi/events/fb245e2c779411ed99a3d248086140f2       |

  @L46.1
  Scenario Outline: So is a method that the path does not have
    When this request is sent:
      """
      <method> /cgi-bin/<path>
      """
    Then the status is 405
    And the answer's header "Allow" is "<allowed>"
    And errors has exactly these members:
      | detail |
    And the diagnosis names method-not-allowed

    Examples:
      | method | path                                                    | allowed            |
      | GET    | token                                                   | OPTIONS, POST      |
      | PUT    | v1/events                                               | GET, OPTIONS, POST |
      | DELETE | v1/events                                               | GET, OPTIONS, POST |
      | POST   | v1/events/fb245e2c779411ed99a3d248086140f2              | GET, OPTIONS, PUT  |
      | PATCH  | v1/events/fb245e2c779411ed99a3d248086140f2              | GET, OPTIONS, PUT  |
      | DELETE | v1/events/fb245e2c779411ed99a3d248086140f2              | GET, OPTIONS, PUT  |
      | POST   | v1/events/fb245e2c779411ed99a3d248086140f2/participants | GET, OPTIONS       |
      | PUT    | v1/staffs/lisi/events                                   | GET, OPTIONS       |

  @L46.2
  Scenario Outline: A write's token, staff member, Content-Type and JSON
    When this request is sent:
      """
      <method> /cgi-bin/v1/<path>
      Authorization: Bearer nobodys-token
      StaffID: nobody
      Content-Type: text/plain

      {
      """
    Then the status is 401
    When this request is sent:
      """
      <method> /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token
      StaffID: nobody
      Content-Type: text/plain

      {
      """
    Then the status is 400
    And the diagnosis names staff-unknown
    When this request is sent:
      """
      <method> /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: text/plain

      {
      """
    Then the status is 415
    When this request is sent:
      """
      <method> /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/json

      {
      """
    Then the status is 400
    And the diagnosis names body-malformed

    Examples:
      | method | path                                    |
      | POST   | events                                  |
      | PUT    | events/fb245e2c779411ed99a3d248086140f2 |
      | PUT    | events/9fcea8de0e7011ee85973a9f1b55fdxx |
      | PUT    | events/nothing                          |

  @L46.3
  Scenario: Then the event, its owner, and everything else
    When "lisi" calls editEvent with:
      | event_id                          | nothing |
      | data.attributes.title             |         |
      | data.relationships.team.data.type | planet  |
    Then the status is 404
    And the diagnosis names event-not-found
    When "lisi" calls editEvent with:
      | event_id                          | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | data.attributes.title             |                                  |
      | data.relationships.team.data.type | planet                           |
    Then the status is 403
    And the diagnosis names not-owner
    When "wangwu" calls editEvent with:
      | event_id                          | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | data.attributes.title             |                                  |
      | data.relationships.team.data.type | planet                           |
      | data.relationships.team.data.id   | nothing                          |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.title | data.relationships.team.data.type | data.relationships.team.data.id |

  @L46.4
  Scenario Outline: A read's token, what its path names, and its parameters
    Given the header "Authorization" is sent as "Bearer nobodys-token"
    When a stranger calls <operation> with:
      | <name> | nothing |
      | page   | 0       |
    Then the status is 401
    Given the header "Authorization" is sent as "Bearer lexiang-token"
    When a stranger calls <operation> with:
      | <name> | nothing |
      | page   | 0       |
    Then the status is 404
    When a stranger calls <operation> with:
      | <name>   | <key> |
      | page     | 0     |
      | per_page | 0     |
    Then the status is 400
    And errors has exactly these members:
      | page | per_page |

    Examples:
      | operation        | name     | key                              |
      | listParticipants | event_id | fb245e2c779411ed99a3d248086140f2 |
      | listStaffEvents  | staff_id | lisi                             |

  @L46.4
  Scenario: A list's token and its parameters
    When a stranger calls listEvents with:
      | page | 0     |
      | sort | title |
    Then the status is 401
    When "lisi" calls listEvents with:
      | page | 0     |
      | sort | title |
    Then the status is 400
    And errors has exactly these members:
      | page | sort |

  @L46.4
  Scenario: A detail's token and its event
    When a stranger calls getEvent with:
      | event_id | nothing |
    Then the status is 401
    When "lisi" calls getEvent with:
      | event_id | nothing |
    Then the status is 404

  @L46.5
  Scenario Outline: Every answer may be read from every origin
    When this request is sent:
      """
      <method> /cgi-bin/<path>
      Origin: https://front.example
      Authorization: Bearer <token>
      StaffID: lisi
      Content-Type: <type>

      {}
      """
    Then the status is <status>
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the answer's header "Access-Control-Allow-Headers" is "Content-Type, Authorization, X-Requested-With, Mock-Session, Prefer, StaffID, x-staff-id"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, PUT, OPTIONS"
    And the answer's header "Access-Control-Max-Age" is "86400"
    And the answer's header "Access-Control-Expose-Headers" is "Mock-Diagnosis"

    Examples:
      | method | path                                                    | token         | type             | status |
      | POST   | token                                                   | lexiang-token | application/json | 400    |
      | GET    | v1/events                                               | lexiang-token | application/json | 200    |
      | GET    | v1/events                                               | nobodys-token | application/json | 401    |
      | GET    | v1/events?page=0                                        | lexiang-token | application/json | 400    |
      | POST   | v1/events                                               | lexiang-token | application/json | 400    |
      | POST   | v1/events                                               | lexiang-token | text/plain       | 415    |
      | PUT    | v1/events/fb245e2c779411ed99a3d248086140f2              | lexiang-token | application/json | 200    |
      | PUT    | v1/events/9fcea8de0e7011ee85973a9f1b55fdxx              | lexiang-token | application/json | 403    |
      | GET    | v1/events/fb245e2c779411ed99a3d248086140f2              | lexiang-token | application/json | 200    |
      | GET    | v1/events/nothing                                       | lexiang-token | application/json | 404    |
      | GET    | v1/events/fb245e2c779411ed99a3d248086140f2/participants | lexiang-token | application/json | 200    |
      | GET    | v1/staffs/lisi/events                                   | lexiang-token | application/json | 200    |
      | GET    | v1/nothing                                              | lexiang-token | application/json | 404    |
      | DELETE | v1/events                                               | lexiang-token | application/json | 405    |

  @L46.5
  Scenario: So may a token
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 200
    And the answer's header "Access-Control-Allow-Origin" is "*"

  @L46.5
  Scenario Outline: A preflight is answered without token
    When this request is sent:
      """
      OPTIONS /cgi-bin/<path>
      Origin: https://front.example
      Access-Control-Request-Method: PUT
      Access-Control-Request-Headers: authorization, staffid
      """
    Then the status is 200
    And the body is empty
    And the answer's header "Access-Control-Allow-Origin" is "*"
    And the answer's header "Access-Control-Allow-Headers" is "Content-Type, Authorization, X-Requested-With, Mock-Session, Prefer, StaffID, x-staff-id"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, PUT, OPTIONS"

    Examples:
      | path                                                    |
      | token                                                   |
      | v1/events                                               |
      | v1/events/fb245e2c779411ed99a3d248086140f2              |
      | v1/events/fb245e2c779411ed99a3d248086140f2/participants |
      | v1/staffs/lisi/events                                   |

  @L29.3 @L29.4
  Scenario: Times come one after the other
    When "lisi" calls listEvents with:
      | sort | ended_at |
    Then data.#.attributes.ended_at is in ascending order
    And every data.#.attributes.ended_at contains ":"
    And data.0.attributes.ended_at is at most "2019-11-10 18:00:00"
    And data.0.attributes.created_at matches "^\d{4}-\d{2}-\d{2} [0-9:]{8}$"
    When "lisi" calls listEvents with:
      | sort | -ended_at |
    Then data.#.attributes.ended_at is in descending order
    And data.0.attributes.ended_at is at least "2023-04-22 16:17:00"
