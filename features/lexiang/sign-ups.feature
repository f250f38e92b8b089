@lexiang
Feature: Counts, participants and a staff member's events agree
  The document has no operation that signs anybody up; the control plane has.

  @L42.1
  Scenario: A sign-up is seen everywhere
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    And a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls getEvent with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data.attributes.participant_count is 2
    And data.attributes.attendee_count is 1
    When "lisi" calls listEvents
    Then data.#(id=="9fcea8de0e7011ee85973a9f1b55fdxx").attributes.participant_count is 2
    And data.#.attributes.participant_count equals:
      """
      [3, 1, 2, 1, 2]
      """
    When "lisi" calls listParticipants with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data.#.id equals:
      """
      ["zhangsan", "fwkt_zhangsan"]
      """
    And data.1.attributes equals:
      """
      {
        "name": "张三", "english_name": "San Zhang", "organization": "服务台",
        "is_joined": "已报名", "joined_at": "2024-06-10 12:00:00", "is_attended": "否", "attended_at": null
      }
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data.#.id equals:
      """
      ["9fcea8de0e7011ee85973a9f1b55fdxx"]
      """
    And data.0.attributes.participant_count is 2
    And meta.total is 1
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
    Then data.#(id=="9fcea8de0e7011ee85973a9f1b55fdxx").attributes.participant_count is 2

  @L42.1
  Scenario: So is one to an event that was just created
    Given "lisi" calls createEvent with:
      | data.attributes.title      | 圈                   |
      | data.attributes.location   | 北京                  |
      | data.attributes.started_at | 2024-07-01 12:00:00 |
      | data.attributes.ended_at   | 2024-07-02 12:00:00 |
    And data.id is remembered as "event"
    And a stranger calls admin.signUp with:
      | event_id | {event} |
      | staff_id | wangwu  |
    When "lisi" calls listParticipants with:
      | event_id | {event} |
    Then data.#.id equals:
      """
      ["wangwu"]
      """
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.participant_count is 1
    And data.attributes.attendee_count is 0
    When "lisi" calls editEvent with:
      | event_id              | {event} |
      | data.attributes.title | 圆       |
    Then data.attributes.participant_count is 1
    When "lisi" calls listStaffEvents with:
      | staff_id | wangwu |
    Then data.#(id=="{event}").attributes.participant_count is 1

  @L42.1
  Scenario: Each of several sign-ups counts, and only for its own event
    Given a stranger calls admin.signUp with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
      | staff_id | wangwu                           |
    And half a second later
    And a stranger calls admin.signUp with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
      | staff_id | lisi                             |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.attributes.participant_count is 2
    When "lisi" calls listParticipants with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.#.id equals:
      """
      ["wangwu", "lisi"]
      """
    When "lisi" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.participant_count is 2

  @L42.2
  Scenario: A sign-in is seen everywhere
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    And a stranger calls admin.signIn with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | lisi                             |
    When "wangwu" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.attendee_count is 1
    And data.attributes.participant_count is 2
    When "wangwu" calls listParticipants with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.1.id is lisi
    And data.1.attributes.is_attended is 是
    And data.1.attributes.attended_at is "2024-06-10 12:00:00"
    And data.1.attributes.joined_at is "2019-11-04 16:46:52"
    And data.0.attributes.is_attended is 否
    And data.0.attributes.attended_at is null
    When "wangwu" calls listStaffEvents with:
      | staff_id | lisi |
    Then data.#(id=="3c5c1f60fed711e9b1a95254005b9a01").attributes.attendee_count is 1
    When "wangwu" calls listStaffEvents with:
      | staff_id | zhangssan |
    Then data.#(id=="3c5c1f60fed711e9b1a95254005b9a01").attributes.attendee_count is 1
    And data.#(id=="7e2a9b4c6f2e11ef9c3b5254005b9a03").attributes.attendee_count is 0

  @L42.3
  Scenario: After a withdrawal all is as it was before
    When "lisi" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    And a stranger calls admin.signUp with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | fwkt_zhangsan                    |
    And a stranger calls admin.signIn with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | fwkt_zhangsan                    |
    And "lisi" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.participant_count is 3
    And data.attributes.attendee_count is 1
    Given a stranger calls admin.withdraw with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.participant_count is 2
    And data.attributes.attendee_count is 0
    When "lisi" calls listEvents
    Then data.#(id=="3c5c1f60fed711e9b1a95254005b9a01").attributes.participant_count is 2
    When "lisi" calls listParticipants with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.#.id equals:
      """
      ["zhangssan", "lisi"]
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data has 0 items
    And meta.total is 0

  @L42.3
  Scenario: Who signs up again has not signed in, and is the last
    Given a stranger calls admin.signIn with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | zhangssan                        |
    And a stranger calls admin.withdraw with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | zhangssan                        |
    And a stranger calls admin.signUp with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | zhangssan                        |
    When "lisi" calls listParticipants with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.#.id equals:
      """
      ["lisi", "zhangssan"]
      """
    And data.1.attributes.is_attended is 否
    And data.1.attributes.attended_at is null
    When "lisi" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.attendee_count is 0

  @L42.4
  Scenario: Sign-up, sign-in and withdrawal leave updated_at alone
    Given a stranger calls admin.signUp with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.participant_count is 3
    And data.attributes.updated_at is "2019-11-01 10:00:00"
    Given a stranger calls admin.signIn with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.attendee_count is 1
    And data.attributes.updated_at is "2019-11-01 10:00:00"
    Given a stranger calls admin.withdraw with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.participant_count is 2
    And data.attributes.updated_at is "2019-11-01 10:00:00"
    When "lisi" calls listEvents with:
      | filter[updated_at][since] | 2023-12-26 |
    Then data.#.attributes.title equals:
      """
      ["演唱会抽票"]
      """

  @L43
  Scenario: An event that is full takes no more
    Given "lisi" calls createEvent with:
      | data.attributes.title                   | 圈                   |
      | data.attributes.location                | 北京                  |
      | data.attributes.started_at              | 2024-07-01 12:00:00 |
      | data.attributes.ended_at                | 2024-07-02 12:00:00 |
      | data.attributes.participant_count_limit | 2                   |
    And data.id is remembered as "event"
    When a stranger calls admin.signUp with:
      | event_id | {event}  |
      | staff_id | zhangsan |
    Then it succeeds
    When a stranger calls admin.signUp with:
      | event_id | {event} |
      | staff_id | wangwu  |
    Then it succeeds
    When a stranger calls admin.signUp with:
      | event_id | {event}       |
      | staff_id | fwkt_zhangsan |
    Then the status is 409
    And error contains "takes 2 participants, and there are 2"
    And the diagnosis names event-full
    When "lisi" calls listParticipants with:
      | event_id | {event} |
    Then data.#.id equals:
      """
      ["zhangsan", "wangwu"]
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data has 0 items

  @L43
  Scenario: The place of one who withdraws is free
    When a stranger calls admin.signUp with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | lisi                             |
    Then the status is 409
    Given a stranger calls admin.withdraw with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | zhangsan                         |
    When a stranger calls admin.signUp with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | lisi                             |
    Then it succeeds
    When "lisi" calls listParticipants with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
    Then data.#.id equals:
      """
      ["lisi"]
      """

  @L43
  Scenario: Without a limit an event takes everybody
    Given a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | lisi                             |
    And a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | wangwu                           |
    And a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | zhangssan                        |
    And a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls getEvent with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data.attributes.participant_count is 5

  @L43
  Scenario: A lottery takes more than it has places
    Given "lisi" calls createEvent with:
      | data.attributes.title                   | 抽票                  |
      | data.attributes.location                | 北京                  |
      | data.attributes.started_at              | 2024-07-01 12:00:00 |
      | data.attributes.ended_at                | 2024-07-02 12:00:00 |
      | data.attributes.closed_at               | 2024-06-30 12:00:00 |
      | data.attributes.participant_count_limit | 1                   |
      | data.attributes.enable_random_extract   | true                |
    And data.id is remembered as "event"
    When a stranger calls admin.signUp with:
      | event_id | {event}  |
      | staff_id | zhangsan |
    Then it succeeds
    When a stranger calls admin.signUp with:
      | event_id | {event} |
      | staff_id | wangwu  |
    Then it succeeds
    When "lisi" calls listParticipants with:
      | event_id | {event} |
    Then data.#.id equals:
      """
      ["zhangsan", "wangwu"]
      """
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.participant_count is 2
    And data.attributes.participant_count_limit is 1
