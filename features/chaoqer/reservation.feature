@chaoqer
Feature: Users reserve events that are to come
  Tony has reserved the one in a week, of which 枫叶 and 铭恺 are members.

  @C64.1
  Scenario: A reservation is confirmed, and seen by who has made it
    When "Toby" calls notifyEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    When "Toby" calls getEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then result.notify is 1
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list.#.eventResult.notify equals:
      """
      [0, 1, 0, 0]
      """

  @C64.1
  Scenario Outline: To others it is not there: <viewer>
    When "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    And "<viewer>" calls getEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then result.notify is <notify>
    When "<viewer>" calls listEvents with:
      | count | 10 |
    Then result.list.2.eventId is "6bdcf14e7fd742bcb9198d60e5452d8c"
    And result.list.#.eventResult.notify equals:
      """
      <all>
      """

    Examples:
      | viewer | notify | all          |
      | Tony   | 1      | [0, 1, 1, 0] |
      | Toby   | 0      | [0, 0, 0, 0] |
      | 枫叶   | 0      | [0, 0, 0, 0] |
      | 铭恺   | 0      | [0, 0, 0, 0] |

  @C64.1
  Scenario: What was reserved before is still so, and nothing comes of it at once
    When "Tony" calls getEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then result.notify is 1
    When "Toby" calls notifyEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    And "Toby" calls getUnreadTotal
    Then result is 2
    When "枫叶" calls getUnreadTotal
    Then result is 0

  @C64.2
  Scenario Outline: A member needs no reservation: <persona> <event>
    When "<persona>" calls notifyEvent with:
      | eventId | <event> |
    Then it fails with 0 "嘉宾或者主持人无法预约日程"
    When "<persona>" calls getEvent with:
      | eventId | <event> |
    Then result.notify is 0

    Examples: one that is due, one that is to come, one that is past, one that was started
      | persona | event                            |
      | Toby    | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | 枫叶    | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | 铭恺    | 99f43e8566b4413288fb02e0f4a9acc3 |
      | 铭恺    | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
      | 枫叶    | d74b3a79a39742aa80999455cc5a634a |

  @C64.3
  Scenario: What is past is not reserved
    When "Tony" calls notifyEvent with:
      | eventId | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
    Then it fails with 0 "无法预约已过期的日程"
    When "Tony" calls getEvent with:
      | eventId | 8cb9cbc876db40b89c5635dd8ff8d0d0 |
    Then result.notify is 0

  @C64.4
  Scenario: What was started is not reserved, and that it is past does not matter
    When "Toby" calls notifyEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then it fails with 0 "无法预约已绑定活动的日程"
    When 24h pass
    And "Toby" calls notifyEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then it fails with 0 "无法预约已绑定活动的日程"
    When "Toby" calls getEvent with:
      | eventId | d74b3a79a39742aa80999455cc5a634a |
    Then result.eventTimeStatus is 2
    And result.notify is 0

  @C64.5
  Scenario Outline: A second reservation is none: after <time>
    When "Toby" calls notifyEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then it succeeds
    When <time> pass
    And "Toby" calls notifyEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then it succeeds with the message "Success"
    When a stranger calls admin.listRows with:
      | api   | chaoqer      |
      | table | reservations |
    Then total is 2

    Examples:
      | time  |
      | 500ms |
      | 24h   |

  @C64.5 @C65.7
  Scenario: Nor does it leave a second message
    When "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    And half a second later
    And "Tony" calls notifyEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    Then it succeeds
    When "Toby" calls startEvent with:
      | eventId | 6bdcf14e7fd742bcb9198d60e5452d8c |
    And "Tony" calls getUnreadTotal
    Then result is 1

  @C64.6
  Scenario: What there is not is not reserved
    When "Toby" calls notifyEvent with:
      | eventId | 00000000000000000000000000000000 |
    Then it fails with 600000 "日程不存在"

  @C62.1
  Scenario: With the event its reservations are gone
    When "枫叶" calls deleteEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    And a stranger calls admin.listRows with:
      | api   | chaoqer      |
      | table | reservations |
    Then total is 0
