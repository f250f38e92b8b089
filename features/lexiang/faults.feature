@admin @lexiang
Feature: Failures of the events API can be had on purpose

  @L02.7
  Scenario: Too many token calls, without the calls
    Given issueToken will answer with status 429 once
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 429
    And the answer's header "Content-Type" is "application/json; charset=UTF-8"
    And the body is exactly:
      """
      {"errors":{"detail":"获取access_token过于频繁,请稍后再试"}}
      """
    And the diagnosis names fault-planned
    When a stranger calls issueToken with:
      | grant_type | client_credentials  |
      | app_key    | contractmock        |
      | app_secret | contractmock-secret |
    Then the status is 200

  Scenario Outline: <status> of <operation> in its own body
    Given <operation> will answer with status <status>
    When a stranger calls <operation> with:
      | event_id | 1 |
    Then the status is <status>
    And errors.detail is "<detail>"
    And the journal's entry has the verdict fault-planned

    Examples:
      | operation        | status | detail                      |
      | getEvent         | 401    | access_token 无效或已过期   |
      | getEvent         | 404    | 活动不存在                  |
      | editEvent        | 403    | 没有权限操作该活动          |
      | editEvent        | 415    | 不支持的Content-Type        |
      | listParticipants | 405    | Method Not Allowed          |

  Scenario: What an operation does not document is had only where that is asked for
    When a stranger calls admin.planFault with:
      | api       | lexiang  |
      | operation | getEvent |
      | status    | 503      |
    Then the status is 400
    And the diagnosis names fault-status
    And the diagnosis says "lexiang.getEvent does not document the status 503, but 401, 404 and 405; send undocumented: true"
    When a stranger calls admin.planFault with:
      | api          | lexiang  |
      | operation    | getEvent |
      | status       | 503      |
      | undocumented | true     |
    Then the status is 201
    When a stranger calls getEvent with:
      | event_id | 1 |
    Then the status is 503
    And the diagnosis names departs
    And @this equals:
      """
      {"errors": {"detail": "Service Unavailable"}}
      """
