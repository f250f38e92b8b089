@lexiang
Feature: An app asks with its token, and writes for a member of staff

  @L01
  Scenario: An app gets a token for its key and secret
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 200
    And @this equals:
      """
      {"token_type": "Bearer", "expires_in": 7200, "access_token": "<text>"}
      """
    And access_token is not ""
    And access_token is remembered as "token"
    Given the header "Authorization" is sent as "Bearer {token}"
    When a stranger calls listEvents
    Then the status is 200

  @L01
  Scenario: Each token is another one
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    And access_token is remembered as "first"
    And a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then access_token is not {first}
    Given the header "Authorization" is sent as "Bearer {first}"
    When a stranger calls listEvents
    Then the status is 200

  @L02.1
  Scenario: An unknown app key
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | somebody            |
      | app_secret | contractmock-secret |
    Then the status is 400
    And the body is exactly:
      """
      {"errors":{"app_key":["app key 是无效的."]}}
      """

  Scenario Outline: A token call without one of its members
    When a stranger calls issueToken with:
      | grant_type (JSON) | <grant_type> |
      | app_key (JSON)    | <app_key>    |
      | app_secret (JSON) | <app_secret> |
    Then the status is 400
    And errors has exactly these members:
      | <wrong> |
    And errors.<wrong>.0 is a valid text
    And there is no access_token

    @L02.2
    Examples: null is none
      | wrong      | grant_type | app_key        | app_secret            |
      | grant_type | null       | "contractmock" | "contractmock-secret" |

    @L02.3
    Examples:
      | wrong   | grant_type           | app_key | app_secret            |
      | app_key | "client_credentials" | null    | "contractmock-secret" |
      | app_key | "client_credentials" | 5       | "contractmock-secret" |

    @L02.4
    Examples:
      | wrong      | grant_type           | app_key        | app_secret |
      | app_secret | "client_credentials" | "contractmock" | null       |

    @L02.5
    Examples: another grant_type
      | wrong      | grant_type           | app_key        | app_secret            |
      | grant_type | "password"           | "contractmock" | "contractmock-secret" |
      | grant_type | "Client_Credentials" | "contractmock" | "contractmock-secret" |
      | grant_type | ""                   | "contractmock" | "contractmock-secret" |

  Scenario Outline: A token call that leaves one of its members out
    When a stranger calls issueToken with:
      | <name>  | <value>  |
      | <other> | <second> |
    Then the status is 400
    And errors has exactly these members:
      | <wrong> |

    @L02.2
    Examples:
      | wrong      | name    | value        | other      | second              |
      | grant_type | app_key | contractmock | app_secret | contractmock-secret |

    @L02.3
    Examples:
      | wrong   | name       | value              | other      | second              |
      | app_key | grant_type | client_credentials | app_secret | contractmock-secret |

    @L02.4
    Examples:
      | wrong      | name       | value              | other   | second       |
      | app_secret | grant_type | client_credentials | app_key | contractmock |

  @L02.2 @L02.3 @L02.4
  Scenario Outline: A token call without any of them
    When this request is sent:
      """
      POST /cgi-bin/token
      Content-Type: application/json

      <body>
      """
    Then the status is 400
    And errors has exactly these members:
      | grant_type | app_key | app_secret |

    Examples:
      | body |
      | {}   |
      | []   |
      |      |

  @L02.6
  Scenario: A wrong secret
    When a stranger calls issueToken with:
      | grant_type | client_credentials |
      | app_key    | contractmock       |
      | app_secret | wrong              |
    Then the status is 401
    And the body is exactly:
      """
      {"errors":{"detail":"app_secret错误,请核对"}}
      """

  @L02.7
  Scenario: How many tokens an app asks for is not limited by itself
    Given this request is sent:
      """
      PUT /__admin/state/lexiang/token-requests/contractmock
      Content-Type: application/json

      {"key": "contractmock", "times": [
        "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s",
        "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s"
      ]}
      """
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 200

  @L02.7
  Scenario: Where it is limited, 20 calls within ten minutes are served
    Given the settings row settings changes to:
      | token_limit | true |
    And the apps row another is added, like contractmock but for:
      | app_secret | another-secret |
    And this request is sent:
      """
      PUT /__admin/state/lexiang/token-requests/contractmock
      Content-Type: application/json

      {"key": "contractmock", "times": [
        "-9m", "-9m", "-9m", "-9m", "-9m", "-9m", "-9m", "-9m", "-9m", "-9m",
        "-9m", "-9m", "-9m", "-9m", "-9m", "-9m", "-9m", "-9m", "-9m"
      ]}
      """
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 200
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 429
    And errors has exactly these members:
      | detail |
    And errors.detail is a valid text
    And the diagnosis names token-limit
    When a stranger calls issueToken with:
      | grant_type | client_credentials |
      | app_key    | another            |
      | app_secret | another-secret     |
    Then the status is 200
    Given the calls go to session "another"
    And the settings row settings changes to:
      | token_limit | true |
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 200
    Given the calls go to the first session
    And 59s pass
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 429
    Given 1s pass
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 200

  @L02.7
  Scenario: A call with a wrong secret counts
    Given the settings row settings changes to:
      | token_limit | true |
    And this request is sent:
      """
      PUT /__admin/state/lexiang/token-requests/contractmock
      Content-Type: application/json

      {"key": "contractmock", "times": [
        "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s",
        "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s", "-1s"
      ]}
      """
    When a stranger calls issueToken with:
      | grant_type | client_credentials |
      | app_key    | contractmock       |
      | app_secret | wrong              |
    Then the status is 401
    When a stranger calls issueToken with:
      | grant_type | client_credentials |
      | app_key    | contractmock       |
      | app_secret | wrong              |
    Then the status is 429

  @L03.1 @L03.6
  Scenario Outline: Without a token nothing is done
    When a stranger calls <operation> with:
      | <name> | <value> |
    Then the status is 401
    And the body is exactly:
      """
      {"errors":{"detail":"access_token 无效或已过期"}}
      """
    And the diagnosis names token-missing
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | operation        | name                   | value                                                                                          |
      | createEvent      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
      | editEvent        | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listEvents       | list_type              | all                                                                                            |
      | getEvent         | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listParticipants | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listStaffEvents  | staff_id               | zhangsan                                                                                       |

  @L03.1
  Scenario Outline: Another kind of Authorization is no token
    Given the header "Authorization" is sent as "<authorization>"
    When a stranger calls listEvents
    Then the status is 401
    And the diagnosis names token-missing

    Examples:
      | authorization       |
      |                     |
      | Bearer              |
      | Basic lexiang-token |
      | lexiang-token       |

  @L03.2 @L03.6
  Scenario Outline: A token that nobody has
    Given the header "Authorization" is sent as "Bearer nobodys-token"
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the status is 401
    And the body is exactly:
      """
      {"errors":{"detail":"access_token 无效或已过期"}}
      """
    And the diagnosis names token-unknown

    Examples:
      | operation        | name                   | value                                                                                          |
      | createEvent      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
      | editEvent        | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listEvents       | list_type              | all                                                                                            |
      | getEvent         | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listParticipants | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listStaffEvents  | staff_id               | zhangsan                                                                                       |

  @L03.2
  Scenario: A token that nobody has, in the query
    Given "access_token=nobodys-token" is added to the query
    When a stranger calls listEvents
    Then the status is 401
    And the diagnosis names token-unknown

  @L03.3 @L03.6
  Scenario Outline: A token holds 7200 seconds from its issue
    Given 1h pass
    And "lisi" logs in again
    And 1h59m59s pass
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the status is 200
    Given 1s pass
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the status is 401
    And the body is exactly:
      """
      {"errors":{"detail":"access_token 无效或已过期"}}
      """
    And the diagnosis names token-expired

    Examples:
      | operation        | name                   | value                                                                                          |
      | createEvent      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
      | editEvent        | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listEvents       | list_type              | all                                                                                            |
      | getEvent         | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listParticipants | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listStaffEvents  | staff_id               | zhangsan                                                                                       |

  @L03.3
  Scenario: A token of the token call holds as long
    Given 30m pass
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    And access_token is remembered as "token"
    Given the header "Authorization" is sent as "Bearer {token}"
    And 7199s pass
    When a stranger calls listEvents
    Then the status is 200
    Given 1s pass
    When a stranger calls listEvents
    Then the status is 401

  @L03.3
  Scenario: A fixed token holds from the beginning of the session
    Given 7199s pass
    When "lisi" calls listEvents
    Then the status is 200
    Given 1s pass
    When "lisi" calls listEvents
    Then the status is 401

  @L03.4
  Scenario Outline: The token may stand in the query
    Given "access_token=lexiang-token" is added to the query
    And the header "StaffID" is sent as "lisi"
    When a stranger calls <operation> with:
      | <name> | <value> |
    Then the status is 200

    Examples:
      | operation        | name                   | value                                                                                          |
      | createEvent      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
      | editEvent        | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listEvents       | list_type              | all                                                                                            |
      | getEvent         | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listParticipants | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listStaffEvents  | staff_id               | zhangsan                                                                                       |

  @L03.5
  Scenario Outline: A later token ends no earlier one
    Given "lisi" logs in again
    And 1h pass
    And "lisi" logs in again
    And "lisi" goes back to the token before
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the status is 200
    Given "lisi" goes back to the token before
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the status is 200

    Examples:
      | operation        | name                   | value                                                                                          |
      | createEvent      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
      | editEvent        | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listEvents       | list_type              | all                                                                                            |
      | getEvent         | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listParticipants | event_id               | fb245e2c779411ed99a3d248086140f2                                                               |
      | listStaffEvents  | staff_id               | zhangsan                                                                                       |

  @L04.1
  Scenario Outline: A header names whom a new event is for
    When this request is sent:
      """
      POST /cgi-bin/v1/events
      Authorization: Bearer lexiang-token
      <header>: wangwu
      Content-Type: application/vnd.api+json

      {"data": {"attributes": {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"}}}
      """
    Then the status is 200
    And data.id is remembered as "event"
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.relationships.owner.data.id is wangwu

    Examples:
      | header     |
      | StaffID    |
      | staffid    |
      | STAFFID    |
      | x-staff-id |
      | X-Staff-Id |
      | X-STAFF-ID |

  @L04.1
  Scenario Outline: And whom an edit is for
    When this request is sent:
      """
      PUT /cgi-bin/v1/events/<event>
      Authorization: Bearer lexiang-token
      <header>: wangwu
      Content-Type: application/vnd.api+json

      {"data": {"attributes": {"title": "圈"}}}
      """
    Then the status is <status>

    Examples:
      | header     | event                            | status |
      | StaffID    | 9fcea8de0e7011ee85973a9f1b55fdxx | 200    |
      | staffid    | 9fcea8de0e7011ee85973a9f1b55fdxx | 200    |
      | x-staff-id | 9fcea8de0e7011ee85973a9f1b55fdxx | 200    |
      | X-Staff-Id | 9fcea8de0e7011ee85973a9f1b55fdxx | 200    |
      | StaffID    | fb245e2c779411ed99a3d248086140f2 | 403    |
      | x-staff-id | fb245e2c779411ed99a3d248086140f2 | 403    |

  @L04.2
  Scenario: Nothing is created for nobody
    Given the header "StaffID" is not sent
    When "lisi" calls createEvent with:
      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
    Then the status is 400
    And the body is exactly:
      """
      {"errors":{"detail":"必须指定员工账号"}}
      """
    And the diagnosis names staff-missing
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

  @L04.2
  Scenario Outline: Nor for somebody who is not known
    Given the header "StaffID" is not sent
    And the header "<header>" is sent as "<staff>"
    When "lisi" calls createEvent with:
      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
    Then the status is 400
    And the body is exactly:
      """
      {"errors":{"detail":"必须指定员工账号"}}
      """
    And the diagnosis names <finding>
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | header     | staff  | finding       |
      | StaffID    |        | staff-missing |
      | StaffID    | nobody | staff-unknown |
      | StaffID    | LISI   | staff-unknown |
      | x-staff-id |        | staff-missing |
      | x-staff-id | nobody | staff-unknown |

  @L04.2
  Scenario: Nothing is edited for nobody
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    Given the header "StaffID" is not sent
    When "lisi" calls editEvent with:
      | event_id              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title | 圈                               |
    Then the status is 400
    And the body is exactly:
      """
      {"errors":{"detail":"必须指定员工账号"}}
      """
    And the diagnosis names staff-missing
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

  @L04.2
  Scenario Outline: Nor is it for somebody who is not known
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    Given the header "StaffID" is not sent
    And the header "<header>" is sent as "<staff>"
    When "lisi" calls editEvent with:
      | event_id              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title | 圈                               |
    Then the status is 400
    And errors.detail is "必须指定员工账号"
    And the diagnosis names <finding>
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | header     | staff  | finding       |
      | StaffID    |        | staff-missing |
      | StaffID    | nobody | staff-unknown |
      | x-staff-id |        | staff-missing |
      | x-staff-id | nobody | staff-unknown |

  @L04.3
  Scenario Outline: A read is for nobody
    Given the header "StaffID" is not sent
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the status is 200
    Given the header "StaffID" is sent as ""
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the answer is the same as before
    Given the header "StaffID" is sent as "nobody"
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the answer is the same as before
    Given the header "x-staff-id" is sent as "wangwu"
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then the answer is the same as before

    Examples:
      | operation        | name      | value                            |
      | listEvents       | list_type | all                              |
      | getEvent         | event_id  | fb245e2c779411ed99a3d248086140f2 |
      | listParticipants | event_id  | fb245e2c779411ed99a3d248086140f2 |
      | listStaffEvents  | staff_id  | zhangsan                         |

  @L04.4
  Scenario Outline: The system's robot edits what others own
    Given the header "StaffID" is not sent
    And the header "<header>" is sent as "system-bot"
    When "lisi" calls editEvent with:
      | event_id              | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | data.attributes.title | 圈                               |
    Then the status is 200
    And data.attributes.title is 圈
    When "lisi" calls getEvent with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data.attributes.title is 圈
    And data.relationships.owner.data.id is wangwu

    Examples:
      | header     |
      | StaffID    |
      | x-staff-id |

  @L04.4
  Scenario: And makes events of its own
    Given the header "StaffID" is sent as "system-bot"
    When "lisi" calls createEvent with:
      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
    Then the status is 200
    And data.id is remembered as "event"
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.relationships.owner.data.id is system-bot

  @L05
  Scenario Outline: An error with a detail is an object
    When this request is sent:
      """
      <method> /cgi-bin/<path>
      Authorization: Bearer <token>
      StaffID: <staff>
      Content-Type: <type>

      <body>
      """
    Then the status is <status>
    And @this has exactly these members:
      | errors |
    And errors has exactly these members:
      | detail |
    And errors.detail is a valid text
    And errors.detail is not ""

    Examples:
      | method | path                                       | token         | staff | type             | status | body |
      | GET    | v1/nothing                                 | lexiang-token | lisi  | application/json | 404    | {}   |
      | DELETE | v1/events                                  | lexiang-token | lisi  | application/json | 405    | {}   |
      | POST   | v1/events                                  | nobodys-token | lisi  | application/json | 401    | {}   |
      | POST   | v1/events                                  | lexiang-token |       | application/json | 400    | {}   |
      | POST   | v1/events                                  | lexiang-token | lisi  | text/plain       | 415    | {}   |
      | POST   | v1/events                                  | lexiang-token | lisi  | application/json | 400    | {    |
      | PUT    | v1/events/fb245e2c779411ed99a3d248086140f2 | nobodys-token | lisi  | application/json | 401    | {}   |
      | PUT    | v1/events/nothing                          | lexiang-token | lisi  | application/json | 404    | {}   |
      | PUT    | v1/events/9fcea8de0e7011ee85973a9f1b55fdxx | lexiang-token | lisi  | application/json | 403    | {}   |
      | GET    | v1/events                                  | nobodys-token | lisi  | application/json | 401    | {}   |
      | GET    | v1/events/nothing                          | lexiang-token | lisi  | application/json | 404    | {}   |
      | GET    | v1/events/nothing/participants             | lexiang-token | lisi  | application/json | 404    | {}   |
      | GET    | v1/staffs/nobody/events                    | lexiang-token | lisi  | application/json | 404    | {}   |

  @L05
  Scenario Outline: An error about parameters is an object of lists by their paths
    When this request is sent:
      """
      <method> /cgi-bin/<path>
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/json

      <body>
      """
    Then the status is 400
    And @this has exactly these members:
      | errors |
    And errors has exactly these members:
      | <wrong> |
    And errors.@values has 1 items
    And every errors.@values.0 is a valid text

    Examples:
      | method | path                                                           | wrong                           | body                                                                                                             |
      | POST   | token                                                          | app_key                         | {"grant_type": "client_credentials", "app_key": "somebody", "app_secret": "?"}                                   |
      | POST   | v1/events                                                      | data.attributes.title           | {"data": {"attributes": {"location": "北京", "started_at": "2024-07-01 10:00", "ended_at": "2024-07-01 11:00"}}} |
      | PUT    | v1/events/fb245e2c779411ed99a3d248086140f2                     | data.relationships.team.data.id | {"data": {"relationships": {"team": {"data": {"type": "team", "id": "nothing"}}}}}                               |
      | GET    | v1/events?sort=title                                           | sort                            | []                                                                                                               |
      | GET    | v1/events?filter[started_at][since]=never                      | filter.started_at.since         | []                                                                                                               |
      | GET    | v1/events/fb245e2c779411ed99a3d248086140f2/participants?page=0 | page                            | []                                                                                                               |
      | GET    | v1/staffs/lisi/events?per_page=0                               | per_page                        | []                                                                                                               |
