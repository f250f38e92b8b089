@lexiang
Feature: An edit changes what is sent, and nothing else

  @L21.1
  Scenario Outline: What is sent alone changes alone
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
      | <name>   | <sent>                           |
    Then the status is 200
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.<shows> is <shown>
    Given the events row fb245e2c779411ed99a3d248086140f2 changes to:
      | <member>   | <before>            |
      | updated_at | 2023-12-25 17:25:06 |
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | name                             | sent                                                           | shows                          | shown                            | member          | before                           |
      | data.attributes.title            | 圈                                                             | attributes.title               | 圈                               | title           | api创建的活动                    |
      | data.attributes.content          | 圈                                                             | attributes.content             | "<p>圈</p>"                      | content         | <p>正文</p>                      |
      | data.attributes.location         | 北京                                                           | attributes.location            | 北京                             | location        | 地点                             |
      | data.attributes.duration         | 111                                                            | attributes.duration            | 111                              | duration        | 100                              |
      | data.attributes.started_at       | 2024-07-01 10:00                                               | attributes.started_at          | "2024-07-01 10:00:00"            | started_at      | 2022-12-01 12:12:00              |
      | data.attributes.ended_at         | 2024-07-01 11:00                                               | attributes.ended_at            | "2024-07-01 11:00:00"            | ended_at        | 2022-12-31 12:12:00              |
      | data.attributes.closed_at        | 2024-06-30 12:00                                               | attributes.closed_at           | "2024-06-30 12:00:00"            | closed_at       | 2022-12-31 12:11:00              |
      | data.attributes.attend_start_at  | 2024-07-01 10:10                                               | attributes.attend_start_at     | "2024-07-01 10:10:00"            | attend_start_at | 2022-12-31 12:12:00              |
      | data.attributes.attend_end_at    | 2024-07-01 10:20                                               | attributes.attend_end_at       | "2024-07-01 10:20:00"            | attend_end_at   | 2022-12-31 12:13:00              |
      | data.attributes.privilege_type   | 2                                                              | attributes.privilege_type      | 2                                | privilege_type  | 1                                |
      | data.attributes.logo             | logo.png                                                       | attributes.logo                | logo.png                         | logo            | /img/group-building.png          |
      | data.relationships.team.data     | {"type": "team", "id": "2771363ede7f11ed965d6eccbfd63822"}     | relationships.team.data.id     | 2771363ede7f11ed965d6eccbfd63822 | team            | 578f91d079c611ed8ee0f2ba6c6847f5 |
      | data.relationships.category.data | {"type": "category", "id": "f989f0c4045411eaae5f0a58ac130361"} | relationships.category.data.id | f989f0c4045411eaae5f0a58ac130361 | category        | e3ca3a968c4d11eb9efa966bfb362313 |

  @L21.1
  Scenario: So does whom the event is for
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                          | fb245e2c779411ed99a3d248086140f2    |
      | data.relationships.privilege.data | [{"type": "team", "id": "nothing"}] |
    Then the status is 200
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then privilege equals:
      """
      [{"type": "team", "id": "nothing"}]
      """
    Given the events row fb245e2c779411ed99a3d248086140f2 changes to:
      | privilege  | [{"type": "staff", "id": "1"}, {"type": "department", "id": "1"}, {"type": "contact_tag", "id": "2"}] |
      | updated_at | 2023-12-25 17:25:06                                                                                   |
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

  @L21.1
  Scenario: All may be sent at once
    When "lisi" calls editEvent with:
      | event_id                              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title                 | 圈                               |
      | data.attributes.content               | 茶                               |
      | data.attributes.location              | 北京                             |
      | data.attributes.duration              | 111                              |
      | data.attributes.started_at            | 2024-07-01 10:00                 |
      | data.attributes.ended_at              | 2024-07-01 11:00                 |
      | data.attributes.closed_at             | 2024-06-30 12:00                 |
      | data.attributes.attend_start_at       | 2024-07-01 10:10                 |
      | data.attributes.attend_end_at         | 2024-07-01 10:20                 |
      | data.attributes.privilege_type        | 2                                |
      | data.attributes.logo                  | logo.png                         |
      | data.relationships.team.data.type     | team                             |
      | data.relationships.team.data.id       | 2771363ede7f11ed965d6eccbfd63822 |
      | data.relationships.category.data.type | category                         |
      | data.relationships.category.data.id   | f989f0c4045411eaae5f0a58ac130361 |
    Then the status is 200
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.attributes equals:
      """
      {
        "title": "圈", "content": "<text>", "summary": "茶", "location": "北京", "logo": "logo.png",
        "privilege_type": 2, "closed_at": "2024-06-30 12:00:00", "started_at": "2024-07-01 10:00:00",
        "ended_at": "2024-07-01 11:00:00", "duration": 111, "participant_count": 0, "attendee_count": 0,
        "participant_count_limit": 11, "created_at": "2022-12-09 15:42:07", "updated_at": "<time>",
        "attend_method": "qrcode", "attend_location": "", "attend_start_at": "2024-07-01 10:10:00",
        "attend_end_at": "2024-07-01 10:20:00", "app_source_type": "event"
      }
      """
    And data.relationships.team.data.id is 2771363ede7f11ed965d6eccbfd63822
    And data.relationships.category.data.id is f989f0c4045411eaae5f0a58ac130361
    And data.relationships.owner.data.id is lisi

  @L21.2
  Scenario: The time of the edit is kept, and that of the creation, the counts and the id stay
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "wangwu" calls editEvent with:
      | event_id              | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | data.attributes.title | 圈                               |
    Then data.id is 9fcea8de0e7011ee85973a9f1b55fdxx
    And data.attributes.updated_at is "2024-06-10 12:00:00"
    And data.attributes.created_at is "2023-06-19 15:12:17"
    And data.attributes.participant_count is 1
    And data.attributes.attendee_count is 1
    Given 1h pass
    When "wangwu" calls getEvent with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data.id is 9fcea8de0e7011ee85973a9f1b55fdxx
    And data.attributes.updated_at is "2024-06-10 12:00:00"
    And data.attributes.created_at is "2023-06-19 15:12:17"
    And data.attributes.participant_count is 1
    And data.attributes.attendee_count is 1
    When "wangwu" calls editEvent with:
      | event_id              | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | data.attributes.title | 圈                               |
    Then data.attributes.updated_at is "2024-06-10 13:00:00"

  @L21.2
  Scenario: Nothing is added
    When "lisi" calls editEvent with:
      | event_id              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title | 圈                               |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

  @L21.3
  Scenario Outline: A list of those who may see it replaces the whole one
    When "lisi" calls editEvent with:
      | event_id                          | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.privilege.data | <sent>                           |
    Then the status is 200
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then privilege.#.id equals:
      """
      <ids>
      """

    Examples:
      | sent                                                              | ids             |
      | [{"type": "staff", "id": "lisi"}]                                 | ["lisi"]        |
      | [{"type": "staff", "id": "wangwu"}, {"type": "staff", "id": "1"}] | ["wangwu", "1"] |

  @L21.3
  Scenario: An empty list leaves nobody
    When "lisi" calls editEvent with:
      | event_id                          | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.privilege.data | []                               |
    Then the status is 200
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then there is no privilege.0

  @L22.1 @L22.2 @L22.3
  Scenario: The team is unlinked
    When "lisi" calls editEvent with:
      | event_id                       | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.team (JSON) | null                             |
    Then the status is 200
    And data.relationships equals:
      """
      {"category": {"data": {"type": "category", "id": "e3ca3a968c4d11eb9efa966bfb362313"}}}
      """
    And included has 1 items
    And included.0.type is category
    And data.links.platform is "https://km.lexiangla.com/events/fb245e2c779411ed99a3d248086140f2"

  @L22.4
  Scenario: It is unlinked in detail and list, too
    When "lisi" calls editEvent with:
      | event_id                       | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.team (JSON) | null                             |
    And "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.relationships has exactly these members:
      | owner | category |
    And there is no included.#(type=="team")
    And data.links.platform is "https://km.lexiangla.com/events/fb245e2c779411ed99a3d248086140f2"
    When "lisi" calls listEvents with:
      | list_type | all |
    Then data.#(id=="fb245e2c779411ed99a3d248086140f2").relationships has exactly these members:
      | owner | category |
    And data.#(id=="fb245e2c779411ed99a3d248086140f2").links.platform is "https://km.lexiangla.com/events/fb245e2c779411ed99a3d248086140f2"
    When "lisi" calls listEvents with:
      | list_type | all                              |
      | team_id   | 578f91d079c611ed8ee0f2ba6c6847f5 |
    Then data.#.id equals:
      """
      ["3c5c1f60fed711e9b1a95254005b9a01"]
      """

  @L22.5
  Scenario Outline: Another way to unlink it, and the same for the category
    When "lisi" calls editEvent with:
      | event_id                         | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.<name> (JSON) | <value>                          |
    Then the status is 200
    And data.relationships has exactly these members:
      | <other> |
    And included.#.type equals:
      """
      ["<other>"]
      """
    And data.links.platform is "https://km.lexiangla.com/<page>events/fb245e2c779411ed99a3d248086140f2"
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.relationships has exactly these members:
      | owner | <other> |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then data.#(id=="fb245e2c779411ed99a3d248086140f2").relationships has exactly these members:
      | owner | <other> |

    Examples:
      | name     | value          | other    | page           |
      | team     | {"data": null} | category |                |
      | category | null           | team     | teams/k101390/ |
      | category | {"data": null} | team     | teams/k101390/ |

  @L22.5
  Scenario: What has no team may be unlinked
    When "lisi" calls editEvent with:
      | event_id                           | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | data.relationships.team (JSON)     | null                             |
      | data.relationships.category (JSON) | null                             |
    Then the status is 200
    And data.relationships equals:
      """
      {}
      """
    And included has 0 items

  @L23
  Scenario: A lottery keeps the time when sign-ups close, where it is not sent
    When "lisi" calls editEvent with:
      | event_id              | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | data.attributes.title | 圈                               |
    Then the status is 200
    And data.attributes.closed_at is "2024-07-30 18:00:00"
    When "lisi" calls editEvent with:
      | event_id                  | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | data.attributes.closed_at | 2024-07-29 18:00                 |
    Then data.attributes.closed_at is "2024-07-29 18:00:00"
    When "lisi" calls editEvent with:
      | event_id              | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | data.attributes.title | 圈圈                             |
    Then data.attributes.closed_at is "2024-07-29 18:00:00"

  @L23
  Scenario Outline: It cannot go without
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                         | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title            | 圈                               |
      | data.attributes.closed_at (JSON) | <value>                          |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.closed_at |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | value |
      | null  |
      | ""    |

  @L24
  Scenario Outline: The limit and the lottery are not edited
    When "lisi" calls editEvent with:
      | event_id                                       | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title                          | 圈                               |
      | data.attributes.participant_count_limit (JSON) | <limit>                          |
      | data.attributes.enable_random_extract (JSON)   | <lottery>                        |
    Then the status is 200
    And data.attributes.title is 圈
    And data.attributes.participant_count_limit is 11
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then participant_count_limit is 11
    And enable_random_extract is true

    Examples:
      | limit  | lottery |
      | 5      | false   |
      | null   | null    |
      | 0      | "false" |
      | -1     | 0       |
      | "many" | "maybe" |
      | [5]    | {}      |
      | 1.5    | 1.5     |

  @L24
  Scenario: What is no lottery does not become one
    When "lisi" calls editEvent with:
      | event_id                                | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | data.attributes.enable_random_extract   | true                             |
      | data.attributes.participant_count_limit | 5                                |
      | data.attributes.closed_at (JSON)        | null                             |
    Then the status is 200
    And data.attributes.closed_at is null
    And data.attributes.participant_count_limit is 1
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | f2ae74bc0e7011eeb6b7de5381fd83xx |
    Then enable_random_extract is false
    And participant_count_limit is 1

  @L25
  Scenario Outline: An edit of nothing changes nothing
    Given 1h pass
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: lisi
      <header>

      null
      """
    Then the status is 200
    And data.id is fb245e2c779411ed99a3d248086140f2
    And data.attributes has exactly these members:
      | title             | content        | summary                 | location        | logo            | privilege_type |
      | closed_at         | started_at     | ended_at                | updated_at      | created_at      | attend_method  |
      | participant_count | attendee_count | participant_count_limit | attend_location | attend_start_at | attend_end_at  |
    And data.attributes.title is api创建的活动
    And data.attributes.updated_at is "2023-12-25 17:25:06"
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | header                                 |
      | Accept: application/vnd.api+json       |
      | Content-Type: application/vnd.api+json |
      | Content-Type: application/json         |

  @L26.1
  Scenario Outline: What is sent is held against its rules, and a refused edit changes nothing
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                 | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.location | 北京                             |
      | <name> (JSON)            | <value>                          |
    Then the status is 400
    And errors has exactly these members:
      | <wrong> |
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | name                              | value                                                        | wrong                                    |
      | data.attributes.title             | ""                                                           | data.attributes.title                    |
      | data.attributes.started_at        | "2024-02-30 10:00"                                           | data.attributes.started_at               |
      | data.attributes.ended_at          | null                                                         | data.attributes.ended_at                 |
      | data.attributes.closed_at         | "never"                                                      | data.attributes.closed_at                |
      | data.attributes.closed_at         | ""                                                           | data.attributes.closed_at                |
      | data.attributes.attend_start_at   | "2024-07-01"                                                 | data.attributes.attend_start_at          |
      | data.attributes.attend_end_at     | 5                                                            | data.attributes.attend_end_at            |
      | data.attributes.duration          | -1                                                           | data.attributes.duration                 |
      | data.attributes.privilege_type    | 3                                                            | data.attributes.privilege_type           |
      | data.relationships.team.data      | {"type": "team", "id": "nothing"}                            | data.relationships.team.data.id          |
      | data.relationships.category.data  | {"type": "category", "id": "nothing"}                        | data.relationships.category.data.id      |
      | data.relationships.category.data  | {"type": "planet", "id": "e3ca3a968c4d11eb9efa966bfb362313"} | data.relationships.category.data.type    |
      | data.relationships.privilege.data | [{"type": "planet", "id": "mars"}]                           | data.relationships.privilege.data.0.type |

  @L26.1
  Scenario: All that is wrong is told at once
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                       | fb245e2c779411ed99a3d248086140f2  |
      | data.attributes.title          |                                   |
      | data.attributes.started_at     | never                             |
      | data.attributes.closed_at      |                                   |
      | data.attributes.privilege_type | 3                                 |
      | data.relationships.team.data   | {"type": "team", "id": "nothing"} |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.title | data.attributes.started_at | data.attributes.closed_at | data.attributes.privilege_type | data.relationships.team.data.id |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

  @L26.2
  Scenario Outline: There is nothing to edit
    When "lisi" calls editEvent with:
      | event_id              | <event> |
      | data.attributes.title | 圈      |
    Then the status is 404
    And errors has exactly these members:
      | detail |
    And the diagnosis names event-not-found
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | event                            |
      | nothing                          |
      | FB245E2C779411ED99A3D248086140F2 |
      | 578f91d079c611ed8ee0f2ba6c6847f5 |

  @L26.2
  Scenario: Nor is an event that is gone
    Given the events row fb245e2c779411ed99a3d248086140f2 is deleted
    When "lisi" calls editEvent with:
      | event_id              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title | 圈                               |
    Then the status is 404

  @L27
  Scenario Outline: Only its owner edits an event
    When "lisi" calls getEvent with:
      | event_id | <event> |
    And @this is remembered as "before"
    And "<persona>" calls editEvent with:
      | event_id              | <event> |
      | data.attributes.title | 圈      |
    Then the status is 403
    And errors has exactly these members:
      | detail |
    And the diagnosis names not-owner
    When "lisi" calls getEvent with:
      | event_id | <event> |
    Then @this is {before}
    When "<owner>" calls editEvent with:
      | event_id              | <event> |
      | data.attributes.title | 圈      |
    Then the status is 200
    And data.attributes.title is 圈

    Examples:
      | event                            | persona   | owner  |
      | fb245e2c779411ed99a3d248086140f2 | wangwu    | lisi   |
      | f2ae74bc0e7011eeb6b7de5381fd83xx | zhangsan  | lisi   |
      | 9fcea8de0e7011ee85973a9f1b55fdxx | lisi      | wangwu |
      | 9fcea8de0e7011ee85973a9f1b55fdxx | zhangssan | wangwu |

  @L27
  Scenario: Nor does another edit nothing of it
    When this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: wangwu

      null
      """
    Then the status is 403
