@lexiang
Feature: Every refusal of the events API says what it is
  The answer has the API's own words; the diagnosis begins with the id of the refusal, which never changes, and ends with the
  rule that documents it.

  @L05
  Scenario Outline: A request is refused: <id>
    When this request is sent:
      """
      <method> <target>
      <header>
      Content-Type: <type>

      <body>
      """
    Then the status is <status>
    And errors.detail is "<detail>"
    And the answer's header "Content-Type" is "application/json; charset=UTF-8"
    And the journal's entry has the verdict <id>
    And the diagnosis says "(<rule>)"

    Examples:
      | id                 | rule | status | detail                    | method | target                                                                         | header                              | type                     | body                                                                               |
      | path-unknown       | L46  | 404    | Not Found                 | GET    | /cgi-bin/v1/nothing                                                            | X-A: b                              | application/json         |                                                                                    |
      | method-not-allowed | L46  | 405    | Method Not Allowed        | DELETE | /cgi-bin/v1/events                                                             | X-A: b                              | application/json         |                                                                                    |
      | token-missing      | L03  | 401    | access_token 无效或已过期 | GET    | /cgi-bin/v1/events                                                             | X-A: b                              | application/json         |                                                                                    |
      | token-unknown      | L03  | 401    | access_token 无效或已过期 | GET    | /cgi-bin/v1/events                                                             | Authorization: Bearer x             | application/json         |                                                                                    |
      | staff-missing      | L04  | 400    | 必须指定员工账号          | POST   | /cgi-bin/v1/events?access_token=lexiang-token                                  | StaffID:                            | application/json         | {}                                                                                 |
      | staff-unknown      | L04  | 400    | 必须指定员工账号          | POST   | /cgi-bin/v1/events?access_token=lexiang-token                                  | StaffID: nobody                     | application/json         | {}                                                                                 |
      | body-content-type  | L06  | 415    | 不支持的Content-Type      | POST   | /cgi-bin/v1/events?access_token=lexiang-token                                  | StaffID: lisi                       | text/plain               | {}                                                                                 |
      | body-malformed     | L06  | 400    | 请求体不是合法的JSON      | POST   | /cgi-bin/v1/events?access_token=lexiang-token                                  | StaffID: lisi                       | application/vnd.api+json | {                                                                                  |
      | event-not-found    | L37  | 404    | 活动不存在                | GET    | /cgi-bin/v1/events/x                                                           | Authorization: Bearer lexiang-token | application/json         |                                                                                    |
      | staff-not-found    | L41  | 404    | 员工不存在                | GET    | /cgi-bin/v1/staffs/x/events                                                    | Authorization: Bearer lexiang-token | application/json         |                                                                                    |
      | not-owner          | L27  | 403    | 没有权限操作该活动        | PUT    | /cgi-bin/v1/events/9fcea8de0e7011ee85973a9f1b55fdxx?access_token=lexiang-token | StaffID: lisi                       | application/json         | {}                                                                                 |
      | app-secret-wrong   | L02  | 401    | app_secret错误,请核对     | POST   | /cgi-bin/token                                                                 | X-A: b                              | application/json         | {"grant_type": "client_credentials", "app_key": "contractmock", "app_secret": "x"} |

  @L03.3
  Scenario: A token that has expired
    Given "lisi" calls listEvents
    And 2h pass
    When "lisi" calls listEvents
    Then the diagnosis says "token-expired: the token expired at "
    And the diagnosis says "POST /cgi-bin/token issues a new one (L03)"

  @L02.1
  Scenario: An app that nobody knows
    When a stranger calls issueToken with:
      | grant_type | client_credentials |
      | app_key    | x                  |
      | app_secret | y                  |
    Then the status is 400
    And the journal's entry has the verdict invalid
    And the diagnosis says "(L05)"

  @L02.7
  Scenario: An app that asks too often
    Given the settings row settings changes to:
      | token_limit | true |
    And this request is sent:
      """
      PUT /__admin/state/lexiang/token-requests/contractmock
      Content-Type: application/json

      {"key": "contractmock", "times": ["-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s","-1s"]}
      """
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 429
    And errors.detail is "获取access_token过于频繁,请稍后再试"
    And the diagnosis says "token-limit: app contractmock has asked 20 times within 10m0s (L02)"

  @L36.1
  Scenario: Parameters that break their rules
    When "lisi" calls listEvents with:
      | sort | title |
      | page | 0     |
    Then the status is 400
    And the journal's entry has the verdict invalid
    And the diagnosis says "invalid, param-enum, param-minimum: 2 parameters break their rules (L05); "
    And errors.sort.0 is "sort 格式不正确."

  @L43
  Scenario: An event that is full, and a sign-up that is none
    When a stranger calls admin.signUp with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | lisi                             |
    Then the status is 409
    And error is "event f2ae74bc0e7011eeb6b7de5381fd83xx takes 1 participants, and there are 1 (L43)"
    When a stranger calls admin.signIn with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | lisi                             |
    Then the status is 404
    And error is "this staff member has not signed up for the event"
    When a stranger calls admin.signUp with:
      | event_id | x    |
      | staff_id | lisi |
    Then error is "there is no such event in this session"
    When a stranger calls admin.signUp with:
      | event_id | f90cf57ce01c11eda700d6b35742d49f |
      | staff_id | nobody                           |
    Then error is "there is no such staff member in this session"

  @L03.2
  Scenario: Nobody can be logged in where there is no app
    Given the tokens row lexiang-token is deleted
    And the apps row contractmock is deleted
    When a stranger calls admin.logIn with:
      | persona | lisi |
    Then the status is 400
    And error is "the fixtures have no app that could ask for a token"
