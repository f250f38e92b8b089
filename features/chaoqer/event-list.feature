@chaoqer
Feature: The list has everybody's events
  There are four, the newest of them started; 枫叶 made them all.

  @C63.1
  Scenario Outline: It is the same for everybody: <viewer>
    When "<viewer>" calls listEvents with:
      | count | 10 |
    Then it succeeds
    And result.list.#.eventId equals:
      """
      [
        "d74b3a79a39742aa80999455cc5a634a",
        "99f43e8566b4413288fb02e0f4a9acc3",
        "6bdcf14e7fd742bcb9198d60e5452d8c",
        "8cb9cbc876db40b89c5635dd8ff8d0d0"
      ]
      """

    Examples:
      | viewer |
      | Toby   |
      | Tony   |
      | 铭恺   |
      | 枫叶   |

  @C63.1
  Scenario: It has past events, and those of who has blocked the reader
    Given "枫叶" calls block with:
      | uid | {Tony's uid} |
    When "Tony" calls listEvents with:
      | count | 10 |
    Then result.list.#.eventResult.eventTimeStatus equals:
      """
      [1, 0, 1, 2]
      """

  @C63.2
  Scenario Outline: The newest created is the first, whatever its time: <eventTime>
    When "Tony" calls createEvent with:
      | name          | 产品讨论         |
      | eventTime     | <eventTime>      |
      | memberUidList | ["{Tony's uid}"] |
    Then result.eventId is remembered as "first"
    When 1s pass
    And "铭恺" calls createEvent with:
      | name          | 设计讨论         |
      | eventTime     | 1718078400000    |
      | memberUidList | ["{铭恺's uid}"] |
    Then result.eventId is remembered as "second"
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list.#.eventId equals:
      """
      [
        "{second}",
        "{first}",
        "d74b3a79a39742aa80999455cc5a634a",
        "99f43e8566b4413288fb02e0f4a9acc3",
        "6bdcf14e7fd742bcb9198d60e5452d8c",
        "8cb9cbc876db40b89c5635dd8ff8d0d0"
      ]
      """

    Examples:
      | eventTime     |
      | 1620000000000 |
      | 1718078400000 |
      | 1893456000000 |

  @C63.3 @C16.6
  Scenario: An item has the time of its creation
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Toby" calls createEvent with:
      | name          | 产品讨论                         |
      | desc          | 聊聊新功能                       |
      | eventTime     | 1718078400000                    |
      | memberUidList | ["{枫叶's uid}", "{Toby's uid}"] |
    Then result.eventId is remembered as "event"
    When "Tony" calls listEvents with:
      | count | 1 |
    Then @this equals:
      """
      {
        "result": {
          "page": {"count": 1},
          "list": [
            {
              "eventId": "{event}",
              "eventResult": {
                "eventId": "{event}", "uid": "{Toby's uid}", "name": "产品讨论", "desc": "聊聊新功能",
                "memberUidList": ["{枫叶's uid}", "{Toby's uid}"], "eventTime": 1718078400000, "eventTimeStatus": 0,
                "createTime": 1717992000000, "notify": 0
              },
              "eventTime": 1717992000000, "sequenceId": "1717992000000:{event}"
            }
          ]
        },
        "message": "Success", "status": 1
      }
      """

  @C63.3
  Scenario: So it is for a past event
    When "Tony" calls listEvents with:
      | count | 10 |
    Then result.list.3 equals:
      """
      {
        "eventId": "8cb9cbc876db40b89c5635dd8ff8d0d0",
        "eventResult": {
          "eventId": "8cb9cbc876db40b89c5635dd8ff8d0d0", "uid": "{枫叶's uid}", "name": "测试日程", "desc": "测试介绍",
          "memberUidList": ["{Toby's uid}", "{枫叶's uid}", "{铭恺's uid}"], "eventTime": 1620748800000,
          "eventTimeStatus": 2, "createTime": 1620731990093, "notify": 0
        },
        "eventTime": 1620731990093, "sequenceId": "1620731990093:8cb9cbc876db40b89c5635dd8ff8d0d0"
      }
      """

  @C16.6
  Scenario: The sequenceId is the time of the creation and the event's id
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list.#.sequenceId equals:
      """
      [
        "1620742489049:d74b3a79a39742aa80999455cc5a634a",
        "1620736603909:99f43e8566b4413288fb02e0f4a9acc3",
        "1620732258091:6bdcf14e7fd742bcb9198d60e5452d8c",
        "1620731990093:8cb9cbc876db40b89c5635dd8ff8d0d0"
      ]
      """
    And result.list.#.eventTime equals:
      """
      [1620742489049, 1620736603909, 1620732258091, 1620731990093]
      """

  @C16.2
  Scenario: Events of the same millisecond are in the descending order of their ids, and all are read
    Given the events row 8cb9cbc876db40b89c5635dd8ff8d0d0 changes to:
      | createTime | 1620736603909 |
    And the events row 6bdcf14e7fd742bcb9198d60e5452d8c changes to:
      | createTime | 1620736603909 |
    When "Toby" reads all pages of listEvents with:
      | count | 1 |
    Then items.#.eventId equals:
      """
      [
        "d74b3a79a39742aa80999455cc5a634a",
        "99f43e8566b4413288fb02e0f4a9acc3",
        "8cb9cbc876db40b89c5635dd8ff8d0d0",
        "6bdcf14e7fd742bcb9198d60e5452d8c"
      ]
      """

  @C15.1
  Scenario Outline: A page has at most count items: <count>
    When "Toby" calls listEvents with:
      | count | <count> |
    Then it succeeds
    And result.list has <items> items
    And result.list.0.eventId is "d74b3a79a39742aa80999455cc5a634a"

    Examples:
      | count | items |
      | 1     | 1     |
      | 3     | 3     |
      | 100   | 4     |

  @C15.2
  Scenario Outline: A count of <count> is refused
    When "Toby" calls listEvents with:
      | count | <count> |
    Then it fails with 0 "count只能在0到100之间"

    Examples:
      | count |
      | 0     |
      | 101   |
      | -1    |

  @C15.2
  Scenario: No count is refused
    When "Toby" calls listEvents
    Then it fails with 0 "count只能在0到100之间"

  @C15.3
  Scenario: A count that is no number is refused
    When "Toby" calls listEvents with:
      | count | abc |
    Then it fails with 0 "count类型不正确"

  @C15.4
  Scenario: page echoes what was asked for
    When "Toby" calls listEvents with:
      | count | 7 |
    Then result.page equals:
      """
      {"count": 7}
      """
    When "Toby" calls listEvents with:
      | count  | 7                                              |
      | lastId | 1620736603909:99f43e8566b4413288fb02e0f4a9acc3 |
    Then result.page equals:
      """
      {"count": 7, "lastId": "1620736603909:99f43e8566b4413288fb02e0f4a9acc3"}
      """
    And result.list.#.eventId equals:
      """
      ["6bdcf14e7fd742bcb9198d60e5452d8c", "8cb9cbc876db40b89c5635dd8ff8d0d0"]
      """

  @C15.5
  Scenario: After the last item there is an empty list
    When "Toby" calls listEvents with:
      | count  | 10                                             |
      | lastId | 1620731990093:8cb9cbc876db40b89c5635dd8ff8d0d0 |
    Then it succeeds
    And result.list equals:
      """
      []
      """

  @C15.5
  Scenario: So there is where there is nothing at all
    Given the reservations row 99f43e8566b4413288fb02e0f4a9acc3:250228d2eb8e4db8b4fc6b8e3e2a902d is deleted
    And the events row 6bdcf14e7fd742bcb9198d60e5452d8c is deleted
    And the events row 99f43e8566b4413288fb02e0f4a9acc3 is deleted
    And the events row 8cb9cbc876db40b89c5635dd8ff8d0d0 is deleted
    And the events row d74b3a79a39742aa80999455cc5a634a is deleted
    When "Toby" calls listEvents with:
      | count | 10 |
    Then it succeeds
    And result.list equals:
      """
      []
      """

  @C15.5
  Scenario Outline: All pages together are the list: <count> a page
    When "Toby" reads all pages of listEvents with:
      | count | <count> |
    Then pages is <pages>
    And items.#.eventId equals:
      """
      [
        "d74b3a79a39742aa80999455cc5a634a",
        "99f43e8566b4413288fb02e0f4a9acc3",
        "6bdcf14e7fd742bcb9198d60e5452d8c",
        "8cb9cbc876db40b89c5635dd8ff8d0d0"
      ]
      """

    Examples:
      | count | pages |
      | 1     | 4     |
      | 2     | 2     |
      | 3     | 2     |
      | 4     | 1     |

  @C15.6
  Scenario: An event that is made while the pages are read
    When "Toby" calls listEvents with:
      | count | 2 |
    Then result.list.#.eventId equals:
      """
      ["d74b3a79a39742aa80999455cc5a634a", "99f43e8566b4413288fb02e0f4a9acc3"]
      """
    And result.list.1.sequenceId is remembered as "last"
    When "Tony" calls createEvent with:
      | name          | 产品讨论         |
      | eventTime     | 1620732258092    |
      | memberUidList | ["{Tony's uid}"] |
    And "Toby" calls listEvents with:
      | count  | 2      |
      | lastId | {last} |
    Then result.list.#.eventId equals:
      """
      ["6bdcf14e7fd742bcb9198d60e5452d8c", "8cb9cbc876db40b89c5635dd8ff8d0d0"]
      """
    And result.list.1.sequenceId is remembered as "last"
    When "Toby" calls listEvents with:
      | count  | 2      |
      | lastId | {last} |
    Then result.list has 0 items
    When "Toby" calls listEvents with:
      | count | 10 |
    Then result.list has 5 items

  @C15.7
  Scenario: The last event read is deleted
    When "Toby" calls listEvents with:
      | count | 2 |
    Then result.list.1.sequenceId is remembered as "last"
    When "Tony" calls deleteEvent with:
      | eventId | 99f43e8566b4413288fb02e0f4a9acc3 |
    Then it succeeds
    When "Toby" calls listEvents with:
      | count  | 10     |
      | lastId | {last} |
    Then result.list.#.eventId equals:
      """
      ["6bdcf14e7fd742bcb9198d60e5452d8c", "8cb9cbc876db40b89c5635dd8ff8d0d0"]
      """

  @C15.7
  Scenario: The last event read is edited
    When "Toby" calls listEvents with:
      | count | 3 |
    Then result.list.2.sequenceId is remembered as "last"
    When "Toby" calls editEvent with:
      | eventId       | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | name          | 产品讨论                         |
      | eventTime     | 1893456000000                    |
      | memberUidList | ["{Toby's uid}"]                 |
    And "Toby" calls listEvents with:
      | count  | 10     |
      | lastId | {last} |
    Then result.list.#.eventId equals:
      """
      ["8cb9cbc876db40b89c5635dd8ff8d0d0"]
      """

  @C15.8
  Scenario: A blank lastId is the first page
    When "Toby" calls listEvents with:
      | count  | 10 |
      | lastId |    |
    Then it succeeds
    And result.list.0.sequenceId is "1620742489049:d74b3a79a39742aa80999455cc5a634a"
    And result.page equals:
      """
      {"count": 10}
      """
    Given "lastId=%20%20" is added to the query and signed
    When "Toby" calls listEvents with:
      | count | 10 |
    Then it succeeds
    And result.list.0.sequenceId is "1620742489049:d74b3a79a39742aa80999455cc5a634a"
    And result.page equals:
      """
      {"count": 10}
      """

  @C15.8
  Scenario Outline: A lastId of another form is refused: <lastId>
    When "Toby" calls listEvents with:
      | count  | 10       |
      | lastId | <lastId> |
    Then it fails with 0 "lastId类型不正确"

    Examples:
      | lastId                                         |
      | abc                                            |
      | 1620736603909                                  |
      | 99f43e8566b4413288fb02e0f4a9acc3               |
      | 1620736603909:日程                             |
      | x:99f43e8566b4413288fb02e0f4a9acc3             |
      | 1620736603909:99F43E8566B4413288FB02E0F4A9ACC3 |

  @C14.6
  Scenario: Who has no profile sees none, whatever the signature
    When "Newcomer" calls listEvents with:
      | count | 10 |
    Then @this equals:
      """
      {"result": {}, "message": "Success", "status": 1}
      """
    When "Newcomer" calls listEvents
    Then the answer is the same as before
    Given calls are signed with the secret "nobodys-secret"
    When "Newcomer" calls listEvents with:
      | count | 10 |
    Then the answer is the same as before
    Given calls are not signed
    And calls carry no ts
    When "Newcomer" calls listEvents with:
      | count | 10 |
    Then the answer is the same as before
